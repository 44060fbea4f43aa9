"""Where in her file the words for a plan are drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.conduct import Mood, Move, Need, Question
from ..domain.persona import Bank, Line, Persona
from .plan import Plan

if TYPE_CHECKING:
    from .stance import Setting

#: Where a mood's own lines are used up, those of a mood near it are said before any is said again.
_NEAR = {Mood.COLD: (Mood.LEVEL,), Mood.LEVEL: (Mood.COLD, Mood.WARM), Mood.WARM: (Mood.LEVEL,)}


def reviews(setting: Setting, plan: Plan) -> tuple[Line, ...]:
    """How she brings a promise up; "the other thing" is no way to begin."""
    lines = setting.persona.lines[Move.REVIEW].for_mood(plan.mood)
    return lines if plan.review else tuple(line for line in lines if "promise" in line.slots)


def bank(setting: Setting, plan: Plan) -> tuple[Line, ...]:
    """Her lines for the move she has chosen, in her mood."""
    persona = setting.persona
    if plan.move is Move.ANSWER and plan.question is not None:
        return persona.answers.get(plan.question) or persona.answers[Question.JOB]
    if plan.move is Move.CLOSE and plan.ending is not None:
        return persona.endings[plan.ending].says
    if plan.reveals is not None:
        return plan.reveals.reveals
    return lines_of(persona, plan.move).for_mood(plan.mood)


def lines_of(persona: Persona, move: Move) -> Bank:
    """Her bank for a move; a file without one for news meets it as by a pause."""
    return persona.lines.get(move) or persona.lines[Move.PAUSE]


def spare(setting: Setting, plan: Plan) -> tuple[Line, ...]:
    """Lines of a mood near hers, for when her own are used up."""
    if plan.move in (Move.ANSWER, Move.CLOSE) or plan.reveals is not None:
        return ()
    own = lines_of(setting.persona, plan.move)
    return tuple(line for mood in _NEAR[plan.mood] for line in own.for_mood(mood))


def asks(setting: Setting, need: Need) -> tuple[Line, ...]:
    """Her ways of asking after a need."""
    return next(item.asks for item in setting.persona.agenda if item.need is need)
