"""When not to practise: violence, bullying, discrimination, harassment, a hearing, unpaid wages, danger at work.

Recognised where the user describes them. Nothing stops and nothing is scored by it; the page says once whom to turn to.
The patterns are data, in ``elsewhere.yaml``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ..domain.base import Value
from ..domain.text import NormalText
from ..files import any_of, read_model
from .patterns import filled

_FILE = Path(__file__).with_name("elsewhere.yaml")


class _Topic(Value):
    title: str
    patterns: tuple[str, ...]


class _Topics(Value):
    """The file; ``unless`` takes a sentence back, ``parts`` stand in patterns."""

    parts: dict[str, str]
    violence: _Topic
    bullying: _Topic
    discrimination: _Topic
    harassment: _Topic
    hearing: _Topic
    pay: _Topic
    danger: _Topic
    unless: tuple[str, ...]


def not_for_practice(*texts: str) -> str | None:
    """The first sentence of the card, by what these texts describe; None where they describe nothing of the kind."""
    for text in texts:
        normal = NormalText(text)
        for start, end in normal.sentences:
            sentence = normal.copy[start:end]
            title = next((title for title, pattern in _topics() if pattern.search(sentence)), None)
            if title is not None and not _taken_back().search(sentence):
                return title
    return None


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    given = _given()
    topics = (
        given.violence,
        given.bullying,
        given.discrimination,
        given.harassment,
        given.hearing,
        given.pay,
        given.danger,
    )
    return tuple((topic.title, _any(topic.patterns)) for topic in topics)


@cache
def _taken_back() -> re.Pattern[str]:
    return _any(_given().unless)


@cache
def _given() -> _Topics:
    return read_model(_Topics, _FILE, "simulator/safety/elsewhere.yaml")


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return any_of(filled(pattern, _given().parts) for pattern in patterns)
