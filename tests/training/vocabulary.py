"""Which terms may carry weight, and how much each has to prove itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.tone.terms import FIRST, HERS, LAST, RARE, Heard

from .data import Example
from .solve import Vector

#: Turns that a word or pair must stand in, and a triple or anything heard by another name.
_LEAST, _LEAST_OTHER = 2, 3
#: Turns from which on a word is not rare.
_COMMON = 10
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")
_SMALL = re.compile(r"(?<![A-Za-z])[a-z]+")
#: Ridge penalty of a word or pair that stands in ``_USUAL`` turns; it grows with the root of their number, up to
#: ``_MOST``: what stands everywhere is mostly a matter of style and length.
_PENALTY = 40.0
_USUAL, _MOST = 20, 2000
#: How freely the other kinds may move, beside 1 for a word or pair.
_FREE = {FIRST: 0.5, LAST: 0.5, RARE: 0.6, HERS: 0.6}
_FREE_TRIPLE = 0.7


@dataclass(frozen=True)
class Vocabulary:
    """The terms that are fitted.

    Attributes:
        columns: by term, in order.
        common: the words that are not rare.
        penalty: one number a term.
    """

    columns: Mapping[str, int]
    common: frozenset[str]
    penalty: Vector

    def heard(self, turn: Example) -> frozenset[str]:
        """The terms of one turn."""
        return heard(turn, self.common) & self.columns.keys()


def heard(turn: Example, common: Container[str]) -> frozenset[str]:
    """Everything heard in one turn."""
    return frozenset(Heard(turn.reading).grams(turn.about, common))


def vocabulary(turns: Sequence[Example]) -> Vocabulary:
    """Every term that stands in enough turns and may count.

    Names of people and places never count, but as rare words; nor does what ``terms`` passes over.
    """
    never = _names(turns)
    words = Counter(word for turn in turns for word in set(Heard(turn.reading).words))
    common = frozenset(word for word, count in words.items() if count >= _COMMON and word.islower()) - never
    seen = _counted(heard(turn, common) for turn in turns)
    kept = sorted(term for term, count in seen.items() if _may_count(term, count) and never.isdisjoint(term.split(" ")))
    penalty = np.array([_penalty(term, seen[term]) for term in kept])
    return Vocabulary({term: column for column, term in enumerate(kept)}, common, penalty)


def _counted(turns: Iterable[frozenset[str]]) -> Counter[str]:
    seen: Counter[str] = Counter()
    for terms in turns:
        seen.update(terms)
    return seen


def _may_count(term: str, count: int) -> bool:
    words = term.split(" ")
    other = len(words) > 2 or RARE in words or HERS in words
    return term != "< >" and count >= (_LEAST_OTHER if other else _LEAST)


def _penalty(term: str, count: int) -> float:
    words = term.split(" ")
    free = [_FREE[word] for word in words if word in _FREE] or [_FREE_TRIPLE if len(words) > 2 else 1.0]
    return _PENALTY * float(np.sqrt(min(count, _MOST) / _USUAL)) / min(free) ** 2


def _names(turns: Sequence[Example]) -> set[str]:
    """Words that, inside a sentence, are written with a capital more often than without."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for turn in turns:
        for words in (turn.user, turn.supervisor):
            capital.update(match.lower() for match in _CAPITAL.findall(words))
            small.update(_SMALL.findall(words))
    return {word for word, count in capital.items() if word != "i" and count > small[word]}
