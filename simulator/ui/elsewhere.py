"""The card that says, once a window, whom to turn to where talking better is not the answer."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from ..safety.elsewhere import not_for_practice
from . import shared
from .help import turn_elsewhere
from .html import escape

_SEEN = "elsewhere_seen"


def turn_elsewhere_card(texts: Iterable[str]) -> None:
    """The card, where these words call for it, until it was read; practising goes on beside it."""
    if st.session_state.get(_SEEN):
        return
    title = not_for_practice(*texts)
    if title is None:
        return
    card = shared.help_words().not_practice
    with st.container(border=True, key="elsewhere"):
        st.html(f'<h4>{escape(title)}</h4><p class="quiet">{escape(card.title)}</p>{turn_elsewhere(card)}')
        if st.button("I have read this, go on", key="elsewhere-read"):
            st.session_state[_SEEN] = True
            st.rerun()
