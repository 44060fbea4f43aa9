"""What does not fit: words against earlier words, and names or days that nobody here knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from ..domain.events import EventName as E
from ..domain.text import NormalText
from .occasions import content_words, sentence_with, word_list
from .promises import time_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..domain.appraisal import Event
    from ..domain.scenario import Scenario
    from .state import Memory

_DENYING = frozenset({E.DENIAL, E.BLAMES_OTHERS, E.BLAMES_SYSTEM})
#: What the other one said or did takes back nothing of one's own.
_OF_HER = re.compile(r"\W*(?:(?:and|but|no|well|so)[, ]+)*you\b")
#: Words of a time that tell no time.
_TELLS_NO_TIME = frozenset({"by", "at", "on", "before", "after", "the", "of", "in", "next", "every", "each", "o'clock"})
#: Events that claim something which can be looked up; a specific in them that nobody knows earns nothing.
_CLAIMING = frozenset({E.CALM_CORRECTION, E.FIX_DONE, E.CLOSES_LOOP})
_MENDS_ITSELF = re.compile(
    r"\b(?:sorry|instead|i mean|make that|rather|correction|let me correct|move|moved|later than)\b"
)
_SAME_THING = 2
#: A name: a capital inside a sentence; two or more letters; not shouted.
_NAME = re.compile(r"(?<=[a-z,;:)] )(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][a-z]+(?:'s)?(?: [A-Z][a-z]+)?\b")
#: "I've said sorry to Ute": a colleague by the first name, who need not stand in the situation.
_NAMED_IN_PASSING = re.compile(r"\b(?:sorry|apologi[sz]ed|explained|thanked) (?:\w+ ){0,3}?to $|\bwith $")
_DAY = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:january|february|march|april|june|july|august|september|october|november"
    r"|december)|(?:january|february|march|april|june|july|august|september|october|november|december) "
    r"\d{1,2}(?:st|nd|rd|th)?)\b"
)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Clash:
    """Two things the user said that do not fit: admitted and now denied, or a promise that has quietly moved."""

    kind: Literal["denied", "moved"]
    earlier: str
    now: str


def clash(memory: Memory, events: Sequence[Event], text: NormalText) -> Clash | None:
    """The first thing in this turn that does not fit with what was said before, or None."""
    return _unsaid(memory, text) or _denied(memory, events, text) or _moved(memory, events, text)


def _unsaid(memory: Memory, text: NormalText) -> Clash | None:
    words = sentence_with("unsaid", text)
    before = _said_before(memory)
    if words is None or not before:
        return None
    now = content_words(words)
    earlier, telling = max(before, key=lambda one: len(one[1] & now))
    return Clash("denied", earlier, words) if telling & now or len(before) == 1 else None


def _said_before(memory: Memory) -> list[tuple[str, frozenset[str]]]:
    """What was admitted and promised, each with the words that tell what it is about."""
    promised = [(words, content_words(words)) for words in memory.promises]
    return [*zip(memory.admitted, memory.owning, strict=True), *promised]


def _denied(memory: Memory, events: Sequence[Event], text: NormalText) -> Clash | None:
    denying = [event.quote for event in events if event.name in _DENYING and not _OF_HER.match(event.quote.lower())]
    if (words := sentence_with("denies", text)) is not None:
        denying.append(words)
    for now in denying:
        for earlier, telling in zip(memory.admitted, memory.owning, strict=True):
            if telling & content_words(now):
                return Clash("denied", earlier, now)
    return None


def _moved(memory: Memory, events: Sequence[Event], text: NormalText) -> Clash | None:
    if _MENDS_ITSELF.search(text.copy) or any(event.name is E.EARLY_WARNING for event in events):
        return None
    for event in events:
        if event.name is not E.DATED_COMMITMENT:
            continue
        now = time_of(event.quote)
        same = (
            earlier
            for earlier in reversed(memory.promises)
            if len(content_words(earlier) & content_words(event.quote)) >= _SAME_THING
        )
        last = next(same, "")
        then = time_of(last)
        if now and then and _time_words(now).isdisjoint(_time_words(then)):
            return Clash("moved", last, event.quote)
    return None


def _time_words(time: str) -> frozenset[str]:
    """What tells the time: "tomorrow" and "by four tomorrow" may well be the same."""
    return frozenset(re.findall(r"[\w']+", time.lower())) - _TELLS_NO_TIME


def invented(scenario: Scenario, events: Sequence[Event], text: NormalText) -> tuple[tuple[Event, ...], str | None]:
    """Claims with a name or a day in them that stands nowhere in the situation: the events, and the words.

    Situations without a record of their own (one's own) know everything.
    """
    if scenario.false_charge is None:
        return (), None
    found = [event for event in events if event.name in _CLAIMING and _is_unknown(scenario, event.quote)]
    claim = sentence_with("claims", text)
    owned = any(event.name is E.NAMES_OWN_ERROR for event in events)
    if claim is None or not _is_unknown(scenario, claim) or (owned and not found):
        return tuple(found), found[0].quote if found else None
    return tuple(event for event in events if event in found or event.quote in claim), claim


def _is_unknown(scenario: Scenario, words: str) -> bool:
    known = _known(scenario)
    for match in _NAME.finditer(words):
        words_of_it = match.group().lower().replace(".", "").split()
        parts = {form for part in words_of_it for form in (part.removesuffix("'s"), part.removesuffix("s"))}
        if parts.isdisjoint(known) and (len(words_of_it) > 1 or not _NAMED_IN_PASSING.search(words[: match.start()])):
            return True
    days = _DAY.finditer(words.lower())
    return any(set(_NUMBER.findall(match.group())).isdisjoint(known) for match in days)


@lru_cache(maxsize=64)
def _known(scenario: Scenario) -> frozenset[str]:
    """Every word and number of the situation."""
    return frozenset(re.findall(r"[a-z]+|\d+", scenario.model_dump_json().lower())) | word_list("no_names")
