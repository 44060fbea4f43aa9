"""Which words may carry weight."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from simulator.tone.wording import terms

from .data import Example

_LEAST = 2
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")
_SMALL = re.compile(r"(?<![A-Za-z])[a-z]+")


def vocabulary(turns: Sequence[Example]) -> dict[str, int]:
    """Every term of at least two turns that may count, with its column.

    Names of people and places never count; nor does what ``terms`` passes over.
    """
    seen: Counter[str] = Counter()
    for turn in turns:
        seen.update({term.text for term in terms(turn.reading.text)})
    never = _names(turns)
    kept = sorted(
        term for term, count in seen.items() if count >= _LEAST and never.isdisjoint(term.split(" ")) and term != "< >"
    )
    return {term: column for column, term in enumerate(kept)}


def _names(turns: Sequence[Example]) -> set[str]:
    """Words that, inside a sentence, are written with a capital more often than without."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for turn in turns:
        for words in (turn.user, turn.supervisor):
            capital.update(match.lower() for match in _CAPITAL.findall(words))
            small.update(_SMALL.findall(words))
    return {word for word, count in capital.items() if word != "i" and count > small[word]}
