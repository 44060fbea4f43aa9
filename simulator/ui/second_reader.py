"""The second reader on the page: asked on a button, shown beside the rules, never part of a figure above it."""

from __future__ import annotations

from threading import Thread

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ..app import App
from ..backends.base import Calls
from ..debrief.second_reader import readable, requests_allowed
from ..dialogue.session import Session
from ..domain.second_reading import ComparedEvent, ComparedTurn, SecondReader
from ..errors import SimulatorError
from . import shared
from .html import escape

#: Seconds between two looks at a reading under way, and for it to end once it is stopped.
_LOOKS_EVERY, _KEEPS_WITHIN = 0.2, 2.0
_NOTICE = "reader-notice"
_NO_YES = {
    "no": "no",
    "rejected": "yes, but its quote is not in your turn",
    "missing": "no answer",
    "undecided": "its readings differ",
}


def section(place: DeltaGenerator, run: str, session: Session) -> None:
    """The whole part of the page; nothing where no model is set and none has read."""
    app = shared.app()
    told, model = app.second_reader(shared.OWNER, run, session), app.backend.model
    turns = readable(app.transcript(shared.OWNER, run, session))
    if not turns or (model is None and told is None):
        return
    with place:
        st.subheader("A second reader")
        st.html(f'<p class="quiet">{_explained(session)}</p>')
        waits = len(turns) - (told.read if told else 0)
        if model is not None and waits:
            _ask(run, session, waits, again=told is not None)
        if told is not None:
            st.html(_told(told))


def _explained(session: Session) -> str:
    name = escape(session.setting.persona.name)
    return (
        "A model can read your turns, too: for each it says yes or no to two dozen things that a turn can do, and "
        "proves a yes with your own words. It is a second opinion beside the rules. No score and no trust depends on "
        f"it. When you ask, your scored turns and what {name} said before each go to the model’s server."
    )


def _ask(run: str, session: Session, waits: int, *, again: bool) -> None:
    """The button; once pressed, the progress and a way to stop it in its place."""
    if notice := st.session_state.pop(_NOTICE, None):
        st.text(notice)
    spot = st.empty()
    label = "Ask the model about the rest" if again else "Ask the model to read it too"
    if spot.button(label, key="reader-ask"):
        with spot.container():
            _read(_Work(shared.app(), run, session), waits)
        st.rerun()


class _Work:
    """A reading under way in a thread of its own, so that the page stays awake and can stop it.

    Attributes:
        calls: what it may ask; stopping them stops it.
        done: turns that are over.
        wait: why there is a wait just now, and how long.
        trouble: what ended it early, if anything did.
    """

    def __init__(self, app: App, run: str, session: Session) -> None:
        self.calls: Calls = requests_allowed()
        self.calls.waiting = self._waits
        self.done = 0
        self.wait = ""
        self.trouble: Exception | None = None
        self._readings = app.read_too(shared.OWNER, run, session, self.calls)
        self.thread = Thread(target=self._work, daemon=True)

    def _waits(self, why: str, seconds: float) -> None:
        self.wait = f" {why} Next try in {seconds:.0f} s." if seconds >= 1 else f" {why}"

    def _work(self) -> None:
        try:
            for _ in self._readings:
                self.done, self.wait = self.done + 1, ""
        except Exception as error:  # noqa: BLE001  # the page raises it
            self.trouble = error


def _read(work: _Work, waits: int) -> None:
    """Show how far it is until it is over. Any click, and a closed tab, end this run of the page and so the reading."""
    bar = st.progress(0.0)
    st.button("Stop reading", key="reader-stop")
    work.thread.start()
    try:
        while work.thread.is_alive():
            place = min(work.done + 1, waits)
            bar.progress(work.done / waits, text=f"The model reads turn {place} of {waits}.{work.wait}")
            work.thread.join(_LOOKS_EVERY)
    finally:
        work.calls.stop()
        work.thread.join(_KEEPS_WITHIN)
    if isinstance(work.trouble, SimulatorError):
        st.session_state[_NOTICE] = str(work.trouble)
    elif work.trouble is not None:
        raise work.trouble


def _told(told: SecondReader) -> str:
    """The agreement in all, then turn by turn."""
    thrown = f" {told.rejected} of its yeses had a quote that is not in your turn; they do not count." * bool(
        told.rejected
    )
    failed = f" {told.failed} could not be read." * bool(told.failed)
    head = (
        f"<p>{escape(', '.join(told.models))} read {told.read} of {told.scored} scored turns.{failed} It and the rules "
        f'say {told.agreement.in_words}.{thrown}</p><p class="quiet">Kappa is agreement beyond chance: 0 is what '
        "chance brings, 1 is always the same. Most answers are no, so the percentage alone is high by itself. A turn "
        "that the rules leave open, or read otherwise, is read three times, and what most readings say stands.</p>"
    )
    return f'<div class="reader">{head}{"".join(_turn(turn) for turn in told.turns)}</div>'


def _turn(turn: ComparedTurn) -> str:
    if turn.failed is not None:
        return f'<p class="quiet">Turn {turn.number} was not read, and counts for nothing. {escape(turn.failed)}</p>'
    rows = "".join(_row(event) for event in turn.events if not event.quiet)
    rest = sum(event.quiet for event in turn.events)
    times = "" if turn.readings == 1 else f", from {turn.readings} readings"
    summary = f"Turn {turn.number}: {turn.agreement.in_words}{times}"
    table = (
        '<table class="dims"><thead><tr><th>What the turn does</th><th>The rules</th><th>The model</th><th></th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )
    is_open = " open" if any(event.agree is False for event in turn.events) else ""
    return (
        f'<details class="try"{is_open}><summary>{summary}</summary>{table if rows else ""}'
        f'<p class="quiet">Both say no to {"the other " if rows else "all "}{rest}.</p></details>'
    )


def _row(event: ComparedEvent) -> str:
    rules = _yes(event.rules_quote) if event.rules_quote is not None else "no"
    reader = _yes(event.reader_quote) if event.reader_quote is not None else _NO_YES[event.reader]
    same = {True: "same", False: "<b>differ</b>", None: "not counted"}[event.agree]
    return f"<tr><td>{event.event.in_words}</td><td>{rules}</td><td>{reader}</td><td>{same}</td></tr>"


def _yes(quote: str) -> str:
    return f'yes <span class="said">“{escape(quote)}”</span>'
