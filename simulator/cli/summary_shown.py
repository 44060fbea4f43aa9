"""The summary of a bulk run as a print for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.text import Text

from ..domain.conduct import Ending
from ..drawing import (
    BAD,
    GOOD,
    NOTED,
    QUIET,
    beside,
    console_for_people,
    exact,
    heading,
    joined,
    print_columns,
    signed,
)

if TYPE_CHECKING:
    from ..domain.bulk import Figure, Summary

#: Columns whose sign says something; the others are levels and counts.
_LEVELS = frozenset({"trust_end", "patience_end", "clarity_end", "apology", "promises"})
_HEADS = ("", "Rows", "Mean", "Spread", "Lowest", "Highest")


def show_summary(told: Summary, out: str) -> None:
    """How many rows there were, what they came to, and what moved trust."""
    console = console_for_people()
    console.print(heading(f"{told.written:,} of {told.rows:,} {told.kind} in {out}"))
    console.print(*_counts(told), sep="\n")
    console.print(heading("Figures"))
    print_columns(console, _HEADS, (_row(name, one, level=name in _LEVELS) for name, one in told.figures.items()))
    if told.endings:
        console.print(heading("Endings"))
        console.print(beside(_endings(told), console.width))
    for column, values in told.groups.items():
        if len(values) > 1:
            console.print(heading(f"Change of trust, by {column}"))
            print_columns(console, _HEADS, (_row(name, one, level=False) for name, one in _best_first(values)))


def _counts(told: Summary) -> Iterator[Text]:
    style = BAD if told.errors else GOOD
    yield joined(exact(f"{told.errors:,}", style), " could not be used" + (", see errors.jsonl" if told.errors else ""))
    for why, count in told.unscored.items():
        yield joined(exact(f"{count:,}", NOTED), exact(f" without a score: {why}"))
    if told.distress:
        yield joined(exact(f"{told.distress:,}", NOTED), " with words of distress, which no figure takes in")
    parts = "1 file" if told.parts == 1 else f"{told.parts:,} files"
    yield exact(f"{parts} of {told.format}", QUIET)


def _endings(told: Summary) -> Iterator[tuple[Text, Text]]:
    for ending, count in sorted(told.endings.items(), key=lambda one: -one[1]):
        yield exact(f"{count:,}", "bold"), exact(Ending(ending).in_words)
    if going_on := told.written - sum(told.endings.values()):
        yield exact(f"{going_on:,}", "bold"), exact("Not ended yet", QUIET)


def _best_first(values: Mapping[str, Figure]) -> list[tuple[str, Figure]]:
    return sorted(values.items(), key=lambda one: -(one[1].mean or 0.0))


def _row(name: str, one: Figure, *, level: bool) -> tuple[Text, ...]:
    told = exact(name.replace("_", " "), "bold")
    if one.mean is None or one.deviation is None or one.low is None or one.high is None:
        return (told, exact(f"{one.count:,}"), *(Text("–", style=QUIET) for _ in range(4)))
    mean, low, high = (exact(f"{n:.1f}") if level else signed(n) for n in (one.mean, one.low, one.high))
    return told, exact(f"{one.count:,}"), mean, exact(f"± {one.deviation:.1f}", QUIET), low, high
