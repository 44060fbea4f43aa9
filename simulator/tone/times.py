"""Finds the time that a promise names."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import lexicon


@cache
def _time() -> re.Pattern[str]:
    return lexicon().expression("time")


def time_phrase(text: str) -> tuple[int, int] | None:
    """The offsets of the longest time phrase in a normalised text ("on Friday at noon"), or None."""
    spans = [match.span() for match in _time().finditer(text)]
    return max(spans, key=lambda span: span[1] - span[0]) if spans else None
