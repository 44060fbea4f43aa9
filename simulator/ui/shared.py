"""What every page needs: the app, the owner, the conversation in view, and the way between pages."""

from __future__ import annotations

import gc
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import streamlit as st

from ..app import App
from ..config import load_settings
from ..debrief.coach import ways
from ..debrief.rubric import rubric
from ..dialogue.session import Session
from ..errors import SimulatorError
from ..safety.help import HelpText, help_text_or_shipped
from ..tone.appraise import appraise
from ..voice import ModelSettings
from .background import Background

_FOLDER = Path(__file__).parent
#: The height of a field of two lines, in pixels.
TWO_LINES = 76


@st.cache_resource(show_spinner=False)
def installed() -> App:
    """The one app of this process, as its administrator set it up."""
    return App(load_settings())


def enter(owner: str) -> None:
    """Let this window be ``owner``'s; nothing of anybody before stays in it."""
    if st.session_state.get("owner", owner) != owner:
        leave()
    st.session_state["owner"] = owner


def leave() -> None:
    """Let nothing of anybody's stay in this window; what is under way is saved first."""
    _end_running()
    pages = st.session_state.get("pages")
    st.session_state.clear()
    if pages is not None:
        register(pages)


def owner() -> str:
    """Whose window this is, as the gate has found in this run."""
    found: str = st.session_state["owner"]
    return found


def remembered(name: str) -> dict[Any, Any]:
    """What this window keeps of its owner's under that name, for as long as it is open."""
    found: dict[Any, Any] = st.session_state.setdefault(f"{name} of {owner()}", {})
    return found


def app() -> App:
    """The app of this window: the process's own, or one that speaks with the voice chosen here."""
    own: App | None = st.session_state.get("own_app")
    return own or installed()


def speak_through(voice: ModelSettings) -> None:
    """Let the supervisors speak with ``voice`` in this window; nothing of it is kept anywhere else.

    Raises:
        InputError: it lacks a key, or this installation does not allow it.
    """
    st.session_state["own_app"] = installed().speaking_through(voice)


def country() -> str:
    """Whose help lines come first: the country chosen in this window, or the installation's."""
    chosen: str | None = st.session_state.get("country")
    return chosen or installed().settings.country


def help_words() -> HelpText:
    """The words for a person in distress: an organisation's own, or ours."""
    return help_text_or_shipped(installed().settings.help_file)


_LOADED_BY_THE_CHART = ("pandas", "pyarrow", "streamlit.elements.vega_charts")
_RUNS_TO_SETTLE = 3
_runs = count()


def settle() -> None:
    """Take what the first runs of this process loaded out of garbage collection.

    The server collects after every run of a page; without this a run takes several times the processor time. What only
    later pages need is loaded after the first one was drawn, while it is being read.
    """
    number = next(_runs)
    if number == 0:
        Thread(target=_load_the_rest, daemon=True).start()
    elif number < _RUNS_TO_SETTLE:
        _freeze()


def _load_the_rest() -> None:
    """The reading of words, what the debrief goes by, and the chart."""
    appraise("I did not send the report.")
    ways()
    rubric()
    for name in _LOADED_BY_THE_CHART:
        import_module(name)
    _freeze()


def _freeze() -> None:
    gc.collect()
    gc.freeze()


@cache
def stylesheet() -> str:
    """The look of the pages."""
    return f"<style>{(_FOLDER / 'style.css').read_text('utf-8')}</style>"


@cache
def page_script() -> str:
    """Our own script for every page; nothing that anybody wrote is ever in it."""
    return f"<script>{(_FOLDER / 'page.js').read_text('utf-8')}</script>"


def register(pages: dict[str, st.Page]) -> None:
    """Remember the pages of this run by their short names."""
    st.session_state["pages"] = pages


def go(name: str, run: str | None = None, *, share: str | None = None) -> None:
    """Switch to a page, with a conversation, or one that is shown by somebody, in its address."""
    named = {key: value for key, value in (("run", run), ("share", share)) if value}
    st.switch_page(st.session_state["pages"][name], query_params=named or None)


def run_id() -> str | None:
    """The conversation that the address names."""
    return st.query_params.get("run")


def conversation_in_view() -> tuple[str, Session] | None:
    """The conversation of this address, from this window's memory or from the database; None where there is none."""
    _end_running()
    run = run_id()
    if run is None:
        return None
    held: tuple[str, Session] | None = st.session_state.get("held")
    if held is None or held[0] != run:
        held = (run, app().session(owner(), run))
        hold(*held)
    return held


def hold(run: str, session: Session) -> None:
    """Keep a conversation in this window's memory."""
    st.session_state["held"] = (run, session)


def let_go() -> None:
    """Forget the conversation in memory; the next look reads the database."""
    st.session_state.pop("held", None)


def without_hints() -> set[str]:
    """The conversations in which this window's coach stays off."""
    found: set[str] = remembered("without_hints").setdefault("runs", set())
    return found


def begin(running: Background[Any]) -> None:
    """Remember the turn or the reading that this window has begun."""
    st.session_state["running"] = running


def _end_running() -> None:
    """Stop what an earlier script of this window left under way, so that the database has all of it."""
    running: Background[Any] | None = st.session_state.pop("running", None)
    if running is not None:
        running.end()


def turn_id() -> str:
    """The id of the turn being written: the same until it is accepted, so that a double click is one turn."""
    if "turn_id" not in st.session_state:
        st.session_state["turn_id"] = uuid4().hex
    made: str = st.session_state["turn_id"]
    return made


def next_turn_id() -> None:
    """The turn was accepted; the next one gets an id of its own."""
    st.session_state.pop("turn_id", None)


def say_error(error: SimulatorError) -> None:
    """One sentence, shown exactly."""
    with st.container(border=True, key="error"):
        st.text(str(error))
