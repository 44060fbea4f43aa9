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
from ..dialogue.topics import CHALLENGED, HOSTILE
from ..domain.conduct import Topic
from ..domain.events import Dimension, EventName
from ..domain.persona import Line, Persona
from ..domain.report import QuarrelTurn, StagedQuarrel
from ..domain.scenario import Scenario
from ..domain.transcript import LedgerRow, UserTurn
from ..tone.lexicon import lexicon
from .moments import apart, heaviest_row

#: In points of trust: less is no quarrel.
_LEAST = 1.5
#: A pair with lines written for each other is preferred to one that differs a little more.
_WRITTEN_FOR = 1.3


_BLOWS = (Topic.RUDE, Topic.SUSPICION, Topic.BRUSH_OFF)
#: Nobody at the table speaks up for these.
_UNDEFENDED = frozenset({*HOSTILE, *(name for name, topic in CHALLENGED.items() if topic in _BLOWS)})


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
        if (staged := _staged(harsh, mild, number, scenario.slots.words, seed)) is not None:
            return staged
    return None


def _worth(harsh: Seated, mild: Seated, number: int) -> float:
    between = apart((harsh.changes[number], mild.changes[number]))
    assert harsh.persona.quarrel is not None
    written = mild.persona.id in harsh.persona.quarrel.to
    return between * _WRITTEN_FOR if written else between


def _staged(harsh: Seated, mild: Seated, number: int, slots: dict[str, str], seed: int) -> StagedQuarrel | None:
    """Whoever was won opens with the words that did it; where nobody was, the other one, with the words that cost."""
    won = heaviest_row(mild.turns[number], won=True) if mild.changes[number] > 0 else None
    row = won or heaviest_row(harsh.turns[number], won=False)
    if row is None or not (quoted := short_quote(row.quote)) or row.rule in _UNDEFENDED:
        return None
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
    if _dimension(row) is Dimension.OWNERSHIP:  # what they hold against each other is whose doing it was
        answer = one.to.get(second.persona.id, answer)
    told = slots | {"quote": quoted}
    return StagedQuarrel(
        turn=first.turns[number].id,
        sentence=row.quote,
        verdict=_turn(first.persona, draw.choice(verdict), told),
        rebuttals=(
            _turn(second.persona, draw.choice(rebuttal), told | {"other": first.persona.name}),
            _turn(first.persona, draw.choice(answer), told | {"other": second.persona.name}),
        ),
    )


def _dimension(row: LedgerRow) -> Dimension | None:
    """What the words of a row count for; None where it is something that happened."""
    entry = lexicon().catalogue.get(EventName(row.rule)) if row.rule in set(EventName) else None
    return entry.dimension if entry else None


def _turn(persona: Persona, line: Line, slots: Mapping[str, str]) -> QuarrelTurn:
    return QuarrelTurn(persona=persona.id, name=persona.name, says=Template(line.say).substitute(slots))
