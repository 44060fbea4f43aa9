"""One talk as progress sees it: its numbers with their noise, its skills, and a few exact words of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from math import sqrt

from ..domain.progress import DimensionRead, Measured, SkillRead, TalkKind, TalkRead
from ..domain.report import DimensionSummary, Evidence, SkillSummary
from ..domain.scenario import Scenario
from ..domain.text import NormalText
from ..domain.transcript import BROUGHT_BACK, FROM_OUTSIDE, Transcript, UserTurn
from ..tone.fitted import fitted
from .coach import strengths
from .known import private_word
from .rubric import dimension_summaries, skill_summaries

#: ``fitted().band`` holds eight of ten labels: that many standard errors. A noise band is two, as in the report.
_EIGHT_OF_TEN, _BAND = 1.2816, 2.0
#: What says in a transcript that its talk was not held here.
_ELSEWHERE = frozenset({FROM_OUTSIDE, BROUGHT_BACK})


def talk_read(
    transcript: Transcript,
    talk: str,
    *,
    at: datetime | None = None,
    hints: int = 0,
    fork: bool = False,
    since: int = 0,
) -> TalkRead:
    """What progress keeps of a talk; of one that stopped for help, only that the supervisor was met.

    The first ``since`` of the user's turns were said in the talk that this one goes on from, and count there; where
    nothing was said after them, nothing of this one counts.
    """
    persona, scenario = transcript.persona, transcript.scenario
    new = transcript.user_turns[since:]
    if transcript.needs_help or (since and not new):
        return left_out(talk, persona.id, persona.name, at)
    turns = tuple(turn for turn in new if turn.appraisal.unscored is None)
    skills = tuple(_skill(scenario, one) for one in skill_summaries(turns))
    good = _public(scenario, (strength.quote for strength in strengths(turns)))
    return TalkRead(
        id=talk,
        at=at,
        persona=persona.id,
        name=persona.name,
        scenario=scenario.title,
        kind=_kind(transcript, fork=fork),
        hints=hints,
        overall=_overall(turns),
        quote=good or next((one.broken for one in skills if one.broken), None),
        dimensions=tuple(_dimension(scenario, one) for one in dimension_summaries(turns)),
        skills=skills,
    )


def left_out(talk: str, persona: str, name: str, at: datetime | None = None) -> TalkRead:
    """A talk of which nothing counts but that the supervisor was met."""
    return TalkRead(id=talk, at=at, persona=persona, name=name, kind="left out")


def _kind(transcript: Transcript, *, fork: bool) -> TalkKind:
    if transcript.backend in _ELSEWHERE:
        return "imported"
    if fork:
        return "fork"
    return "later" if transcript.carried else "own"


def _overall(turns: tuple[UserTurn, ...]) -> Measured | None:
    values = [turn.appraisal.overall for turn in turns if turn.appraisal.overall is not None]
    if not values:
        return None
    band = _BAND * fitted().band / _EIGHT_OF_TEN / sqrt(len(values))
    return Measured(value=sum(values) / len(values), band=band)


def _dimension(scenario: Scenario, summary: DimensionSummary) -> DimensionRead:
    if summary.value is None or summary.low is None or summary.high is None:
        return DimensionRead(dimension=summary.dimension, measured=None)
    sign = 1 if summary.value > 0 else -1
    carried = sorted(summary.evidence, key=lambda one: -sign * one.weight)
    # The report cuts its band at the ends of the scale; the other side has its full width.
    band = max(summary.value - summary.low, summary.high - summary.value)
    return DimensionRead(
        dimension=summary.dimension,
        measured=Measured(value=summary.value, band=band),
        quote=_public(scenario, (one.quote for one in carried)),
    )


def _skill(scenario: Scenario, summary: SkillSummary) -> SkillRead:
    return SkillRead(
        skill=summary.skill,
        state=summary.state,
        shown=_public(scenario, _strongest(summary.shown)),
        broken=_public(scenario, _strongest(summary.broken)),
        broken_by=tuple(dict.fromkeys(one.event for one in summary.broken)),
    )


def _strongest(found: Iterable[Evidence]) -> list[str]:
    return [one.quote for one in sorted(found, key=lambda one: -abs(one.weight))]


def _public(scenario: Scenario, quotes: Iterable[str]) -> str | None:
    """The first of some quotes that tells nothing of health or home."""
    return next((one for one in quotes if one.strip() and private_word(scenario, NormalText(one)) is None), None)
