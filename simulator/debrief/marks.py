"""The words of a turn that counted, each span once with its reasons: what every page and paper marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..domain.appraisal import Appraisal, Event
from ..domain.events import Dimension, EventName
from ..domain.transcript import UserTurn
from .praised import only_denies_the_charge

#: Said of a denial that the same turn bears out.
_PUT_RIGHT = "You say that this was not yours, and show why. It is not held against you."

Tone = Literal["good", "bad", "noted"]
#: Better than nothing, and still nothing to hold on to.
_HELPS_NOBODY = frozenset({EventName.VAGUE_PROMISE})


@dataclass(frozen=True)
class Piece:
    """A stretch of the user's words; ``tone`` and ``reasons`` only where it counted."""

    words: str
    tone: Tone | None = None
    reasons: tuple[str, ...] = ()


def counting(appraisal: Appraisal, only: Dimension | None = None) -> tuple[Event, ...]:
    """What is marked: everything that was done, or what of it counts in one dimension."""
    return tuple(
        event
        for event in appraisal.said
        if only is None or any(shown.dimension is only for shown in appraisal.shown_by(event))
    )


def pieces(turn: UserTurn, only: Dimension | None = None) -> tuple[Piece, ...]:
    """The turn cut into stretches that joined are its text; spans that overlap are one stretch.

    With ``only`` a dimension, no more is marked than what counts in it.
    """
    text, cut, place = turn.text, [], 0
    for group in _groups(counting(turn.appraisal, only)):
        start, end = group[0].start, max(event.end for event in group)
        cut.append(Piece(text[place:start]))
        cut.append(_counted(text[start:end], group, turn, only))
        place = end
    cut.append(Piece(text[place:]))
    return tuple(piece for piece in cut if piece.words)


def reason(turn: UserTurn, event: Event) -> str:
    """The dimensions that an event counts in, and why."""
    if only_denies_the_charge(turn, event):
        return _PUT_RIGHT
    names = dict.fromkeys(shown.dimension.value for shown in turn.appraisal.shown_by(event))
    return f"{', '.join(names).capitalize()}: {event.why}"


def leaning(event: Event) -> str:
    """What the words add to a dimension beside what was done, with the words that carry most of it."""
    return f"{event.dimension.capitalize()} {event.weight:+.1f} from the wording: {event.words_told}"


def _groups(events: tuple[Event, ...]) -> list[list[Event]]:
    groups: list[list[Event]] = []
    reach = -1
    for event in sorted(events, key=lambda item: (item.start, item.end)):
        if groups and event.start < reach:
            groups[-1].append(event)
        else:
            groups.append([event])
        reach = max(reach, event.end)
    return groups


def _counted(words: str, group: list[Event], turn: UserTurn, only: Dimension | None) -> Piece:
    against_nobody = (event for event in group if not only_denies_the_charge(turn, event))
    shown = [one for event in against_nobody for one in turn.appraisal.shown_by(event)]
    total = sum(one.weight for one in shown if only is None or one.dimension is only)
    helped = total > 0 and any(event.name not in _HELPS_NOBODY for event in group)
    tone: Tone = "good" if helped else "bad" if total < 0 else "noted"
    return Piece(words, tone, tuple(dict.fromkeys(reason(turn, event) for event in group)))
