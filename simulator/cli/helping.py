"""The program's own calm voice for a person in distress; no supervisor, no score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding

from ..drawing import exact
from ..pretty_help import help_card, help_lines

if TYPE_CHECKING:
    from ..safety.help import HelpLine, HelpText
    from .terminal import Terminal

_BACK, _LEAVE = "/back", "/leave"


def wants_to_go_back(words: HelpText, country: str, terminal: Terminal) -> bool:
    """Show the fixed text and the lines to call; whether the person goes back to practising in the end.

    What is written here is answered by fixed sentences in a fixed order. No word of it reaches a model, a file or a
    score.
    """
    terminal.print()
    lines = words.lines_for(country)
    terminal.print(help_card(words, country))
    if not terminal.live:
        return False
    terminal.print(exact(words.choices.talk), exact(words.choices.rest))
    terminal.note(f"{_BACK} takes you back to practising, {_LEAVE} ends this.")
    try:
        if _stays(words, [line for line in lines if line.country in (country, "any")], terminal):
            return True
    except KeyboardInterrupt:
        terminal.print()
    terminal.print()
    terminal.print(exact(words.choices.left), help_lines(lines))
    return False


def _stays(words: HelpText, near: Sequence[HelpLine], terminal: Terminal) -> bool:
    """Answer until the person goes, the nearest lines always in view; whether it is back to practising."""
    answered = 0
    while (line := terminal.read()) is not None:
        wish = line.strip().casefold()
        if wish in (_BACK, _LEAVE):
            return wish == _BACK
        if wish:
            terminal.print(Padding(exact(words.voice[answered % len(words.voice)]), (0, 0, 0, 2)), help_lines(near))
            answered += 1
    return False
