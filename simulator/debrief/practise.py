"""What to practise next: the skill that was broken most lately, with a supervisor who tests it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from statistics import fmean

from ..domain.events import EventName
from ..domain.persona import Persona
from ..domain.progress import Practice, SkillRead, TalkRead
from ..domain.report import Skill
from .rubric import rubric

#: Talks that count as lately.
_LATELY = 5
_SKILL_TITLES = {skill: skill.value.replace("_", " ").capitalize() for skill in Skill}
_COMMON = 100


def what_to_practise(talks: Sequence[TalkRead], personas: Iterable[Persona]) -> Practice | None:
    """One recommendation from the last talks; None where there is no talk, or every skill was shown and none broken."""
    lately = [talk for talk in talks if talk.practised and talk.skills][-_LATELY:]
    if not lately:
        return None
    broken = {skill: _in_state(lately, skill, ("broken", "mixed")) for skill in Skill}
    missing = {skill: _in_state(lately, skill, ("not shown",)) for skill in Skill}
    found, did = (broken, "broken") if any(broken.values()) else (missing, "not shown")
    skill = max(Skill, key=lambda one: (len(found[one]), _last(lately, found[one]), -list(Skill).index(one)))
    if not found[skill]:
        return None
    last = found[skill][-1]
    read = skill_in(last, skill)
    who = _who_tests(skill, read, personas, {talk.persona for talk in talks})
    if who is None:
        return None
    times = f"{len(found[skill])} of your last {len(lately)} talks" if len(lately) > 1 else "your last talk"
    return Practice(
        skill=skill,
        why=f"{_SKILL_TITLES[skill]} was {did} in {times}"
        + (f", most lately with {last.name}." if did == "broken" else "."),
        quote=read.broken if did == "broken" else None,
        talk=last.id,
        persona=who.id,
        name=who.name,
        why_them=_why_them(who, did),
    )


def skill_in(talk: TalkRead, skill: Skill) -> SkillRead:
    """How one skill went in a talk."""
    return next((one for one in talk.skills if one.skill is skill), SkillRead(skill=skill, state="not shown"))


def _in_state(talks: Sequence[TalkRead], skill: Skill, states: Collection[str]) -> list[TalkRead]:
    return [talk for talk in talks if skill_in(talk, skill).state in states]


def _last(lately: Sequence[TalkRead], found: Sequence[TalkRead]) -> int:
    return lately.index(found[-1]) if found else -1


def _who_tests(skill: Skill, read: SkillRead, personas: Iterable[Persona], met: Collection[str]) -> Persona | None:
    """The one who weighs most what broke the skill; of equals one who was met: somebody new is kept for the check."""
    rule = rubric().skills[skill]

    def weight(persona: Persona) -> tuple[float, float, bool]:
        broke = read.broken_by or rule.broken
        return _weight(persona, broke), _weight(persona, (*rule.broken, *rule.shown)), persona.id in met

    return max(personas, key=weight, default=None)


def _weight(persona: Persona, events: Sequence[EventName]) -> float:
    return fmean(persona.stance.weights.get(event, _COMMON) for event in events)


def _why_them(persona: Persona, did: str) -> str:
    if did == "broken":
        return f"No supervisor minds it more. What sets {persona.name} off: {persona.sheet.set_off_by}"
    return f"It counts more with no other supervisor. What moves {persona.name}: {persona.sheet.moved_by}"
