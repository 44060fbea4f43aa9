"""Words that call for help instead of practice: thoughts of death, of suicide, of hurting oneself.

Two layers. Rules: patterns, in ``distress.yaml`` beside this file, read once, at first use, each compiled when its
words are first met. And a learned layer (``leaning.py``), which weighs every word. What a rule finds is one weight more
in that sum: as many ordinary words can speak against it. Words that were hidden, so that the sum cannot see them, are
distress by the rule alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

from ..domain.base import Value
from ..domain.text import NormalText
from ..errors import BadFile
from ..files import read_model
from .disguise import Undisguise
from .leaning import leaning
from .patterns import filled

_FILE = Path(__file__).with_name("distress.yaml")
_SHOWN_AS = "simulator/safety/distress.yaml"
_STOPS = ".!?"
#: So many readings have words; a third one has only letters.
_WITH_WORDS = 2


def is_distress(text: NormalText) -> bool:
    """Whether the words tell of a wish to die, of suicide, of hurting oneself, or of a friend's.

    Linear in the length of the text.
    """
    readings = _readings(text)
    plainest = _plainest(readings)
    if leaning().reaches(plainest):
        return True
    found = _reader().finds(text.copy, readings)
    return found and (leaning().reaches(plainest, ruled=True) or _reader().finds_hidden(text.copy, readings))


def is_near_distress(*texts: str) -> bool:
    """Whether some of these words lean to distress, be it not so far as to stop: then help is named beside the talk."""
    said = (NormalText(text) for text in texts if text.strip())
    return any(leaning().comes_near(plain_reading(text)) or rules_find(text) for text in said)


def any_distress(*texts: str) -> bool:
    """Whether any text of a person, or all of them read as one, calls for help: forms, notes, imported turns."""
    said = [text for text in texts if text.strip()]
    return any(is_distress(NormalText(text)) for text in dict.fromkeys((*said, ". ".join(said))))


def where_distress(texts: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the texts that call for help; of all of them where only together they do so."""
    said = {name: words for name, words in texts.items() if words.strip()}
    alone = tuple(name for name, words in said.items() if is_distress(NormalText(words)))
    return alone or (tuple(said) if any_distress(*said.values()) else ())


def rules_find(text: NormalText) -> bool:
    """Whether a pattern finds it."""
    return _reader().finds(text.copy, _readings(text))


def words_lean(text: NormalText) -> bool:
    """Whether the learned layer reads it so without any rule."""
    return leaning().reaches(plain_reading(text))


def why(text: NormalText) -> list[str]:
    """The words that weigh most in the learned layer, for whoever works on it; shown to no user."""
    return [term for term, _ in leaning().strongest(plain_reading(text))]


def plain_reading(text: NormalText) -> str:
    """What the learned layer is given: contractions written out, slips mended and, where there is one, no disguise."""
    return _plainest(_readings(text))


def _readings(text: NormalText) -> list[str]:
    return list(_reader().readings(text.copy))


def _plainest(readings: Sequence[str]) -> str:
    """The last of those that still have words."""
    return readings[:_WITH_WORDS][-1]


class _Sign(Value):
    """One kind of words: ``patterns`` count where one of ``words`` stands, ``unless`` the sentence takes it back."""

    about: str
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    unless: tuple[str, ...]


class _Rules(Value):
    """The file; its comments say what each list is for."""

    parts: dict[str, str]
    idioms: tuple[str, ...]
    friends: _Sign
    signs: tuple[_Sign, ...]
    run_together: tuple[str, ...]
    hidden: tuple[str, ...]
    hidden_short: tuple[str, ...]
    slips: dict[str, tuple[str, ...]]
    written_out: dict[str, str]
    elsewhere: tuple[str, ...]


#: Words are looked up by their first letters, so that a reading costs the same however long the lists grow.
_KEY = 4
#: Places in the index.
_RUN_TOGETHER, _FRIENDS, _FIRST_SIGN = 0, 1, 2


class _WordIndex:
    """Which of some numbered lists of words have a word in a reading, also inside a longer word."""

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        self._short: list[tuple[str, int]] = []
        self._by_key: dict[str, list[tuple[str, int]]] = {}
        for number, words in enumerate(lists):
            for word in words:
                if len(word) < _KEY:
                    self._short.append((word, number))
                else:
                    self._by_key.setdefault(word[:_KEY], []).append((word, number))

    def present(self, reading: str) -> set[int]:
        """The numbers of the lists."""
        keys = {reading[place : place + _KEY] for place in range(len(reading))}
        found = {number for word, number in self._short if word in reading}
        for key in self._by_key.keys() & keys:
            found.update(number for word, number in self._by_key[key] if word in reading)
        return found


class _Compiled:
    """The patterns of a sign.

    Each is compiled when first wanted. Mostly none is: all of them as alternatives of one expression are searched
    first, which takes a fraction of the time.
    """

    def __init__(self, patterns: Sequence[str], unless: Sequence[str]) -> None:
        self._sources = tuple(patterns)
        self._taken_back = tuple(unless)

    @cached_property
    def _screens(self) -> list[re.Pattern[str]]:
        # Alternatives that all begin at the edge of a word are tried only there.
        at_edge = [source for source in self._sources if source.startswith(r"\b")]
        others = [source for source in self._sources if source not in at_edge]
        return [_pattern("|".join(sources)) for sources in (at_edge, others) if sources]

    @cached_property
    def _unless(self) -> re.Pattern[str] | None:
        return _pattern("|".join(self._taken_back)) if self._taken_back else None

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(_pattern, self._sources))

    def found_in(self, reading: str) -> bool:
        if not any(screen.search(reading) for screen in self._screens):
            return False
        matches = (match for pattern in self._patterns for match in pattern.finditer(reading))
        return any(self._unless is None or not self._unless.search(_sentence(reading, match)) for match in matches)


class _Reader:
    def __init__(self, rules: _Rules) -> None:
        self.readings = Undisguise(rules.written_out, rules.slips, rules.hidden + rules.hidden_short).readings
        self._figures = [filled(pattern, rules.parts) for pattern in rules.idioms]
        self._friends = self._compiled(rules.friends, rules.parts)
        self._signs = [self._compiled(sign, rules.parts) for sign in rules.signs]
        self._index = _WordIndex([rules.run_together, rules.friends.words, *(sign.words for sign in rules.signs)])
        self._elsewhere = tuple(NormalText(phrase).copy for phrase in rules.elsewhere)

    @cached_property
    def _idioms(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(_pattern, self._figures))

    @staticmethod
    def _compiled(sign: _Sign, parts: dict[str, str]) -> _Compiled:
        return _Compiled(
            [filled(pattern, parts) for pattern in sign.patterns], [filled(pattern, parts) for pattern in sign.unless]
        )

    def finds(self, copy: str, readings: Iterable[str]) -> bool:
        """Whether the normalised copy, or any reading of it, holds a sign."""
        return any(map(copy.__contains__, self._elsewhere)) or any(map(self._speaks, readings))

    def finds_hidden(self, copy: str, readings: Sequence[str]) -> bool:
        """Whether it holds a sign that has no words: in another script, run together, or in bare letters."""
        if any(map(copy.__contains__, self._elsewhere)) or any(map(self._speaks, readings[_WITH_WORDS:])):
            return True
        return any(_RUN_TOGETHER in self._index.present(reading) for reading in readings)

    def _speaks(self, reading: str) -> bool:
        present = self._index.present(reading)
        if _RUN_TOGETHER in present or (_FRIENDS in present and self._friends.found_in(reading)):
            return True
        if not self._tells(reading, present):
            return False
        for idiom in self._idioms:
            reading = idiom.sub(" … ", reading)
        return self._tells(reading, self._index.present(reading))

    def _tells(self, reading: str, present: set[int]) -> bool:
        return any(
            sign.found_in(reading) for number, sign in enumerate(self._signs, start=_FIRST_SIGN) if number in present
        )


def _sentence(reading: str, match: re.Match[str]) -> str:
    start = max(reading.rfind(stop, 0, match.start()) for stop in _STOPS) + 1
    ends = [end for stop in _STOPS if (end := reading.find(stop, match.end())) >= 0]
    return reading[start : min(ends, default=len(reading))]


def _pattern(source: str) -> re.Pattern[str]:
    try:
        return re.compile(source)
    except re.error as error:
        raise _unusable(error) from error


def _unusable(error: Exception) -> BadFile:
    return BadFile(_SHOWN_AS, "", f"holds a pattern that cannot be used: {error}.")


@cache
def _reader() -> _Reader:
    rules = read_model(_Rules, _FILE, _SHOWN_AS)
    try:
        return _Reader(rules)
    except KeyError as error:
        raise _unusable(error) from error
