"""The coach on the pages: a drawer while talking, and what to try afterwards. Every word is shown exactly."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from ..debrief.pause import CoachLine
from ..dialogue.session import Session
from ..domain.report import Report, Suggestion
from ..domain.transcript import Transcript, last_user_turn
from . import shared
from .help import help_page
from .html import escape, signed

_DRAFT_LIMIT = 2_000


@dataclass
class _Drawer:
    """What the drawer of one talk holds in this window.

    Attributes:
        shown: every line given, oldest first.
        line: the line in view.
        question: the question back on a draft, and after which turn it was asked.
        help: the draft calls for help.
    """

    shown: list[str] = field(default_factory=list)
    line: CoachLine | None = None
    question: tuple[str, str | None] | None = None
    help: bool = False


def _drawer(run: str) -> _Drawer:
    drawers: dict[str, _Drawer] = shared.remembered("coach")
    return drawers.setdefault(run, _Drawer())


def help_while_talking(run: str, session: Session) -> None:
    """A switch that this window remembers; where it is on, the drawer."""
    wanted = st.toggle("Help while talking", st.session_state.get("help_wanted", True), key="help-switch")
    st.session_state["help_wanted"] = wanted
    if wanted and session.ending is None and session.plan is None:
        _coach_drawer(run, session)


def _coach_drawer(run: str, session: Session) -> None:
    """Two buttons beside the talk: one line on demand, and one question back on a draft."""
    if run in shared.without_hints():
        st.html('<p class="quiet">This is a check of your own: the coach is off.</p>')
        return
    drawer, at = _drawer(run), _last_turn(session)
    with st.expander("Pause"):
        if st.button("Pause and coach", key="pause"):
            drawer.line = shared.app().coach_line(shared.owner(), run, session, drawer.shown)
            drawer.shown.append(drawer.line.text)
        if drawer.line is not None and drawer.line.turn == at:
            st.text(drawer.line.text)
        draft = st.text_area("A draft, seen by nobody else", key="coach-draft", max_chars=_DRAFT_LIMIT, height=110)
        if st.button("Check my draft", key="check-draft"):
            _take_draft(run, drawer, session, draft)
        if drawer.question is not None and drawer.question[1] == at:
            st.text(drawer.question[0])
    if drawer.help:
        help_page()


def _take_draft(run: str, drawer: _Drawer, session: Session, draft: str) -> None:
    question = shared.app().draft_question(shared.owner(), run, session, draft)
    drawer.help, drawer.question = question is None, None
    if question is not None:
        drawer.question = (question, _last_turn(session))


def _last_turn(session: Session) -> str | None:
    last = last_user_turn(session.turns)
    return last.id if last else None


def suggestions(run: str, transcript: Transcript, report: Report) -> None:
    """What to try: the first open, the others folded; with a model behind it, each can be asked for in other words."""
    if not report.suggestions:
        st.html(
            '<div class="try"><h4>One thing to try</h4>Nothing stands out. Try the same talk with someone harder.</div>'
        )
        return
    for number, offline in enumerate(report.suggestions):
        place = st.empty()
        asked = _asked_for(run, transcript, offline, number)
        place.html(framed(asked or offline, number))
        if asked is not None and not asked.by_model:
            st.html('<p class="quiet">The model had no other way that holds. This one stands.</p>')


def framed(suggestion: Suggestion, number: int) -> str:
    """One suggestion, shown exactly; the first, ``number`` 0, is open."""
    if number == 0:
        return f'<div class="try"><h4>One thing to try</h4>{_suggestion(suggestion)}</div>'
    summary = escape(suggestion.happened)
    return f'<details class="try"><summary>{summary}</summary>{_suggestion(suggestion)}</details>'


def _suggestion(suggestion: Suggestion) -> str:
    said = f'You said <span class="said">“{escape(suggestion.quote)}”</span>.<br>' if suggestion.quote else ""
    other = f'<p class="other">Another way: “{escape(suggestion.another_way)}”</p>'
    return f"{said}{escape(suggestion.happened)}{other}{_difference(suggestion)}"


def _difference(suggestion: Suggestion) -> str:
    """What the other way would have changed, where both could be read."""
    if suggestion.before is None or suggestion.after is None:
        return ""
    before, after = signed(suggestion.before), signed(suggestion.after)
    return f'<p class="quiet">A fair supervisor would have taken that turn {after} instead of {before}.</p>'


def _asked_for(run: str, transcript: Transcript, offline: Suggestion, number: int) -> Suggestion | None:
    """The suggestion as the model answered, once it was asked for in this window; nobody is asked by looking."""
    if shared.app().backend.name == "scripted":
        return None
    answers: dict[tuple[str, str, str, str], Suggestion] = shared.remembered("other_ways")
    key = (run, offline.turn, offline.quote, offline.happened)
    if st.button("Ask the model for another way", key=f"other-way-{number}"):
        answers[key] = shared.app().another_way(transcript, offline)
    return answers.get(key)
