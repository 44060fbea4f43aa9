"""Words that do nothing: business nouns, generalities, lists of good words, words to a program; and somebody else's.

What the former earn is taken off again (``discounts``), what they cost stays; the latter neither earn nor cost.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from ..domain.base import Value
from ..domain.events import EventName as E
from ..files import read_model
from .clauses import is_question
from .finding import Finding
from .index import IndexedTemplates
from .lexicon import compiled, lexicon
from .reading import Reading, Sentence
from .tricks import tricks

_FILE = Path(__file__).parent / "lexicon" / "hollow.yaml"
_CLAUSE = re.compile(r"[^,;:-]+(?:[,;:-]+|$)(?:(?=\s|$)|[^,;:]*?(?:[,;:]+|$))")
_FRAGMENT = re.compile(r"[^,;:!?\n.]+")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")
#: What somebody said to the speaker that no one would want to hear.
_REPORTED = re.compile(
    r"\b(?:[a-z]{1,20} )?"
    r"(?:(?:told|tells|telling|ordered) me to (?:shut|get|fuck|piss|sod|bugger|go|clear off|do one)\b[^,.;!?\n]{0,60}"
    r"|call(?:ed|s|ing) me (?:a|an|names)\b[^,.;!?\n]{0,60}"
    r"|(?:told me|(?:shouted|yelled|screamed|swore) at me|called me)[,:]? [\"'][^\"'\n]{1,100}[\"'])"
)
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[a-z0-9]+")
#: A sentence of so many words, with so many turns of phrase that do nothing, is length for its own sake.
_LONG, _PHRASES = 18, 2
#: One of so many words needs no such phrase: labelled turns of that kind are bad ones (-1.6 on average).
_ENDLESS = 36
#: Found as times, and none that could be held against anybody.
_NO_TIME = frozenset(
    {"each other", "every time", "each time", "every one", "each one", "at one", "in the month", "this time"}
)
#: A list of so many words may be a salad, one of so many kinds of good words is.
_LIST, _KINDS = 6, 4
#: At most so large a part of a list holds sentences together.
_GLUED = 0.2
_LIKE_NOUNS = frozenset({"left", "cut", "put", "set", "read", "shut"})


class _File(Value):
    buzz: tuple[str, ...]
    buzz_weak: tuple[str, ...]
    idle: tuple[str, ...]
    glue: tuple[str, ...]
    cues: Mapping[str, tuple[str, ...]]


class _Lists:
    """The lists, each compiled when first wanted.

    The buzzwords have the owners 0 (one is enough) and 1 (two are); the cues one for each kind.
    """

    def __init__(self, data: _File) -> None:
        self._data = data
        self.glue = frozenset(data.glue)

    @cached_property
    def buzz(self) -> IndexedTemplates:
        return _indexed([self._data.buzz, self._data.buzz_weak])

    @cached_property
    def idle(self) -> IndexedTemplates:
        return _indexed([self._data.idle])

    @cached_property
    def cues(self) -> IndexedTemplates:
        return _indexed(self._data.cues.values())


@cache
def _lists() -> _Lists:
    shown_as = "tone/lexicon/hollow.yaml"
    return _Lists(read_model(_File, _FILE, shown_as))


def _indexed(groups: Iterable[tuple[str, ...]]) -> IndexedTemplates:
    slots = lexicon().slots
    return IndexedTemplates(
        [(template, number) for number, says in enumerate(groups) for template in compiled(says, slots)]
    )


def _spots(reading: Reading, index: IndexedTemplates) -> set[tuple[int, int]]:
    """The owners of what is found, and where."""
    return {(owner, match.start()) for owner, _, match in index.matches(reading)}


class Stretch(NamedTuple):
    """Words that name nothing, as offsets in the canonical copy, and the event that says so."""

    event: E
    start: int
    end: int


def hollow_stretches(reading: Reading, line: str, findings: list[Finding]) -> list[Stretch]:
    """All of them, in order; most turns have none.

    Args:
        line: the canonical copy of what the turn answers.
        findings: what the rules found so far.
    """
    salad = _salad(reading)
    if salad:
        return salad
    buzz = [Stretch(E.BUZZWORDS, start, end) for start, end in _buzz(reading, line, findings)]
    idle = [Stretch(E.IDLE_WORDS, one.start, one.end) for one in _idle(reading, line, findings)]
    reported = _REPORTED.finditer(reading.text) if "me" in reading.vocabulary else ()
    stretches = [*buzz, *idle, *(Stretch(E.REPORTS_WORDS, *match.span()) for match in reported)]
    stretches += [Stretch(E.TO_A_PROGRAM, start, end) for start, end in tricks(reading)]
    return sorted(stretches, key=lambda stretch: (stretch.start, stretch.end))


def less(findings: list[Finding], stretches: list[Stretch]) -> list[Finding]:
    """The findings without the merits inside these stretches, and without anything inside somebody else's words."""
    catalogue = lexicon().catalogue
    return [
        finding
        for finding in findings
        if not any(
            stretch.start <= finding.start < stretch.end
            and (stretch.event is E.REPORTS_WORDS or catalogue[finding.event].weight > 0)
            for stretch in stretches
        )
    ]


def _buzz(reading: Reading, line: str, findings: list[Finding]) -> list[tuple[int, int]]:
    """The clauses that are made of such words."""
    spots = _spots(reading, _lists().buzz)
    sentences = sorted({reading.sentence_at(place) for _, place in spots})
    found = []
    for number in sentences:
        sentence = reading.sentences[number]
        for match in _CLAUSE.finditer(reading.text, sentence.start, sentence.end):
            start, end = match.span()
            owners = [owner for owner, place in spots if start <= place < end]
            if (0 in owners or len(owners) > 1) and not _concrete(reading, start, end, line, findings):
                found.append((start + len(match.group()) - len(match.group().lstrip()), end))
    return found


def _concrete(reading: Reading, start: int, end: int, line: str, findings: list[Finding]) -> bool:
    """A time, a number or a name, or an error that is owned, that nobody has said already: neither she nor the turn."""
    text, span = reading.text, reading.origin(start, end)
    before = f"{line} {text[:start]}"
    said = [
        *(match.group() for match in lexicon().expression("time").finditer(text, start, end)),
        *_NUMBER.findall(text, start, end),
        *(match.group().lower() for match in _NAME.finditer(reading.normal.original, span.start, span.end)),
    ]
    owned = [finding.start for finding in findings if finding.event is E.NAMES_OWN_ERROR and finding.start < end]
    return any(words not in before and words not in _NO_TIME for words in said) or bool(owned and min(owned) >= start)


def _idle(reading: Reading, line: str, findings: list[Finding]) -> list[Sentence]:
    """Endless ones, and long ones with turns of phrase that do nothing or the same words again; nothing concrete."""
    long = [one for one in reading.sentences if len(one.words) >= _LONG and not is_question(one)]
    spots = sorted({place for _, place in _spots(reading, _lists().idle)}) if long else []
    return [
        one
        for one in long
        if (
            len(one.words) >= _ENDLESS
            or bisect_left(spots, one.end) - bisect_left(spots, one.start) >= _PHRASES
            or _turns_round(one)
        )
        and not _concrete(reading, one.start, one.end, line, findings)
    ]


def _turns_round(sentence: Sentence) -> bool:
    """Every third word of substance has been said before in the sentence."""
    words = [word for word in sentence.words if word not in _lists().glue]
    return (len(words) - len(set(words))) * 3 >= len(words)


def _salad(reading: Reading) -> list[Stretch]:
    """Runs of fragments that hold many kinds of good words and no sentence."""
    found: list[Stretch] = []
    for fragment in _FRAGMENT.finditer(reading.text):
        words = _WORD.findall(fragment.group())
        if not words:
            continue
        start, end = fragment.span()
        if (
            len(words) == 1
            and found
            and found[-1].end >= start - 3
            and not _WORD.search(reading.text, found[-1].end, start)
        ):
            found[-1] = found[-1]._replace(end=end)
        elif len(words) == 1 or (len(words) >= _LIST and _is_list(words)):
            found.append(Stretch(E.LOOSE_WORDS, start + len(fragment.group()) - len(fragment.group().lstrip()), end))
    lists = [one for one in found if len(_WORD.findall(reading.text, one.start, one.end)) >= _LIST]
    spots = _spots(reading, _lists().cues) if lists else set()
    return [one for one in lists if len({kind for kind, at in spots if one.start <= at < one.end}) >= _KINDS]


def _is_list(words: list[str]) -> bool:
    """Hardly a word that holds a sentence together, and none that says what was done."""
    glued = sum(word in _lists().glue for word in words)
    return glued <= _GLUED * len(words) and not any(map(_is_past, words))


@cache
def _pasts() -> frozenset[str]:
    irregular = lexicon().irregular
    return frozenset(past for past, _ in irregular.values() if " " not in past) - _LIKE_NOUNS


def _is_past(word: str) -> bool:
    return word in _pasts() or (word.endswith("ed") and len(word) > 4)
