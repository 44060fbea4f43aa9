"""The scored transcript: her evening first, then what to try, then the figures and every word behind them."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from ..debrief.export import as_markdown
from ..debrief.panel import panel
from ..dialogue.again import can_return
from ..dialogue.session import Session
from ..domain.persona import Ending, Persona
from ..domain.report import DimensionSummary, Moment, PanelSeat, PocketCard, Report
from ..domain.transcript import Transcript, UserTurn
from . import second_reader, shared
from .chart import trust_chart
from .coach import suggestions
from .help import help_page
from .html import escape, log, scored_turn, signed
from .prepare import planned_and_said

_OUTCOMES = {
    "kept": "kept",
    "warned": "slipped, and you had said so in time",
    "silent": "slipped, and nobody had said a word",
    "overload": "more than one person can carry beside the rest",
    "unsure": "left open",
}
_SKILLS = {
    "examine_your_story": "Examine your story",
    "clarify_your_intentions": "Clarify your intentions",
    "take_the_initiative": "Take the initiative",
    "go_beyond": "Go beyond",
    "be_accountable": "Be accountable",
    "take_their_side": "Take their side",
    "hold_your_ground": "Hold your ground",
}


def page() -> None:
    """The debrief of the conversation that the address names."""
    view = shared.conversation_in_view()
    if view is None or not any(isinstance(turn, UserTurn) for turn in view[1].turns):
        st.subheader("Nothing to read yet")
        st.write("Hold a conversation first; its scored transcript will stand here.")
        if st.button("Choose a supervisor", type="primary"):
            shared.go("home")
        return
    run, session = view
    if session.ending is Ending.STOPPED_FOR_HELP:
        help_page()
        _bare_words(session)
        return
    transcript, report = shared.app().transcript(shared.OWNER, run, session), shared.app().report(session)
    _first_screen(run, session, transcript, report)
    _pocket(report.pocket_card)
    planned_and_said(run, transcript, report)
    _next_steps(run, session)
    _figures(transcript, report)
    below_the_figures = st.container()
    _others(transcript)
    _words(transcript)
    _downloads(transcript, report)
    second_reader.section(below_the_figures, run, session)  # last, because a reading under way holds up what follows


def _bare_words(session: Session) -> None:
    """What was said in a talk that stopped for help: nothing in it is scored, marked or corrected."""
    with st.expander("What was said until then"):
        st.html(log(session.turns, session.setting.persona))


def _first_screen(run: str, session: Session, transcript: Transcript, report: Report) -> None:
    persona = session.setting.persona
    if report.evening:
        st.title(f"That evening, {report.evening_to}")
        st.html(f'<div class="evening" style="--hue:{persona.hue}">{escape(report.evening)}</div>')
    if session.ending in persona.endings:
        assert session.ending is not None
        what_next = escape(persona.endings[session.ending].next)
        st.html(f'<div class="ending"><h3>{session.ending.in_words}</h3>{what_next}</div>')
    left, right = st.columns(2, gap="medium")
    with left:
        _strength(report)
    with right:
        suggestions(run, transcript, report)


def _strength(report: Report) -> None:
    if report.strengths:
        first = report.strengths[0]
        text = f'You said <span class="said">“{escape(first.quote)}”</span>.<br>{escape(first.why)}'
    else:
        text = "You sat down to a hard conversation. That is where it starts."
    st.html(f'<div class="try"><h4>What was good</h4>{text}</div>')


_POCKET = (
    ("opening", "How you begin", "name what you did or left, in one sentence"),
    ("promise", "What you promise", "one thing, with a day and an hour"),
    ("question", "What you ask", "what is expected, or where you stand"),
    ("limit", "Where you stop", "what you need, or what you cannot do"),
)


def _pocket(card: PocketCard) -> None:
    """What to take into the real talk; a line that was not said yet says what would go there."""
    rows = ""
    for field, title, missing in _POCKET:
        words: str | None = getattr(card, field)
        said = (
            f'<span class="said">“{escape(words)}”</span>'
            if words
            else f'<span class="quiet">Not yet: {missing}.</span>'
        )
        rows += f"<li><b>{title}</b> {said}</li>"
    st.html(f'<div class="pocket"><h4>For your pocket, in your own words</h4><ul>{rows}</ul></div>')


def _others(transcript: Transcript) -> None:
    """The three who differ most, then all of them; worked out only when asked for."""
    st.subheader("How the others would have taken it")
    if not st.toggle("Let the same words be heard by all thirteen", key="others"):
        return
    told = panel(transcript, shared.app().library.personas.values())
    seats = {seat.persona: seat for seat in told.supervisors}
    first = [seats[persona] for persona in told.differ_most]
    rest = [seat for seat in told.supervisors if seat.persona not in told.differ_most]
    rows = "".join(_seat_row(seat) for seat in (*first, *rest))
    st.html(
        '<table class="dims panel"><thead><tr><th>Supervisor</th><th>Trust at the end</th><th>What moved them most</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )
    if told.quarrel is not None:
        spoken = "".join(
            f"<p><b>{escape(turn.name)}</b> {escape(turn.says)}</p>"
            for turn in (told.quarrel.verdict, *told.quarrel.rebuttals)
        )
        st.html(f'<div class="try quarrel"><h4>They quarrel about “{escape(told.quarrel.sentence)}”</h4>{spoken}</div>')


def _seat_row(seat: PanelSeat) -> str:
    quote = f"“{escape(seat.turning_quote)}” ({seat.amount:+.1f})" if seat.turning_quote else "nothing did"
    ending = seat.ending.in_words if seat.ending else "still open"
    trust = f"{seat.trust[-1]:.0f}" if seat.trust else "–"
    return (
        f'<tr><td><b>{escape(seat.name)}</b><br><span class="quiet">{ending}</span></td>'
        f'<td class="num">{trust}</td><td>{quote}</td></tr>'
    )


def _next_steps(run: str, session: Session) -> None:
    with st.container(horizontal=True, key="next"):
        if session.ending is None and st.button("Go on talking", type="primary", key="on"):
            shared.go("talk", run)
        persona = session.setting.persona
        if can_return(session) and st.button("Come back two weeks later", key="later"):
            shared.let_go()
            shared.go("talk", shared.app().come_back(shared.OWNER, session))
        if st.button(f"Talk to {persona.name} again", key="once-more"):
            shared.let_go()
            setting = session.setting
            shared.go("talk", shared.app().start(shared.OWNER, persona.id, setting.scenario, setting.difficulty))
        if st.button("Choose someone else", key="else"):
            shared.go("home")


def _figures(transcript: Transcript, report: Report) -> None:
    persona = transcript.persona
    st.subheader("How it went")
    gap = f'<p class="quiet">{escape(report.gap)}</p>' if report.gap else ""
    st.html(
        f'<div class="judge"><div class="try"><h4>How {escape(persona.name)} took it</h4>'
        f"{escape(report.hers.summary)}</div>"
        f'<div class="try"><h4>How a fair supervisor would</h4>{escape(report.fair.summary)}</div></div>{gap}'
    )
    st.vega_lite_chart(trust_chart(persona, report), width="stretch", alt="Trust after each of your turns")
    if report.moments:
        st.subheader("Turning points")
        st.html("".join(_moment_row(moment) for moment in report.moments))
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader("Dimensions")
        st.html(_dimensions(report))
    with right:
        _skills_and_promises(report, persona)


def _moment_row(moment: Moment) -> str:
    sign = "+" if moment.kind == "won" else "−"
    quote = f'<span class="said">“{escape(moment.quote)}”</span><br>' if moment.quote else ""
    return (
        f'<div class="moment"><span class="points">{sign}{abs(moment.amount):.1f}<br>'
        f'<span class="quiet">turn {moment.number}</span></span><span>{quote}{escape(moment.why)}</span></div>'
    )


def _dimensions(report: Report) -> str:
    rows = "".join(_dimension_row(summary) for summary in report.dimensions)
    return (
        '<table class="dims"><thead><tr><th>Dimension</th><th>−2 to +2, with its noise band</th><th></th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _dimension_row(summary: DimensionSummary) -> str:
    name = summary.dimension.value.capitalize()
    if summary.value is None or summary.low is None or summary.high is None:
        return f'<tr><td>{name}</td><td class="quiet">not shown</td><td></td></tr>'
    left, right, dot = ((value + 2) * 25 for value in (summary.low, summary.high, summary.value))
    sign = -1 if summary.value > 0 else 1
    carried = sorted(summary.evidence, key=lambda item: sign * item.weight)
    quotes = dict.fromkeys(f"“{item.quote}”" for item in carried[:2])
    words = "; ".join([*quotes, *([summary.course_in_words] if summary.course_in_words else [])])
    return (
        f'<tr><td>{name}</td><td><div class="scale"><span class="zero"></span>'
        f'<span class="band" style="left:{left:.0f}%;width:{right - left:.0f}%"></span>'
        f'<span class="dot" style="left:{dot:.0f}%"></span></div><span class="quiet">{escape(words)}</span></td>'
        f'<td class="num">{signed(summary.value)}</td></tr>'
    )


def _quoted_list(items: Iterable[tuple[str, str]]) -> None:
    """The user's words, each with a quiet remark."""
    rows = "".join(
        f'<li><span class="said">“{escape(words)}”</span> <span class="quiet">{escape(remark)}</span></li>'
        for words, remark in items
    )
    st.html(f"<ul>{rows}</ul>")


def _skills_and_promises(report: Report, persona: Persona) -> None:
    st.subheader("Skills")
    rows = "".join(f"<tr><td>{_SKILLS[item.skill.value]}</td><td>{item.state}</td></tr>" for item in report.skills)
    st.html(f'<table class="dims"><tbody>{rows}</tbody></table>')
    said = ", ".join(part.name for part in report.apology.parts if part.said) or "none"
    st.html(f'<p class="quiet">Parts of an apology that were there: {said}. {escape(report.apology.note)}</p>')
    if report.accounts:
        st.subheader("What became of your promises")
        _quoted_list((item.promise, _OUTCOMES[item.how]) for item in report.accounts)
    if report.promises:
        st.subheader("What you promised")
        _quoted_list((item.quote, f"({item.by_when or 'no time named'})") for item in report.promises)
    if report.hidden_fact:
        st.subheader(f"What {persona.name} did not say")
        st.text(report.hidden_fact)


def _words(transcript: Transcript) -> None:
    st.subheader("Every word, and what it did")
    st.html(
        '<p class="quiet">Marked words counted. Hover, tap or tab to a mark for the reason: underlined helped, dashed '
        "hurt, dotted was noticed only.</p>"
    )
    blocks, number = [], 0
    for turn in transcript.turns:
        number += isinstance(turn, UserTurn)
        blocks.append(scored_turn(turn, transcript.persona, number))
    st.html("".join(blocks))


def _downloads(transcript: Transcript, report: Report) -> None:
    st.subheader("Take it with you")
    name = f"{transcript.persona.id}-{transcript.scenario.id}"
    with st.container(horizontal=True, key="downloads"):
        st.download_button(
            "Download as Markdown", as_markdown(transcript, report), f"{name}.md", "text/markdown", on_click="ignore"
        )
        st.download_button(
            "Download as JSON",
            transcript.model_dump_json(by_alias=True, indent=2),
            f"{name}.json",
            "application/json",
            on_click="ignore",
        )
