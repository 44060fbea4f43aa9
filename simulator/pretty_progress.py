"""The print of progress for people: the claim first, then what to practise, the skills, and the two talks compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from .drawing import BAD, GOOD, NOTED, QUIET, console_for_people, exact, heading, joined, print_rows, signed

if TYPE_CHECKING:
    from .domain.progress import DimensionChange, Progress, SkillMatrix, UnseenCheck

_STATES = {"shown": GOOD, "mixed": NOTED, "broken": BAD, "not shown": QUIET}
_VERDICTS = {"better": GOOD, "worse": BAD}


def print_progress(told: Progress) -> None:
    """Progress over several talks."""
    console = console_for_people()
    console.print(*_unseen(told.unseen), sep="\n")
    if told.practise is not None:
        console.print(heading("What to practise next"))
        quote = exact(f"  “{told.practise.quote}”") if told.practise.quote else Text()
        console.print(joined(exact(told.practise.why), quote))
        console.print(exact(f"With {told.practise.name}. {told.practise.why_them}", QUIET))
    console.print(heading("Skills, the latest talk with each supervisor"))
    print_rows(console, ("Skill", "", "With"), _skills(told.without_hints))
    if told.change is not None:
        console.print(heading(f"{told.change.first.name} then, {told.change.latest.name} now"))
        console.print(*(_dimension(one) for one in told.change.dimensions), sep="\n")
    console.print(exact(f"\n{told.noise}", QUIET))


def _unseen(check: UnseenCheck) -> Iterator[RenderableType]:
    yield heading("Supervisors you had not met")
    yield exact(check.in_words, "bold")
    yield exact(check.because)
    for title, group in (("then", check.early), ("now", check.later)):
        for one in group:
            quote = exact(f"  “{one.quote}”") if one.quote else Text()
            yield joined(Text(f"{title:<6}", style=QUIET), exact(f"{one.name:<10}"), signed(one.overall.value), quote)


def _skills(skills: SkillMatrix) -> Iterator[tuple[Text, Text, Text]]:
    names = {one.persona: one.name for one in skills.supervisors}
    for cell in skills.cells:
        held = cell.shown + cell.mixed + cell.broken + cell.not_shown
        if cell.latest != "not shown":
            yield (
                exact(cell.skill.value.replace("_", " ")),
                Text(cell.latest, style=_STATES[cell.latest]),
                exact(f"{names[cell.persona]}, shown in {cell.shown} of {held}"),
            )


def _dimension(one: DimensionChange) -> Text:
    if one.difference is None or one.noise is None:
        return joined(f"{one.dimension.value:<12}", Text("not shown in both", style=QUIET))
    verdict = Text(one.verdict, style=_VERDICTS.get(one.verdict, QUIET))
    return joined(f"{one.dimension.value:<12}", signed(one.difference), f"  noise {one.noise:.1f}  ", verdict)
