"""Why a reply, or the part of it that has come, cannot stand.

What is found in the first words of a reply is found in the whole as well: the verdict hangs on the words alone.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.base import Value
from ..domain.conduct import Mood, Move
from ..domain.text import NormalText
from ..files import read_model
from ..tone.language import why_unscored
from ..tone.lexicon import lexicon
from .private import Bounds, runs, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_FILE = Path(__file__).with_name("check.yaml")
#: Words that three spoken sentences do not have.
_MAX_WORDS = 80
#: In so many words or more, English has at least every so manieth word from the lists.
_ENOUGH, _EVERY = 6, 6
#: A shorter sentence says too little of its language.
_TELLING = 4
_QUOTED = re.compile(r"\"([^\"\n]*)(?:\"|\Z)")
_STRAIGHT = str.maketrans("“”„«»", '"""""')
_CLAUSE_START = re.compile(r"[.!?;,:\n][^.!?;,:\n]*\Z")
#: Of a reply that says the user's words back so many words have to be her own.
_OWN_WORDS = 3


class _Carried(Value):
    moods: tuple[Mood, ...]
    moves: tuple[Move, ...]


class _Fault(Value):
    because: str
    patterns: tuple[str, ...]
    signs: bool = False
    negatable: bool = False
    carried: _Carried | None = None

    @cached_property
    def pattern(self) -> str:
        """All of them in one."""
        return "|".join(f"(?:{one})" for one in self.patterns)


class _File(Value):
    faults: tuple[_Fault, ...]
    void: str
    english: str


@cache
def _given() -> _File:
    return read_model(_File, _FILE, "simulator/dialogue/check.yaml")


@cache
def _patterns(name: str) -> tuple[tuple[_Fault, re.Pattern[str]], ...]:
    called = re.escape(name.lower()) or r"\Z."
    return tuple((fault, re.compile(fault.pattern.replace(r"\$name", called))) for fault in _given().faults)


@cache
def _void() -> re.Pattern[str]:
    return re.compile(_given().void.replace(" ", ""))


@cache
def _english() -> frozenset[str]:
    words = (*lexicon().languages.english, *_given().english.split())
    return frozenset(words_of(" ".join(words)))


def fault_in(text: str, ends: Sequence[int], kept_to: Bounds) -> str | None:
    """What is wrong with whole words of a reply, the first of them at its beginning.

    Args:
        text: what has come.
        ends: where its sentences end that others follow.
        kept_to: what it has to keep to.
    """
    return (
        _by_pattern(text, kept_to)
        or _reads_out(text, kept_to)
        or ("it ran on and on" if len(text.split()) > _MAX_WORDS else None)
        or next(filter(None, map(_foreign_sentence, _sentences(_her_own(text, kept_to), ends))), None)
    )


def whole_fault(text: str, ends: Sequence[int], kept_to: Bounds) -> str | None:
    """What is wrong with a reply besides, once it is whole."""
    spoken = _her_own(text, kept_to)
    if spoken != text.translate(_STRAIGHT) and len(words_of(spoken)) < _OWN_WORDS:
        return "it only said your words back"
    return _foreign(spoken[ends[-1] :] if ends else spoken) or _foreign(spoken)


def _by_pattern(text: str, kept_to: Bounds) -> str | None:
    spoken = NormalText(_her_own(text, kept_to)).copy
    for fault, pattern in _patterns(kept_to.name):
        if fault.carried and kept_to.mood in fault.carried.moods and kept_to.move in fault.carried.moves:
            continue
        where = text.lower() if fault.signs else spoken
        if any(not (fault.negatable and _voided(where, match.start())) for match in pattern.finditer(where)):
            return fault.because
    return None


def _voided(text: str, place: int) -> bool:
    """Whether the clause up to a place denies, asks, wishes or reports what follows."""
    before = text[:place]
    clause = _CLAUSE_START.search(before)
    return bool(_void().search(clause.group() if clause else before))


def _her_own(text: str, kept_to: Bounds) -> str:
    """The reply with blanks in place of what it quotes of the user."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match.group()) if kept_to.said_by_the_user(match.group(1)) else match.group()

    return _QUOTED.sub(blank, text.translate(_STRAIGHT))


def _reads_out(text: str, kept_to: Bounds) -> str | None:
    said = words_of(text)
    # Every second word: some models put one of another kind between, when they are asked to.
    orders = ((*kept_to.last_words, *said), said[::2], said[1::2])
    private = any(run in kept_to.private for words in orders for run in runs(words))
    return "it read out private notes" if private or any(run in kept_to.scattered for run in runs(said)) else None


def _sentences(text: str, ends: Sequence[int]) -> list[str]:
    """The sentences that are over, and all of them together."""
    starts = [0, *ends[:-1]]
    return [text[start:end] for start, end in zip(starts, ends, strict=False)]


def _foreign_sentence(sentence: str) -> str | None:
    """The same of a sentence inside a reply, where a word or two of another language are fine: "De nada."."""
    return _foreign(sentence) if len(words_of(sentence)) >= _TELLING else None


def _foreign(text: str) -> str | None:
    """Whether it is in another language, or in words that are none."""
    normal = NormalText(text)
    known = sum(word in _english() for word in normal.words)
    if known and known * 3 >= len(normal.words):
        return None
    reason = why_unscored(normal)
    odd = reason == "not English" or (known == 0 and reason == "unreadable")
    too_few = len(normal.words) >= _ENOUGH and known * _EVERY < len(normal.words)
    return "it was not in English" if odd or too_few else None
