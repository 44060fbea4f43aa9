"""Finds the time that a promise names."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import lexicon

#: A frequency of something else than days and hours.
_MEASURE = re.compile(
    r"(?:every|each) (?!(?:\w+ )?(?:day|week|month|quarter|year|hour|morning|afternoon|evening|night|shift|time|monday"
    r"|tuesday|wednesday|thursday|friday|saturday|sunday|two|three|four|\d))"
)


@cache
def _time() -> re.Pattern[str]:
    return lexicon().expression("time")


def time_phrase(text: str) -> tuple[int, int] | None:
    """The offsets of the first time phrase in a normalised text ("by Friday"), or None.

    "Every report" says how often, and stands back behind a day or an hour.
    """
    found = [match.span() for match in _time().finditer(text)]
    telling = (span for span in found if not _MEASURE.match(text, *span))
    return next(telling, found[0] if found else None)
