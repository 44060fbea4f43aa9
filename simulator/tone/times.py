"""Finds the time that a promise names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from .lexicon import lexicon

#: A frequency of something else than days and hours.
_MEASURE = re.compile(
    r"(?:every|each) (?!(?:\w+ )?(?:day|week|month|quarter|year|hour|morning|afternoon|evening|night|shift|time|monday"
    r"|tuesday|wednesday|thursday|friday|saturday|sunday|two|three|four|\d))"
)
#: What is due rather than when; a moment only behind a word such as "before".
_THING = re.compile(r"(?:the )?(?:next|coming|following) (?:\w+ )?(?:ones?|issue|load|list)\b")
_MOMENT_OF_IT = re.compile(r"\b(?:before|by|at|on|from|with|until|after|in time for) $")
#: "By the end of", "two days before": what it is of belongs to it.
_OPEN = re.compile(r"\b(?:of|before|after)$")
_REST = re.compile(r" (?:(?:the|this|that|next|my|your|our|each|every) )+\w+|(?<=of) \w+")
#: What may stand between two parts of one time: "on Thursday, at noon".
_BETWEEN = re.compile(r",? ")


@cache
def _time() -> re.Pattern[str]:
    return lexicon().expression("time")


def time_phrase(text: str) -> tuple[int, int] | None:
    """The offsets of the first time phrase in a normalised text ("by Friday at noon"), or None.

    A day and the hour beside it are one phrase. "Every report" says how often, and stands back behind a day or an hour;
    in "You have the next one by Friday" the next one is what is due.
    """
    found = [match.span() for match in _time().finditer(text) if not _is_a_thing(text, match.start())]
    telling = [span for span in found if not _MEASURE.match(text, *span)]
    first = next(_joined(text, telling or found), None)
    return None if first is None else _whole(text, *first)


def _is_a_thing(text: str, start: int) -> bool:
    return _THING.match(text, start) is not None and _MOMENT_OF_IT.search(text[:start]) is None


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """With the word before a thing that makes a moment of it, and with what an open end is the end of."""
    if _THING.match(text, start) and (before := _MOMENT_OF_IT.search(text[:start])):
        start = before.start()
    rest = _REST.match(text, end) if _OPEN.search(text[start:end]) else None
    return start, rest.end() if rest else end


def _joined(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans, those with nothing but a comma between them as one."""
    while spans:
        (start, end), *spans = spans
        while spans and _BETWEEN.fullmatch(text, end, spans[0][0]):
            end = spans.pop(0)[1]
        yield start, end
