"""What the supervisor's line asks for or raises; a turn is read as an answer to it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from ..domain.text import NormalText
from .lexicon import lexicon
from .reading import Reading

_TENSE = frozenset({"issue", "impact", "burden", "warning", "control", "sharp"})
_LIGHT = frozenset({"social", "praises", "concedes", "kind", "informs"})
_PAST = re.compile(r"\b(?:did you|had you|was it|was the|were you|have you|you know that|you first)\b[^?]*\?")
#: Words that she repeats: they raise what they raise, and ask for nothing.
_QUOTED = re.compile(r'"[^"]+"')
_YES_NO = frozenset(
    {
        "do", "did", "does", "are", "is", "was", "were", "have", "has", "had", "can", "could", "will", "would",
        "should", "may", "might", "am", "shall",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Context:
    """Features of the line that a turn answers.

    Attributes:
        features: names from ``lexicon/context.yaml`` that hold, and these combinations:
            ``silent`` (no words), ``question``, ``yes_no``, ``tense`` (something hard is on the table),
            ``issue_strict`` (an error or its harm), ``control_plain`` (only an announcement of checks),
            ``asks_plan_strict`` (asks for a plan or promise in a question), ``asks_acceptance_only``,
            ``asks_yes`` (asks for the user's word, and yes or no would be an answer),
            ``serious`` (nothing light or merely practical: what is said of it weighs), ``pointed`` (and it states
            something or asks the user to account for it).
        text: the canonical copy of the line.
    """

    features: frozenset[str]
    text: str = ""

    def has(self, *names: str) -> bool:
        """Whether any of these holds."""
        return not self.features.isdisjoint(names)

    @property
    def asks_of_the_past(self) -> bool:
        """Whether it asks what was: "On which day did you first want to ask?" wants no date to come."""
        return _PAST.search(self.text) is not None

    def allows(self, when: Collection[str], not_when: Collection[str]) -> bool:
        """Whether a rule with these conditions may count."""
        return (not when or not self.features.isdisjoint(when)) and self.features.isdisjoint(not_when)


@lru_cache(maxsize=4096)
def context_of(supervisor: str) -> Context:
    """Read one supervisor line; an empty one is a silence."""
    words = lexicon()
    reading = Reading(NormalText(supervisor[:4000]), words.speller)
    if not reading.words:
        return Context(frozenset({"silent"}))
    quoted = [match.span() for match in _QUOTED.finditer(reading.text)]
    found = {
        words.contexts[place]
        for place, _, match in words.context_index.matches(reading)
        if not (words.contexts[place].startswith("asks_") and _within(match.start(), quoted))
    }
    return Context(frozenset(found | _combined(found, reading)), reading.text)


def _within(place: int, spans: Collection[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _combined(found: set[str], reading: Reading) -> set[str]:
    made = set()
    last = reading.sentences[-1]
    if any(sentence.asked for sentence in reading.sentences):
        made.add("question")
        if (last.asked and last.words[0] in _YES_NO) or last.text.endswith(("or not?", ", didn't it?")):
            made.add("yes_no")
    if found & _TENSE and "praises" not in found:
        made.add("tense")
    if found & {"issue", "impact"} and not found & {"praises"}:
        made.add("issue_strict")
    elif "control" in found:
        made.add("control_plain")
    if not found & _LIGHT:
        made.add("serious")
        asked = found & {"asks_acceptance", "asks_why", "sharp"}
        if asked or ("question" not in made and not found & {"requests", "asks_status"}):
            made.add("pointed")
    return made | _asked_for(found, made)


def _asked_for(found: set[str], made: set[str]) -> set[str]:
    """What the line asks for, given whether and how it asks."""
    asked = set()
    if ("asks_plan" in found and "question" in made) or "asks_when" in found:
        asked.add("asks_plan_strict")
    if "asks_commitment" in found and ("yes_no" in made or "question" not in made):
        asked.add("asks_yes")
    if "asks_acceptance" in found and not found & {"impact"}:
        asked.add("asks_acceptance_only")
    return asked
