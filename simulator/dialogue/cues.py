"""Cues of a situation: words that tell that something was mentioned, told or asked for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ..domain.text import Span

if TYPE_CHECKING:
    from ..domain.scenario import CueGroups, Scenario
    from ..domain.text import NormalText
    from .state import Memory


@lru_cache(maxsize=4096)
def _cue(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def cues_hit(groups: CueGroups, text: str) -> str | None:
    """The last cue found when every group has a hit in the normalised text, else None."""
    found: str | None = None
    for group in groups:
        found = next((cue for cue in group if _cue(cue).search(text)), None)
        if found is None:
            return None
    return found


def told(groups: CueGroups, text: NormalText) -> str | None:
    """The user's own sentence that gave the last cue, or None."""
    cue = cues_hit(groups, text.copy)
    match = _cue(cue).search(text.copy) if cue is not None else None
    if match is None:
        return None
    start, end = match.span()
    sentence = next((span for span in text.sentences if span.start <= start and end <= span.end), Span(start, end))
    return text.quote(sentence.start, sentence.end)


#: What was named a turn before.
_OF_THEM = re.compile(r"\b(?:them|him|her|they|it|there)\b")


def facts_told(scenario: Scenario, memory: Memory, text: NormalText, *, mended: bool) -> tuple[tuple[str, str], ...]:
    """The facts that a turn tells for the first time, each with its sentence.

    Where something was ``mended``, also of what the turn before had named: "I rang them" after a word on the bakery.
    """
    lately = memory.wordings[-1] if mended and memory.wordings and _OF_THEM.search(text.copy) else frozenset[str]()
    return tuple(
        (fact.id, found)
        for fact in scenario.told_only
        if fact.id not in memory.told
        and (found := told(fact.cues if lately.isdisjoint(fact.cues[0]) else fact.cues[1:], text))
    )
