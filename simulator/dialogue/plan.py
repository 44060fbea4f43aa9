"""What she means to do with her turn, and what in the user's words decides it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..domain.conduct import Ending, Mood, Move, Need, Question, Topic
from ..domain.events import EventName as E
from ..domain.persona import HiddenFact
from .following import next_need
from .rules import rules
from .topics import ACKNOWLEDGED, ANSWERED

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..domain.appraisal import Event
    from .stance import Movement, Setting

#: What only shows faintly through other words is not what was said.
_CLEARLY_GOOD = 0.25


_THE_JOB = re.compile(
    r"\b(?:jobs?|fire[ds]?|firing|sack(?:ed|ing)?|dismiss\w*|let(?:ting)? (?:me )?go|laid off|redundant|my post"
    r"|my place|stay(?! on the)|remain here|want(?:ed)? me|(?:still|even|really) wanted|welcome"
    r"|(?:place|future|room|way) for me|get(?:ting)? rid of me|out of here|on my way out|working here|work here)\b"
)


@dataclass(frozen=True)
class Plan:
    """Her next move: what she takes up, the user's exact words, what she asks next, what she lets out.

    Attributes:
        given: what she asked after and has just had an answer to, where she takes nothing else up.
        earlier: the user's words of before that do not fit with ``quote``.
        also: what she takes up in the same breath, after the first.
        review: the number of the promise that she brings up; ``accounted`` of the one she was just told of.
    """

    move: Move
    mood: Mood
    topic: Topic | None = None
    quote: str | None = None
    given: Need | None = None
    earlier: str | None = None
    review: int | None = None
    accounted: int | None = None
    question: Question | None = None
    ask: Need | None = None
    ending: Ending | None = None
    also: tuple[Move, Topic] | None = None
    reveals: HiddenFact | None = None


def to_a_question(setting: Setting, movement: Movement, mood: Mood, *, asks: bool = True) -> Plan | None:
    """Her own answer to a direct question; None where none was put."""
    events = movement.heard.events
    asked = first_of(events, {E.ASKS_JOB_SAFETY}) or first_of(events, ANSWERED)
    if asked is None:
        return None
    about = _what_is_feared(asked) if asked.name is E.ASKS_JOB_SAFETY else ANSWERED[asked.name]
    ask = next_need(setting.persona, movement.after, about) if asks else None
    return Plan(Move.ANSWER, mood, quote=asked.quote, question=about, ask=ask)


def _what_is_feared(asked: Event) -> Question:
    """The job itself, or something else that may follow: the file, an account, a warning, who will be told."""
    return Question.JOB if _THE_JOB.search(asked.quote.lower()) else ANSWERED[asked.name]


def best_of(movement: Movement) -> Event | None:
    """The heaviest of what was done right, where it is clearly said."""
    clear = tuple(event for event in movement.heard.events if event.strength >= _CLEARLY_GOOD)
    # Told beside the error it mends, what is done already is the news.
    return first_of(clear, {E.FIX_DONE}) or heaviest(clear, ACKNOWLEDGED, lowest=False)


def first_of(events: tuple[Event, ...], names: Collection[E]) -> Event | None:
    """The first of some events with one of these names."""
    return next((event for event in events if event.name in names), None)


def heaviest(events: tuple[Event, ...], names: Collection[E], *, lowest: bool) -> Event | None:
    """The event that moves most trust, up or (``lowest``) down."""
    fitting = [event for event in events if event.name in names]
    if not fitting:
        return None
    return (min if lowest else max)(fitting, key=lambda event: trust_of(event.name))


def trust_of(name: E) -> int:
    """What an event moves by the common rule, in tenths."""
    return rules().events[name].trust
