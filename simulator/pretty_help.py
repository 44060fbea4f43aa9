"""The fixed, calm text for a person in distress, and the lines to call, as they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType

from .drawing import QUIET, bulleted, exact, framed, joined

if TYPE_CHECKING:
    from .safety.help import HelpLine, HelpText


def help_card(words: HelpText, country: str) -> RenderableType:
    """The text and the lines, those of this country first."""
    paragraphs = [piece for text in words.text for piece in (exact(text), exact(""))]
    return framed(Group(*paragraphs, help_lines(words.lines_for(country))), exact(words.title, "bold"))


def help_lines(lines: Sequence[HelpLine]) -> RenderableType:
    """Each with where it was found; when it was checked is said once where that is the same for all."""
    checked = {line.checked for line in lines}
    rows = [
        joined(
            exact(f"{line.name}{'' if line.country == 'any' else f' ({line.country})'}: "),
            exact(line.contact, "bold"),
            exact(f"  {line.hours}. Source: {line.source}.", QUIET),
            exact("" if len(checked) == 1 else f" Checked: {line.checked}.", QUIET),
        )
        for line in lines
    ]
    when = exact(f"Checked: {lines[0].checked}." if len(checked) == 1 else "", QUIET)
    return Group(bulleted(rows), when)
