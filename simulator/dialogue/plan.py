"""What she means to do with her turn, and what in the user's words decides it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..domain.conduct import Ending, Mood, Move, Need, Question, Topic
from ..domain.events import EventName as E
from ..domain.persona import HiddenFact
from .following import next_need
from .questions import bears_out
from .rules import rules
from .topics import ACKNOWLEDGED, ANSWERED, STANDS_IN

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..domain.appraisal import Event
    from ..domain.persona import Persona
    from .hearing import Heard
    from .stance import Movement, Setting

#: What only shows faintly through other words is not what was said.
_CLEARLY_GOOD = 0.25


_THE_JOB = re.compile(
    r"\b(?:jobs?|fire[ds]?|firing|sack(?:ed|ing)?|dismiss\w*|let(?:ting)? (?:me )?go|laid off|redundant|my post"
    r"|stay(?! on the)|remain here|want(?:ed)? me|(?:still|even|really) wanted|welcome"
    r"|(?:place|future|room|way) for me|get(?:ting)? rid of me|out of here|on my way out|working here|work here)\b"
)


@dataclass(frozen=True)
class Plan:
    """Her next move: what she takes up, the user's exact words, what she asks next, what she lets out.

    Attributes:
        given: what she asked after and has just had an answer to, where she takes nothing else up.
        earlier: the user's words of before that do not fit with ``quote``.
        also: what she takes up, or answers, in the same breath, after the first.
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
    also: tuple[Move, Topic] | Question | None = None
    reveals: HiddenFact | None = None


def to_a_question(setting: Setting, movement: Movement, mood: Mood, *, asks: bool = True) -> Plan | None:
    """Her own answer to a direct question; None where none was put that she has an answer to."""
    asked = asked_of_her(setting.persona, movement)
    if asked is None:
        return None
    about, words = asked
    ask = next_need(setting.persona, movement.after, about) if asks else None
    return Plan(Move.ANSWER, mood, quote=words, question=about, ask=ask)


def asked_of_her(persona: Persona, movement: Movement) -> tuple[Question, str] | None:
    """Which of her answers is wanted, and the words that ask: what is feared first, then what the words surely ask."""
    heard = movement.heard
    feared = fears_for_the_job(heard)
    if feared is not None:
        return Question.JOB, feared.quote
    sure = asked_by_its_words(persona, movement)
    if sure is not None:
        return sure
    known = (one for one in heard.events if one.name in ANSWERED)
    asked = max((one for one in known if bears_out(one.quote, ANSWERED[one.name])), key=_strength, default=None)
    if asked is not None:
        return ANSWERED[asked.name], asked.quote
    return asked_by_its_words(persona, movement, loosely=True)


def fears_for_the_job(heard: Heard) -> Event | None:
    """Where somebody asks whether they may stay: the job itself, and not the file, an account, who will be told."""
    asked = (event for event in heard.events if event.name is E.ASKS_JOB_SAFETY)
    return next((event for event in asked if _THE_JOB.search(event.quote.lower())), None)


def _strength(event: Event) -> float:
    return event.strength


def surely_asked(persona: Persona, movement: Movement) -> Question | None:
    """Which of her answers is wanted whatever else was said, while she has one left that she has not given yet."""
    asked = asked_by_its_words(persona, movement)
    return asked[0] if asked is not None else None


def asked_by_its_words(persona: Persona, movement: Movement, *, loosely: bool = False) -> tuple[Question, str] | None:
    """The same, by the words of the question alone, while she has an answer left that she has not given yet."""
    heard = movement.heard
    about = heard.perhaps_asked if loosely else heard.surely_asked
    if heard.question is None:
        return None
    said = movement.before.memory.said
    while about is not None and all(line.say in said for line in persona.answers.get(about, ())):
        about = STANDS_IN.get(about)
    return (about, heard.question[1]) if about is not None else None


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
