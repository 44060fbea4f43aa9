"""Two weeks later, and again: what one talk brings into the next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..domain.conduct import Ending, Move
from ..domain.events import EventName as E
from ..domain.transcript import Carried, CarriedPromise, UserTurn
from .occasions import content_words
from .promises import promises
from .stance import earned

if TYPE_CHECKING:
    from ..domain.report import Promise
    from .session import Session
    from .stance import Setting

#: More than this nobody keeps beside the job; what was promised on top does not get done.
CAN_CARRY = 3
_MOST = 6
_ALIKE = 0.6
#: After these there is nothing to come back to.
_FINAL = frozenset({Ending.STOPPED_FOR_HELP, Ending.LET_GO})


def can_return(session: Session) -> bool:
    """Whether there is a next talk: this one has ended, not for good, and her file has lines for it."""
    has_lines = {Move.REVIEW, Move.ACCOUNT} <= session.setting.persona.lines.keys()
    return has_lines and session.ending is not None and session.ending not in _FINAL


def two_weeks_later(session: Session) -> Setting:
    """The setting of the next talk: trust starts where it ended, and every promise is remembered."""
    memory, levels = session.state.memory, session.state.levels
    before = session.setting.carried
    carried = Carried(
        round=before.round + 1 if before else 2,
        trust=levels.trust / 10,
        clarity=levels.clarity / 10,
        earned=earned(session.setting, memory.accounts) / 10,
        promises=_carried_promises(session),
        admitted=memory.admitted,
        asked=memory.questions,
        named=dict(memory.named),
        told=tuple(sorted(memory.told)),
        heard=tuple(sorted(memory.heard)),
        charge=memory.charge,
        hidden_found=memory.hidden_found,
        said=memory.said,
    )
    return replace(session.setting, carried=carried)


def _carried_promises(session: Session) -> tuple[CarriedPromise, ...]:
    turns = tuple(turn for turn in session.turns if isinstance(turn, UserTurn))
    kept: list[Promise] = []
    for promise in promises(turns):
        kept = [one for one in kept if not _alike(one.quote, promise.quote)]
        kept.append(promise)
    too_much = any(event.name is E.OVERREACHES for turn in turns for event in turn.appraisal.said)
    carry = CAN_CARRY - 1 if too_much else CAN_CARRY
    return tuple(
        CarriedPromise(words=one.quote, by_when=one.by_when, beyond=number >= carry)
        for number, one in enumerate(kept[:_MOST])
    )


def _alike(one: str, other: str) -> bool:
    first, second = content_words(one), content_words(other)
    return bool(first and second) and len(first & second) >= _ALIKE * min(len(first), len(second))
