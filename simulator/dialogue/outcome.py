"""What a talk has left behind when it ends, in words to the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.conduct import Ending
from ..domain.transcript import UserTurn
from .promises import promises

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..domain.persona import Persona
    from ..domain.report import Promise
    from ..domain.transcript import Turn

#: Endings without terms; a promise that was given stands all the same.
_WITHOUT_TERMS = {
    Ending.ENDED_BY_USER: "You ended the talk, and terms were not spoken of yet.",
    Ending.LEFT_OPEN: "No terms came of it yet.",
}


def standing(turns: Iterable[Turn]) -> tuple[Promise, ...]:
    """The promises that were given and can be kept or broken."""
    return promises(tuple(turn for turn in turns if isinstance(turn, UserTurn) and turn.appraisal.unscored is None))


def what_follows(persona: Persona, ending: Ending | None, turns: Iterable[Turn]) -> str:
    """What the ending leads to; empty where there is none, or where the person needs help instead."""
    closing = persona.endings.get(ending) if ending is not None else None
    if closing is None or ending is None:
        return ""
    given = standing(turns)
    if ending not in _WITHOUT_TERMS or not given:
        return closing.next
    stands = "Your promise stands" if len(given) == 1 else f"Your {len(given)} promises stand, the last of them"
    last = given[-1].quote.rstrip(" .;,")
    return f"{_WITHOUT_TERMS[ending]} {stands}: “{last}”. {persona.name} will come back to it."
