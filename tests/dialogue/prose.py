"""Every line of a persona, with its place, as text in one situation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Template

from simulator.domain.afterwards import Quarrel
from simulator.domain.persona import Line, Mood, Persona
from simulator.domain.scenario import Scenario

#: Words a user could have said, as long as a quotation gets.
USER_WORDS = {
    "quote": "I did not send the report on Friday, nobody did",
    "promise": "you have it by four on Tuesday and every Tuesday",
    "asked": "what would you want to see from me by the end",
    "earlier": "I never sent the report and that was me alone",
    "other": "Tomasz",
    "admitted": "I did not send the report on Friday, nobody did",
}
_SENTENCE_END = re.compile(r'[.!?…]+["”\'’)]*(?=\s|$)')


def lines_of(persona: Persona) -> Iterator[tuple[str, Line]]:
    """Each line once a place."""
    for move, bank in persona.lines.items():
        for line in dict.fromkeys(line for mood in Mood for line in bank.for_mood(mood)):
            yield f"lines.{move.value}", line
    for item in persona.agenda:
        yield from ((f"agenda.{item.need.value}", line) for line in item.asks)
    for question, lines in persona.answers.items():
        yield from ((f"answers.{question.value}", line) for line in lines)
    for ending, closing in persona.endings.items():
        yield from ((f"endings.{ending.value}", line) for line in closing.says)
    for fact in persona.hidden:
        yield from ((f"hidden.{fact.id}", line) for line in fact.reveals)
    evening = persona.evening
    for key in ("begins", "kept", "nothing_kept", "lost", "nothing_lost", "wrong"):
        yield from ((f"evening.{key}", line) for line in getattr(evening, key))
    yield from ((f"evening.leaves.{ending.value}", line) for ending, line in evening.leaves.items())
    parted = (evening.parted.promised, evening.parted.well) if evening.parted is not None else ()
    yield from (("evening.parted", line) for line in parted)
    for mood, feels in evening.feels.items():
        yield from ((f"evening.feels.{mood.value}", line) for line in feels)
    yield from (("samples", line) for line in persona.samples)
    if persona.quarrel is not None:
        yield from _lines_of_quarrel(persona.quarrel)


def _lines_of_quarrel(quarrel: Quarrel) -> Iterator[tuple[str, Line]]:
    for part, sides in (("verdict", quarrel.verdict), ("rebuts", quarrel.rebuts)):
        for side in ("well", "badly"):
            yield from ((f"quarrel.{part}.{side}", line) for line in getattr(sides, side))
    for other, lines in quarrel.to.items():
        yield from ((f"quarrel.to.{other}", line) for line in lines)


def filled(line: Line, scenario: Scenario) -> str:
    """The line as it is said in a situation, to a user with much to say."""
    charge = scenario.false_charge.says if scenario.false_charge else "It was not done."
    return Template(line.say).substitute(USER_WORDS, charge=charge, **dict(scenario.slots))


def sentences(text: str) -> int:
    """How many sentences a text has."""
    return len(_SENTENCE_END.findall(text))


def words(text: str) -> int:
    """How many words a text has; a lone ellipsis is none."""
    return sum(1 for word in text.split() if word != "…")
