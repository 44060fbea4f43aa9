"""What was promised, and by when, in the user's own words."""

from __future__ import annotations

from ..domain.events import EventName
from ..domain.report import Promise
from ..domain.text import NormalText
from ..domain.transcript import UserTurn
from ..tone.times import time_phrase

_PROMISES = (EventName.DATED_COMMITMENT, EventName.UNDATED_ACTION, EventName.EARLY_WARNING, EventName.OFFERS_CHECK)


def promises(turns: tuple[UserTurn, ...]) -> tuple[Promise, ...]:
    """Every promise that can be kept or broken, in order; vague ones are no promises.

    ``by_when`` is the time phrase inside the quoted words, None where no time was named.
    """
    found = []
    for turn in turns:
        for event in turn.appraisal.events:
            if event.name in _PROMISES:
                text = NormalText(event.quote)
                when = time_phrase(text.copy)
                found.append(
                    Promise(
                        what=event.quote,
                        by_when=text.quote(*when) if when else None,
                        quote=event.quote,
                        turn=turn.id,
                    )
                )
    return tuple(found)
