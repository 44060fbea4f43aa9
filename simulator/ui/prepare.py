"""The prep card: examine the story before the talk. Offered, never demanded; kept in this window only."""

from __future__ import annotations

import streamlit as st

from ..safety.distress import any_distress
from .html import escape

#: Key, question and an example of an answer (article, first and second advice; comments 6, 11).
_QUESTIONS = (
    ("facts", "What do I know for a fact?", "The report came on the 14th, five days late"),
    ("guesses", "What do I only guess about the other side?", "That I am to be got rid of"),
    ("otherwise", "What else would fit the same facts?", "Somebody higher up is asking questions"),
    ("intention", "What do I want from this talk?", "Terms that I can keep, in writing"),
    ("opening", "My first sentence", "I did not send the September report, and I want to talk about that"),
    ("offer", "What can I really offer?", "The list of open promises, every day at half past four"),
    ("limit", "The line I will not cross", "I do not say yes to what was not mine"),
)
_LONGEST = 400


def prep_card() -> bool:
    """Seven short questions; what is written stays with this window and is shown beside the talk.

    Returns whether the words call for help instead of practice.
    """
    notes: dict[str, str] = st.session_state.setdefault("prep", {})
    with st.expander("Prepare first, if you like"):
        st.html('<p class="quiet">Your notes stay in this window, beside the talk. Nothing here is scored or kept.</p>')
        for key, question, example in _QUESTIONS:
            notes[key] = st.text_input(
                question, notes.get(key, ""), key=f"prep-{key}", placeholder=example, max_chars=_LONGEST
            )
    return any_distress(*notes.values())


def prep_notes() -> str:
    """The notes as HTML for the page of the talk; empty where nothing was written."""
    notes: dict[str, str] = st.session_state.get("prep", {})
    items = "".join(
        f"<h4>{escape(question)}</h4><p>{escape(notes[key])}</p>" for key, question, _ in _QUESTIONS if notes.get(key)
    )
    return f"<details class='facts prep' open><summary>What you prepared</summary>{items}</details>" if items else ""
