"""Two weeks later: how a promise went, by what the user says of it. Code decides, and it can be looked up."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..domain.base import Value
from ..domain.conduct import Topic
from ..domain.text import NormalText, Span
from ..files import read_patterns
from ..tone.standing import standing_rule
from .occasions import content_words

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    return read_patterns(_Patterns, _FILE, "simulator/dialogue/accounts.yaml")


class Telling(NamedTuple):
    """One way to tell how a promise went: a name for it, what stands on the button, and what is said."""

    key: str
    label: str
    words: str


_OF_A_DAY = (
    Telling("kept", "I kept it", "I did it, as I said I would."),
    Telling("warned", "Late, and I had said so", "It slipped, and I told you beforehand that it would."),
    Telling("silent", "I let it slip", "It slipped, and I didn't tell you beforehand."),
)
_OF_A_RULE = (
    Telling("kept", "I kept to it every time", "I kept to it every time, without a miss."),
    Telling("warned", "Missed once, and I had said so", "I missed it once, and I had told you so before."),
    Telling("silent", "I let it slip once", "Once I didn't keep to it, and I didn't tell you beforehand."),
)
_AGAIN_AND_AGAIN = re.compile(
    r"\b(?:every|each|always|never|(?:mon|tues|wednes|thurs|fri|satur|sun)days|daily|weekly|once a|twice a|no longer)\b"
)


def ways_to_tell(promise: str) -> tuple[Telling, ...]:
    """Three plain ways to tell how a promise went, in words that fit it: a deed for a day, or a rule to keep to."""
    copy = NormalText(promise).copy
    rule = _AGAIN_AND_AGAIN.search(copy) is not None or standing_rule(copy) is not None
    return _OF_A_RULE if rule else _OF_A_DAY


def accounts_of(
    text: NormalText, promises: Sequence[CarriedPromise], pending: Sequence[int], asked: int
) -> tuple[tuple[int, Topic], ...]:
    """How the promises went that a turn speaks of: each sentence goes to the promise it names, else to the one asked.

    Args:
        pending: the numbers of the promises not yet accounted for; ``asked`` is one of them.

    Returns:
        The number of a promise and how it went, the one asked first. See ``account_of``.
    """
    parts: dict[int, list[str]] = {asked: []}
    current = asked
    for span in text.sentences or (Span(0, len(text.copy)),):
        words = text.copy[span.start : span.end]
        current = _named(words, promises, pending, current)
        parts.setdefault(current, []).append(words)
    found = {number: account_of(NormalText(" ".join(words)), promises[number]) for number, words in parts.items()}
    clear = tuple((number, how) for number, how in found.items() if number == asked or how is not Topic.UNSURE)
    if found[asked] is Topic.UNSURE and len(clear) > 1:
        return tuple(pair for pair in clear if pair[0] != asked)
    return clear


def _named(words: str, promises: Sequence[CarriedPromise], pending: Sequence[int], current: int) -> int:
    """The promise whose telling words a sentence shares most of; the current one where none is named."""
    shared = {number: len(content_words(words) & content_words(promises[number].words)) for number in pending}
    most = max(shared.values(), default=0)
    if not most or shared.get(current, 0) == most:
        return current
    return next(number for number in pending if shared[number] == most)


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
