"""The debrief as files to keep; each is made when it is asked for, with other names where somebody wants that."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from ..debrief.export import FORMATS
from ..debrief.name_guesses import suggested_names
from ..debrief.names import pairs_from, with_names_replaced
from ..debrief.report import report as read
from ..domain.report import Report
from ..domain.transcript import Transcript, is_imported
from ..errors import SimulatorError
from . import gate, shared
from .html import escape

_BETWEEN_WORDS = re.compile(r"[^\w]+")


def section(run: str, transcript: Transcript, report: Report) -> None:
    """The buttons, and the list of names above them."""
    st.subheader("Take it with you", anchor="take-it-with-you")
    if st.toggle("Replace names first", key=f"names-{run}"):
        names = _names(run, transcript)
        if names is None:
            return
        transcript = with_names_replaced(transcript, names)
        report = read(transcript)
    name = _file_name(run, transcript)
    with st.container(horizontal=True, key="downloads"):
        for one in FORMATS.values():
            st.download_button(
                f"Download as {one.name}",
                gate.while_signed_in(partial(one.make, transcript, report)),
                f"{name}.{one.suffix}",
                one.media_type,
                on_click="ignore",
                key=f"download-{one.suffix}",
            )


def _file_name(run: str, transcript: Transcript) -> str:
    """With whom, about what and when: two talks with one supervisor are two files."""
    begun = shared.app().store.summary(shared.owner(), run).created_at
    who = "a talk brought in" if is_imported(transcript) else transcript.persona.name
    words = f"{who} {transcript.scenario.title} {begun:%Y-%m-%d %H%M}"
    return _BETWEEN_WORDS.sub("-", words.casefold()).strip("-")


def _names(run: str, transcript: Transcript) -> dict[str, str] | None:
    """The names that the user settled on for this talk; None where there are none yet."""
    settled: dict[str, dict[str, str]] = shared.remembered("replaced_names")
    with st.form(f"names-form-{run}"):
        st.html(
            '<p class="quiet">One name a line; strike out what is none, add what is missing. Whole words are replaced, '
            "in everything that you take with you. Nothing here knows names: these are the capitalised words of the "
            "talk. A place, a job or a date can tell who it was as well as a name does, so read it through before you "
            "send it. Scores and trust stay as they are, and so does the talk that is kept here.</p>"
        )
        guessed = "\n".join(f"{name} = {stand_in}" for name, stand_in in suggested_names(transcript).items())
        written = st.text_area("Names and what stands for them", guessed, placeholder="Anna = Person A", height=150)
        done = st.form_submit_button("Replace these names")
    if done:
        settled.pop(run, None)
        try:
            names = pairs_from(written)
            with_names_replaced(transcript, names)
        except SimulatorError as error:
            shared.say_error(error)
            return None
        settled[run] = names
    if run in settled:
        told = ", ".join(f"{name} → {stand_in}" for name, stand_in in settled[run].items()) or "none"
        st.html(f'<p class="quiet">Replaced in the files below: {escape(told)}.</p>')
    return settled.get(run)
