"""The learned part of the reading: what each word and each pair of words adds to the seven dimensions.

An additive model: a turn has a word or it has not, and each known word or pair of neighbours adds its own fixed amount,
once. The amounts are fitted by ridge regression on labelled turns (``python -m tests.training``) and stand in
``lexicon/wording.tsv``; nothing else enters, so that the contributions of the words sum exactly to what is added.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from ..domain.base import Value, two_decimals
from ..domain.events import Dimension
from ..resources import read_yaml, validated
from .fitted import Fitted, fitted
from .reading import Reading, Sentence

_FILE = Path(__file__).parent / "lexicon" / "wording.tsv"
_UNHEARD = _FILE.with_name("unheard.yaml")
_TOKEN = re.compile(r"(?<!')\b[a-z]+|\d[\d.,:]*|[?!.,;]")
_JOINING = frozenset({"and", "but", "so", "because", "while", "when", "then", ",", ";"})
#: Whether it is a man or a woman that is spoken of must not count; nor may an exclamation mark.
_ALIKE = {"she": "he", "her": "him", "his": "him", "hers": "him", "herself": "himself", "!": "."}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
         "mon", "tue", "wed", "thu", "fri")  # fmt: skip
_NAMED = {**_ALIKE, **dict.fromkeys(_DAYS, "DAY")}
_LETTERS = re.compile(r"[a-z]+")
#: Up to and with its comma or stop, or up to the next joining word.
_CLAUSE = re.compile(r"[^.,;!?]+?(?:[.,;!?]+|(?=\b(?:and|but|so|because|while|when|then)\b)|$)|[.,;!?]+")
#: The amounts in the file are thousandths.
UNIT = 1000
_STRONGEST = 4
#: Thousandths from which on a word is named.
_WORTH_TELLING = 20


class _Unheard(Value):
    swearing: tuple[str, ...]
    address: tuple[str, ...]
    health: tuple[str, ...]
    family: tuple[str, ...]
    belief_and_origin: tuple[str, ...]
    rights: tuple[str, ...]


class Term(NamedTuple):
    """A word, a punctuation mark or two neighbours, with its place in the canonical copy.

    Attributes:
        text: as in the file: weekdays are ``DAY``, numbers ``NUM``, the ends of the turn ``<`` and ``>``.
        start, end: offsets; empty for the ends of the turn alone.
    """

    text: str
    start: int
    end: int


def terms(text: str) -> Iterator[Term]:
    """Every word and every pair of neighbours of a canonical copy that is heard, in order.

    What is not heard leaves no trace: its neighbours are read as if they stood side by side, and a pair across a cut
    quotes its second word alone.
    """
    return map(Term._make, _terms(text))


def _terms(text: str) -> Iterator[tuple[str, int, int]]:
    lists = unheard()
    passed_over = lists.passed_over
    before, first, last, reach = "<", 0, 0, 0
    for start, end in _heard(text, lists.private):
        cut = start > reach
        reach = end
        for match in _TOKEN.finditer(text, start, end):
            token = match.group()
            if token in passed_over or (cut and token in _JOINING):
                continue
            word = "NUM" if token[0].isdigit() else _NAMED.get(token, token)
            begin, until = match.span()
            yield word, begin, until
            yield f"{before} {word}", begin if cut or not last else first, until
            before, first, last, cut = word, begin, until, False
    yield f"{before} >", first, last


def _heard(text: str, private: frozenset[str]) -> list[tuple[int, int]]:
    """The clauses without a private word; all in one where there is none."""
    if private.isdisjoint(_LETTERS.findall(text)):
        return [(0, len(text))]
    clauses = [match.span() for match in _CLAUSE.finditer(text)]
    return [(start, end) for start, end in clauses if private.isdisjoint(_LETTERS.findall(text, start, end))]


@dataclass(frozen=True)
class Unheard:
    """What is passed over (``lexicon/unheard.yaml``).

    Attributes:
        passed_over: single words.
        private: a clause with one of these is not heard at all.
    """

    passed_over: frozenset[str]
    private: frozenset[str]


@cache
def unheard() -> Unheard:
    """The lists, read once."""
    shown_as = "tone/lexicon/unheard.yaml"
    lists = validated(_Unheard, read_yaml(_UNHEARD, shown_as), shown_as)
    return Unheard(
        frozenset({*lists.swearing, *lists.address, *lists.family, *lists.belief_and_origin, *lists.rights}),
        frozenset(lists.health),
    )


class Words:
    """The known terms of one turn, each once, with their amounts."""

    def __init__(self, reading: Reading, amounts: Mapping[str, tuple[int, ...]]) -> None:
        self._reading = reading
        known: dict[str, tuple[str, int, int]] = {}
        rows = []
        for term in _terms(reading.text):
            text = term[0]
            row = amounts.get(text)
            if row is not None and text not in known:
                known[text] = term
                rows.append(row)
        self._terms = list(known.values())
        self.columns = list(zip(*rows, strict=True)) or [()] * len(Dimension)

    @cached_property
    def _breaks(self) -> list[int]:
        """Where the terms of each sentence begin, and where the last ones end; terms are in the order of the text."""
        ends = [max(start, end - 1) for _, start, end in self._terms]
        return [0, *(bisect_left(ends, one.start) for one in self._reading.sentences[1:]), len(ends)]

    def sentence(self, place: int, sign: int) -> Sentence:
        """The sentence that carries most of one dimension."""
        sentences = self._reading.sentences
        if len(sentences) == 1:
            return sentences[0]
        column = self.columns[place]
        sums = [sign * sum(column[start:end]) for start, end in pairwise(self._breaks)]
        return sentences[max(range(len(sums)), key=sums.__getitem__)]

    def strongest(self, place: int, sign: int) -> list[tuple[Term, int]]:
        """The words and pairs that carry most of one dimension, the strongest first.

        What is quoted by the same characters (a word, and the same word at the beginning of the turn) is one.
        """
        amounts = list(self.columns[place])
        singles, doubles = self._by_span
        for kept, number in doubles:
            amounts[kept] += amounts[number]
        ranked = sorted(
            (-sign * amounts[number], *self._terms[number][1:], number)
            for number in singles
            if sign * amounts[number] >= _WORTH_TELLING
        )
        return [(Term._make(self._terms[number]), amounts[number]) for *_, number in ranked[:_STRONGEST]]

    @cached_property
    def _by_span(self) -> tuple[list[int], list[tuple[int, int]]]:
        """Numbers of the terms with letters: the first of each span, and each further one behind its first."""
        firsts: dict[tuple[int, int], int] = {}
        doubles = []
        for number, (text, start, end) in enumerate(self._terms):
            if text[0].isalpha() or text[-1].isalpha():
                first = firsts.setdefault((start, end), number)
                if first != number:
                    doubles.append((first, number))
        return list(firsts.values()), doubles


class Leaning:
    """What the words add to one dimension.

    Attributes:
        total: the sum of all amounts, at their share.
    """

    def __init__(self, words: Words, place: int, share: float) -> None:
        self.total = two_decimals(share * sum(words.columns[place]) / UNIT)
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
    """The fitted amounts, in thousandths: seven to a term, in the order of ``Dimension``."""

    def __init__(self, amounts: Mapping[str, tuple[int, ...]], numbers: Fitted) -> None:
        self._amounts = amounts
        self._beside = [numbers.beside_rules[dimension] for dimension in Dimension]
        self._alone = [numbers.alone[dimension] for dimension in Dimension]

    @property
    def known(self) -> frozenset[str]:
        """Every term that has an amount."""
        return frozenset(self._amounts)

    def read(self, reading: Reading, ruled: Container[Dimension]) -> dict[Dimension, Leaning]:
        """What the words of a turn add, by dimension; ``ruled`` are those where a rule speaks."""
        words = Words(reading, self._amounts)
        return {
            dimension: Leaning(words, place, self._beside[place] if dimension in ruled else self._alone[place])
            for place, dimension in enumerate(Dimension)
        }


@cache
def wording() -> Wording:
    """The fitted amounts, read once."""
    rows = (line.split("\t") for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return Wording({term: tuple(map(int, amounts)) for term, *amounts in rows}, fitted())
