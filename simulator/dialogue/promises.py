"""What was promised, and by when, in the user's own words."""

from __future__ import annotations

from ..domain.events import EventName
from ..domain.report import Promise
from ..domain.text import NormalText
from ..domain.transcript import UserTurn
from ..tone.times import time_phrase

_PROMISES = (EventName.DATED_COMMITMENT, EventName.UNDATED_ACTION)


def time_of(words: str) -> str | None:
    """The time phrase in some words, in those words; None where no time is named."""
    text = NormalText(words)
    when = time_phrase(text.copy)
    return text.quote(*when) if when else None


def promises(turns: tuple[UserTurn, ...]) -> tuple[Promise, ...]:
    """Every promise that can be kept or broken, in order, each clause once; vague ones are no promises.

    ``by_when`` is the time phrase inside the quoted words, None where no time was named.
    """
    found: dict[tuple[str, int], Promise] = {}
    for turn in turns:
        text = NormalText(turn.text)
        for event in turn.appraisal.said:
            if event.name in _PROMISES:
                span = text.clauses_around(event.start, event.end)
                found.setdefault((turn.id, span.start), _promise(turn.id, turn.text[span.start : span.end]))
    return tuple(found.values())


def _promise(turn: str, words: str) -> Promise:
    return Promise(what=words, by_when=time_of(words), quote=words, turn=turn)
