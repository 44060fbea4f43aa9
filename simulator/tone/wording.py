"""The learned part of the reading: what each word and each pair of words adds to the seven dimensions.

An additive model: a turn has a term (``terms.py``) or it has not, and each known term adds its own fixed amount,
once. The amounts are fitted by ridge regression on labelled turns (``python -m tests.training``) and stand in
``lexicon/wording.tsv``; nothing else enters, so that the contributions of the words sum exactly to what is added.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache, cached_property
from itertools import islice
from operator import add
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
        find, found, rows = known.amounts.get, dict[str, Gram](), []
        for gram in self._heard.grams(about, known.common):
            row = find(gram[0])
            if row is not None and gram[0] not in found:
                found[gram[0]] = gram
                rows.append(known.read(row))
        self._grams = list(found.values())
        self._rows = rows
        self.sums = list(map(sum, zip(*rows, strict=True))) or [0] * len(Dimension)

    def sentence(self, place: int, sign: int) -> Sentence:
        """The sentence that carries most of one dimension."""
        if len(self._reading.sentences) == 1:
            return self._reading.sentences[0]
        sums = [0] * len(self._reading.sentences)
        for number, row in zip(self._sentences, self._quoted.values(), strict=True):
            sums[number] += row[place]
        return self._reading.sentences[sums.index(max(sums) if sign > 0 else min(sums))]

    @cached_property
    def _sentences(self) -> list[int]:
        """The number of the sentence that what is quoted ends in."""
        sentences = self._heard.sentences
        return [sentences[beyond - 1] for _, beyond in self._quoted]

    @cached_property
    def _quoted(self) -> dict[Quoted, Sequence[int]]:
        """What the terms that quote the same words add up to."""
        sums: dict[Quoted, Sequence[int]] = {}
        for quoted, row in zip(self._heard.quoted(self._grams), self._rows, strict=True):
            sums[quoted] = list(map(add, sums[quoted], row)) if quoted in sums else row
        return sums

    def strongest(self, place: int, sign: int) -> list[tuple[Term, int]]:
        """The words that carry most of one dimension, the strongest first.

        What is quoted by the same words (one, and the same at the beginning of the turn) is one.
        """
        found = [
            (-sign * row[place], quoted) for quoted, row in self._quoted.items() if sign * row[place] >= _WORTH_TELLING
        ]
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
    return Wording(Known(amounts, common_words(), _numbers), fitted())


@cache
def common_words() -> frozenset[str]:
    """The thousand commonest words of such talks, in small letters."""
    return frozenset(_COMMON.read_text("utf-8").split())


@cache
def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split("\t")))
