"""Finds the time that a promise names."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import lexicon


@cache
def _time() -> re.Pattern[str]:
    return lexicon().expression("time")


def time_phrase(text: str) -> tuple[int, int] | None:
    """The offsets of the first time phrase in a normalised text ("by Friday"), or None."""
    match = _time().search(text)
    return match.span() if match else None
