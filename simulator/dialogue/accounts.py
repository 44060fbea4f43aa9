"""Two weeks later: how a promise went, by what the user says of it. Code decides, and it can be looked up."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.base import Value
from ..domain.conduct import Topic
from ..resources import read_yaml, validated

if TYPE_CHECKING:
    from ..domain.text import NormalText
    from ..domain.transcript import CarriedPromise

_FILE = Path(__file__).with_name("accounts.yaml")


class _Patterns(Value):
    not_a_slip: tuple[str, ...]
    slipped: tuple[str, ...]
    warned: tuple[str, ...]
    should_have_warned: tuple[str, ...]
    kept: tuple[str, ...]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    shown_as = "simulator/dialogue/accounts.yaml"
    given = validated(_Patterns, read_yaml(_FILE, shown_as), shown_as)
    return {name: re.compile("|".join(f"(?:{one})" for one in found)) for name, found in given}


def account_of(text: NormalText, promise: CarriedPromise) -> Topic:
    """How a promise went.

    Returns:
        ``KEPT``; ``WARNED``: it slipped, and she had been told before; ``SILENT``: it slipped and nobody said a word;
        ``OVERLOAD``: it could not be kept beside the others, whatever is said, unless she was told before;
        ``UNSURE``: the words do not say.
    """
    said = _said(text.copy)
    if promise.beyond and said in (Topic.KEPT, Topic.SILENT):
        return Topic.OVERLOAD
    return said


def _said(copy: str) -> Topic:
    hits = {name: bool(pattern.search(copy)) for name, pattern in _patterns().items()}
    if hits["slipped"] and not hits["not_a_slip"]:
        return Topic.WARNED if hits["warned"] and not hits["should_have_warned"] else Topic.SILENT
    if hits["should_have_warned"]:
        return Topic.SILENT
    if hits["kept"] or hits["not_a_slip"]:
        return Topic.KEPT
    return Topic.WARNED if hits["warned"] else Topic.UNSURE
