"""Prints for people: the same values as the JSON, as screens of a terminal.

Every word from a file or a person goes through ``exact``, so that nothing in it is taken for markup or for a control
sequence. Colour only underlines what the characters say already: nothing is lost in a pipe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel as Frame
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from .domain.text import shown_exactly
from .domain.transcript import SupervisorTurn, UserTurn

if TYPE_CHECKING:
    from .documents import PersonaEntry
    from .domain.appraisal import Appraisal, Event
    from .domain.conduct import Ending
    from .domain.report import Evidence, Panel, Report, Suggestion
    from .domain.transcript import Transcript

_WIDEST = 110
_NARROW = 72
_GOOD, _BAD, _NOTED, _QUIET, _HERS = "green", "red", "yellow", "dim", "cyan"
_SPARKS = "▁▂▃▄▅▆▇█"
_STATES = {"shown": _GOOD, "mixed": _NOTED, "broken": _BAD, "not shown": _QUIET}
#: Marks that make a terminal show the words after them in another order.
_REORDERING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def print_appraisal(user: str, appraisal: Appraisal) -> None:
    """One turn: the words with what counted marked, the dimensions, and the reasons."""
    console = _console()
    console.print(_framed(_marked(user, appraisal.events), _verdict(appraisal)))
    if appraisal.unscored is None:
        console.print(Padding(_dimension_bars(appraisal), (0, 2)))
    if appraisal.distress:
        console.print(Padding(Text("These words call for help, not for practice.", style="bold"), (0, 2)))
    console.print(Padding(_reasons(appraisal.events), (0, 2)))
    console.print()


def print_transcript(transcript: Transcript) -> None:
    """A whole conversation: her words and mood, yours with what counted, and where each turn left her trust."""
    console, persona = _console(), transcript.persona
    console.print(_framed(_setting(transcript), exact(f"A conversation with {persona.name}", "bold")))
    before, number = float(persona.stance.start.trust), 0
    for turn in transcript.turns:
        console.print()
        if isinstance(turn, SupervisorTurn):
            console.print(_her_words(persona.name, turn))
        else:
            number += 1
            console.print(_your_words(turn, number, before))
            before = turn.trust
    console.print(_rule("How it ended"))
    trust = [float(persona.stance.start.trust), *(turn.trust for turn in transcript.user_turns)]
    console.print(_row("trust ", Text(_sparkline(trust), style=_HERS), f"  {trust[0]:.0f} → {trust[-1]:.0f}"))
    console.print(_ending(transcript))
    for words in transcript.unused_turns:
        console.print(_row(Text("after the ending, unused: ", style=_QUIET), exact(words, _QUIET)))


def print_report(transcript: Transcript, report: Report) -> None:
    """The debrief: her evening first, then what to try, then the figures and the words behind them."""
    console = _console()
    if report.evening:
        console.print(_framed(exact(report.evening, "italic"), exact(f"That evening, {report.evening_to}", "bold")))
    console.print(_ending(transcript), *_advice(report), sep="\n")
    _print_judgements(console, transcript.persona.name, report)
    console.print(*_dimensions(report), *_skills(report), *_left_over(transcript.persona.name, report), sep="\n")


def print_panel(panel: Panel) -> None:
    """The same words before every supervisor, one row each."""
    rows = []
    for seat in panel.supervisors:
        quote = exact(f"“{seat.turning_quote}”") if seat.turning_quote else Text("no words", style=_QUIET)
        rows.append(
            (
                exact(seat.name, "bold"),
                Text(_sparkline(seat.trust), style=_HERS),
                Text(f"{seat.trust[-1]:.0f}" if seat.trust else "–"),
                _ending_name(seat.ending),
                _row(_signed(seat.amount), " ", quote) if seat.turning_point else Text("nothing did", style=_QUIET),
            )
        )
    _print_rows(_console(), ("Supervisor", "Trust, turn by turn", "", "Ending", "The turn that moved most"), rows)


def print_personas(entries: Sequence[PersonaEntry]) -> None:
    """The gallery: whom one can talk to."""
    rows = [
        (
            exact(entry.id, "bold"),
            exact(entry.name),
            Text(entry.difficulty, style={"easy": _GOOD, "hard": _BAD}.get(entry.difficulty, "")),
            exact(entry.source, _QUIET),
            exact(entry.summary),
        )
        for entry in entries
    ]
    _print_rows(_console(), ("Id", "Name", "Level", "From", "What it is like to sit opposite"), rows)


def exact(words: str, style: str = "") -> Text:
    """Words as they were typed, never as markup; control characters and marks that reorder words are left out."""
    return Text(shown_exactly(words).translate(_REORDERING), style=style)


def _console() -> Console:
    """Colour on a terminal only; as wide as the terminal, but no wider than one reads well."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, _WIDEST)
    return console


def _framed(inside: RenderableType, title: Text) -> Frame:
    return Frame(inside, title=title, title_align="left", box=box.ROUNDED, padding=(0, 1), border_style=_QUIET)


def _rule(title: str) -> RenderableType:
    return Padding(Rule(exact(title, "bold"), align="left", style=_QUIET), (1, 0, 0, 0))


def _print_rows(console: Console, heads: Sequence[str], rows: Iterable[Sequence[Text]]) -> None:
    """A table whose last column is prose; where it would be crushed, one block a row."""
    if console.width < _NARROW:
        for row in rows:
            console.print(Text("  ").join(row[:-1]))
            console.print(Padding(row[-1], (0, 0, 1, 2)))
        return
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", expand=True, padding=(0, 1), show_edge=False)
    for head in heads[:-1]:
        table.add_column(exact(head))
    table.add_column(Text(heads[-1]), overflow="fold", ratio=1)
    for row in rows:
        table.add_row(*row[:-1], Padding(row[-1], (0, 0, int(len(row[-1]) > console.width // 2), 0)))
    console.print()
    console.print(table)


def _row(*parts: str | Text) -> Text:
    return Text.assemble(*parts)


def _signed(number: float) -> Text:
    style = _GOOD if number > 0 else _BAD if number < 0 else _QUIET
    return Text(f"{number:+.1f}".replace("-", "−") if style != _QUIET else " 0.0", style=style)


def _sparkline(levels: Sequence[float]) -> str:
    return "".join(_SPARKS[min(7, int(level / 100 * 8))] for level in levels)


def _bar(level: float, cells: int = 20) -> Text:
    """A level of 0 to 100."""
    full = round(level / 100 * cells)
    return _row(Text("█" * full, style=_HERS), Text("·" * (cells - full), style=_QUIET))


def _scale(value: float, low: float, high: float, cells: int = 17) -> Text:
    """A place between -2 and +2 with its band; the middle is marked."""
    middle, (left, dot, right) = cells // 2, (round((one + 2) / 4 * (cells - 1)) for one in (low, value, high))
    drawn = Text()
    for cell in range(cells):
        if cell == dot:
            drawn.append("●", style=_GOOD if value > 0 else _BAD if value < 0 else "")
        elif left <= cell <= right:
            drawn.append("━", style=_NOTED)
        else:
            drawn.append("│" if cell == middle else "·", style=_QUIET)
    return drawn


def _marked(words: str, events: Sequence[Event]) -> Text:
    """The user's words, those that counted underlined; where readings overlap their sum gives the colour."""
    if not words.strip():
        return Text("(silence)", style=_QUIET)
    edges = sorted({0, len(words), *(event.start for event in events), *(event.end for event in events)})
    text = Text()
    for start, end in pairwise(edges):
        here = [event.weight for event in events if event.start <= start and end <= event.end]
        colour = _GOOD if sum(here) > 0 else _BAD if sum(here) < 0 else _NOTED
        text.append_text(exact(words[start:end], f"underline {colour}" if here else ""))
    return text


def _reasons(events: Sequence[Event]) -> Group:
    return Group(*(_reason(event) for event in events))


def _reason(event: Event) -> Group:
    missing = Text("  (what was not said)", style=_QUIET) if event.omission else Text()
    head = _row(
        _signed(event.weight) if event.weight else Text("  · ", style=_QUIET),
        Text(f" {event.dimension.value}  ", style="bold"),
        exact(f"“{event.quote}”") if event.quote else Text(),
        missing,
    )
    return Group(head, Padding(exact(event.why, _QUIET), (0, 0, 0, 5)))


def _verdict(appraisal: Appraisal) -> Text:
    if appraisal.overall is None:
        return Text(f"Not scored: {appraisal.unscored}", style="bold")
    return _row(Text("A fair supervisor: ", style="bold"), _signed(appraisal.overall))


def _dimension_bars(appraisal: Appraisal) -> Group:
    values = appraisal.dimensions.model_dump()
    bars = [
        _row(f"{name:<12}", _scale(value, min(0, value), max(0, value)), "  ", _signed(value))
        for name, value in values.items()
        if value is not None
    ]
    return Group(*bars, _not_shown(name for name, value in values.items() if value is None))


def _not_shown(names: Iterable[str]) -> Text:
    listed = ", ".join(names)
    return Text(f"not shown: {listed}" if listed else "every dimension shown", style=_QUIET)


def _setting(transcript: Transcript) -> Group:
    start, bars = transcript.persona.stance.start, transcript.persona.stance.thresholds
    drawn = f"seed {transcript.seed} · {transcript.difficulty} · {transcript.backend}"
    starts = (
        f"trust starts at {start.trust}; terms on conditions from {bars.conditional.trust}, "
        f"agreement from {bars.agreement.trust}"
    )
    return Group(
        exact(f"{transcript.scenario.title} ({transcript.scenario.trade})"),
        exact(f"{drawn} · {transcript.model}" if transcript.model else drawn, _QUIET),
        exact(starts, _QUIET),
    )


def _her_words(name: str, turn: SupervisorTurn) -> Group:
    how = " · ".join(part.value.replace("_", " ") for part in (turn.mood, turn.move) if part)
    broke = Text("\n(The reply broke off here.)", style=_NOTED) if not turn.complete else Text()
    return Group(
        _row(exact(name, f"bold {_HERS}"), Text(f"  {how}", style=_QUIET)),
        Padding(_row(exact(turn.text), broke), (0, 0, 0, 2)),
    )


def _your_words(turn: UserTurn, number: int, before: float) -> Group:
    levels = _row(
        "trust ", _bar(turn.trust), f" {turn.trust:.0f} (", _signed(turn.trust - before), ")",
        Text(f"   patience {turn.patience:.0f}   clarity {turn.clarity:.0f}", style=_QUIET),
    )  # fmt: skip
    inside = Group(_marked(turn.text, turn.appraisal.events), _reasons(turn.appraisal.events), levels)
    head = _row(Text(f"You, turn {number}  ", style="bold"), _verdict(turn.appraisal))
    return Group(head, Padding(inside, (0, 0, 0, 2)))


def _ending_name(ending: Ending | None) -> Text:
    return Text(ending.value.replace("_", " ") if ending else "not ended", style="" if ending else _QUIET)


def _ending(transcript: Transcript) -> Text:
    closing = transcript.persona.endings.get(transcript.ending) if transcript.ending else None
    name = _ending_name(transcript.ending)
    name.stylize("bold")
    return _row(name, ". ", exact(closing.next)) if closing else name


def _advice(report: Report) -> Iterator[RenderableType]:
    if report.strengths:
        first = report.strengths[0]
        yield _rule("What was good")
        yield _row(exact(f"“{first.quote}”", f"underline {_GOOD}"), "  ", exact(first.why))
    for number, suggestion in enumerate(report.suggestions):
        yield _rule("One thing to try" if number == 0 else "And another time")
        yield _suggestion(suggestion)


def _suggestion(suggestion: Suggestion) -> Group:
    said = exact(f"“{suggestion.quote}”", f"underline {_BAD}") if suggestion.quote else Text()
    return Group(
        _row(said, "  " if suggestion.quote else "", exact(suggestion.happened)),
        _row(Text("Another way: ", style="bold"), exact(f"“{suggestion.another_way}”", "italic")),
    )


def _print_judgements(console: Console, name: str, report: Report) -> None:
    """Both judgements, then the turns: trust as a bar, hers beside a fair supervisor's, the turning points in words."""
    console.print(_rule("Two judgements"))
    console.print(exact("\n".join(filter(None, (report.hers.summary, report.fair.summary, report.gap)))))
    points = {moment.number: moment for moment in report.moments}
    rows = []
    for number, (change, fair) in enumerate(zip(report.hers.series, report.fair.series, strict=True), start=1):
        level, point = report.trust[number], points.get(number)
        why = f"“{point.quote}” {point.why}" if point and point.quote else point.why if point else ""
        rows.append(
            (
                Text(f"{number}", style="bold" if point else ""),
                _row(_bar(level, 12), f" {level:.0f}"),
                _signed(change or 0.0),
                Text("–", style=_QUIET) if fair is None else _signed(fair),
                exact(why),
            )
        )
    _print_rows(console, ("Turn", f"{name}'s trust", "Change", "Fair", "Turning point"), rows)


def _dimensions(report: Report) -> Iterator[RenderableType]:
    yield _rule("Dimensions, −2 to +2, with noise bands")
    for item in report.dimensions:
        if item.value is not None and item.low is not None and item.high is not None:
            scale = _scale(item.value, item.low, item.high)
            yield _row(f"{item.dimension.value:<12}", scale, "  ", _signed(item.value), "  ", _first(item.evidence))
    yield _not_shown(item.dimension.value for item in report.dimensions if item.value is None)


def _skills(report: Report) -> Iterator[RenderableType]:
    yield _rule("Skills")
    for item in report.skills:
        state = Text(f"{item.state:<11}", style=_STATES[item.state])
        yield _row(f"{item.skill.value.replace('_', ' '):<24}", state, _first(item.broken or item.shown))
    said = ", ".join(part.name for part in report.apology.parts if part.said) or "none"
    yield _row(Text("Apology: ", style="bold"), f"{said}. ", exact(report.apology.note))


def _first(found: Sequence[Evidence]) -> Text:
    return exact(f"“{found[0].quote}”") if found else Text()


def _left_over(name: str, report: Report) -> Iterator[RenderableType]:
    if report.promises:
        yield _rule("What you promised")
    for item in report.promises:
        yield _row("• ", exact(f"“{item.quote}”"), exact(f"  ({item.by_when or 'no time named'})", _QUIET))
    if report.hidden_fact:
        yield _rule(f"What {name} did not say")
        yield exact(report.hidden_fact)
    if report.not_scored:
        yield _row(Text("\nNot scored: ", style=_QUIET), exact("; ".join(report.not_scored), _QUIET))
