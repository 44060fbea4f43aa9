"""The bank of lines, one place at a time, and the whole file as YAML."""

from __future__ import annotations

import streamlit as st

from ..domain.lines import SCENARIO_SLOTS, USER_SLOTS
from ..domain.persona import Persona
from ..errors import SimulatorError
from ..files import parse_model
from ..packs.draft import as_rows, from_rows, places
from ..packs.writing import as_yaml
from . import shared
from .html import escape
from .writing import Writing, rows_field, text_field

_FILE_ROWS = 520


def lines(draft: Writing) -> None:
    """One place of the bank, its lines as text, one a row."""
    known = {place.title: place for place in places(draft.data)}
    chosen = st.selectbox("Place", list(known), key=draft.key("place"))
    place = known[chosen]
    scenario, user = (", ".join(f"${name}" for name in sorted(names)) for names in (SCENARIO_SLOTS, USER_SLOTS))
    st.html(
        f'<p class="card-about">{escape(place.about)}</p>'
        '<details class="fair"><summary>How lines are written</summary><p class="quiet">One a row, one to three spoken '
        "sentences. A row that takes up topics begins with them: [excuse, blame] You said “$quote”. The situation’s "
        f"words come in as {scenario}; the user’s own as {user}. Every place needs two rows that fit anything.</p>"
        "</details>"
    )
    for area in place.areas:
        if area.many:
            typed = rows_field(draft, area.label, area.path, as_rows(draft.value(area.path)))
            draft.change(area.path, from_rows(typed))
        else:
            text_field(draft, area.label, area.path, rows=2)


def whole_file(draft: Writing) -> None:
    """The file as it stands; what is written there is taken over once it can be read."""
    st.html('<p class="quiet">Everything in one text, as it lies in a pack. It is taken over where it can be read.</p>')
    with st.form("write-file-form"):
        text = st.text_area("The file", as_yaml(draft.data), height=_FILE_ROWS, key=draft.key("file"))
        done = st.form_submit_button("Take this over", type="primary")
    if not done:
        return
    try:
        draft.replace(parse_model(Persona, (text or "").encode("utf-8", "replace"), "The file"))
    except SimulatorError as error:
        shared.say_error(error)
        return
    st.rerun()
