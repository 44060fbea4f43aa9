"""What a talk has left behind when it ends, in words to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.conduct import Ending
from ..domain.events import EventName
from ..domain.text import NormalText
from ..domain.transcript import UserTurn
from .promises import promises

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..domain.persona import Persona
    from ..domain.transcript import Turn

_CLEARLY = 0.6
#: Endings without terms; a promise that was given stands all the same.
_WITHOUT_TERMS = {
    Ending.ENDED_BY_USER: "You ended the talk, and terms were not spoken of yet.",
    Ending.LEFT_OPEN: "No terms came of it yet.",
}


def standing(turns: Iterable[Turn]) -> tuple[str, ...]:
    """What was promised and can be kept or broken, an early word among it, in the user's words and their order."""
    scored = tuple(turn for turn in turns if isinstance(turn, UserTurn) and turn.appraisal.unscored is None)
    given = tuple(promise.quote for promise in promises(scored))
    return given or tuple(
        turn.text[span.start : span.end]
        for turn in scored
        for event in turn.appraisal.said
        if event.name is EventName.EARLY_WARNING and event.strength >= _CLEARLY
        for span in (NormalText(turn.text).clauses_around(event.start, event.end),)
    )


def what_follows(persona: Persona, ending: Ending | None, turns: Iterable[Turn]) -> str:
    """What the ending leads to; empty where there is none, or where the person needs help instead."""
    closing = persona.endings.get(ending) if ending is not None else None
    if closing is None or ending is None:
        return ""
    given = standing(turns)
    if ending not in _WITHOUT_TERMS or not given:
        return closing.next
    stands = "Your promise stands" if len(given) == 1 else f"Your {len(given)} promises stand, the last of them"
    last = given[-1].rstrip(" .;,")
    return f"{_WITHOUT_TERMS[ending]} {stands}: “{last}”. {persona.name} will come back to it."
