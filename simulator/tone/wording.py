"""The learned part of the reading: what each word and each pair of words adds to the seven dimensions.

An additive model: a turn has a term (``terms.py``) or it has not, and each known term adds its own fixed amount,
once. The amounts are fitted by ridge regression on labelled turns (``python -m tests.training``) and stand in
``lexicon/wording.tsv``; nothing else enters, so that the contributions of the words sum exactly to what is added.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from ..domain.base import two_decimals
from ..domain.events import Dimension
from .fitted import Fitted, fitted
from .keeping import made_to_stay
from .reading import Reading, Sentence
from .terms import Heard, Quoted, subjects

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
        amounts: of a term, seven thousandths in the order of ``Dimension``; as the text of the file, or packed.
        common: the words that are not rare.
    """

    amounts: dict[str, str | int]
    common: Container[str]


class Term(NamedTuple):
    """Some words, by their place in the canonical copy."""

    start: int
    end: int


class Words:
    """The known terms of one turn, each once, with their amounts."""

    def __init__(self, reading: Reading, about: frozenset[str], known: Known) -> None:
        self._reading = reading
        self._heard = Heard(reading)
        amounts, grams = known.amounts, self._heard.grams(about, known.common)
        self._grams = {text: grams[text] for text in grams.keys() & amounts.keys()}
        self._rows = [self._row(amounts, text) for text in self._grams]
        self._total = sum(self._rows)

    @staticmethod
    def _row(amounts: dict[str, str | int], text: str) -> int:
        row = amounts[text]
        if isinstance(row, str):
            row = amounts[text] = packed(map(int, row.split("\t")))
        return row

    def total(self, place: int) -> int:
        """What they add to one dimension."""
        return unpacked([self._total], place)[0]

    @cached_property
    def _by_words(self) -> dict[Quoted, int]:
        """What all terms that quote the same words add up to, packed.

        What is quoted by the same words (one, and the same at the beginning of the turn) is one.
        """
        sums: dict[Quoted, int] = {}
        for quoted, row in zip(self._heard.quoted(self._grams.values()), self._rows, strict=True):
            sums[quoted] = sums.get(quoted, 0) + row
        return sums

    @cached_property
    def _by_sentence(self) -> list[int]:
        """The same by sentence; a term across its end belongs where it ends."""
        sums, numbers = [0] * len(self._reading.sentences), self._heard.sentences
        for (_, beyond), total in self._by_words.items():
            sums[numbers[beyond - 1]] += total
        return sums

    def sentence(self, place: int, sign: int) -> Sentence:
        """The sentence that carries most of one dimension."""
        if len(self._reading.sentences) == 1:
            return self._reading.sentences[0]
        sums = unpacked(self._by_sentence, place)
        return self._reading.sentences[sums.index(max(sums) if sign > 0 else min(sums))]

    def strongest(self, place: int, sign: int) -> list[tuple[Term, int]]:
        """The words that carry most of one dimension, each once, the strongest first."""
        amounts = zip(unpacked(self._by_words.values(), place), self._by_words, strict=True)
        found = [(-sign * total, quoted) for total, quoted in amounts if sign * total >= _WORTH_TELLING]
        told = dict[str, tuple[Term, int]]()
        for total, quoted in sorted(found):
            if (words := self._heard.without_marks(quoted)) is not None:
                term = Term(*self._heard.span(words))
                told.setdefault(self._reading.text[term.start : term.end], (term, -sign * total))
                if len(told) == _STRONGEST:
                    break
        return [*told.values()]


#: Seven amounts in one number, each in bits of its own: the amounts of a turn are summed seven at a time.
_BITS = 40
_HALF = 1 << _BITS - 1
_MASK = (1 << _BITS) - 1
#: Makes none of them negative.
_LIFT = sum(_HALF << _BITS * place for place in range(len(Dimension)))


def packed(amounts: Iterable[int]) -> int:
    """Amounts as one number; sums of such numbers are packed sums."""
    return sum(amount << _BITS * place for place, amount in enumerate(amounts))


def unpacked(sums: Iterable[int], place: int) -> list[int]:
    """One of the amounts in each packed sum."""
    shift = _BITS * place
    return [((total + _LIFT) >> shift & _MASK) - _HALF for total in sums]


class Leaning:
    """What the words add to one dimension.

    Attributes:
        total: the sum of all amounts, at their share.
    """

    def __init__(self, words: Words, place: int, share: float) -> None:
        self.total = two_decimals(share * words.total(place) / UNIT)
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
    with made_to_stay():
        lines = _FILE.read_text("utf-8").splitlines()
        texts = dict(line.split("\t", 1) for line in lines if line[0] != "#")
    return Wording(Known({**texts}, common_words()), fitted())


@cache
def common_words() -> frozenset[str]:
    """The thousand commonest words of such talks, in small letters."""
    return frozenset(_COMMON.read_text("utf-8").split())
