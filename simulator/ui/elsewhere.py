"""Cards beside the practice, each until it was read: lines to call, and whom to turn to where talking does not help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from ..domain.transcript import UserTurn
from ..safety.distress import is_near_distress
from ..safety.elsewhere import not_for_practice
from . import shared
from .help import help_beside, turn_elsewhere
from .html import escape


def help_card(said: Sequence[UserTurn]) -> bool:
    """Lines to call, where something that was said leans to distress; whether they are shown.

    A turn is read once: the page is drawn anew at every touch.
    """
    if not _unread("beside"):
        return False
    leans: dict[str, bool] = shared.remembered("leans")
    for turn in said:
        if turn.id not in leans:
            leans[turn.id] = is_near_distress(turn.text)
    shown = any(leans[turn.id] for turn in said)
    if shown:
        words = shared.help_words()
        _card("beside", f"<h4>{escape(words.beside.title)}</h4>{help_beside(words, shared.country())}")
    return shown


def turn_elsewhere_card(texts: Iterable[str]) -> None:
    """Whom to turn to, where these words describe what talking better does not solve."""
    if _unread("elsewhere") and (title := not_for_practice(*texts)) is not None:
        card = shared.help_words().not_practice
        _card("elsewhere", f'<h4>{escape(title)}</h4><p class="quiet">{escape(card.title)}</p>{turn_elsewhere(card)}')


def _unread(name: str) -> bool:
    return not st.session_state.get(f"{name}_read")


def _card(name: str, body: str) -> None:
    """Practising goes on beside it."""
    with st.container(border=True, key=name):
        st.html(body)
        if st.button("I have read this, go on", key=f"{name}-go-on"):
            st.session_state[f"{name}_read"] = True
            st.rerun()
