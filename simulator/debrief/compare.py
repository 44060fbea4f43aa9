"""Two ways of one talk: the same up to a turn, then said differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..domain.transcript import UserTurn, her_last_line
from .replayed import moved_from, points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..domain.conduct import Ending
    from ..domain.transcript import Transcript, Turn

#: In points of trust: what the report calls no change is no difference here either.
_SAME = 2.0


@dataclass(frozen=True)
class Way:
    """One of the two: what was said from where they part, and trust over the whole talk, in points."""

    turns: tuple[Turn, ...]
    trust: tuple[float, ...]
    ending: Ending | None

    @property
    def spoken(self) -> bool:
        """Whether the user said anything after they part."""
        return any(isinstance(turn, UserTurn) for turn in self.turns)


@dataclass(frozen=True)
class TwoWays:
    """Both ways of one talk.

    Attributes:
        number: of the first user turn that differs, from 1.
        line: her words before they part.
        first: as it was said.
        other: as it was said differently.
        in_words: the difference.
    """

    number: int
    line: str
    first: Way
    other: Way
    in_words: str


def said_in_both(first: Transcript, other: Transcript) -> int:
    """How many of the user's turns both talks begin with: they were said once, in the first."""
    return _said(first.turns[: _part_at(first, other)])


def two_ways(first: Transcript, other: Transcript) -> TwoWays:
    """Both ways side by side.

    Args:
        first: the talk as it was said.
        other: the one that was made from it with other words.
    """
    place = _part_at(first, other)
    shared = first.turns[:place]
    number = _said(shared) + 1
    one, two = _way(first, place), _way(other, place)
    return TwoWays(number, her_last_line(shared), one, two, _in_words(first.persona.name, number, one, two))


def _said(turns: Sequence[Turn]) -> int:
    """How many of them the user said."""
    return sum(isinstance(turn, UserTurn) for turn in turns)


def _part_at(first: Transcript, other: Transcript) -> int:
    """How many turns both begin with."""
    for place, (one, two) in enumerate(zip(first.turns, other.turns, strict=False)):
        if (one.id, one.text) != (two.id, two.text):
            return place
    return min(len(first.turns), len(other.turns))


def _way(transcript: Transcript, place: int) -> Way:
    trust = (transcript.start_trust, *(turn.trust for turn in transcript.user_turns))
    return Way(transcript.turns[place:], trust, transcript.ending)


def _in_words(name: str, number: int, first: Way, other: Way) -> str:
    if not other.spoken:
        return f"The other way begins at turn {number}, and nothing was said on it yet."
    if not first.spoken:
        return f"The first way stops before turn {number}; the other one goes on from there."
    before = first.trust[number - 1]
    once, again = moved_from(before, first.trust[number]), moved_from(before, other.trust[number])
    if once == again:
        turn = f"With turn {number}, {name}'s trust {once} on both ways."
    else:
        turn = f"With turn {number} as first said, {name}'s trust {once}; said differently, it {again}."
    return f"{turn} {_at_the_end(name, first, other)}"


def _at_the_end(name: str, first: Way, other: Way) -> str:
    ends = f"the first way stands at {points(first.trust[-1])} and the other at {points(other.trust[-1])}"
    difference = other.trust[-1] - first.trust[-1]
    if abs(difference) < _SAME:
        return f"Now {ends}: {name} trusts you about the same on both."
    more = "more" if difference > 0 else "less"
    return f"Now {ends}: {name} trusts you {points(abs(difference))} points {more} on the other way."
