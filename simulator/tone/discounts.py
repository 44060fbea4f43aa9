"""Takes off what the words seem to earn where they name nothing, stand beside the question, or come with contempt.

The rules weaken such merits by themselves; here the learned layer's part goes, as events that say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..domain.appraisal import Event
from ..domain.base import two_decimals
from ..domain.events import Dimension, EventName
from ..domain.text import NormalText
from .dimensions import ruled, words_totals
from .fitted import fitted
from .lexicon import lexicon
from .questions import KINDS
from .reading import Reading
from .relevance import kept
from .wording import wording

_HOLLOW = frozenset(
    {
        EventName.BUZZWORDS, EventName.IDLE_WORDS, EventName.LOOSE_WORDS, EventName.REPORTS_WORDS,
        EventName.TO_A_PROGRAM,
    }
)  # fmt: skip
#: Beside these, said plainly, little else is heard; and what share of it.
_DEAFENING = frozenset({EventName.CONTEMPT, EventName.THREAT})
_PLAINLY = -1.9
_STILL_HEARD = 0.4
#: A question asked so clearly is a plain one; so clear is a fault beside it.
_PLAIN, _FAULT = 1.0, -0.3
_POLITE = re.compile(
    r"\W*(?:(?:and|so|then|ok|okay|well|please)[, ]+)*"
    r"(?:(?:can|could|may|might|shall|would) (?:we|i|you)"
    r"|(?:what|which|how) (?:exactly )?(?:do|would|should) (?:you|i))\b"
)


def discounted(events: Sequence[Event], found: Sequence[Event], reading: Reading, line: str) -> tuple[Event, ...]:
    """All events, and beside them what is taken off each dimension.

    Args:
        events: those of the rules and of the words.
        found: those of the rules.
        reading: the turn.
        line: the canonical copy of the line it answers.
    """
    events = (*events, *_held_against_nobody(events, found, reading))
    marked = [event for event in found if event.name in _HOLLOW]
    shares = {event: share for event in found if (share := _share_kept(event)) < 1}
    if not marked and not shares:
        return tuple(events)
    added: list[Event] = []
    earned = {event.dimension: event.weight for event in events if event.name is EventName.WORDING}
    if marked:
        kept = _earned_without(marked, found, reading, line)
        for dimension in sorted({*earned, *kept}):
            weight = earned.get(dimension, 0.0)
            rest = _rest(weight, kept.get(dimension, 0.0), marked[0].name)
            if rest != weight:
                added.append(_changed(marked[0], dimension, rest - weight))
                earned[dimension] = rest
    if shares:
        event = min(shares, key=lambda one: (shares[one], one.start, one.name))
        lost = 1 - shares[event]
        added += [_changed(event, dimension, -lost * weight) for dimension, weight in earned.items() if weight > 0]
    return tuple(sorted([*events, *added], key=lambda event: (event.start, event.end, event.name, event.dimension)))


def _held_against_nobody(events: Sequence[Event], found: Sequence[Event], reading: Reading) -> list[Event]:
    """What takes back the amounts that words of a plain question would cost: asking so is held against nobody.

    Plain is one about what is feared, and one that begins with "could you" or "what do you". Beside a fault that a rule
    has found it is none: then the words are of its kind.
    """
    if any(event.strength <= _FAULT for event in found):
        return []
    asked = {
        reading.normal.sentence_of(event.start, event.end): event
        for event in found
        if event.name in KINDS and event.strength >= _PLAIN and _asks_plainly(event, reading)
    }
    worded = [event for event in events if event.name is EventName.WORDING and event.weight < 0]
    paired = ((event, asked.get(reading.normal.sentence_of(event.start, event.end))) for event in worded)
    return [_changed(question, event.dimension, -event.weight) for event, question in paired if question is not None]


def _asks_plainly(event: Event, reading: Reading) -> bool:
    sentence = reading.normal.sentence_of(event.start, event.end)
    if event.name is EventName.ASKS_JOB_SAFETY or sentence is None:
        return sentence is not None
    return _POLITE.match(reading.normal.copy[sentence.start : sentence.end]) is not None


def _share_kept(event: Event) -> float:
    if event.name is EventName.BESIDE_THE_QUESTION:
        return kept(event)
    deafens = event.name in _DEAFENING and event.strength <= _PLAINLY and not event.implied
    return _STILL_HEARD if deafens else 1.0


def _earned_without(
    marked: Sequence[Event], found: Sequence[Event], reading: Reading, line: str
) -> dict[Dimension, float]:
    """What the words come to with blanks in place of these."""
    text = reading.normal.original
    for event in marked:
        text = text[: event.start] + " " * (event.end - event.start) + text[event.end :]
    spoken = ruled(found)
    leanings = wording().read(Reading(NormalText(text), lexicon().speller), line, spoken)
    return words_totals(spoken, leanings, fitted())


def _rest(weight: float, without: float, why: EventName) -> float:
    """What stays of a sum of words: of hollow words only what they cost, of somebody else's nothing."""
    if why is EventName.REPORTS_WORDS:
        return max(weight, min(without, 0.0)) if weight < 0 else min(weight, max(without, 0.0))
    return max(0.0, min(weight, without)) if weight > 0 else weight


def _changed(event: Event, dimension: Dimension, amount: float) -> Event:
    return event.model_copy(
        update={"dimension": dimension, "weight": two_decimals(amount), "strength": 0.0, "implied": True}
    )
