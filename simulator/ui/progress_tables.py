"""The tables of the page Progress, as HTML; every word that was said goes through ``escape``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..debrief.export.wording import SKILL_MEANS
from ..domain.persona import Persona
from ..domain.progress import (
    DimensionChange,
    FirstAgainstLatest,
    FirstTalk,
    Measured,
    SkillCell,
    SkillChange,
    SkillMatrix,
    SkillRead,
    SkillState,
    TalkNamed,
    TalkRead,
    UnseenCheck,
)
from ..domain.report import Skill
from .html import avatar, escape, signed

#: Told apart by shape, not by colour alone.
_GLYPHS: dict[SkillState, str] = {"shown": "●", "mixed": "◐", "broken": "✕", "not shown": "–"}
#: What the cells of a matrix mean.
KEY = (
    "Each cell is the latest talk: ● shown, ◐ shown and broken, ✕ broken, – not shown. Below it, in how many talks it "
    "was shown without being broken."
)
_VERDICTS = {"better": "▲ better", "worse": "▼ worse", "within the noise": "inside the noise"}


def named(talk: TalkNamed, talks: Iterable[TalkRead]) -> str:
    """With whom and when; and that it was a later talk, where it was."""
    later = ", weeks later" if any(one.id == talk.id and one.kind == "later" for one in talks) else ""
    return f"{escape(talk.name)}{_day(talk)}, {escape(talk.scenario)}{later}"


def later_talks(talks: Iterable[TalkRead]) -> Mapping[str, int]:
    """By supervisor: how many of these talks came weeks after another one."""
    return Counter(talk.persona for talk in talks if talk.kind == "later")


def _day(talk: TalkNamed) -> str:
    return f", {talk.at.day} {talk.at:%B %Y}" if talk.at else ""


def skill_name(skill: Skill) -> str:
    """A skill in words."""
    return skill.value.replace("_", " ").capitalize()


def meanings() -> str:
    """What each skill is, in one sentence."""
    rows = "".join(f"<dt>{skill_name(skill)}</dt><dd>{SKILL_MEANS[skill.value]}</dd>" for skill in Skill)
    return f'<dl class="own-words meanings">{rows}</dl>'


def first_talks(check: UnseenCheck, personas: Mapping[str, Persona]) -> str:
    """The first talks that the claim rests on, each on the scale with its noise band."""
    groups = (("The first you met", check.early), ("The latest you met", check.later))
    return "".join(
        f'<h4>{title}</h4><ul class="firsts">{"".join(_first_talk(one, personas) for one in group)}</ul>'
        for title, group in groups
        if group
    )


def _first_talk(one: FirstTalk, personas: Mapping[str, Persona]) -> str:
    face = avatar(personas[one.persona]) if one.persona in personas else ""
    quote = f'<span class="said">“{escape(one.quote)}”</span>' if one.quote else ""
    return (
        f'<li>{face}<span><b>{escape(one.name)}</b><span class="quiet">{_day(one).removeprefix(", ")}</span></span>'
        f'{_scale(latest=one.overall)}<span class="num">{_points(one.overall.value)}</span>{quote}</li>'
    )


def _scale(latest: Measured, first: Measured | None = None) -> str:
    """From -2 to +2: the latest as a full dot with its band, the first as a ring."""
    low, high = _place(latest.value - latest.band), _place(latest.value + latest.band)
    ring = f'<span class="ring" style="left:{_place(first.value):.0f}%"></span>' if first else ""
    said = f"{_points(latest.value)}, give or take {latest.band:.1f}"
    return (
        f'<span class="scale" role="img" aria-label="{said}"><span class="zero"></span>'
        f'<span class="band" style="left:{low:.0f}%;width:{high - low:.0f}%"></span>{ring}'
        f'<span class="dot" style="left:{_place(latest.value):.0f}%"></span></span>'
    )


def _place(value: float) -> float:
    return (max(-2.0, min(2.0, value)) + 2) * 25


def _points(value: float) -> str:
    return signed(value).replace("-", "−")


def matrix(skills: SkillMatrix, personas: Mapping[str, Persona], label: str, later: Mapping[str, int]) -> str:
    """A row a skill, a column a supervisor: the state in the latest talk, and in how many it was shown.

    ``later`` says how many of the talks with each came weeks after another one.
    """
    cells = {(cell.skill, cell.persona): cell for cell in skills.cells}
    heads = "".join(
        f'<th scope="col">{avatar(personas[one.persona]) if one.persona in personas else ""}'
        f'<span>{escape(one.name)}</span><span class="quiet">{_talks(one.talks, later.get(one.persona, 0))}</span></th>'
        for one in skills.supervisors
    )
    rows = "".join(
        f'<tr><th scope="row">{skill_name(skill)}</th>'
        f"{''.join(_cell(cells[skill, one.persona]) for one in skills.supervisors)}</tr>"
        for skill in Skill
    )
    return (
        f'<div class="wide" role="region" aria-label="{label}" tabindex="0"><table class="matrix">'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _talks(number: int, later: int) -> str:
    talks = "1 talk" if number == 1 else f"{number} talks"
    if not later:
        return talks
    return f"{talks}, weeks later" if later == number else f"{talks}, {later} weeks later"


def _cell(cell: SkillCell) -> str:
    held = cell.shown + cell.mixed + cell.broken + cell.not_shown
    return (
        f'<td class="{cell.latest.replace(" ", "-")}">{_glyph(cell.latest)}'
        f"<span>{cell.latest}</span><small>{cell.shown} of {held}</small></td>"
    )


def _glyph(state: SkillState) -> str:
    return f'<span class="glyph" aria-hidden="true">{_GLYPHS[state]}</span>'


def changes(change: FirstAgainstLatest) -> str:
    """What changed: the skills with the words of both talks, the dimensions beyond the noise. The rest is folded."""
    changed = [one for one in change.skills if one.first.state != one.latest.state]
    alike = [one for one in change.skills if one not in changed and one.latest.state != "not shown"]
    neither = ", ".join(skill_name(one.skill) for one in change.skills if one not in (*changed, *alike))
    rest = f'<p class="quiet">Not shown in either: {neither}.</p>' if neither else ""
    same = _folded("The same in both talks", [skill_name(one.skill) for one in alike], _skills(alike))
    return f"{_skills(changed)}{same}{rest}{_dimensions(change)}"


def _folded(title: str, names: Sequence[str], table: str) -> str:
    """A table behind one line that names its rows."""
    return f"<details><summary>{title}: {', '.join(names)}</summary>{table}</details>" if names else ""


def _skills(rows: Sequence[SkillChange]) -> str:
    if not rows:
        return ""
    told = "".join(
        f'<tr><th scope="row">{skill_name(one.skill)}</th>{_said("First", one.first)}{_said("Latest", one.latest)}</tr>'
        for one in rows
    )
    return (
        '<table class="dims change"><thead><tr><th scope="col">Skill</th><th scope="col">First talk</th>'
        f'<th scope="col">Latest talk</th></tr></thead><tbody>{told}</tbody></table>'
    )


def _said(which: str, read: SkillRead) -> str:
    quote = f'<br><span class="said">“{escape(read.quote)}”</span>' if read.quote else ""
    return (
        f'<td class="{read.state.replace(" ", "-")}" data-which="{which}">{_glyph(read.state)} {read.state}{quote}</td>'
    )


def _dimensions(change: FirstAgainstLatest) -> str:
    measured = [one for one in change.dimensions if one.first.measured and one.latest.measured]
    beyond = [one for one in measured if one.verdict != "within the noise"]
    within = [one for one in measured if one not in beyond]
    return f"{_scales(beyond)}{_folded('Tone, inside the noise', [one.dimension for one in within], _scales(within))}"


def _scales(rows: Sequence[DimensionChange]) -> str:
    if not rows:
        return ""
    return (
        '<table class="dims change"><thead><tr><th scope="col">Dimension</th><th scope="col">−2 to +2: ○ first, '
        '● latest with its noise band</th><th scope="col">Difference</th></tr></thead>'
        f"<tbody>{''.join(map(_dimension, rows))}</tbody></table>"
    )


def _dimension(one: DimensionChange) -> str:
    assert one.latest.measured is not None
    words = "<br>".join(
        f"<b>{which}:</b> <span class=said>“{escape(read.quote)}”</span>"
        for which, read in (("First", one.first), ("Latest", one.latest))
        if read.quote
    )
    figures = f"{_points(one.difference or 0)} (noise {one.noise or 0:.1f})"
    return (
        f'<tr><th scope="row">{one.dimension.value.capitalize()}</th>'
        f'<td>{_scale(one.latest.measured, one.first.measured)}<span class="quiet">{words}</span></td>'
        f'<td class="num">{figures}<br><b>{_VERDICTS[one.verdict]}</b></td></tr>'
    )
