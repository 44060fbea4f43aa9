"""What is heard of a turn: words, two and three neighbours, where they stand, and what they take up of her line.

Beside the words themselves there are two kinds that carry over to turns nobody has seen: a rare word is also heard as
``RARE``, and a word that the supervisor's line has, too, as ``HERS``, so that "i forgot the HERS" is one term, whatever
the job.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain, count, pairwise
from pathlib import Path

from ..domain.base import Value
from ..files import read_model
from .reading import Reading, Sentence

_UNHEARD = Path(__file__).parent / "lexicon" / "unheard.yaml"
_TOKEN = re.compile(r"(?<!')\b[a-z]+|[0-9][0-9.,:]*|[?!.,;]")
_JOINING = frozenset({"and", "but", "so", "because", "while", "when", "then", ",", ";"})
#: Whether it is a man or a woman that is spoken of must not count; nor may an exclamation mark.
_ALIKE = {"she": "he", "her": "him", "his": "him", "hers": "him", "herself": "himself", "!": "."}
_LETTERS = re.compile(r"[a-z]+")
#: Up to and with its comma or stop, or up to the next joining word.
_CLAUSE = re.compile(r"[^.,;!?]+?(?:[.,;!?]+|(?=\b(?:and|but|so|because|while|when|then)\b)|$)|[.,;!?]+")
_DAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
)
_NAMES = _ALIKE | dict.fromkeys(_DAYS, "DAY")
NUMBER = "NUM"
_MARKS = frozenset("?.,;")
RARE = "RARE"
HERS = "HERS"
FIRST = "FIRST"
LAST = "LAST"
#: Words are the same subject if they begin with the same letters, this many.
_STEM = 5
_LONGEST = 3


class _Unheard(Value):
    swearing: tuple[str, ...]
    address: tuple[str, ...]
    health: tuple[str, ...]
    family: tuple[str, ...]
    belief_and_origin: tuple[str, ...]
    rights: tuple[str, ...]
    small: tuple[str, ...]


@dataclass(frozen=True)
class Unheard:
    """What is passed over (``lexicon/unheard.yaml``).

    Attributes:
        passed_over: single words.
        private: a clause with one of these is not heard at all.
        small: nobody's subject; that her line has them, too, says nothing.
    """

    passed_over: frozenset[str]
    private: frozenset[str]
    small: frozenset[str]


@cache
def unheard() -> Unheard:
    """The lists, read once."""
    shown_as = "tone/lexicon/unheard.yaml"
    lists = read_model(_Unheard, _UNHEARD, shown_as)
    return Unheard(
        frozenset({*lists.swearing, *lists.address, *lists.family, *lists.belief_and_origin, *lists.rights}),
        frozenset(lists.health),
        frozenset(lists.small),
    )


#: Some words: the first and the one after the last. A plain tuple, because a turn has hundreds of them.
Quoted = tuple[int, int]


@lru_cache(maxsize=4096)
def subjects(line: str) -> frozenset[str]:
    """What a supervisor's line (its canonical copy) speaks of: the beginnings of its words, small ones apart."""
    small = unheard().small
    return frozenset(word[:_STEM] for word in _LETTERS.findall(line) if len(word) > 2 and word not in small)


class Heard:
    """The words of one turn that are heard, punctuation among them.

    What is not heard leaves no trace: its neighbours are read as if they stood side by side, and a term across a cut
    quotes only what comes after it.

    Attributes:
        words: as in the file, between ``<`` and ``>``.
    """

    def __init__(self, reading: Reading) -> None:
        self.words = ["<"]
        self._reading = reading
        self._starts, self._ends = [0], [0]
        self._cuts: set[int] = set()
        lists, text, reach, cut = unheard(), reading.text, 0, False
        for start, end in _clauses(text, lists.private):
            cut = cut or start > reach
            reach = end
            for match in _TOKEN.finditer(text, start, end):
                token = match.group()
                if token in lists.passed_over or (cut and token in _JOINING):
                    continue
                if cut:
                    self._cuts.add(len(self.words))
                    cut = False
                name = _NAMES.get(token)
                self.words.append(name or (NUMBER if token[0].isdigit() else token))
                self._starts.append(match.start())
                self._ends.append(match.end())
        self.words.append(">")
        self._starts.append(0)
        self._ends.append(0)

    def grams(self, about: frozenset[str], common: Container[str]) -> dict[str, Quoted]:
        """Everything heard, by its text as in the file, and where it stands first.

        Weekdays are ``DAY``, numbers ``NUM``, the ends of the turn ``<`` and ``>``.

        Args:
            about: what the line before speaks of, as ``subjects`` gives it.
            common: every other word is rare.
        """
        words, longest = self.words, len(self.words)
        pairs = [f"{first} {second}" for first, second in pairwise(words)]
        threes = [f"{two} {third}" for two, third in zip(pairs, words[2:], strict=False)]
        # From the last to the first, so that the first place of a text is the one that stays.
        heard = dict(zip(threes[::-1], zip(count(longest - 3, -1), count(longest, -1)), strict=False))
        heard.update(zip(pairs[::-1], zip(count(longest - 2, -1), count(longest, -1)), strict=False))
        heard.update(zip(words[-2:0:-1], zip(count(longest - 2, -1), count(longest - 1, -1)), strict=False))
        named = [self._standing()]
        named.append(self._as(RARE, [at for at, word in enumerate(words) if word.islower() and word not in common]))
        if about:
            named.append(self._as(HERS, self._hers(about)))
        for text, quoted in chain.from_iterable(named):
            heard.setdefault(text, quoted)
        return heard

    def _standing(self) -> Iterator[tuple[str, Quoted]]:
        """Every word of the first and of the last sentence that says something heard.

        A sentence of which nothing is heard, an illness told, moves no other to another place.
        """
        places = [place for place in range(1, len(self.words) - 1) if self.words[place] not in _MARKS]
        if not places:
            return
        end = self._sentence_of(places[0]).end
        for place in range(places[0], len(self.words) - 1):
            if self._starts[place] >= end:
                break
            yield f"{FIRST} {self.words[place]}", (place, place + 1)
        last = self._sentence_of(places[-1])
        for place in range(len(self.words) - 2, 0, -1):
            if self._starts[place] < last.start:
                break
            if self._starts[place] < last.end:
                yield f"{LAST} {self.words[place]}", (place, place + 1)

    def _sentence_of(self, place: int) -> Sentence:
        return self._reading.sentences[self._reading.sentence_at(self._starts[place])]

    def _hers(self, about: frozenset[str]) -> list[int]:
        small = unheard().small
        return [
            place
            for place, word in enumerate(self.words)
            if word[:_STEM] in about and len(word) > 2 and word not in small
        ]

    def _as(self, name: str, places: list[int]) -> Iterator[tuple[str, Quoted]]:
        """The words at these places by another name, alone and with their neighbours."""
        if not places:
            return
        words = list(self.words)
        for place in places:
            words[place] = name
        last, done = len(words) - 1, set()
        for place in places:
            for first in range(max(0, place - _LONGEST + 1), place + 1):
                for beyond in range(place + 1, min(last, first + _LONGEST - 1) + 2):
                    if (first, beyond) not in done:
                        done.add((first, beyond))
                        yield " ".join(words[first:beyond]), (first, beyond)

    def quoted(self, places: Iterable[Quoted]) -> list[Quoted]:
        """The words that a term at each place quotes; none for the ends of the turn alone."""
        most = len(self.words) - 1
        if not self._cuts:
            return [(first or 1, beyond if beyond < most else most) for first, beyond in places]
        after = self._after_cuts()
        return [(max(first or 1, after[beyond]), beyond if beyond < most else most) for first, beyond in places]

    def _after_cuts(self) -> list[int]:
        """For each place, where the words begin that no cut parts from it."""
        after = [0, 0]
        for place in range(1, len(self.words)):
            after.append(place if place in self._cuts else after[place])
        return after

    def without_marks(self, quoted: Quoted) -> Quoted | None:
        """The words without the marks around them; None where they leave one word or none."""
        first, beyond = quoted
        while first < beyond and self.words[first] in _MARKS:
            first += 1
        while first < beyond and self.words[beyond - 1] in _MARKS:
            beyond -= 1
        return (first, beyond) if (first, beyond) == quoted or beyond - first > 1 else None

    def span(self, quoted: Quoted) -> tuple[int, int]:
        """Their place in the canonical copy."""
        return self._starts[quoted[0]], self._ends[quoted[1] - 1]

    @cached_property
    def sentences(self) -> list[int]:
        """The number of the sentence that each word stands in."""
        return [self._reading.sentence_at(start) for start in self._starts]


def _clauses(text: str, private: frozenset[str]) -> list[tuple[int, int]]:
    """The clauses without a private word; all in one where there is none."""
    if private.isdisjoint(_LETTERS.findall(text)):
        return [(0, len(text))]
    clauses = [match.span() for match in _CLAUSE.finditer(text)]
    return [(start, end) for start, end in clauses if private.isdisjoint(_LETTERS.findall(text, start, end))]
