"""What the talk showed: dimensions with their noise, skills, apology, circumstances, promises, and what was hidden."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from ..debrief.context import circumstances
from ..debrief.export.wording import OUTCOMES, SKILL_MEANS, SKILLS
from ..domain.report import Apology, ApologyPart, DimensionSummary, Report, SkillSummary
from ..domain.transcript import Transcript
from .html import escape, signed

_PARTS = {
    "responsibility": "You name what was yours",
    "repair": "You say what mends it",
    "explanation": "You say how it came about",
    "repentance": "You say what changes",
    "regret": "You are sorry for it",
    "forgiveness": "You ask for forgiveness",
}
#: Nobody owes these: they are never called missing.
_NEVER_MISSED = ("regret", "forgiveness")


def section(transcript: Transcript, report: Report) -> None:
    """Everything measured over the whole talk, one part in view at a time; on paper all of them."""
    st.subheader("What the talk showed", anchor="what-it-showed")
    skills, tone, apology, known = st.tabs(["Skills", "Tone", "Apology", "Promises"])
    with skills:
        st.html(f"{_on_paper('Skills')}{_skills(report)}")
    with tone:
        st.html(f"{_on_paper('Dimensions of tone')}{_dimensions(report)}")
    with apology:
        left, right = st.columns(2, gap="large")
        with left:
            if report.apology is not None:
                st.subheader("The apology")
                st.html(_apology(report.apology))
        with right:
            st.subheader("Context or excuse")
            _circumstances(transcript)
    with known:
        left, right = st.columns(2, gap="large")
        with left:
            _promises(report)
        with right:
            _hidden(transcript, report)


def _on_paper(title: str) -> str:
    """The name of a part where no tab shows it."""
    return f'<h3 class="on-paper">{title}</h3>'


def _dimensions(report: Report) -> str:
    rows = "".join(_dimension(summary) for summary in report.dimensions)
    ticks = "".join(f"<span>{tick}</span>" for tick in ("−2", "−1", "0", "+1", "+2"))
    return (
        '<p class="quiet">From −2 to +2. The dot is your talk; the band shows how far the reading may be off. Grey '
        "bands reach the middle: that may as well be neither good nor bad.</p>"
        '<table class="dims measures"><thead><tr><th scope="col">Dimension</th>'
        f'<th scope="col"><div class="ticks" aria-label="−2 to +2">{ticks}</div></th><th scope="col">Value</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _dimension(summary: DimensionSummary) -> str:
    name = summary.dimension.value.capitalize()
    if summary.value is None or summary.low is None or summary.high is None:
        return f'<tr><th scope="row">{name}</th><td class="quiet">not shown</td><td></td></tr>'
    left, right, dot = ((value + 2) * 25 for value in (summary.low, summary.high, summary.value))
    quote = f"“{summary.telling}”" if summary.telling else ""
    words = "; ".join(part for part in (quote, summary.course_in_words) if part)
    kind = "unsure" if summary.low <= 0 <= summary.high else "won" if summary.value > 0 else "lost"
    span = f"between {signed(summary.low)} and {signed(summary.high)}"
    return (
        f'<tr><th scope="row">{name}</th><td><div class="scale {kind}" role="img" aria-label="{name} '
        f'{signed(summary.value)}, {span}" title="{span}"><span class="tick" style="left:25%"></span>'
        '<span class="zero"></span><span class="tick" style="left:75%"></span>'
        f'<span class="band" style="left:{left:.0f}%;width:{right - left:.0f}%"></span>'
        f'<span class="dot" style="left:{dot:.0f}%"></span></div><span class="quiet">{escape(words)}</span></td>'
        f'<td class="num">{signed(summary.value)}</td></tr>'
    )


def _skills(report: Report) -> str:
    rows = "".join(_skill(item) for item in report.skills)
    return (
        '<table class="dims skills"><thead><tr><th scope="col">Skill</th><th scope="col">In this talk</th>'
        f'<th scope="col">Your words</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _skill(item: SkillSummary) -> str:
    telling = [max(found, key=lambda one: abs(one.weight)) for found in (item.shown, item.broken) if found]
    words = "<br>".join(f"“{escape(evidence.quote)}”" for evidence in telling if evidence.quote)
    mark = {"shown": "✓", "broken": "!", "mixed": "~", "not shown": "·"}[item.state]
    return (
        f'<tr><th scope="row">{SKILLS[item.skill.value]}<span class="quiet">{SKILL_MEANS[item.skill.value]}</span></th>'
        f'<td class="state {item.state.replace(" ", "-")}">'
        f'<i aria-hidden="true">{mark}</i> {item.state}</td><td class="said">{words}</td></tr>'
    )


def _apology(apology: Apology) -> str:
    said: dict[str, ApologyPart] = {part.name: part for part in apology.parts}
    rows = ""
    for name, title in _PARTS.items():
        part = said[name]
        words = f'<span class="said">“{escape(part.quote)}”</span>' if part.said and part.quote else ""
        open_yet = "nobody owes it" if name in _NEVER_MISSED else "not yet"
        state = ("yes", "✓", words) if part.said else ("no", "·", f'<span class="quiet">{open_yet}</span>')
        rows += f'<li class="{state[0]}"><i aria-hidden="true">{state[1]}</i> <b>{title}</b> {state[2]}</li>'
    return (
        f'<p>{escape(apology.note)} <span class="quiet">{apology.score:.0f} of 100; the first two weigh most.</span>'
        "</p>"
        f'<ul class="parts">{rows}</ul>'
    )


def _circumstances(transcript: Transcript) -> None:
    told = circumstances(transcript)
    st.html(f'<p class="context">{escape(told.in_words)}</p>')
    if told.mentions:
        st.html(
            "<ul>"
            + "".join(
                f'<li><a href="#turn-{one.number}">Turn {one.number}</a> '
                + (f'<span class="said">“{escape(one.quote)}”</span> ' if one.quote else "")
                + f'<span class="quiet">{escape(one.in_words)}</span></li>'
                for one in told.mentions
            )
            + "</ul>"
        )


def _quoted_list(items: Iterable[tuple[str, str]]) -> None:
    """The user's words, each with a quiet remark."""
    rows = "".join(
        f'<li><span class="said">“{escape(words)}”</span> <span class="quiet">{escape(remark)}</span></li>'
        for words, remark in items
    )
    st.html(f"<ul>{rows}</ul>")


def _promises(report: Report) -> None:
    if report.accounts:
        st.subheader("What became of your promises")
        _quoted_list((item.promise, OUTCOMES[item.how]) for item in report.accounts)
    st.subheader("What you promised")
    if report.promises:
        _quoted_list((item.quote, f"({item.by_when or 'no time named'})") for item in report.promises)
    else:
        st.html(
            '<p class="quiet">Nothing that could be kept or broken yet. One thing with a day and an hour is enough.</p>'
        )


def _hidden(transcript: Transcript, report: Report) -> None:
    """What only one side knew: facts of the user's character, and what the seed drew for an undecided supervisor."""
    they = transcript.persona.pronouns
    if facts := transcript.scenario.told_only:
        st.subheader("What only you knew")
        told = _told_in(transcript, "fact_told:")
        st.html(
            "<ul>"
            + "".join(
                f"<li>{escape(fact.text)} "
                f'<span class="quiet">{_where(told.get(fact.id), f"you told {they.them}", "not told")}</span></li>'
                for fact in facts
            )
            + "</ul>"
        )
    if report.hidden_fact:
        st.subheader(f"What {transcript.persona.name} did not say")
        found = _where(
            _told_in(transcript, "hidden_fact_found").get(""),
            "your question brought it out",
            "no question brought it out",
        )
        st.html(f'<p>{escape(report.hidden_fact)} <span class="quiet">{found}</span></p>')


def _told_in(transcript: Transcript, rule: str) -> dict[str, int]:
    """By what follows the rule's name: the number of the first turn whose ledger has it."""
    found: dict[str, int] = {}
    for number, turn in enumerate(transcript.user_turns, start=1):
        for row in turn.ledger:
            if row.rule.startswith(rule):
                found.setdefault(row.rule.removeprefix(rule), number)
    return found


def _where(number: int | None, told: str, not_told: str) -> str:
    return f"({not_told})" if number is None else f'(<a href="#turn-{number}">turn {number}</a>: {told})'
