"""The second reader on the page: asked on a button, shown beside the rules, never part of a figure above it."""

from __future__ import annotations

from contextlib import closing

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ..debrief.second_reader import requests_allowed
from ..dialogue.engine import Waiting
from ..domain.persona import Persona
from ..domain.second_reading import ComparedEvent, ComparedTurn, SecondReader
from ..domain.transcript import Transcript
from ..errors import SimulatorError
from . import shared
from .background import Background
from .html import escape

_NOTICE = "reader-notice"
_NO_YES = {
    "no": "no",
    "rejected": "yes, but its quote is not in your turn",
    "missing": "no answer",
    "undecided": "its readings differ",
}


def section(place: DeltaGenerator, run: str, transcript: Transcript) -> None:
    """The whole part of the page; nothing where no model is set and none has read."""
    app = shared.app()
    told, model = app.second_reader(shared.owner(), run, transcript), app.backend.model
    turns = transcript.scored_turns
    if not turns or (model is None and told is None):
        return
    with place:
        st.subheader("A second reader")
        st.html(f'<p class="quiet">{_explained(transcript.persona)}</p>')
        waits = len(turns) - (told.read if told else 0)
        if model is not None and waits:
            _ask(run, transcript, waits, again=told is not None)
        if told is not None:
            st.html(_told(told))


def _explained(persona: Persona) -> str:
    name = escape(persona.name)
    return (
        "A model can read your turns, too: for each it says yes or no to two dozen things that a turn can do, and "
        "proves a yes with your own words. It is a second opinion beside the rules. No score and no trust depends on "
        f"it. When you ask, your scored turns and what {name} said before each go to the model’s server."
    )


def _ask(run: str, transcript: Transcript, waits: int, *, again: bool) -> None:
    """The button; once pressed, the progress and a way to stop it in its place."""
    if notice := st.session_state.pop(_NOTICE, None):
        st.text(notice)
    spot = st.empty()
    label = "Ask the model about the rest" if again else "Ask the model to read it too"
    if spot.button(label, key="reader-ask"):
        with spot.container():
            _read(run, transcript, waits)
        st.rerun()


def _read(run: str, transcript: Transcript, waits: int) -> None:
    """Show how far it is until it is over. Any click, and a closed tab, end this run of the page and so the reading."""
    app, owner = shared.app(), shared.owner()  # the reading runs on a thread that knows nothing of the page
    bar = st.progress(0.0)
    st.button("Stop reading", key="reader-stop")
    running = Background(lambda calls: app.read_too(owner, run, transcript, calls), requests_allowed())
    shared.begin(running)
    done, wait = 0, ""
    try:
        with closing(running.events()) as events:
            for event in events:
                if isinstance(event, Waiting):
                    wait = f" {event.why} Next try in {event.seconds:.0f} s." if event.seconds >= 1 else f" {event.why}"
                elif event is not None:
                    done, wait = done + 1, ""
                place = min(done + 1, waits)
                bar.progress(done / waits, text=f"The model reads turn {place} of {waits}.{wait}")
    except SimulatorError as error:
        st.session_state[_NOTICE] = str(error)


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
