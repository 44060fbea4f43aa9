"""A question beside something else, one that is asked again more plainly, and one that brings out the charge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.conduct import Mood, Move, Need, Question, Topic
from ..domain.events import EventName as E
from .endings import charge_to_come
from .following import asked_last
from .plan import Plan, asked_of_her, fears_for_the_job, surely_asked
from .topics import ACKNOWLEDGED, CHALLENGED

if TYPE_CHECKING:
    from ..domain.appraisal import Event
    from ..domain.persona import Persona
    from .stance import Movement, Setting


def answered_beside(setting: Setting, movement: Movement, best: Event | None) -> Question | None:
    """What she answers in one breath with what was done right; None where a question stands alone, or for all."""
    if best is None or fears_for_the_job(movement.heard):
        return None
    asked = asked_of_her(setting.persona, movement)
    lines = setting.persona.answers.get(asked[0], ()) if asked is not None else ()
    return asked[0] if asked and any(line.say not in movement.before.memory.said for line in lines) else None


def to_a_puzzle(persona: Persona, movement: Movement, mood: Mood, ask: Need | None) -> Plan | None:
    """A question of hers that was not understood is asked again, more plainly; what else she said is explained."""
    asked = movement.heard.question
    if asked is None or asked[0] is not Topic.CONFUSED:
        return None
    if not movement.before.memory.questioned:
        plain = Question.MEANS_IT if movement.heard.echoes else Question.MEANING
        about = surely_asked(persona, movement) or plain
        return Plan(Move.ANSWER, mood, quote=asked[1], question=about) if about in persona.answers else None
    return Plan(Move.PROBE, mood, Topic.CONFUSED, asked[1], ask=asked_last(movement.after) or ask)


def to_what_else(setting: Setting, movement: Movement, mood: Mood, best: Event | None) -> Plan | None:
    """Asked whether there is anything else she says what she still has: the further charge."""
    if movement.heard.surely_asked is not Question.WHAT_ELSE or not charge_to_come(setting, movement.after):
        return None
    if best is not None:
        return Plan(Move.CHARGE, mood, ACKNOWLEDGED[best.name], best.quote)
    return Plan(Move.CHARGE, mood, Topic.NEXT, movement.heard.words)


def is_a_plain_question(movement: Movement) -> bool:
    """Whether nothing but a question was put, and without an edge."""
    hostile = {event.name for event in movement.heard.events if CHALLENGED.get(event.name) is Topic.RUDE}
    return movement.heard.only_asks and not hostile - {E.CURT}
