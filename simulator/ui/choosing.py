"""How supervisors stand in lists to choose from, and the ways to more of them."""

from __future__ import annotations

import streamlit as st

from ..domain.persona import Persona
from . import shared


def named(persona: Persona) -> str:
    """The name, and the pack that somebody comes from."""
    origin = shared.app().library.origin(persona)
    return f"{persona.name} ({origin})" if origin else persona.name


def ways_to_more(*names: str) -> None:
    """Links to the page to write on and to the one of packs, or to one of them."""
    labels = {"write": "Write a supervisor of your own", "packs": "Packs: supervisors that others wrote"}
    with st.container(horizontal=True, key="more-supervisors"):
        for name in names or labels:
            st.page_link(st.session_state["pages"][name], label=labels[name])
