"""What a coach sees: one talk and its debrief, to read, for as long as its owner shows it. Asked anew in every run."""

from __future__ import annotations

import streamlit as st

from ..debrief.report import report as read
from ..domain.transcript import Transcript, UserTurn
from . import figures, gate, measures, shared
from .coach import framed
from .html import escape, log
from .review import evening, strength
from .words import scored_turn


def page() -> None:
    """A link to open, a talk to read, or the list of what is shown."""
    who = gate.whoever()
    if who is None:
        st.title("Shown to you")
        st.write("Talks can be shown to somebody where people sign in. Here you are by yourself.")
    elif secret := st.query_params.get("link"):
        _open(secret, who.seen_as)
    elif share := st.query_params.get("share"):
        _read(share)
    else:
        _list()


def _open(secret: str, name: str) -> None:
    """Nothing is opened by looking: a link may be followed by a program, too."""
    st.title("Somebody wants to show you a talk")
    st.html(
        f'<p class="lead">You can read it here for as long as they let you. They will see that you opened it, as '
        f"<b>{escape(name)}</b>. After that the link works for nobody else.</p>"
    )
    if st.button("Open it", type="primary", key="open-link"):
        shared.go("shown", share=shared.app().store.shares.open(shared.owner(), name, secret))


def _list() -> None:
    st.title("Shown to you")
    found = shared.app().store.shares.shown_to(shared.owner())
    if not found:
        st.html('<p class="lead">Nobody shows you a talk at the moment.</p>')
        return
    for one in found:
        with st.container(border=True, key=f"row-{one.id}"), st.container(horizontal=True, vertical_alignment="center"):
            st.html(f"<b>{escape(one.owner_name)}</b> with {escape(one.persona_name)} · {escape(one.scenario_title)}")
            if st.button("Read", key=f"read-{one.id}"):
                shared.go("shown", share=one.id)


def _read(share: str) -> None:
    shown, transcript = shared.app().store.shares.read(shared.owner(), share)
    persona = transcript.persona
    st.html(
        f'<p class="notice" role="status">{escape(shown.owner_name)} shows you this talk with {escape(persona.name)}. '
        "You can read it for as long as they let you.</p>"
    )
    if transcript.needs_help:
        st.html('<p class="lead">There is nothing to read in this talk.</p>')
    elif transcript.user_turns:
        _debrief(transcript)
    else:
        st.html(log(transcript.turns, persona))
    with st.popover("Take it off my list"):
        st.write("They see that it is not shown to you any more. Another link is needed to come back.")
        if st.button("Yes, take it off", key="give-back"):
            shared.app().store.shares.give_back(shared.owner(), share)
            shared.go("shown")


def _debrief(transcript: Transcript) -> None:
    told = read(transcript)
    evening(transcript, told)
    left, right = st.columns(2, gap="medium")
    with left:
        strength(told)
    with right:
        for number, suggestion in enumerate(told.suggestions):
            st.html(framed(suggestion, number))
    figures.section(transcript, told)
    measures.section(transcript, told)
    st.subheader("Every word, and what it did")
    number = 0
    for turn in transcript.turns:
        number += isinstance(turn, UserTurn)
        st.html(scored_turn(turn, transcript.persona, number))
