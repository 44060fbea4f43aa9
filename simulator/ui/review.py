"""The scored transcript: her evening, a guess, one action; then the figures and every word behind them."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from ..debrief.asked import help_asked_for
from ..debrief.export.wording import NO_STRENGTH, POCKET
from ..dialogue.again import can_return
from ..dialogue.outcome import what_follows
from ..dialogue.session import Session
from ..domain.persona import Ending
from ..domain.report import PocketCard, Report
from ..domain.transcript import Transcript, UserTurn, is_imported
from . import again, downloads, figures, guess, kept, measures, panel, second_reader, shared, showing, two_ways, words
from .beginning import second_version, turns_before
from .coach import suggestions
from .help import IN_THE_TALK, SAID_ANOTHER_WAY, help_page
from .html import escape, log
from .prepare import planned_and_said
from .talk import go_on_after_help

#: What stands further down, by the anchor of its heading.
_PARTS = {
    "two-ways": "Two ways",
    "how-it-went": "How it went",
    "what-it-showed": "What it showed",
    "the-others": "How the others take it",
    "every-word": "Every word",
    "take-it-with-you": "Take it with you",
}
_ALWAYS = tuple(_PARTS)[1:]


def page() -> None:
    """The debrief of the conversation that the address names."""
    view = shared.conversation_in_view()
    if view is None or not any(isinstance(turn, UserTurn) for turn in view[1].turns):
        _nothing_yet(view)
        return
    run, session = view
    if session.ending is Ending.STOPPED_FOR_HELP:
        help_page(lambda: go_on_after_help(run, session), [IN_THE_TALK], SAID_ANOTHER_WAY)
        _bare_words(session)
        return
    if again.help_instead(run):
        return
    transcript, report = kept.debrief(run, session)
    answered = guess.answered(run, transcript, turns_before(run))
    with st.container(key="debrief-first"):
        _first_screen(run, session, transcript, report, open_now=answered)
    _next_steps(run, session, transcript)
    below_the_figures = None
    if answered:
        contents = st.empty()
        parts = (*(["two-ways"] if two_ways.section(run, transcript) else []), *_ALWAYS)
        contents.html(_contents(parts))
        figures.section(transcript, report)
        measures.section(transcript, report)
        below_the_figures = st.container()
        panel.others(run, transcript)
        words.section(run, session, transcript)
    downloads.section(run, transcript, report)
    showing.section(run)
    if below_the_figures is not None:  # last, because a reading under way holds up what follows
        second_reader.section(below_the_figures, run, transcript)


def _contents(parts: Iterable[str]) -> str:
    """A row of links to these parts further down."""
    links = "".join(f'<a href="#{anchor}">{_PARTS[anchor]}</a>' for anchor in parts)
    return (
        '<nav class="contents" aria-label="Further down on this page"><span class="quiet">Further down</span>'
        f"{links}</nav>"
    )


def _nothing_yet(view: tuple[str, Session] | None) -> None:
    """No talk in the address, or one in which the user has not spoken."""
    st.subheader("Nothing to read yet")
    if view is None:
        st.write("Hold a conversation first; its scored transcript will stand here.")
        if st.button("Choose a supervisor", type="primary"):
            shared.go("home")
        st.page_link(st.session_state["pages"]["past"], label="Or read a past conversation")
        return
    run, session = view
    name = session.setting.persona.name
    st.html(
        f"<p>{escape(name)} has spoken, and you have not answered yet. After your first words there is something to "
        "read.</p>"
    )
    if st.button(f"Answer {name}", type="primary", key="on"):
        shared.go("talk", run)


def _bare_words(session: Session) -> None:
    """What was said in a talk that stopped for help: nothing in it is scored, marked or corrected."""
    with st.expander("What was said until then"):
        st.html(log(session.turns, session.setting.persona))


def _first_screen(run: str, session: Session, transcript: Transcript, report: Report, *, open_now: bool) -> None:
    """Her evening, the guess, one action, the pocket card, one strength and what to try."""
    second_version(run)
    evening(transcript, report, covered=not open_now)
    _help_used(run)
    since = turns_before(run)
    guess.section(run, transcript, since)
    if open_now:
        again.section(run, session, transcript, since)
    _pocket(report.pocket_card)
    planned_and_said(run, transcript, report)
    if open_now:
        left, right = st.columns(2, gap="medium")
        with left:
            strength(report)
        with right:
            suggestions(run, transcript, report)


def evening(transcript: Transcript, report: Report, *, covered: bool = False) -> None:
    """What she tells somebody that evening, and how it ended; ``covered`` until the guess was made."""
    persona = transcript.persona
    if report.evening:
        said = guess.covered(report.evening) if covered else escape(report.evening)
        st.title(report.evening_title)
        st.html(f'<div class="evening" style="--hue:{persona.hue}">{said}</div>')
    if transcript.ending is not None and transcript.ending in persona.endings:
        what_next = escape(what_follows(persona, transcript.ending, transcript.turns))
        st.html(f'<div class="ending"><h3>{transcript.ending.in_words}</h3>{what_next}</div>')


def _help_used(run: str) -> None:
    """The lines and drafts that were asked for in this talk, in one quiet sentence."""
    hints = shared.app().store.hints(shared.owner(), run)
    lines = sum(hint.kind == "coach" for hint in hints)
    if said := help_asked_for(lines, len(hints) - lines):
        st.html(f'<p class="quiet hints">{said}</p>')


def strength(report: Report) -> None:
    """The first thing that was good."""
    if report.strengths:
        first = report.strengths[0]
        text = f'You said <span class="said">“{escape(first.quote)}”</span>.<br>{escape(first.why)}'
    else:
        text = NO_STRENGTH
    st.html(f'<div class="try"><h4>What was good</h4>{text}</div>')


def _pocket(card: PocketCard) -> None:
    """What to take into the real talk; a line that was not said yet says what would go there."""
    rows = ""
    for field, title, missing in POCKET:
        words: str | None = getattr(card, field)
        said = (
            f'<span class="said">“{escape(words)}”</span>'
            if words
            else f'<span class="quiet">Not yet: {missing}.</span>'
        )
        rows += f"<li><b>{title}</b> {said}</li>"
    st.html(f'<div class="pocket"><h4>For your pocket, in your own words</h4><ul>{rows}</ul></div>')


def _next_steps(run: str, session: Session, transcript: Transcript) -> None:
    with st.container(horizontal=True, key="next"):
        persona, elsewhere = session.setting.persona, is_imported(transcript)
        if session.ending is None and not elsewhere and st.button("Go on talking", type="primary", key="on"):
            shared.go("talk", run)
        if can_return(session) and st.button("Come back two weeks later", key="later"):
            shared.let_go()
            shared.go("talk", shared.app().come_back(shared.owner(), session))
        again = f"Have it with {persona.name}" if elsewhere else f"Talk to {persona.name} again"
        if st.button(again, key="once-more"):
            shared.let_go()
            setting = session.setting
            shared.go("talk", shared.app().start(shared.owner(), persona.id, setting.scenario, setting.difficulty))
        if st.button("Choose someone else", key="else"):
            shared.go("home")
