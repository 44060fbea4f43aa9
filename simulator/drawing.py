"""What the prints for people are drawn with: exact words, tables that fit, bars and scales.

Colour only underlines what the characters say already: nothing is lost in a pipe.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

if TYPE_CHECKING:
    from .domain.appraisal import Appraisal, Event

_WIDEST = 110
_NARROW = 72
GOOD, BAD, NOTED, QUIET, HERS = "green", "red", "yellow", "dim", "cyan"
_SPARKS = "▁▂▃▄▅▆▇█"
#: Marks that make a terminal show the words after them in another order.
_REORDERING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def exact(words: str, style: str = "") -> Text:
    """Words as they were typed, never as markup; control characters and marks that reorder words are left out."""
    return Text(shown_exactly(words).translate(_REORDERING), style=style)


def console_for_people() -> Console:
    """Colour on a terminal only; as wide as the terminal, but no wider than one reads well."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, _WIDEST)
    return console


def framed(inside: RenderableType, title: Text) -> Frame:
    """A frame with a title."""
    return Frame(inside, title=title, title_align="left", box=box.ROUNDED, padding=(0, 1), border_style=QUIET)


def heading(title: str) -> RenderableType:
    """A rule with a title, a line of space above it."""
    return Padding(Rule(exact(title, "bold"), align="left", style=QUIET), (1, 0, 0, 0))


def print_rows(console: Console, heads: Sequence[str], rows: Iterable[Sequence[Text]]) -> None:
    """A table whose last column is prose, and wide enough for it; on a narrow screen one block a row."""
    if console.width < _NARROW:
        for row in rows:
            console.print(Text("  ").join(row[:-1]))
            console.print(Padding(row[-1], (0, 0, 1, 2)))
        return
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", expand=True, padding=(0, 1), show_edge=False)
    listed = list(rows)
    for place, head in enumerate(heads[:-1]):
        words = [len(word) for row in listed for word in row[place].plain.split()]
        table.add_column(exact(head), max_width=max([console.width // 4, *words]))
    table.add_column(Text(heads[-1]), overflow="fold", ratio=1)
    for row in listed:
        table.add_row(*row[:-1], Padding(row[-1], (0, 0, int(len(row[-1]) > console.width // 2), 0)))
    console.print()
    console.print(table)


def print_columns(console: Console, heads: Sequence[str], rows: Iterable[Sequence[Text]]) -> None:
    """A table of figures, each below the other; the first column says whose they are."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1), show_edge=False)
    for place, head in enumerate(heads):
        table.add_column(exact(head), justify="right" if place else "left")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def table_of(rows: Iterable[Sequence[Text]]) -> Table:
    """Rows without heads or rules; the last column is prose. What is longer than a line goes on below it."""
    table = Table(box=None, show_header=False, expand=True, padding=(0, 1))
    shown = list(rows)
    for _ in range(max(map(len, shown), default=0)):
        table.add_column(overflow="fold")
    for row in shown:
        table.add_row(*row)
    return table


def beside(parts: Iterable[tuple[Text, RenderableType]], width: int) -> RenderableType:
    """Titles with what belongs to each beside it; below it where the window is narrow."""
    if width < _NARROW:
        return Group(*(one for part in parts for one in part))
    table = Table.grid(padding=(0, 2))
    table.add_column(max_width=width // 4)
    table.add_column(ratio=1)
    for part in parts:
        table.add_row(*part)
    return table


def bulleted(items: Iterable[Text]) -> Table:
    """One below the other, each behind its mark."""
    table = Table.grid(padding=(0, 1))
    for item in items:
        table.add_row("•", item)
    return table


def joined(*parts: str | Text) -> Text:
    """One line of several parts."""
    return Text.assemble(*parts)


def signed(number: float) -> Text:
    """A score with its sign, in its colour."""
    number = round(number, 1)
    style = GOOD if number > 0 else BAD if number < 0 else QUIET
    return Text(f"{number:+.1f}".replace("-", "−") if style != QUIET else " 0.0", style=style)


def sparkline(levels: Sequence[float]) -> str:
    """Levels of 0 to 100 as one small picture a level."""
    return "".join(_SPARKS[min(7, int(level / 100 * 8))] for level in levels)


def level_bar(level: float, cells: int = 20) -> Text:
    """A level of 0 to 100."""
    full = round(level / 100 * cells)
    return joined(Text("█" * full, style=HERS), Text("·" * (cells - full), style=QUIET))


def place_on_scale(value: float, low: float, high: float, cells: int = 17) -> Text:
    """A place between -2 and +2 with its band; the middle is marked."""
    middle, (left, dot, right) = cells // 2, (round((one + 2) / 4 * (cells - 1)) for one in (low, value, high))
    drawn = Text()
    for cell in range(cells):
        if cell == dot:
            drawn.append("●", style=GOOD if value > 0 else BAD if value < 0 else "")
        elif left <= cell <= right:
            drawn.append("━", style=NOTED)
        else:
            drawn.append("│" if cell == middle else "·", style=QUIET)
    return drawn


def marked(words: str, events: Sequence[Event]) -> Text:
    """The user's words, those that counted underlined; where readings overlap their sum gives the colour."""
    if not words.strip():
        return Text("(silence)", style=QUIET)
    edges = sorted({0, len(words), *(event.start for event in events), *(event.end for event in events)})
    text = Text()
    for start, end in pairwise(edges):
        here = [event.weight for event in events if event.start <= start and end <= event.end]
        colour = GOOD if sum(here) > 0 else BAD if sum(here) < 0 else NOTED
        text.append_text(exact(words[start:end], f"underline {colour}" if here else ""))
    return text


def reasons(appraisal: Appraisal) -> Group:
    """Everything the turn does, with its words and its reason; then what the wording adds to each dimension."""
    return Group(
        *(_reason(event, appraisal) for event in appraisal.said),
        *(_leaning(event) for event in appraisal.worded if event.words),
    )


def _leaning(event: Event) -> Text:
    return joined(_counted(event), exact(f"the wording: {event.words_told}", QUIET))


def _reason(event: Event, appraisal: Appraisal) -> Group:
    missing = Text("  (what was not said)", style=QUIET) if event.omission else Text()
    head = joined(
        *(_counted(shown) for shown in appraisal.shown_by(event)),
        exact(f"“{event.quote}”") if event.quote else Text(),
        missing,
    )
    return Group(head, Padding(exact(event.why, QUIET), (0, 0, 0, 5)))


def _counted(event: Event) -> Text:
    weight = signed(event.weight) if event.weight else Text("  · ", style=QUIET)
    return joined(weight, Text(f" {event.dimension.value}  ", style="bold"))


def verdict(appraisal: Appraisal) -> Text:
    """How a fair supervisor would take it, or why nothing is scored."""
    if appraisal.overall is None:
        return Text(f"Not scored: {appraisal.unscored}", style="bold")
    likely = appraisal.likely
    between = Text(f"  (likely {likely[0]:+.1f} to {likely[1]:+.1f})", style=QUIET) if likely else Text()
    return joined(Text("A fair supervisor: ", style="bold"), signed(appraisal.overall), between)


def dimension_bars(appraisal: Appraisal) -> Group:
    """Each dimension that was shown as a place between -2 and +2, then those that were not."""
    values = appraisal.dimensions.model_dump()
    bars = [
        joined(f"{name:<12}", place_on_scale(value, min(0, value), max(0, value)), "  ", signed(value))
        for name, value in values.items()
        if value is not None
    ]
    return Group(*bars, not_shown(name for name, value in values.items() if value is None))


def not_shown(names: Iterable[str]) -> Text:
    """The names of what was not shown."""
    listed = ", ".join(names)
    return Text(f"not shown: {listed}" if listed else "every dimension shown", style=QUIET)
