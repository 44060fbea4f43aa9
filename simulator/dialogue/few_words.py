"""A word or two: an answer to her question, a yes to what she has said, or nothing that tells anything."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.base import Value
from ..domain.conduct import Need, Topic
from ..domain.events import EventName as E
from ..files import read_patterns
from .questions import surely_wants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..domain.appraisal import Event
    from ..domain.text import NormalText
    from .state import Memory

_FILE = Path(__file__).with_name("few_words.yaml")
#: Whoever says more than this says more than yes or no, or than that there is nothing yet.
_FEW, _LONGEST_NOT_YET, _LONGEST_GREETING = 2, 5, 6
#: What a short answer may be read as, for all that it answers.
LIKE_NOTHING = frozenset(
    {E.BRUSHES_OFF, E.NON_ANSWER, E.EVADES, E.CURT, E.VAGUE_PROMISE, E.WAITS_TO_BE_TOLD, E.REFUSES_HELP}
)
_POLITE = frozenset({E.COURTESY, E.CONSIDERATE, E.STEADY, E.SMALL_TALK, E.SEES_HER_SIDE})
#: Asked after these, "nobody" is no answer: there was somebody.
_SOMEBODY_THERE = frozenset({None, Need.ERROR, Need.RESPONSIBILITY, Need.IMPACT, Need.PLAN})


class _Patterns(Value):
    greeting: tuple[str, ...]
    empty: tuple[str, ...]
    agreeing: tuple[str, ...]
    declining: tuple[str, ...]
    nobody: tuple[str, ...]
    not_yet: tuple[str, ...]
    asks_whether: tuple[str, ...]
    asks_for_more: tuple[str, ...]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return read_patterns(_Patterns, _FILE, "simulator/dialogue/few_words.yaml")


def few_words(text: NormalText, memory: Memory, events: Sequence[Event]) -> Topic | None:
    """What a word or two come to after what she has just said; None where more was said.

    Returns:
        ``GIVEN``: they answer her question; ``AGREED``: a yes to what she said; ``NOT_YET``: there is nothing to tell
        yet; ``GREETING``: a hello; ``ONE_WORD``: she waits for more than that.
    """
    count = len(text.words)
    if count > max(_FEW, _LONGEST_NOT_YET, _LONGEST_GREETING) or surely_wants(text.copy) is not None:
        return None
    if count <= _LONGEST_GREETING and _fits("greeting", text):
        return Topic.GREETING
    if count <= _LONGEST_NOT_YET and memory.questioned and _fits("not_yet", text):
        return Topic.NOT_YET
    if not 0 < count <= _FEW or any(event.name not in LIKE_NOTHING | _POLITE and event.strength for event in events):
        return None
    if memory.questioned and _answers(text, memory):
        return Topic.GIVEN
    return Topic.AGREED if _fits("agreeing", text) and not memory.waits else Topic.ONE_WORD


def _answers(text: NormalText, memory: Memory) -> bool:
    """Whether it answers her question: a yes or a no one that can be answered so, anything that tells any other."""
    question = memory.question.lower()
    if _fits("agreeing", text) or _fits("declining", text):
        whether = _patterns()["asks_whether"].search(question) is not None
        return whether and (_fits("declining", text) or not _patterns()["asks_for_more"].search(question))
    if _fits("nobody", text):
        return memory.asking not in _SOMEBODY_THERE
    return not _fits("empty", text)


def _fits(name: str, text: NormalText) -> bool:
    return _patterns()[name].fullmatch(text.copy.strip(" .,!;:-")) is not None
