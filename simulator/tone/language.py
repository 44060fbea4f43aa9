"""Turns that are not scored: no words, another language, not readable."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ..domain.appraisal import Unscored
from ..domain.text import NormalText
from .lexicon import lexicon

_LATIN = re.compile(r"[a-z]")
_VOWEL = re.compile(r"[aeiouy]")
_CLUSTER = re.compile(r"[^aeiouy\d']{5,}")
#: Fingers along the rows of a keyboard: "asdf", "qwer", "lkjh".
_ROWS = ("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm")
_RUN = 3
_FEW = 4


@cache
def _function_words() -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    data = lexicon().languages
    shared = frozenset(data.shared)
    english = frozenset(NormalText(word).copy for word in data.english)
    others = tuple(
        frozenset(NormalText(word).copy for word in words) - shared - english for words in data.others.values()
    )
    return english, others


def why_unscored(text: NormalText) -> Unscored | None:
    """The reason why a turn cannot be read, or None.

    Another language is one whose function words clearly outnumber the English ones, or another script; names,
    short answers, dialect and learners' English are English.
    """
    if not text.copy.strip():
        return "empty"
    if not any(letter.isalnum() for letter in text.copy):
        return "no words"
    if _other_script(text.copy):
        return "not English"
    words = text.words
    english, others = _function_words()
    known = sum(word in english for word in words)
    if known * 3 >= len(words) and known:
        return None
    foreign = max((sum(word in language for word in words) for language in others), default=0)
    if (foreign >= 2 and foreign > 2 * known) or (
        foreign >= 1 and known == 0 and len(words) >= _FEW and foreign * 5 >= len(words)
    ):
        return "not English"
    return "unreadable" if known == 0 and _gibberish(words) else None


def _other_script(copy: str) -> bool:
    if copy.isascii():
        return False
    letters = [letter for letter in copy if letter.isalpha()]
    latin = sum(bool(_LATIN.match(letter)) or "LATIN" in unicodedata.name(letter, "") for letter in letters[:400])
    return latin * 2 < len(letters[:400])


def _gibberish(words: tuple[str, ...]) -> bool:
    """Mostly letter strings that no English word looks like."""
    letters = [word for word in words if not word.isdigit()]
    if not letters:
        return False
    odd = sum(_odd(word) for word in letters)
    return odd * 2 > len(letters)


def _odd(word: str) -> bool:
    if len(word) > 25 or re.search(r"(.)\1{3,}", word):
        return True
    return len(word) >= _FEW and (not _VOWEL.search(word) or bool(_CLUSTER.search(word)) or _typed_in_rows(word))


def _typed_in_rows(word: str) -> bool:
    """Nothing but pieces of the keyboard's rows, forwards or backwards."""
    if not word:
        return True
    return any(
        word[:length] in row + " " + row[::-1] and _typed_in_rows(word[length:])
        for row in _ROWS
        for length in range(_RUN, len(word) + 1)
    )
