"""A supervisor as a character card: readable by other tools, and whole under a key of our own."""

from __future__ import annotations

from string import Template

from ..dialogue.session import begin
from ..dialogue.stance import Setting
from ..domain.persona import Persona
from ..resources import DEFAULT_SCENARIO, library
from .card import Card, CardData
from .writing import as_data

#: Where the supervisor stands whole, for the way back.
KEY = "conversation_simulator/persona"
_NOTES = (
    "Made with Before the talk, a program to practise hard conversations at work. Other tools read the description and "
    "the samples. Moves, moods, weights and the bank of lines stand under extensions, and only Before the talk uses "
    "them: elsewhere a model alone decides how this supervisor reacts."
)
_GREETINGS = 3


def card_of(persona: Persona) -> Card:
    """A supervisor as a card, in the situation that the program starts with."""
    scenario = library().scenario(DEFAULT_SCENARIO)
    sheet = persona.sheet
    slots = scenario.slots.words
    first, *others = _greetings(persona)
    samples = "\n".join(f"{{{{char}}}}: {Template(line.say).safe_substitute(slots)}" for line in persona.samples)
    data = CardData(
        name=persona.name,
        description="\n".join(
            (
                f"{{{{char}}}}, {persona.age}, supervises {{{{user}}}}. {persona.background}",
                sheet.job,
                sheet.history,
                f"Stands for: {sheet.stands_for}",
                f"Moved by: {sheet.moved_by}",
                f"Set off by: {sheet.set_off_by}",
            )
        ),
        personality="\n".join((persona.summary, sheet.rhythm, sheet.verbal_habit, sheet.contradiction)),
        scenario=f"{scenario.summary} {{{{user}}}}'s job: {scenario.role}",
        first_mes=first,
        alternate_greetings=tuple(others),
        mes_example=f"<START>\n{samples}",
        creator_notes=_NOTES,
        tags=("supervisor", "workplace", "practice"),
        creator="Before the talk",
        character_version="1",
        extensions={KEY: as_data(persona)},
    )
    return Card(data=data)


def _greetings(persona: Persona) -> list[str]:
    """First words, as different seeds draw them."""
    scenario = library().scenario(DEFAULT_SCENARIO)
    drawn = (begin(Setting(persona, scenario, seed, "normal")).turns[0].text for seed in range(12))
    return list(dict.fromkeys(drawn))[:_GREETINGS]
