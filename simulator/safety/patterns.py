"""Patterns of which some parts stand in a list of their own: ``<name>`` is put in for the part of that name."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PART = re.compile(r"<([a-z]+)>")


def filled(pattern: str, parts: Mapping[str, str]) -> str:
    """The pattern with its named parts put in, and theirs.

    Raises:
        KeyError: there is no part of that name.
    """
    while _PART.search(pattern):
        pattern = _PART.sub(lambda match: parts[match.group(1)], pattern)
    return pattern
