"""What she means to do with her turn, and what in the user's words decides it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..domain.conduct import Ending, Mood, Move, Need, Question, Topic
from ..domain.events import EventName as E
from ..domain.persona import HiddenFact
from .following import next_need
from .quoting import tells_most
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
_PROMISES = frozenset({E.DATED_COMMITMENT, E.EARLY_WARNING})
_PLANS = frozenset(name for name, topic in ACKNOWLEDGED.items() if topic is Topic.PLAN)
#: A promise beside something else is one where the speaker stands in it.
_OWN = re.compile(r"\b(?:i|i'll|i'm|we|we'll|id|ill)\b")
#: How a whole turn reads that is a fault, and one in which a merit is more likely misread than meant; -2 to +2.
_ILL, _NO_MERIT = -0.5, 0.05
#: What is taken up in the same breath with something heavier.
_WORTH_A_WORD = frozenset({Topic.ERROR, Topic.IMPACT, Topic.PLAN, Topic.DONE})


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
        also: what she takes up, or answers, in the same breath, after the first; ``beside`` are the words for it.
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
    beside: str | None = None
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
    """Which of her answers is wanted, and the words that ask: what is feared first, then what the words ask for."""
    heard = movement.heard
    feared = fears_for_the_job(heard)
    if feared is not None:
        return Question.JOB, feared.quote
    sure = asked_by_its_words(persona, movement)
    if sure is not None:
        return sure
    known = max((one for one in heard.events if one.name in ANSWERED), key=_strength, default=None)
    if known is not None:
        return ANSWERED[known.name], known.quote
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


def reads_ill(heard: Heard) -> bool:
    """Whether a turn reads as a fault to a fair supervisor: a fault found in any other is more likely misread."""
    return heard.whole < _ILL


def sure_of(heard: Heard) -> tuple[Event, ...]:
    """The events that she may speak of."""
    return tuple(event for event in heard.events if event not in heard.unsure)


def best_of(movement: Movement) -> Event | None:
    """The heaviest of what was done right, where it is clearly said, in a turn that reads as something right."""
    if movement.heard.whole <= _NO_MERIT:
        return None
    clear = tuple(event for event in sure_of(movement.heard) if event.strength >= _CLEARLY_GOOD)
    # Told beside the error it mends, what is done already is the news.
    return first_of(clear, {E.FIX_DONE}) or heaviest(clear, ACKNOWLEDGED, lowest=False)


def second_of(movement: Movement, best: Event) -> tuple[tuple[Move, Topic], str] | None:
    """What else was done right, or what was felt, in another sentence than the best: how she takes it up, its words."""
    heard, topic = movement.heard, ACKNOWLEDGED[best.name]
    others = tuple(
        event
        for event in sure_of(heard)
        if event.strength >= _CLEARLY_GOOD
        and ACKNOWLEDGED.get(event.name) in _WORTH_A_WORD - {topic}
        and tells_most(event.quote)
        and (event.name not in _PLANS or (event.name in _PROMISES and _OWN.search(event.quote.lower())))
        and not _overlap(event, best)
    )
    second = heaviest(others, ACKNOWLEDGED, lowest=False)
    if second is not None:
        return (Move.ACKNOWLEDGE, ACKNOWLEDGED[second.name]), second.quote
    felt = heard.gist
    if felt is None or felt[0] is not Topic.FELT or best.quote in felt[1] or felt[1] in best.quote:
        return None
    return (Move.PROBE, Topic.FELT), felt[1]


def _overlap(one: Event, other: Event) -> bool:
    return one.start < other.end and other.start < one.end


def first_of(events: tuple[Event, ...], names: Collection[E]) -> Event | None:
    """The first of some events with one of these names."""
    return next((event for event in events if event.name in names), None)


def heaviest(events: tuple[Event, ...], names: Collection[E], *, lowest: bool) -> Event | None:
    """The event that moves most trust, up or (``lowest``) down."""
    fitting = [event for event in events if event.name in names]
    if not fitting:
        return None
    if lowest:
        return min(fitting, key=lambda event: trust_of(event.name))
    return max(fitting, key=lambda event: (trust_of(event.name), tells_most(event.quote)))


def trust_of(name: E) -> int:
    """What an event moves by the common rule, in tenths."""
    return rules().events[name].trust


def is_most_of(event: Event, words: str) -> bool:
    """Whether little else was said: a good morning before the matter is no talk of something else."""
    return 2 * len(event.quote.split()) >= len(words.split())
