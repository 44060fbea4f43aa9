"""Past conversations: reopen, read, take along, delete."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ..errors import NotFound, SimulatorError
from ..resources import own_situation
from ..takeout import everything
from . import gate, kept, shared, showing, unsaid
from .html import escape, weeks_later

if TYPE_CHECKING:
    from ..store.store import Summary


def page() -> None:
    """The owner's conversations, newest first."""
    st.title("Past conversations")
    found = shared.app().conversations(shared.owner())
    if not found:
        st.html('<p class="lead">Nothing here yet. Every conversation you hold is kept here until you delete it.</p>')
        if st.button("Hold the first one", type="primary"):
            shared.go("home")
        return
    with st.container(horizontal=True, key="all-of-them"):
        _take_all()
        _delete_all(found)
    shown = showing.shown_to_whom()
    for one in found:
        with st.container(border=True, key=f"row-{one.id}"):
            left, right = st.columns([3, 2], vertical_alignment="center")
            spoken = "1 turn" if one.turns == 1 else f"{one.turns} turns"
            state = one.ending.in_words if one.ending else "Not ended yet"
            if one.from_outside:
                state = f"Read as {escape(one.persona_name)} would have heard it"
            left.html(
                f"{_named(one)}{_label(one)}<br>"
                f'<span class="quiet">{one.created_at:%d %B %Y, %H:%M} · {spoken} · {state}'
                f"{_came_from(one, found)}{shown.get(one.id, '')}</span>"
            )
            with right, st.container(horizontal=True, horizontal_alignment="right"):
                if one.ending is None and not one.from_outside and st.button("Go on", key=f"open-{one.id}"):
                    shared.go("talk", one.id)
                if one.turns and st.button("Read", key=f"read-{one.id}"):
                    shared.go("review", one.id)
                _delete(one.id)


def _take_all() -> None:
    store = shared.app().store  # the file is made on a thread that knows nothing of the page
    st.download_button(
        "Take all with you",
        gate.while_signed_in(partial(everything, store, shared.owner())),
        "conversations.zip",
        "application/zip",
        on_click="ignore",
        key="take-all",
        help="One ZIP file with each conversation as JSON and as Markdown.",
    )


def _delete_all(found: tuple[Summary, ...]) -> None:
    with st.popover("Delete all"):
        st.write("The words and scores of all your conversations will be gone for good. Take them with you before.")
        sure = st.checkbox("I do not need them any more", key="delete-all-sure")
        if st.button("Yes, delete all", key="delete-all", type="primary", disabled=not sure):
            try:
                shared.app().store.delete_all(shared.owner())
                unsaid.forget(shared.owner())
            except SimulatorError as error:
                shared.say_error(error)
                return
            shared.let_go()
            for one in found:
                kept.forget(one.id)
            st.rerun()


def _named(one: Summary) -> str:
    """With whom and about what; of a talk from outside, that it is one: nobody here was in it."""
    who = "A talk that you brought in" if one.from_outside else one.persona_name
    about = "" if one.scenario_title == own_situation().title else f" · {escape(one.scenario_title)}"
    return f"<b>{escape(who)}</b>{about if one.from_outside else f' · {escape(one.scenario_title)}'}"


def _label(one: Summary) -> str:
    """What kind of talk it was, where it was not begun anew."""
    labels = ["A second version"] if one.origin else []
    if one.round > 1:
        labels.append(weeks_later(one.round))
    return "".join(f' <span class="tag">{label}</span>' for label in labels)


def _came_from(one: Summary, found: tuple[Summary, ...]) -> str:
    """Which talk this one went another way from, where it did."""
    if one.origin is None:
        return ""
    wanted = one.origin.conversation
    origin = next((other for other in found if other.id == wanted), None)
    if origin is None:
        with suppress(NotFound):
            origin = shared.app().store.summary(shared.owner(), wanted)
    where = f"the talk of {origin.created_at:%d %B %Y, %H:%M}" if origin else "a talk that is not kept any more"
    return f"<br>Said differently from a turn of {where}"


def _delete(run: str) -> None:
    with st.popover("Delete"):
        st.write("Its words and scores will be gone for good.")
        if st.button("Yes, delete it", key=f"delete-{run}", type="primary"):
            try:
                shared.app().store.delete(shared.owner(), run)
            except SimulatorError as error:
                shared.say_error(error)
                return
            shared.let_go()
            kept.forget(run)
            st.rerun()
