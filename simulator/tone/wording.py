"""The learned part of the reading: what each word and each pair of words adds to the seven dimensions.

An additive model: a turn has a word or it has not, and each known word or pair of neighbours adds its own fixed amount,
once. The amounts are fitted by ridge regression on labelled turns (``python -m tests.training``) and stand in
``lexicon/wording.tsv``; nothing else enters, so that the contributions of the words sum exactly to what is added.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
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
_LETTERS = re.compile(r"[a-z]+")
#: Up to and with its comma or stop, or up to the next joining word.
_CLAUSE = re.compile(r"[^.,;!?]+?(?:[.,;!?]+|(?=\b(?:and|but|so|because|while|when|then)\b)|$)|[.,;!?]+")
_LETTER = re.compile(r"[A-Za-z]")
_DAYS = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri"}
)
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
    lists = unheard()
    before, reach = Term("<", 0, 0), 0
    for start, end in _heard(text, lists.private):
        cut = start > reach
        reach = end
        for match in _TOKEN.finditer(text, start, end):
            if match.group() in lists.passed_over or (cut and match.group() in _JOINING):
                continue
            word = Term(_named(match.group()), match.start(), match.end())
            yield word
            yield Term(f"{before.text} {word.text}", word.start if cut or not before.end else before.start, word.end)
            before, cut = word, False
    yield Term(f"{before.text} >", before.start, before.end)


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


def _named(token: str) -> str:
    if token[0].isdigit():
        return "NUM"
    return "DAY" if token in _DAYS else _ALIKE.get(token, token)


class Words:
    """The known terms of one turn, each once, with their amounts."""

    def __init__(self, reading: Reading, amounts: Mapping[str, tuple[int, ...]]) -> None:
        self._reading = reading
        known: dict[str, Term] = {}
        for term in terms(reading.text):
            if term.text in amounts and term.text not in known:
                known[term.text] = term
        self.terms = list(known.values())
        self.columns = list(zip(*map(amounts.__getitem__, known), strict=True)) or [()] * len(Dimension)

    @cached_property
    def sentences(self) -> list[int]:
        """The number of the sentence that each term begins in."""
        return [self._reading.sentence_at(max(term.start, term.end - 1)) for term in self.terms]

    def sentence(self, place: int, sign: int) -> Sentence:
        """The sentence that carries most of one dimension."""
        if len(self._reading.sentences) == 1:
            return self._reading.sentences[0]
        sums = [0] * len(self._reading.sentences)
        for number, amount in zip(self.sentences, self.columns[place], strict=True):
            sums[number] += sign * amount
        return self._reading.sentences[max(range(len(sums)), key=sums.__getitem__)]

    def strongest(self, place: int, sign: int) -> list[tuple[Term, int]]:
        """The words and pairs that carry most of one dimension, the strongest first.

        What is quoted by the same characters (a word, and the same word at the beginning of the turn) is one.
        """
        column = self.columns[place]
        sums = [(term, sum(column[number] for number in numbers)) for term, numbers in self._by_span]
        carrying = [pair for pair in sums if sign * pair[1] >= _WORTH_TELLING]
        return sorted(carrying, key=lambda pair: (-sign * pair[1], pair[0].start, pair[0].end))[:_STRONGEST]

    @cached_property
    def _by_span(self) -> list[tuple[Term, list[int]]]:
        spans: dict[tuple[int, int], tuple[Term, list[int]]] = {}
        for number, term in enumerate(self.terms):
            if _LETTER.search(term.text):
                spans.setdefault((term.start, term.end), (term, []))[1].append(number)
        return list(spans.values())


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
