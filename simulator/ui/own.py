""" "My own situation": a short form that becomes a scenario."""

from __future__ import annotations

import streamlit as st

from ..dialogue.own_situation import own_scenario
from ..safety.distress import where_distress
from . import shared
from .help import SAID_ANOTHER_WAY, help_page

_FIELD_LIMIT = 400
#: In this window's memory: the questions whose answers called for help, and what was typed then.
_HELP, _TYPED = "own_help", "own_typed"
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
    if misread := st.session_state.get(_HELP):
        help_page(_back_to_the_form, misread, SAID_ANOTHER_WAY)
        return
    st.title("My own situation")
    st.html(
        '<p class="lead">Five short fields, none of them a must. Leave out names, and leave out your health: it is '
        "never needed here. What you write is used for this talk only.</p>"
    )
    before: tuple[str, ...] = st.session_state.get(_TYPED) or st.session_state.get("own_words", ("",) * len(_FIELDS))
    with st.form("own-form"):
        written = [
            st.text_area(question, words, placeholder=example, max_chars=_FIELD_LIMIT, height=shared.TWO_LINES)
            for (question, example), words in zip(_FIELDS, before, strict=True)
        ]
        done = st.form_submit_button("Use this situation", type="primary")
    if not done:
        return
    fields = [" ".join(field.split()) for field in written]
    questions = [question for question, _ in _FIELDS]
    if misread := where_distress(dict(zip(questions, fields, strict=True))):
        st.session_state.update({_HELP: misread, _TYPED: tuple(fields)})
        st.rerun()
    st.session_state.pop(_TYPED, None)
    made = own_scenario(*fields)
    st.session_state.update(own_situation=made, own_words=tuple(fields), chosen_situation=made.id)
    shared.go("home")


def _back_to_the_form() -> None:
    st.session_state.pop(_HELP)
    shared.go("own")
