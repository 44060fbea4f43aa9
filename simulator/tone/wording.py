"""The learned part of the reading: what each word and each pair of words adds to the seven dimensions.

An additive model: a turn has a term (``terms.py``) or it has not, and each known term adds its own fixed amount,
once. The amounts are fitted by ridge regression on labelled turns (``python -m tests.training``) and stand in
``lexicon/wording.tsv``; nothing else enters, so that the contributions of the words sum exactly to what is added.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from ..domain.base import two_decimals
from ..domain.events import Dimension
from .fitted import Fitted, fitted
from .reading import Reading, Sentence
from .terms import Gram, Heard, Quoted, subjects

_FILE = Path(__file__).parent / "lexicon" / "wording.tsv"
_COMMON = _FILE.with_name("common.txt")
#: The amounts in the file are thousandths.
UNIT = 1000
_STRONGEST = 4
#: Thousandths from which on a word is named.
_WORTH_TELLING = 20


class Known(NamedTuple):
    """What the fit knows.

    Attributes:
        amounts: what is known of a term.
        common: the words that are not rare.
        read: makes of it thousandths, seven, in the order of ``Dimension``.
    """

    amounts: Mapping[str, Any]
    common: Container[str]
    read: Callable[[Any], tuple[int, ...]] = tuple


class Term(NamedTuple):
    """Some words, by their place in the canonical copy."""

    start: int
    end: int


class Words:
    """The known terms of one turn, each once, with their amounts."""

    def __init__(self, reading: Reading, about: frozenset[str], known: Known) -> None:
        self._reading = reading
        self._heard = Heard(reading)
        self._sums: dict[int, list[tuple[Quoted, int]]] = {}
        amounts, found = known.amounts, dict[str, Gram]()
        for gram in self._heard.grams(about, known.common):
            text = gram[0]
            if text in amounts and text not in found:
                found[text] = gram
        self._grams = list(found.values())
        self._rows = [known.read(amounts[text]) for text in found]
        self.sums = list(map(sum, zip(*self._rows, strict=True))) or [0] * len(Dimension)

    @cached_property
    def _quoted(self) -> tuple[list[Quoted], list[int]]:
        """All words that are quoted, and which of those each term quotes."""
        numbers: dict[Quoted, int] = {}
        which = [numbers.setdefault(quoted, len(numbers)) for quoted in self._heard.quoted(self._grams)]
        return list(numbers), which

    def _by_words(self, place: int) -> list[tuple[Quoted, int]]:
        """What all terms that quote the same words add up to in one dimension.

        What is quoted by the same words (one, and the same at the beginning of the turn) is one.
        """
        if place not in self._sums:
            quoted, which = self._quoted
            sums = [0] * len(quoted)
            for number, row in zip(which, self._rows, strict=True):
                sums[number] += row[place]
            self._sums[place] = list(zip(quoted, sums, strict=True))
        return self._sums[place]

    def sentence(self, place: int, sign: int) -> Sentence:
        """The sentence that carries most of one dimension; a term across its end belongs where it ends."""
        if len(self._reading.sentences) == 1:
            return self._reading.sentences[0]
        sums, numbers = [0] * len(self._reading.sentences), self._heard.sentences
        for (_, beyond), total in self._by_words(place):
            sums[numbers[beyond - 1]] += total
        return self._reading.sentences[sums.index(max(sums) if sign > 0 else min(sums))]

    def strongest(self, place: int, sign: int) -> list[tuple[Term, int]]:
        """The words that carry most of one dimension, the strongest first."""
        found = [(-sign * total, quoted) for quoted, total in self._by_words(place) if sign * total >= _WORTH_TELLING]
        worded = ((quoted, -sign * total) for total, quoted in sorted(found) if self._heard.has_letters(quoted))
        return [(Term(*self._heard.span(quoted)), total) for quoted, total in islice(worded, _STRONGEST)]


class Leaning:
    """What the words add to one dimension.

    Attributes:
        total: the sum of all amounts, at their share.
    """

    def __init__(self, words: Words, place: int, share: float) -> None:
        self.total = two_decimals(share * words.sums[place] / UNIT)
        self._words = words
        self._place = place
        self._share = share
        self._sign = 1 if self.total > 0 else -1

    @property
    def words(self) -> list[tuple[Term, float]]:
        """The terms that carry most of it, the strongest first, with what each adds."""
        strongest = self._words.strongest(self._place, self._sign)
        return [(term, two_decimals(self._share * amount / UNIT)) for term, amount in strongest]

    @property
    def sentence(self) -> Sentence:
        """The sentence that carries most of it."""
        return self._words.sentence(self._place, self._sign)


class Wording:
    """The fitted amounts and the shares at which they count."""

    def __init__(self, known: Known, numbers: Fitted) -> None:
        self._known = known
        self._numbers = numbers

    @property
    def terms(self) -> frozenset[str]:
        """Every term that has an amount."""
        return frozenset(self._known.amounts)

    def read(self, reading: Reading, line: str, ruled: Mapping[Dimension, float]) -> dict[Dimension, Leaning]:
        """What the words of a turn add, by dimension.

        Args:
            reading: the turn.
            line: the canonical copy of the line it answers.
            ruled: what the rules come to where one speaks.
        """
        words = Words(reading, subjects(line), self._known)
        return {
            dimension: Leaning(words, place, self._numbers.words_share(dimension, ruled.get(dimension)))
            for place, dimension in enumerate(Dimension)
        }


@cache
def wording() -> Wording:
    """The fitted amounts, read once."""
    # A session meets few of the terms: the others' numbers stay text.
    lines = _FILE.read_text("utf-8").splitlines()
    amounts = dict(line.split("\t", 1) for line in lines if line[0] != "#")
    return Wording(Known(amounts, frozenset(_COMMON.read_text("utf-8").split()), _numbers), fitted())


@cache
def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split("\t")))
