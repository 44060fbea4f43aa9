""" "My own situation": a short form that becomes a scenario."""

from __future__ import annotations

import streamlit as st

from ..dialogue.own_situation import own_scenario
from ..safety.distress import any_distress
from . import shared
from .help import help_page

_FIELD_LIMIT = 400
_HELP = "own_help"
#: The id of the situation that the form makes.
OWN_SITUATION = "own-situation"
#: Question and an example of an answer, in the order of ``own_scenario``.
_FIELDS = (
    ("What went wrong, as you would say it", "I did not send the March report"),
    ("When was that?", "on Friday 7 March"),
    ("Who paid for it?", "the two colleagues who had to guess the figures"),
    ("What can you really promise?", "You have it every Thursday at four"),
    ("What is at stake?", "whether I keep the monthly reports"),
)


def page() -> None:
    """The form; in its place the help, once words in it called for that."""
    if st.session_state.get(_HELP):
        help_page(_back_to_the_form)
        return
    st.title("My own situation")
    st.html(
        '<p class="lead">Five short fields, none of them a must. Leave out names, and leave out your health: it is '
        "never needed here. What you write is used for this talk only.</p>"
    )
    before: tuple[str, ...] = st.session_state.get("own_words", ("",) * len(_FIELDS))
    with st.form("own-form"):
        written = [
            st.text_input(question, words, placeholder=example, max_chars=_FIELD_LIMIT)
            for (question, example), words in zip(_FIELDS, before, strict=True)
        ]
        done = st.form_submit_button("Use this situation", type="primary")
    if not done:
        return
    fields = [" ".join(field.split()) for field in written]
    if any_distress(*fields):
        st.session_state[_HELP] = True
        st.rerun()
    made = own_scenario(*fields)
    st.session_state.update(own_situation=made, own_words=tuple(fields), chosen_situation=made.id)
    shared.go("home")


def _back_to_the_form() -> None:
    st.session_state.pop(_HELP)
    shared.go("own")
