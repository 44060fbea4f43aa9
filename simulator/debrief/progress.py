"""Progress over many talks: the skills by supervisor, the first talk against the latest, and what to do next.

A difference is called progress only beyond the noise of the reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Literal

from ..domain.events import Dimension
from ..domain.persona import Persona
from ..domain.progress import (
    DimensionChange,
    DimensionRead,
    FirstAgainstLatest,
    Met,
    Progress,
    SkillCell,
    SkillChange,
    SkillMatrix,
    TalkNamed,
    TalkRead,
)
from ..domain.report import Skill
from .practise import skill_in, what_to_practise
from .unseen import unseen_check

_NOISE = (
    "A reading may be off, so a difference counts only where it is larger than the noise bands of both talks together; "
    "even then about one in twenty is chance."
)


def progress(talks: Sequence[TalkRead], personas: Iterable[Persona]) -> Progress:
    """Progress over talks in the order in which they were begun.

    Talks with hints stand in a matrix of their own and in no comparison; forks count as practice only, imported talks
    for nothing, and of talks that stopped for help nothing appears.
    """
    gallery = list(personas)
    practised = [talk for talk in talks if talk.practised and talk.skills]
    return Progress(
        talks=len(practised),
        not_counted=sum(talk.kind == "imported" for talk in talks),
        unseen=unseen_check(talks, gallery),
        practise=what_to_practise(talks, gallery),
        without_hints=_matrix([talk for talk in practised if not talk.hints]),
        with_hints=_matrix([talk for talk in practised if talk.hints]),
        change=_change([talk for talk in practised if not talk.hints and talk.kind != "fork"]),
        noise=_NOISE,
    )


def _matrix(talks: Sequence[TalkRead]) -> SkillMatrix:
    by_persona: dict[str, list[TalkRead]] = {}
    for talk in talks:
        by_persona.setdefault(talk.persona, []).append(talk)
    return SkillMatrix(
        supervisors=tuple(
            Met(persona=persona, name=held[-1].name, talks=len(held)) for persona, held in by_persona.items()
        ),
        cells=tuple(_cell(skill, persona, held) for skill in Skill for persona, held in by_persona.items()),
    )


def _cell(skill: Skill, persona: str, held: Sequence[TalkRead]) -> SkillCell:
    states = [skill_in(talk, skill).state for talk in held]
    count = Counter(states)
    return SkillCell(
        skill=skill,
        persona=persona,
        latest=states[-1],
        shown=count["shown"],
        mixed=count["mixed"],
        broken=count["broken"],
        not_shown=count["not shown"],
    )


def _change(talks: Sequence[TalkRead]) -> FirstAgainstLatest | None:
    scored = [talk for talk in talks if talk.overall is not None]
    if len(scored) < 2:
        return None
    first, latest = scored[0], scored[-1]
    return FirstAgainstLatest(
        first=_named(first),
        latest=_named(latest),
        skills=tuple(
            SkillChange(skill=skill, first=skill_in(first, skill), latest=skill_in(latest, skill)) for skill in Skill
        ),
        dimensions=tuple(_dimension(_read(first, one), _read(latest, one)) for one in Dimension),
    )


def _named(talk: TalkRead) -> TalkNamed:
    return TalkNamed(id=talk.id, at=talk.at, persona=talk.persona, name=talk.name, scenario=talk.scenario)


def _read(talk: TalkRead, dimension: Dimension) -> DimensionRead:
    found = (one for one in talk.dimensions if one.dimension is dimension)
    return next(found, DimensionRead(dimension=dimension, measured=None))


def _dimension(first: DimensionRead, latest: DimensionRead) -> DimensionChange:
    difference = noise = None
    verdict: Literal["better", "worse", "within the noise", "not shown in both"] = "not shown in both"
    if first.measured is not None and latest.measured is not None:
        difference = latest.measured.value - first.measured.value
        noise = sqrt(first.measured.band**2 + latest.measured.band**2)
        verdict = "within the noise" if abs(difference) <= noise else "better" if difference > 0 else "worse"
    return DimensionChange(
        dimension=first.dimension, first=first, latest=latest, difference=difference, noise=noise, verdict=verdict
    )
