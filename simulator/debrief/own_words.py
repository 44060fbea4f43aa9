"""What the user's character could say about each error, the error that was meant first, in the user's own register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ..dialogue.cues import cues_hit
from ..domain.events import EventName
from ..domain.text import NormalText
from ..domain.transcript import UserTurn, her_last_line
from ..resources import own_situation
from ..tone.appraise import appraise

if TYPE_CHECKING:
    from ..dialogue.session import Session
    from ..domain.scenario import OwnError, Scenario

_SENTENCE_GAP = re.compile(r"(?<=[.!?])\s+")
#: Long forms and what somebody says who speaks in short ones.
_SHORT_FORMS = (
    (r"\bdid not\b", "didn't"), (r"\bdo not\b", "don't"), (r"\bwas not\b", "wasn't"), (r"\bis not\b", "isn't"),
    (r"\bhad not\b", "hadn't"), (r"\bcannot\b", "can't"), (r"\bI will\b", "I'll"), (r"\bI had\b(?! to\b)", "I'd"),
    (r"\bI have\b(?! (?:the|his|her|a|to)\b)", "I've"), (r"\bThat is\b", "That's"),
)  # fmt: skip
_SPEAKS_SHORT = re.compile(
    r"\b\w+n't\b|\b(?:i|you|we|they|he|she|it|that)'(?:ll|m|ve|re|d|s)\b|\b(?:dont|didnt|im|ive)\b"
)


def fillings(scenario: Scenario, before: Session, turn: UserTurn, *, imported: bool) -> Iterator[dict[str, str]]:
    """The slots of a pattern for each error: the one that the turn speaks of, then hers, then those not named yet.

    What nobody has told is left out: the general words of somebody's own situation, where the talk was really held
    (``imported``) or where other things were told of it.
    """
    general = _general_words() if imported or scenario != own_situation() else frozenset()
    false, plan = scenario.false_charge, scenario.facts_user_knows.plan_words
    for error in _meant_first(scenario, before, turn):
        slots = {
            "own_words": error.own_words,
            "own_first": _own_first(error.own_words),
            "impact_words": error.impact_words,
            "plan_words": plan,
            "plan_first": _first(plan),
            "plan_last": _SENTENCE_GAP.split(plan)[-1],
            "charge_words": false.own_words if false else error.own_words,
        }
        yield {name: words for name, words in slots.items() if words not in general}


@cache
def _general_words() -> frozenset[str]:
    knows = own_situation().facts_user_knows
    error, plan = knows.errors[0], knows.plan_words
    whole = (error.own_words, error.impact_words, plan)
    return frozenset((*whole, _own_first(error.own_words), _first(plan), _SENTENCE_GAP.split(plan)[-1]))


def _meant_first(scenario: Scenario, before: Session, turn: UserTurn) -> list[OwnError]:
    said = NormalText(turn.text).copy
    hers = NormalText(her_last_line(before.turns)).copy
    named = before.state.memory.errors_named

    def distance(error: OwnError) -> tuple[bool, bool, bool]:
        return not cues_hit(error.cues[:1], said), not cues_hit(error.cues[:1], hers), error.id in named

    return sorted(scenario.facts_user_knows.errors, key=distance)


@lru_cache(maxsize=256)
def _own_first(own_words: str) -> str:
    """The first sentence, where it owns up by itself: "I said I had looked" is half of the truth."""
    first = _first(own_words)
    owns = any(event.name is EventName.NAMES_OWN_ERROR for event in appraise(first).said)
    return first if owns else own_words


def _first(words: str) -> str:
    return _SENTENCE_GAP.split(words)[0]


def in_their_register(words: str, before: Session, turn: UserTurn) -> str:
    """The same words in short forms ("didn't") where the user speaks in them, at least as often as not."""
    said = [one.text for one in (*before.turns, turn) if isinstance(one, UserTurn)]
    short = sum(bool(_SPEAKS_SHORT.search(NormalText(text).copy)) for text in said)
    if 2 * short < len([text for text in said if text.strip()]) or not short:
        return words
    for long, brief in _SHORT_FORMS:
        words = re.sub(long, brief, words)
    return words
