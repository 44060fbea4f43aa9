"""The program's own calm voice for a person in distress; no supervisor, no score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding

from ..drawing import QUIET, exact, framed, joined

if TYPE_CHECKING:
    from ..safety.help import HelpText
    from .terminal import Terminal

_BACK, _LEAVE = "/back", "/leave"


def wants_to_go_back(words: HelpText, country: str, terminal: Terminal) -> bool:
    """Show the fixed text and the lines to call; whether the person goes back to practising in the end.

    What is written here is answered by fixed sentences in a fixed order. No word of it reaches a model, a file or a
    score.
    """
    paragraphs = [piece for text in words.text for piece in (exact(text), exact(""))]
    terminal.print()
    terminal.print(framed(Group(*paragraphs, _lines(words, country)), exact(words.title, "bold")))
    if not terminal.live:
        return False
    terminal.print(exact(words.choices.talk), exact(words.choices.rest))
    terminal.note(f"{_BACK} takes you back to practising, {_LEAVE} ends this.")
    try:
        if _stays(words, terminal):
            return True
    except KeyboardInterrupt:
        terminal.print()
    terminal.print()
    terminal.print(exact(words.choices.left), _lines(words, country))
    return False


def _stays(words: HelpText, terminal: Terminal) -> bool:
    """Answer until the person goes: back to practising, or away."""
    answered = 0
    while (line := terminal.read()) is not None:
        wish = line.strip().casefold()
        if wish in (_BACK, _LEAVE):
            return wish == _BACK
        if wish:
            terminal.print(Padding(exact(words.voice[answered % len(words.voice)]), (0, 0, 0, 2)))
            answered += 1
    return False


def _lines(words: HelpText, country: str) -> RenderableType:
    """Those of the country that is set come first."""
    rows = (
        joined(
            exact(f"• {line.name}{'' if line.country == 'any' else f' ({line.country})'}: "),
            exact(line.contact, "bold"),
            exact(f"  {line.hours}", QUIET),
        )
        for line in words.lines_for(country)
    )
    return Group(*rows, exact("Where each number was found stands in the app, under Lines to call.", QUIET))
