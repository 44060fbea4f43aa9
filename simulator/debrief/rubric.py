"""Turns to dimensions, skills and the apology, by criteria fixed in ``rubric.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from math import sqrt
from pathlib import Path
from typing import Literal

from ..domain.appraisal import Event
from ..domain.base import Value
from ..domain.events import Dimension, EventName
from ..domain.report import Apology, ApologyPart, Course, DimensionSummary, Evidence, Skill, SkillSummary
from ..domain.scenario import Scenario
from ..domain.text import Span
from ..domain.transcript import UserTurn
from ..files import read_model
from ..tone.fitted import fitted
from ..tone.lexicon import lexicon
from .praised import GOOD_TURN, TAKEN_BADLY, charge_put_right, in_context, is_clear_fault, is_praised, span_in_context

_FILE = Path(__file__).with_name("rubric.yaml")
_BAND = 2.0
#: With less than this share of its full weight an event shows no skill: "that's fair" is no story examined.
_CLEARLY, _CLEARLY_IN_FEW = 0.25, 0.6
#: So few words say little by themselves.
_FEW = 2
PartName = Literal["regret", "explanation", "responsibility", "repentance", "repair", "forgiveness"]
#: Never listed as missing: nobody owes them.
_NEVER_MISSED = frozenset({"regret", "forgiveness"})


class SkillRule(Value):
    """Which events show a skill and which break it."""

    source: str
    shown: tuple[EventName, ...]
    broken: tuple[EventName, ...]


class ApologyRule(Value):
    """One component: its share of the score in percent, and the events that are it."""

    share: int
    events: tuple[EventName, ...]


class CourseRule(Value):
    """From where on a turn is a fault or good in a dimension, and what is left of a fault that is made good later."""

    fault: float
    good: float
    repaired: float


class Rubric(Value):
    """The whole file."""

    course: CourseRule
    skills: dict[Skill, SkillRule]
    apology: dict[PartName, ApologyRule]


@cache
def rubric() -> Rubric:
    """The criteria, read once."""
    return read_model(Rubric, _FILE, "simulator/debrief/rubric.yaml")


def evidence(turns: tuple[UserTurn, ...], wanted: Callable[[Event], object]) -> tuple[Evidence, ...]:
    """Every event that is wanted, in its own words, in order of the conversation."""
    return _quoted(turns, wanted, lambda _, event: Span(event.start, event.end))


def _quoted(
    turns: tuple[UserTurn, ...], wanted: Callable[[Event], object], quoting: Callable[[UserTurn, Event], Span]
) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            turn=turn.id,
            event=event.name,
            quote=turn.text[(span := quoting(turn, event)).start : span.end],
            start=span.start,
            end=span.end,
            weight=event.weight,
            why=event.why,
        )
        for turn in turns
        for event in turn.appraisal.events
        if wanted(event)
    )


def _named(
    turns: tuple[UserTurn, ...], names: tuple[EventName, ...], wanted: Callable[[Event], bool]
) -> tuple[Evidence, ...]:
    """Their whole clauses: "you need to see" says nothing by itself."""
    return _quoted(turns, lambda event: event.name in names and not event.implied and wanted(event), span_in_context)


def _is_clear(event: Event) -> bool:
    least = _CLEARLY if len(event.quote.split()) > _FEW else _CLEARLY_IN_FEW
    return event.strength >= least * lexicon().catalogue[event.name].weight


def dimension_summaries(turns: tuple[UserTurn, ...]) -> tuple[DimensionSummary, ...]:
    """Each dimension over the conversation, with its noise band; None where no turn shows it."""
    return tuple(_dimension(dimension, turns) for dimension in Dimension)


def _dimension(dimension: Dimension, turns: tuple[UserTurn, ...]) -> DimensionSummary:
    values = [value for turn in turns if (value := turn.appraisal.dimensions.get(dimension)) is not None]
    shown = evidence(turns, lambda event: event.dimension is dimension and event.weight)
    if not values:
        return DimensionSummary(dimension=dimension, value=None, low=None, high=None, turns=0, evidence=())
    value, course = over_time(values)
    band = _BAND * fitted().noise[dimension] / sqrt(len(values))
    return DimensionSummary(
        dimension=dimension,
        value=value,
        low=max(-2.0, value - band),
        high=min(2.0, value + band),
        turns=len(values),
        course=course,
        evidence=shown,
    )


def over_time(values: Sequence[float]) -> tuple[float, Course]:
    """One number for a dimension over the turns that show it, in their order.

    The mean, but for two things. A fault that a later turn makes good counts half: the repair is credited. A relapse at
    the end, after a good turn, is not averaged away: the number is no higher than halfway between the mean and it.
    """
    rule = rubric().course
    best_after = [max(values[place + 1 :], default=-2.0) for place in range(len(values))]
    credited = [
        value * rule.repaired if value <= rule.fault and best_after[place] >= rule.good else value
        for place, value in enumerate(values)
    ]
    mean = sum(credited) / len(credited)
    if values[-1] <= rule.fault and max(values) >= rule.good:
        return min(mean, (mean + values[-1]) / 2), "relapse"
    return mean, "repair" if credited != list(values) else "even"


def skill_summaries(turns: tuple[UserTurn, ...]) -> tuple[SkillSummary, ...]:
    """The seven skills, each with the words that showed it and those that broke it."""
    return tuple(_skill(skill, rule, turns) for skill, rule in rubric().skills.items())


def _skill(skill: Skill, rule: SkillRule, turns: tuple[UserTurn, ...]) -> SkillSummary:
    fit = tuple(turn for turn in turns if (turn.appraisal.overall or 0.0) > TAKEN_BADLY)
    shown = _named(fit, rule.shown, _is_clear)
    if EventName.CALM_CORRECTION in rule.shown and not shown:
        shown = tuple(map(_put_right, filter(charge_put_right, turns)))
    broken = tuple(
        item
        for turn in turns
        if (turn.appraisal.overall or 0.0) < GOOD_TURN
        for item in _named((turn,), rule.broken, partial(is_clear_fault, turn))
        if not is_praised(turn, item.quote)
    )
    return SkillSummary(
        skill=skill, source=rule.source, state=_state(bool(shown), bool(broken)), shown=shown, broken=broken
    )


def _put_right(turn: UserTurn) -> Evidence:
    """The words that put a false charge right, whatever the tone alone has read in them."""
    row = charge_put_right(turn)
    assert row is not None
    start = max(turn.text.find(row.quote), 0)
    why = lexicon().catalogue[EventName.CALM_CORRECTION].why
    return Evidence(
        turn=turn.id,
        event=EventName.CALM_CORRECTION,
        quote=row.quote,
        start=start,
        end=start + len(row.quote),
        weight=0.0,
        why=why,
    )


def _state(shown: bool, broken: bool) -> Literal["shown", "mixed", "broken", "not shown"]:
    if shown:
        return "mixed" if broken else "shown"
    return "broken" if broken else "not shown"


def apology(turns: tuple[UserTurn, ...], scenario: Scenario) -> Apology:
    """The six components; an apology is always due here, because every scenario has own errors.

    A fact of the scenario that tells how an error came about is an explanation, in whatever words it was told.
    """
    parts, score = [], 0
    for name, rule in rubric().apology.items():
        found = _clearest(turns, rule.events)
        turn, quote = (found[0], in_context(*found)) if found else (None, None)
        if found is None and name == "explanation":
            turn, quote = _explained(turns, scenario)
        score += rule.share if turn else 0
        parts.append(ApologyPart(name=name, said=turn is not None, quote=quote, turn=turn.id if turn else None))
    missing = [part.name for part in parts if not part.said and part.name not in _NEVER_MISSED]
    return Apology(due=True, score=float(score), parts=tuple(parts), note=_note(parts, missing))


def _clearest(turns: tuple[UserTurn, ...], names: tuple[EventName, ...]) -> tuple[UserTurn, Event] | None:
    """The strongest event of the first of these kinds that was said; of equals the first."""
    said = [(turn, one) for turn in turns for one in turn.appraisal.said if one.name in names]
    return min(said, key=lambda found: (names.index(found[1].name), -found[1].strength), default=None)


def _explained(turns: tuple[UserTurn, ...], scenario: Scenario) -> tuple[UserTurn, str] | tuple[None, None]:
    """The first turn that told a fact which explains an error, and its sentence."""
    rules = {f"fact_told:{fact.id}" for fact in scenario.told_only if fact.explains}
    told = ((turn, row.quote) for turn in turns for row in turn.ledger if row.rule in rules)
    return next(told, (None, None))


def _note(parts: list[ApologyPart], missing: list[PartName]) -> str:
    if not any(part.said for part in parts):
        return "You did not apologise. Where something of yours went wrong, naming it does most of the work."
    if not missing:
        return "Complete. Said once is enough; what counts now is what you do."
    if missing[0] == "responsibility":
        return "What counts most is still open: naming what you did or left undone."
    if missing[0] == "repair":
        return "Responsibility was there. What would mend it is still open."
    return "The parts that count most were there."
