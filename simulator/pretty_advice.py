"""The part of the debrief for whoever held the talk: the evening, what to keep, what to try, what to take along.

It comes first in the print of a report, and is all that stands at the end of a talk in the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from .debrief.export.wording import NO_STRENGTH, pocket_rows
from .dialogue.outcome import what_follows
from .drawing import BAD, GOOD, HERS, QUIET, exact, framed, heading, joined, sparkline

if TYPE_CHECKING:
    from .domain.conduct import Ending
    from .domain.report import PocketCard, Report, Suggestion
    from .domain.transcript import Transcript


def advice(transcript: Transcript, report: Report, most: int | None = None) -> Iterator[RenderableType]:
    """The evening, the ending, what was good, at most so many suggestions, the promises and the pocket card."""
    if report.evening:
        told = Group(exact(report.evening_title.removeprefix("That evening, "), QUIET), exact(report.evening, "italic"))
        yield framed(told, exact("That evening", "bold"))
    yield ending(transcript)
    yield heading("What was good")
    if report.strengths:
        first = report.strengths[0]
        yield joined(exact(f"“{first.quote}”", f"underline {GOOD}"), "  ", exact(first.why))
    else:
        yield exact(NO_STRENGTH)
    for number, suggestion in enumerate(report.suggestions[:most]):
        yield heading("One thing to try" if number == 0 else "And another time")
        yield _suggestion(suggestion)
    if report.promises:
        yield heading("What you promised")
    for item in report.promises:
        yield joined("• ", exact(f"“{item.quote}”"), exact(f"  ({item.by_when or 'no time named'})", QUIET))
    yield from _card(report.pocket_card)


def ending_name(how: Ending | None) -> Text:
    """How a talk ended, in words."""
    return Text(how.in_words if how else "Not ended yet", style="" if how else QUIET)


def ending(transcript: Transcript) -> Text:
    """How the talk ended, and what comes of it."""
    follows = what_follows(transcript.persona, transcript.ending, transcript.turns)
    name = ending_name(transcript.ending)
    name.stylize("bold")
    return joined(name, ". ", exact(follows)) if follows else name


def trust_line(transcript: Transcript) -> Text:
    """Trust from the first word to the last, as a small picture and two figures."""
    trust = [transcript.start_trust, *(turn.trust for turn in transcript.user_turns)]
    return joined("trust ", Text(sparkline(trust), style=HERS), f"  {trust[0]:.0f} → {trust[-1]:.0f}")


def _suggestion(suggestion: Suggestion) -> Group:
    said = exact(f"“{suggestion.quote}”", f"underline {BAD}") if suggestion.quote else Text()
    return Group(
        joined(said, "  " if suggestion.quote else "", exact(suggestion.happened)),
        joined(Text("Another way: ", style="bold"), exact(f"“{suggestion.another_way}”", "italic")),
    )


def _card(card: PocketCard) -> Iterator[RenderableType]:
    """In the user's own words; a line that was not said yet says what would go there."""
    yield heading("For your pocket, in your own words")
    rows = Table.grid(padding=(0, 2))
    for title, words, said in pocket_rows(card):
        rows.add_row(exact(title, "bold"), exact(f"“{words}”") if said else exact(words, QUIET))
    yield rows
