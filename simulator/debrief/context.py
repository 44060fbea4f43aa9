"""Context or excuse: whether circumstances were said with or without the user's own part and a plan beside them.

Read from the events alone. What the circumstances are is nobody's business: words for health or home are not repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..domain.events import EventName as E
from ..domain.text import NormalText
from .known import private_word

if TYPE_CHECKING:
    from ..domain.transcript import Transcript, UserTurn

_CIRCUMSTANCES = (E.EXCUSE, E.EXCUSE_WITH_OWNERSHIP, E.EXCUSE_AFTER_OWNERSHIP, E.ARRANGES_CIRCUMSTANCES)
_OWNERSHIP = frozenset({E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY, E.EXCUSE_WITH_OWNERSHIP, E.EXCUSE_AFTER_OWNERSHIP})
_PLAN = frozenset({E.ARRANGES_CIRCUMSTANCES, E.DATED_COMMITMENT, E.FIX_STARTED, E.FIX_DONE})


@dataclass(frozen=True)
class Mention:
    """Circumstances in one turn.

    Attributes:
        number: of the turn, from 1.
        quote: the user's words; empty where they tell of health or home.
        own_part: the turn in which the user's own part stands, the same one first; None where none does.
        plan: the turn in which a plan stands, likewise.
    """

    number: int
    quote: str
    own_part: int | None
    plan: int | None

    @property
    def in_words(self) -> str:
        """What stands beside them."""
        return f"Your own part: {self._where(self.own_part)}. A plan: {self._where(self.plan)}."

    def _where(self, number: int | None) -> str:
        if number is None:
            return "not said"
        return "said with it" if number == self.number else f"said in turn {number}"


@dataclass(frozen=True)
class Circumstances:
    """All mentions in a talk, and what they come to."""

    mentions: tuple[Mention, ...]
    in_words: str


def circumstances(transcript: Transcript) -> Circumstances:
    """Where circumstances were said, and what stood beside them."""
    turns = transcript.user_turns
    found = [
        Mention(
            number=number,
            quote=_quote(transcript, turn),
            own_part=_nearest(turns, number, _OWNERSHIP),
            plan=_nearest(turns, number, _PLAN),
        )
        for number, turn in enumerate(turns, start=1)
        if any(event.name in _CIRCUMSTANCES for event in turn.appraisal.said)
    ]
    return Circumstances(tuple(found), _in_words(found))


def _quote(transcript: Transcript, turn: UserTurn) -> str:
    event = next(event for event in turn.appraisal.said if event.name in _CIRCUMSTANCES)
    return "" if private_word(transcript.scenario, NormalText(event.quote)) else event.quote


def _nearest(turns: tuple[UserTurn, ...], number: int, names: frozenset[E]) -> int | None:
    """The turn of that number where it does such a thing, else the first one that does."""
    doing = [
        place for place, turn in enumerate(turns, start=1) if any(event.name in names for event in turn.appraisal.said)
    ]
    return number if number in doing else next(iter(doing), None)


def _in_words(found: list[Mention]) -> str:
    if not found:
        return "No circumstances were heard as the reason. Nobody has to give any."
    owned, planned = all(one.own_part for one in found), all(one.plan for one in found)
    if owned and planned:
        return "Context: your own part and a plan are there, too. More about the circumstances nobody needs to know."
    if owned:
        return "Nearly context: your own part is there. What is arranged so that it holds is still open."
    if planned:
        return "A plan is there. With your own part named as well, it is context and no excuse."
    return "Heard as an excuse: your own part and a plan are still open. Circumstances with both are context."
