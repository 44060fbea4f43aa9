""" "My own situation": a short form that becomes a scenario."""

from __future__ import annotations

import streamlit as st

from ..dialogue.own_situation import own_scenario
from ..safety.distress import any_distress
from . import shared
from .help import help_page

_FIELD_LIMIT = 400
_HELP = "own_help"


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
    with st.form("own-form"):
        what = st.text_input(
            "What went wrong, as you would say it",
            placeholder="I did not send the March report",
            max_chars=_FIELD_LIMIT,
        )
        when = st.text_input("When was that?", placeholder="on Friday 7 March", max_chars=_FIELD_LIMIT)
        hurt = st.text_input(
            "Who paid for it?", placeholder="the two colleagues who had to guess the figures", max_chars=_FIELD_LIMIT
        )
        promise = st.text_input(
            "What can you really promise?", placeholder="You have it every Thursday at four", max_chars=_FIELD_LIMIT
        )
        stake = st.text_input(
            "What is at stake?", placeholder="whether I keep the monthly reports", max_chars=_FIELD_LIMIT
        )
        done = st.form_submit_button("Use this situation", type="primary")
    if not done:
        return
    fields = [" ".join(field.split()) for field in (what, when, hurt, promise, stake)]
    if any_distress(*fields):
        st.session_state[_HELP] = True
        st.rerun()
    st.session_state["own_situation"], st.session_state["own_words"] = own_scenario(*fields), tuple(fields)
    shared.go("home")


def _back_to_the_form() -> None:
    st.session_state.pop(_HELP)
    shared.go("own")
