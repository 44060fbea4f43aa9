"""Prints for people: the same values as the JSON, as screens of a terminal.

Every word from a file or a person goes through ``exact``, so that nothing in it is taken for markup or for a control
sequence. Colour only underlines what the characters say already: nothing is lost in a pipe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from .domain.conduct import Ending
from .domain.transcript import SupervisorTurn, UserTurn, headline, other_side
from .drawing import (
    BAD,
    GOOD,
    HERS,
    NOTED,
    QUIET,
    console_for_people,
    dimension_bars,
    exact,
    framed,
    heading,
    joined,
    level_bar,
    marked,
    not_shown,
    place_on_scale,
    print_rows,
    reasons,
    signed,
    sparkline,
    verdict,
)
from .pretty_advice import advice, ending, ending_name, trust_line

if TYPE_CHECKING:
    from .documents import PersonaEntry
    from .domain.appraisal import Appraisal
    from .domain.report import Evidence, Panel, PersonaCheck, Report
    from .domain.second_reading import SecondReader
    from .domain.transcript import Transcript

_STATES = {"shown": GOOD, "mixed": NOTED, "broken": BAD, "not shown": QUIET}


def print_appraisal(user: str, appraisal: Appraisal) -> None:
    """One turn: the words with what counted marked, the dimensions, and the reasons."""
    console = console_for_people()
    console.print(framed(marked(user, appraisal.found), verdict(appraisal)))
    if appraisal.unscored is None:
        console.print(Padding(dimension_bars(appraisal), (0, 2)))
    if appraisal.distress:
        console.print(Padding(Text("These words call for help, not for practice.", style="bold"), (0, 2)))
    console.print(Padding(reasons(appraisal), (0, 2)))
    console.print()


def print_transcript(transcript: Transcript) -> None:
    """A whole conversation: her words and mood, yours with what counted, and where each turn left her trust."""
    console = console_for_people()
    console.print(framed(_setting(transcript), exact(headline(transcript), "bold")))
    before, number = transcript.start_trust, 0
    for turn in transcript.turns:
        console.print()
        if isinstance(turn, SupervisorTurn):
            console.print(_her_words(other_side(transcript), turn))
        else:
            number += 1
            console.print(_your_words(turn, number, before))
            before = turn.trust
    console.print(heading("How it ended"))
    console.print(trust_line(transcript), ending(transcript), sep="\n")
    for words in transcript.unused_turns:
        console.print(joined(Text("after the ending, unused: ", style=QUIET), exact(words, QUIET)))


def print_report(transcript: Transcript, report: Report) -> None:
    """The debrief: her evening first, then what to try, then the figures and the words behind them.

    A talk that stopped for help has none.
    """
    console = console_for_people()
    if transcript.needs_help:
        console.print(ending_name(Ending.STOPPED_FOR_HELP))
        return
    console.print(*advice(transcript, report), sep="\n")
    _print_judgements(console, transcript.persona.name, report)
    console.print(*_dimensions(report), *_skills(report), *_left_over(transcript.persona.name, report), sep="\n")
    if report.second_reader is not None:
        console.print(*_second_reader(report.second_reader), sep="\n")


def _second_reader(told: SecondReader) -> Iterator[RenderableType]:
    """How far a model agrees with the rules, where the two differ, and what it could not read."""
    yield heading("A second reader, beside the rules")
    yield exact(f"{', '.join(told.models)}: {told.agreement.in_words}.")
    for turn in told.turns:
        if turn.failed:
            yield joined(f"turn {turn.number}  ", exact(f"not read: {turn.failed}", NOTED))
        for event in turn.events:
            if event.agree is False:
                rules = f"yes “{event.rules_quote}”" if event.rules else "no"
                reader = f"yes “{event.reader_quote}”" if event.reader == "yes" else event.reader
                yield joined(f"turn {turn.number}  ", exact(f"{event.event.in_words}: rules {rules}, model {reader}"))


def print_panel(panel: Panel) -> None:
    """The same words before every supervisor, one row each, and the quarrel of the two that part most.

    A talk that stopped for help is put before nobody.
    """
    if not panel.supervisors:
        console_for_people().print(ending_name(Ending.STOPPED_FOR_HELP))
        return
    rows = []
    for seat in panel.supervisors:
        quote = exact(f"“{seat.turning_quote}”") if seat.turning_quote else Text("no words", style=QUIET)
        rows.append(
            (
                exact(seat.name, "bold"),
                Text(sparkline(seat.trust), style=HERS),
                Text(f"{seat.trust[-1]:.0f}" if seat.trust else "–"),
                ending_name(seat.ending),
                joined(signed(seat.amount), " ", quote) if seat.turning_point else Text("nothing did", style=QUIET),
            )
        )
    console = console_for_people()
    print_rows(console, ("Supervisor", "Trust by turn", "", "Ending", "The turn that moved most"), rows)
    if panel.parts_at is not None:
        console.print(exact(panel.parts_at.in_words, "bold"))
    if panel.quarrel is not None:
        console.print(heading("The quarrel"))
        console.print(exact(f"You said: “{panel.quarrel.sentence}”"))
        for turn in (panel.quarrel.verdict, *panel.quarrel.rebuttals):
            console.print(joined(exact(f"{turn.name}  ", "bold"), exact(turn.says)))


def print_personas(entries: Sequence[PersonaEntry]) -> None:
    """The gallery: whom one can talk to."""
    rows = [
        (
            exact(entry.id, "bold"),
            exact(entry.name),
            Text(entry.difficulty, style={"easy": GOOD, "hard": BAD}.get(entry.difficulty, "")),
            exact(entry.origin or entry.source, QUIET),
            exact(entry.summary),
        )
        for entry in entries
    ]
    print_rows(console_for_people(), ("Id", "Name", "Level", "From", "What it is like to sit opposite"), rows)


def print_check(name: str, check: PersonaCheck) -> None:
    """What a persona file lacks, where its supervisor misbehaves, and what each kind of employee wins or loses."""
    console = console_for_people()
    for title, found, style in (("Missing", check.missing, NOTED), ("Misbehaves", check.misbehaves, BAD)):
        if found:
            console.print(heading(title), *(joined(Text("• ", style=style), exact(one)) for one in found), sep="\n")
    console.print(heading("Change of trust, by kind of employee"))
    for kind, moved in check.trust.items():
        console.print(joined(exact(f"{kind:<22}"), signed(moved)))
    to_mend = len(check.missing) + len(check.misbehaves)
    told = f"{name} is fine." if check.fine else f"{name} is not fine yet: {to_mend} to mend."
    console.print()
    console.print(exact(told, f"bold {GOOD if check.fine else NOTED}"))


def _setting(transcript: Transcript) -> Group:
    bars = transcript.persona.stance.thresholds
    later = ("two weeks later",) if transcript.carried else ()
    drawn = " · ".join((*later, f"seed {transcript.seed}", transcript.difficulty, transcript.backend))
    starts = (
        f"trust starts at {transcript.start_trust:.0f}; terms on conditions from {bars.conditional.trust}, "
        f"agreement from {bars.agreement.trust}"
    )
    return Group(
        exact(f"{transcript.scenario.title} ({transcript.scenario.trade})"),
        exact(f"{drawn} · {transcript.model}" if transcript.model else drawn, QUIET),
        exact(starts, QUIET),
    )


def _her_words(name: str, turn: SupervisorTurn) -> Group:
    how = " · ".join(part.value.replace("_", " ") for part in (turn.mood, turn.move) if part)
    broke = Text("\n(The reply broke off here.)", style=NOTED) if not turn.complete else Text()
    return Group(
        joined(exact(name, f"bold {HERS}"), Text(f"  {how}", style=QUIET)),
        Padding(joined(exact(turn.text), broke), (0, 0, 0, 2)),
    )


def _your_words(turn: UserTurn, number: int, before: float) -> Group:
    levels = joined(
        "trust ", level_bar(turn.trust), f" {turn.trust:.0f} (", signed(turn.trust - before), ")",
        Text(f"   patience {turn.patience:.0f}   clarity {turn.clarity:.0f}", style=QUIET),
    )  # fmt: skip
    inside = Group(marked(turn.text, turn.appraisal.found), reasons(turn.appraisal), levels)
    head = joined(Text(f"You, turn {number}  ", style="bold"), verdict(turn.appraisal))
    return Group(head, Padding(inside, (0, 0, 0, 2)))


def _print_judgements(console: Console, name: str, report: Report) -> None:
    """Both judgements, then the turns: trust as a bar, hers beside a fair supervisor's, the turning points in words."""
    console.print(heading("Two judgements"))
    console.print(exact("\n".join(filter(None, (report.hers.summary, report.fair.summary, report.gap)))))
    points = {moment.number: moment for moment in report.moments}
    rows = []
    for number, (change, fair) in enumerate(zip(report.hers.series, report.fair.series, strict=True), start=1):
        level, point = report.trust[number], points.get(number)
        why = f"“{point.quote}” {point.why}" if point and point.quote else point.why if point else ""
        rows.append(
            (
                Text(f"{number}", style="bold" if point else ""),
                joined(level_bar(level, 12), f" {level:.0f}"),
                signed(change or 0.0),
                Text("–", style=QUIET) if fair is None else signed(fair),
                exact(why),
            )
        )
    print_rows(console, ("Turn", f"{name}'s trust", "Change", "Fair", "Turning point"), rows)


def _dimensions(report: Report) -> Iterator[RenderableType]:
    yield heading("Dimensions, −2 to +2, with noise bands")
    for item in report.dimensions:
        if item.value is not None and item.low is not None and item.high is not None:
            scale = place_on_scale(item.value, item.low, item.high)
            course = Text(f"{item.course_in_words}  " if item.course_in_words else "", style=NOTED)
            first = _first(item.evidence)
            yield joined(f"{item.dimension.value:<12}", scale, "  ", signed(item.value), "  ", course, first)
    yield not_shown(item.dimension.value for item in report.dimensions if item.value is None)


def _skills(report: Report) -> Iterator[RenderableType]:
    yield heading("Skills")
    for item in report.skills:
        state = Text(f"{item.state:<11}", style=_STATES[item.state])
        yield joined(f"{item.skill.value.replace('_', ' '):<24}", state, _first(item.broken or item.shown))
    if report.apology is not None:
        said = ", ".join(part.name for part in report.apology.parts if part.said) or "none"
        yield joined(Text("Apology: ", style="bold"), f"{said}. ", exact(report.apology.note))


def _first(found: Sequence[Evidence]) -> Text:
    return exact(f"“{found[0].quote}”") if found else Text()


def _left_over(name: str, report: Report) -> Iterator[RenderableType]:
    if report.hidden_fact:
        yield heading(f"What {name} did not say")
        yield exact(report.hidden_fact)
    if report.not_scored:
        yield joined(Text("\nNot scored: ", style=QUIET), exact("; ".join(report.not_scored), QUIET))
