"""What a talk in the terminal shows besides the words that are being said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from ..domain.transcript import SupervisorTurn
from ..drawing import QUIET, beside, bulleted, exact, framed, heading, joined, table_of
from ..pretty_help import help_lines
from ..voice import who_speaks

if TYPE_CHECKING:
    from ..dialogue.session import Session
    from ..domain.persona import Persona
    from ..domain.scenario import Scenario
    from ..domain.transcript import Turn
    from ..safety.help import HelpText
    from ..voice import ModelSettings
    from .terminal import Terminal

#: What can be typed besides words to say.
COMMANDS = {
    "/coach": "one short line for a pause, from beside the talk",
    "/draft": "followed by a draft: one question back on it; it is neither said nor kept",
    "/undo": "take your last words back; that way stays among the past conversations",
    "/facts": "what you know, once more",
    "/help": "this list",
    "/end": "end the conversation and read the debrief; Ctrl-D does the same",
}
_INTERRUPT = ("Ctrl-C", "stops a reply; at the prompt, pressed twice, it leaves without ending the talk")


def show_beginning(terminal: Terminal, session: Session, voice: ModelSettings) -> None:
    """With whom one talks, about what, and how; everything that was said so far."""
    setting, persona = session.setting, session.setting.persona
    about = Group(
        exact(f"{setting.scenario.title} ({setting.scenario.trade})", "bold"),
        exact(setting.scenario.summary),
        exact(f"{setting.difficulty} · seed {setting.seed}", QUIET),
    )
    terminal.print(framed(about, exact(f"A conversation with {persona.name}", "bold")))
    if terminal.live:
        show_facts(terminal, setting.scenario)
        terminal.print()
    terminal.note(who_speaks(voice))
    if terminal.live:
        terminal.note("Say it in your own words. Enter alone says nothing; /help lists what else you can do.")
    for turn in session.turns:
        show_turn(terminal, persona, turn)


def show_turn(terminal: Terminal, persona: Persona, turn: Turn) -> None:
    """One turn that was said before."""
    if isinstance(turn, SupervisorTurn):
        terminal.hers(persona.name, persona.moods[turn.mood] if turn.mood else "")
        terminal.indented(exact(turn.text))
    else:
        terminal.said(turn.text)


def show_facts(terminal: Terminal, scenario: Scenario) -> None:
    """What the user knows."""
    terminal.print(heading("What you know"))
    known = ((exact(title, "bold"), bulleted(map(exact, items))) for title, items in scenario.for_the_user)
    terminal.print(beside(known, terminal.width))


def list_commands(terminal: Terminal) -> None:
    """What can be typed and pressed."""
    terminal.print(table_of((exact(name, "bold"), exact(told)) for name, told in (*COMMANDS.items(), _INTERRUPT)))


def name_help(terminal: Terminal, words: HelpText, country: str) -> None:
    """A word and the lines to call, beside the talk."""
    card, lines = words.beside, help_lines(words.near(country))
    terminal.print()
    terminal.print(framed(Group(exact(card.text), exact(""), lines), exact(card.title, "bold")))


def send_elsewhere(terminal: Terminal, words: HelpText, title: str) -> None:
    """The card about what is not for practice."""
    card = words.not_practice
    places = (joined(exact(f"{place.name}. ", "bold"), exact(place.what)) for place in card.places)
    terminal.print()
    terminal.print(framed(Group(exact(title), exact(card.text), bulleted(places)), exact(card.title, "bold")))
