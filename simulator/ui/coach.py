"""The coach on the pages: beside the box while talking, and what to try afterwards. Every word is shown exactly."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from ..debrief.export.wording import no_suggestion
from ..debrief.pause import CoachLine
from ..dialogue.session import Session
from ..domain.report import Report, Suggestion
from ..domain.transcript import Transcript, last_user_turn
from . import shared
from .beginning import turns_before
from .help import IN_A_DRAFT, SAID_ANOTHER_WAY, help_page
from .html import escape, signed

_DRAFT_LIMIT = 2_000
#: In this window's memory: a draft on its way into the box that speaks.
_TAKEN_OVER = "draft_taken_over"


@dataclass
class _Drawer:
    """What the coach of one talk holds in this window.

    Attributes:
        shown: every line given, oldest first.
        line: the line in view.
        drafting: the box for a draft is open.
        draft: its words as they were last checked.
        question: the question back on a draft, and after which turn it was asked.
        help: the draft calls for help.
    """

    shown: list[str] = field(default_factory=list)
    line: CoachLine | None = None
    drafting: bool = False
    draft: str = ""
    question: tuple[str, str | None] | None = None
    help: bool = False


def help_switch() -> bool:
    """A switch that this window remembers: whether there is help while talking."""
    wanted = st.toggle("Help while talking", st.session_state.get("help_wanted", True), key="help-switch")
    st.session_state["help_wanted"] = wanted
    return wanted


def take_over(words: str) -> None:
    """Let words stand in the box that speaks when it is drawn next."""
    st.session_state[_TAKEN_OVER] = words


def taken_over() -> None:
    """Put a checked draft into the box that speaks; called before that box is drawn."""
    if words := st.session_state.pop(_TAKEN_OVER, ""):
        st.session_state["draft"] = words


class Coach:
    """The coach of one talk, between her last words and the box: a line on demand, a question back on a draft."""

    def __init__(self, run: str, session: Session) -> None:
        self._run = run
        self._session = session
        drawers: dict[str, _Drawer] = shared.remembered("coach")
        self._drawer = drawers.setdefault(run, _Drawer())
        self._off = run in shared.without_hints()
        self._place = st.container(key="comes-up-coach")
        self._line = self._place.empty()

    def buttons(self) -> None:
        """Both ways to ask; the answers stand in the place above."""
        if self._off:
            return
        drawer = self._drawer
        if st.button("Pause and coach", key="pause"):
            drawer.line = shared.app().coach_line(shared.owner(), self._run, self._session, drawer.shown)
            drawer.shown.append(drawer.line.text)
        label = "Put the draft away" if drawer.drafting else "Check a draft"
        st.button(label, key="draft-open", on_click=self._open_or_close)

    def _open_or_close(self) -> None:
        self._drawer.drafting = not self._drawer.drafting

    def fall_silent(self) -> None:
        """The next words were said: the line and the draft were about the ones before."""
        self._line.empty()
        self._drawer.drafting = False

    def show(self) -> None:
        """What was asked for, until the next words are said."""
        with self._place:
            if self._off:
                st.html('<p class="quiet">This is a check of your own: the coach is off.</p>')
                return
            drawer = self._drawer
            if drawer.line is not None and drawer.line.turn == self._last_turn():
                self._line.container(key="coach-line").text(drawer.line.text)
            if drawer.drafting:
                self._draft()
            if drawer.help:
                help_page(self._back_to_the_draft, [IN_A_DRAFT], SAID_ANOTHER_WAY)

    def _back_to_the_draft(self) -> None:
        self._drawer.help = False
        st.rerun()

    def _draft(self) -> None:
        """A box of its own, so that nothing is said before it is meant."""
        drawer = self._drawer
        with st.form("draft-form"):
            words = st.text_area(
                "A draft, seen by nobody else", drawer.draft, key="coach-draft", max_chars=_DRAFT_LIMIT, height=90
            )
            answer = st.empty()
            with st.container(horizontal=True):
                check = st.form_submit_button("Check my draft", key="check-draft")
                use = st.form_submit_button("Use this draft", key="use-draft")
        if check:
            self._check(words)
        if use:
            drawer.drafting, drawer.draft, drawer.question = False, "", None
            take_over(words)
            st.rerun()
        if drawer.question is not None and drawer.question[1] == self._last_turn():
            answer.text(drawer.question[0])

    def _check(self, words: str) -> None:
        drawer = self._drawer
        question = shared.app().draft_question(shared.owner(), self._run, self._session, words)
        drawer.draft, drawer.help, drawer.question = words, question is None, None
        if question is not None:
            drawer.question = (question, self._last_turn())

    def _last_turn(self) -> str | None:
        last = last_user_turn(self._session.turns)
        return last.id if last else None


def suggestions(run: str, transcript: Transcript, report: Report) -> None:
    """What to try: the first open, the others folded; with a model behind it, each can be asked for in other words."""
    if not report.suggestions:
        nothing = no_suggestion(transcript, turns_before(run))
        st.html(f'<div class="try"><h4>One thing to try</h4>{nothing}</div>')
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
        return f'<div class="try"><h4>One thing to try</h4>{_suggestion(suggestion, suggestion.happened)}</div>'
    summary = escape(suggestion.happened)
    return f'<details class="try"><summary>{summary}</summary>{_suggestion(suggestion, happened="")}</details>'


def _suggestion(suggestion: Suggestion, happened: str) -> str:
    said = f'You said <span class="said">“{escape(suggestion.quote)}”</span>.<br>' if suggestion.quote else ""
    other = f'<p class="other">Another way: “{escape(suggestion.another_way)}”</p>'
    return f"{said}{escape(happened)}{other}{_difference(suggestion)}"


def _difference(suggestion: Suggestion) -> str:
    """What the other way would have changed, where both could be read."""
    if suggestion.before is None or suggestion.after is None:
        return ""
    before, after = (signed(value).replace("-", "−") for value in (suggestion.before, suggestion.after))
    return f'<p class="quiet">For a fair supervisor, from −2 to +2: {after} instead of {before}.</p>'


def _asked_for(run: str, transcript: Transcript, offline: Suggestion, number: int) -> Suggestion | None:
    """The suggestion as the model answered, once it was asked for in this window; nobody is asked by looking."""
    if shared.app().backend.name == "scripted":
        return None
    answers: dict[tuple[str, str, str, str], Suggestion] = shared.remembered("other_ways")
    key = (run, offline.turn, offline.quote, offline.happened)
    if st.button("Ask the model for another way", key=f"other-way-{number}"):
        answers[key] = shared.app().another_way(transcript, offline)
    return answers.get(key)
