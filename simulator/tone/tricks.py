"""Words to a program instead of to her: orders to leave the part, marks asked for, a talk forged, code and markup.

They earn nothing. Decent words beside them keep what they earn.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path

from ..domain.base import Value
from ..files import read_model
from .reading import Reading

_FILE = Path(__file__).parent / "lexicon" / "tricks.yaml"


class _File(Value):
    triggers: frozenset[str]
    signs: str
    sentences: tuple[str, ...]
    label: str
    named: str
    forged: str


class _Patterns:
    """The file, compiled."""

    def __init__(self, data: _File) -> None:
        self.triggers = data.triggers
        self.signs = re.compile(data.signs)
        self.forged = re.compile(data.forged)
        self.label = re.compile(data.label)
        self._data = data

    @cached_property
    def sentences(self) -> re.Pattern[str]:
        """What speaks to a program."""
        return re.compile("|".join(f"(?:{one})" for one in self._data.sentences), re.MULTILINE)

    @cached_property
    def speakers(self) -> re.Pattern[str]:
        """The label of any speaker."""
        return re.compile(f"(?:{self._data.label})|(?:{self._data.named})")


@cache
def _patterns() -> _Patterns:
    return _Patterns(read_model(_File, _FILE, "tone/lexicon/tricks.yaml"))


def tricks(reading: Reading) -> list[tuple[int, int]]:
    """The stretches of the canonical copy that are such words, in order: whole sentences, or the rest of the turn."""
    patterns = _patterns()
    if not (patterns.triggers & reading.vocabulary or patterns.signs.search(reading.text)):
        return []
    talk = _forged_talk(reading)
    found = [
        (sentence.start, sentence.end)
        for sentence in reading.sentences
        if patterns.sentences.search(reading.text, sentence.start, sentence.end)
    ]
    if talk is not None:
        found = [(start, end) for start, end in found if end <= talk] + [(talk, len(reading.text))]
    return found


def _forged_talk(reading: Reading) -> int | None:
    """Where a talk begins that is written down with its speakers; None where there is none."""
    patterns = _patterns()
    if patterns.label.search(reading.text) or patterns.forged.search(reading.text):
        first = patterns.speakers.search(reading.text)
        return first.start() if first else None
    return None
