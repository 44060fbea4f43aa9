"""What a persona file lacks, and where its supervisor misbehaves before scripted employees.

Nothing here is a matter of taste: whether the lines are any good, a reader has to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from random import Random
from statistics import median

from ..dialogue import session as talks
from ..dialogue.breath import sentence_count
from ..dialogue.stance import Setting
from ..domain.conduct import Mood, Move, Topic
from ..domain.events import EventName as E
from ..domain.persona import OPTIONAL_MOVES, Persona
from ..domain.report import PersonaCheck
from ..resources import DEFAULT_SCENARIO, library
from .rehearsal import (
    ATTACKS,
    EMPTY,
    EXCUSES,
    GAP,
    ORDER,
    OWNS,
    RECIPE,
    REPAIRS,
    VAGUE,
    Employees,
    Ends,
    Talk,
    before,
    employees,
    hear,
)

#: What a line of each move may be asked to take up; the file should have at least one line for every one.
TOPICS: Mapping[Move, tuple[Topic, ...]] = {
    Move.OPEN: (Topic.RETURN,),
    Move.PROBE: (
        Topic.SAID, Topic.GIVEN, Topic.TOLD, Topic.FELT, Topic.AHEAD, Topic.AGREED, Topic.WISH, Topic.ASKED,
        Topic.REQUEST, Topic.CONFUSED, Topic.THANKS,
    ),
    Move.CHARGE: (Topic.NEXT,),
    Move.HOLD: (Topic.VAGUE, Topic.EVASION, Topic.TOO_MUCH, Topic.APOLOGY_AGAIN, Topic.ONE_WORD),
    Move.TEST: (Topic.UNDATED,),
    Move.CHALLENGE: (
        Topic.EXCUSE, Topic.BLAME, Topic.SOFT_WORDS, Topic.DENIAL, Topic.SUSPICION, Topic.BRUSH_OFF, Topic.RUDE,
        Topic.CONTRADICTION, Topic.INVENTED,
    ),
    Move.ACKNOWLEDGE: (
        Topic.ERROR, Topic.IMPACT, Topic.PLAN, Topic.CANDOUR, Topic.QUESTION, Topic.EFFORT, Topic.LIMIT,
        Topic.DONE,
    ),
    Move.REDIRECT: (Topic.SMALL_TALK, Topic.FLATTERY, Topic.OFF_TOPIC, Topic.JOKE, Topic.PASTED),
    Move.WARN: (Topic.RUDE,),
    Move.TAKE_IN: (Topic.LOSS, Topic.OFFER, Topic.DISCOVERY, Topic.TROUBLE),
    Move.ACCOUNT: (Topic.KEPT, Topic.WARNED, Topic.SILENT, Topic.OVERLOAD, Topic.UNSURE),
    Move.UNCLEAR: (Topic.LANGUAGE,),
}  # fmt: skip
_WITHOUT = {
    Move.TAKE_IN: "news is met as by a pause",
    Move.REVIEW: "there is no talk two weeks later",
    Move.ACCOUNT: "there is no talk two weeks later",
}
#: What must count for something with everybody, and the least percent of the common rule it may weigh.
MUST_COUNT = (
    E.NAMES_OWN_ERROR, E.NAMES_IMPACT, E.DATED_COMMITMENT, E.EXCUSE, E.BLAMES_OTHERS, E.BLAMES_SYSTEM,
    E.BLAMES_SUPERVISOR, E.CONTEMPT, E.THREAT,
)  # fmt: skip
_LEAST_WEIGHT = 25
_SEEDS = range(2)
_LONG_SEEDS, _LONG_TURNS = range(6), 20
#: In tenths of a point: a long talk is kept from ending by used-up patience.
_PATIENCE_KEPT = 400
#: In points of trust.
_NOTHING = 2.0
_FEW_GOOD_TURNS = 3
_MOST_WORDS, _MOST_SENTENCES = 25, 3
_QUOTED = re.compile(r'"[^"]*"')


def check(persona: Persona) -> PersonaCheck:
    """Everything that can be told of a persona by playing it: all kinds of employees, three voices, two seeds."""
    kinds = employees()
    ends = before(persona, kinds, _SEEDS)
    missing = (*_banks(persona), *_topics(persona), *_too_few(persona, kinds))
    misbehaves = (
        *_weights(persona),
        *_order(ends),
        *_within_reach(persona, ends),
        *_nothing_won(ends),
        *_middle(ends),
        *_felt(ends),
        *_speech(ends),
    )
    return PersonaCheck(
        persona=persona.id,
        missing=missing,
        misbehaves=misbehaves,
        trust={kind: ends.mean(kind) for kind in kinds},
        fine=not missing and not misbehaves,
    )


def _banks(persona: Persona) -> Iterator[str]:
    """The parts that a file may do without."""
    for move in OPTIONAL_MOVES:
        if move not in persona.lines:
            yield f"lines.{move.value} is not there: {_WITHOUT[move]}."
    if persona.quarrel is None:
        yield "quarrel is not there: this supervisor never argues on the panel."
    for mood in Mood:
        if mood not in persona.evening.feels:
            yield f"evening.feels.{mood.value} is not there: the evening does not say how it sits."


def _topics(persona: Persona) -> Iterator[str]:
    """Topics that no line of their move takes up."""
    for move, topics in TOPICS.items():
        bank = persona.lines.get(move)
        taken = {topic for mood in Mood for line in bank.for_mood(mood) for topic in line.to} if bank else set(topics)
        for topic in topics:
            if topic not in taken:
                yield f"lines.{move.value} has no line to {topic.value}."


def _too_few(persona: Persona, kinds: Employees) -> Iterator[str]:
    """Places that a long talk of mixed turns draws from twice."""
    places = _places(persona)
    short = Counter(place for seed in _LONG_SEEDS for place in _used_twice(persona, kinds, seed, places))
    for place, times in sorted(short.items()):
        yield (
            f"{place} has too few lines: in {times} of {len(_LONG_SEEDS)} talks of {_LONG_TURNS} turns "
            "one was said twice."
        )


def _used_twice(persona: Persona, kinds: Employees, seed: int, places: Mapping[str, str]) -> set[str]:
    pool = [words for voices in kinds.values() for voice in voices for words in voice]
    session = talks.begin(Setting(persona, library().scenario(DEFAULT_SCENARIO), seed, "normal"))
    for number, words in enumerate(Random(f"long:{seed}").sample(pool, _LONG_TURNS)):
        levels = session.state.levels
        patient = replace(levels, patience=max(levels.patience, _PATIENCE_KEPT))
        session = hear(replace(session, state=replace(session.state, levels=patient)), words, f"u{number}")
        if session.plan is not None:
            session = talks.answer(session, session.scripted_reply)
    return {places[line] for line in _twice(session.state.memory.said) if line in places}


def _twice(said: tuple[str, ...]) -> list[str]:
    return [line for line, times in Counter(said).items() if times > 1]


def _places(persona: Persona) -> dict[str, str]:
    """By line, the key it stands under; closing words apart, which may come again."""
    banks = {
        f"lines.{move.value}": tuple(line for mood in Mood for line in bank.for_mood(mood))
        for move, bank in persona.lines.items()
    }
    banks |= {f"agenda.{item.need.value}.asks": item.asks for item in persona.agenda}
    banks |= {f"answers.{question.value}": lines for question, lines in persona.answers.items()}
    banks |= {f"hidden.{fact.id}.reveals": fact.reveals for fact in persona.hidden}
    return {line.say: key for key, lines in banks.items() for line in lines}


def _weights(persona: Persona) -> Iterator[str]:
    """Events that must count with everybody and hardly do here."""
    owners = [("stance", persona.stance.weights), *((f"hidden.{fact.id}", fact.weights) for fact in persona.hidden)]
    for key, weights in owners:
        for event in MUST_COUNT:
            if (percent := weights.get(event, 100)) < _LEAST_WEIGHT:
                yield (
                    f"{key}.weights.{event.value} is {percent} percent of the common rule; "
                    f"below {_LEAST_WEIGHT} it hardly counts."
                )


def _order(ends: Ends) -> Iterator[str]:
    for better, worse in pairwise(ORDER):
        seed = min(ends.seeds, key=lambda one: ends.apart(better, worse, one))
        if (apart := ends.apart(better, worse, seed)) < GAP:
            yield (
                f'"{better}" must end {GAP:.0f} points of trust above "{worse}" and ends {apart:.1f} above: '
                f"{ends.in_seed(better, seed):+.1f} against {ends.in_seed(worse, seed):+.1f} (seed {seed})."
            )
    if (won := ends.mean(OWNS)) <= GAP:
        yield f'"{OWNS}" must win more than {GAP:.0f} points of trust and comes to {won:+.1f}.'


def _within_reach(persona: Persona, ends: Ends) -> Iterator[str]:
    """Terms that nobody can reach teach nothing."""
    bar, reached = persona.stance.thresholds.conditional.trust, ends.course(OWNS)[-1]
    if reached < bar:
        yield f'"{OWNS}" ends at {reached:.1f} points of trust; terms on conditions ask for {bar}.'


def _nothing_won(ends: Ends) -> Iterator[str]:
    for kind in (VAGUE, *EMPTY):
        if (won := ends.mean(kind)) > _NOTHING:
            yield f'"{kind}" must win nothing and wins {won:+.1f} points of trust.'
    if ends.recipe_wins:
        yield (
            f'"{RECIPE}" wins {ends.mean(RECIPE):+.1f} points of trust, more than half of what "{OWNS}" wins '
            f"({ends.mean(OWNS):+.1f})."
        )
    if (lost := ends.mean(EXCUSES)) > -_NOTHING:
        yield f'"{EXCUSES}" must cost {_NOTHING:.0f} points of trust at least and comes to {lost:+.1f}.'


def _middle(ends: Ends) -> Iterator[str]:
    """Who was rude and made it good lies between those who attack and those who own it."""
    repaired, attacked, owned = ends.mean(REPAIRS), ends.mean(ATTACKS), ends.mean(OWNS)
    if repaired < attacked + GAP:
        yield (
            f'"{REPAIRS}" does not recover: {repaired:+.1f} points of trust, "{ATTACKS}" {attacked:+.1f}; '
            f"{GAP:.0f} points apart are wanted."
        )
    if repaired > owned - GAP:
        yield (
            f'"{REPAIRS}" costs nothing: {repaired:+.1f} points of trust, "{OWNS}" {owned:+.1f}; '
            f"{GAP:.0f} points apart are wanted."
        )


def _felt(ends: Ends) -> Iterator[str]:
    least = min(talk.trust[_FEW_GOOD_TURNS] - talk.trust[0] for talk in ends.of(OWNS))
    if least < GAP:
        yield f"Three good turns in a row are not felt: {least:+.1f} points of trust where {GAP:+.0f} are wanted."


def _speech(ends: Ends) -> Iterator[str]:
    """A line said twice, and replies that nobody says in one breath."""
    played = [talk for kind in ends.talks for talk in ends.of(kind)]
    again = Counter(line for talk in played for line in _twice(talk.said))
    for line, times in sorted(again.items()):
        yield f"A line is said twice within a talk, in {times} of {len(played)}: {line}"
    replies = _replies(played)
    lengths = [sum(word != "…" for word in reply.split()) for reply in replies]
    if (middle := median(lengths)) > _MOST_WORDS:
        yield f"The median reply has {middle:.0f} words, and {_MOST_WORDS} are the most."
    for reply in replies:
        if (count := sentences_of_hers(reply)) > _MOST_SENTENCES:
            yield f"A reply has {count} sentences, and {_MOST_SENTENCES} are the most: {reply}"


def _replies(played: list[Talk]) -> list[str]:
    return sorted(reply for talk in played for reply in talk.replies)


def sentences_of_hers(reply: str) -> int:
    """How many sentences she says; those in the user's words that she quotes are not hers."""
    return sentence_count(_QUOTED.sub(lambda quoted: f'"{quoted[0][-2:-1]}"', reply))
