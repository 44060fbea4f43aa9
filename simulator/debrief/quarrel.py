"""Two supervisors quarrel about one sentence of the user's: a verdict, a rebuttal, an answer.

The pair that differs most is chosen by their ledgers; the words come from their files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from random import Random
from string import Template

from ..dialogue.quoting import short_quote
from ..domain.persona import Line, Persona
from ..domain.report import QuarrelTurn, StagedQuarrel
from ..domain.scenario import Scenario
from ..domain.transcript import UserTurn
from .moments import heaviest_row

#: In points of trust: less is no quarrel.
_LEAST = 1.5
#: A pair with lines written for each other is preferred to one that differs a little more.
_WRITTEN_FOR = 1.3


@dataclass(frozen=True)
class Seated:
    """One supervisor's turns over the same words, with the change of trust of each."""

    persona: Persona
    turns: tuple[UserTurn, ...]
    changes: tuple[float, ...]


def quarrel(seats: Sequence[Seated], scenario: Scenario, seed: int) -> StagedQuarrel | None:
    """The quarrel of the two that part most over one turn; None where all agree or nobody has the lines."""
    able = [seat for seat in seats if seat.persona.quarrel is not None]
    parted = [
        (worth, harsh.persona.id, mild.persona.id, number, harsh, mild)
        for harsh, mild in permutations(able, 2)
        for number in range(min(len(harsh.turns), len(mild.turns)))
        if (worth := _worth(harsh, mild, number)) >= _LEAST
    ]
    if not parted:
        return None
    *_, number, harsh, mild = max(parted, key=lambda one: one[:4])
    return _staged(harsh, mild, number, scenario.slots.words, seed)


def _worth(harsh: Seated, mild: Seated, number: int) -> float:
    apart = mild.changes[number] - harsh.changes[number]
    assert harsh.persona.quarrel is not None
    written = mild.persona.id in harsh.persona.quarrel.to
    return apart * _WRITTEN_FOR if written else apart


def _staged(harsh: Seated, mild: Seated, number: int, slots: dict[str, str], seed: int) -> StagedQuarrel | None:
    lost, won = heaviest_row(harsh.turns[number], won=False), heaviest_row(mild.turns[number], won=True)
    row = lost or won
    if row is None or not (quoted := short_quote(row.quote)):
        return None
    draw = Random(f"quarrel:{seed}:{harsh.persona.id}:{mild.persona.id}")
    first, second = harsh.persona.quarrel, mild.persona.quarrel
    assert first is not None
    assert second is not None
    told = slots | {"quote": quoted}
    against = harsh.changes[number] < 0
    verdict = first.verdict.badly if against else first.verdict.well
    answer = first.to.get(mild.persona.id, first.rebuts.badly)
    return StagedQuarrel(
        turn=harsh.turns[number].id,
        sentence=row.quote,
        verdict=_turn(harsh.persona, draw.choice(verdict), told),
        rebuttals=(
            _turn(
                mild.persona,
                draw.choice(second.to.get(harsh.persona.id, second.rebuts.well)),
                told | {"other": harsh.persona.name},
            ),
            _turn(harsh.persona, draw.choice(answer), told | {"other": mild.persona.name}),
        ),
    )


def _turn(persona: Persona, line: Line, slots: Mapping[str, str]) -> QuarrelTurn:
    return QuarrelTurn(persona=persona.id, name=persona.name, says=Template(line.say).substitute(slots))
