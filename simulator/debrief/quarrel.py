"""Two supervisors quarrel about one sentence of the user's: a verdict, a rebuttal, an answer.

The pair that differs most is chosen by their ledgers; the words come from their files, and all speak of the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from random import Random
from string import Template

from ..dialogue.quoting import short_quote
from ..dialogue.topics import ACKNOWLEDGED, CHALLENGED, HELD
from ..domain.conduct import Topic
from ..domain.events import EventName
from ..domain.persona import Line, Persona
from ..domain.report import QuarrelTurn, StagedQuarrel
from ..domain.scenario import Scenario
from ..domain.text import NormalText
from ..domain.transcript import UserTurn
from .known import private_word
from .moments import apart, heaviest_row

#: In points of trust: less is no quarrel.
_LEAST = 1.5
#: A pair with lines written for each other is preferred to one that differs a little more.
_WRITTEN_FOR = 1.3
#: Where nobody was won, somebody at the table still speaks up for these.
_DEFENDED = (Topic.EXCUSE, Topic.SOFT_WORDS)
#: What an event is taken up as; a line with topics answers those only.
_TOPICS = CHALLENGED | HELD | ACKNOWLEDGED


@dataclass(frozen=True)
class Seated:
    """One supervisor's turns over the same words, with the change of trust of each."""

    persona: Persona
    turns: tuple[UserTurn, ...]
    changes: tuple[float, ...]


def quarrel(seats: Sequence[Seated], scenario: Scenario, seed: int) -> StagedQuarrel | None:
    """The quarrel of the two that take one turn most differently.

    None where all take every turn the same way, or nobody has the lines.
    """
    able = [seat for seat in seats if seat.persona.quarrel is not None]
    parted = [
        (worth, harsh.persona.id, mild.persona.id, number, harsh, mild)
        for harsh, mild in permutations(able, 2)
        for number in range(min(len(harsh.turns), len(mild.turns)))
        if harsh.changes[number] < mild.changes[number] and (worth := _worth(harsh, mild, number)) >= _LEAST
    ]
    for *_, number, harsh, mild in sorted(parted, key=lambda one: one[:4], reverse=True):
        if (staged := _staged(harsh, mild, number, scenario, seed)) is not None:
            return staged
    return None


def _worth(harsh: Seated, mild: Seated, number: int) -> float:
    between = apart((harsh.changes[number], mild.changes[number]))
    assert harsh.persona.quarrel is not None
    written = mild.persona.id in harsh.persona.quarrel.to
    return between * _WRITTEN_FOR if written else between


def _staged(harsh: Seated, mild: Seated, number: int, scenario: Scenario, seed: int) -> StagedQuarrel | None:
    """Whoever was won opens with the words that did it; where nobody was, the other one, with the words that cost."""
    won = heaviest_row(mild.turns[number], won=True) if mild.changes[number] > 0 else None
    row = won or heaviest_row(harsh.turns[number], won=False)
    event = EventName(row.rule) if row is not None and row.rule in set(EventName) else None
    about = _TOPICS.get(event) if event is not None else None
    if row is None or not (quoted := short_quote(row.quote)) or not (won or about in _DEFENDED):
        return None
    if private_word(scenario, NormalText(row.quote)) is not None:
        return None  # nobody quarrels about an illness
    first, second = (mild, harsh) if won else (harsh, mild)
    one, other = first.persona.quarrel, second.persona.quarrel
    assert one is not None
    assert other is not None
    draw = Random(f"quarrel:{seed}:{first.persona.id}:{second.persona.id}")
    verdict, rebuttal, answer = (
        (one.verdict.well, other.rebuts.badly, one.rebuts.well)
        if won
        else (one.verdict.badly, other.rebuts.well, one.rebuts.badly)
    )
    if not won:  # what they hold against each other is whose doing it was
        answer = one.to.get(second.persona.id, answer)
    told = scenario.slots.words | {"quote": quoted}
    return StagedQuarrel(
        turn=first.turns[number].id,
        sentence=row.quote,
        verdict=_turn(first.persona, draw.choice(verdict), told),
        rebuttals=(
            _turn(second.persona, draw.choice(_on(about, rebuttal)), told | {"other": first.persona.name}),
            _turn(first.persona, draw.choice(_on(about, answer)), told | {"other": second.persona.name}),
        ),
    )


def _on(about: Topic | None, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines that fit what the sentence does: nobody asks for the day of a promise that names one."""
    return tuple(line for line in lines if not line.to or about in line.to) or lines


def _turn(persona: Persona, line: Line, slots: Mapping[str, str]) -> QuarrelTurn:
    return QuarrelTurn(persona=persona.id, name=persona.name, says=Template(line.say).substitute(slots))
