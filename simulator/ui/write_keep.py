"""Keep a draft: among the own supervisors here, or as a file to take along."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ..domain.persona import Persona
from ..errors import BadFile, SimulatorError
from ..packs.card_out import card_of
from ..packs.pack import PackInfo
from ..packs.picture import picture_with
from ..packs.writing import pack_of, persona_yaml
from . import shared
from .writing import Writing, desk, text_field


def keep(draft: Writing) -> None:
    """Save, download, delete."""
    text_field(draft, "Short name for files: small letters, digits and hyphens", ("id",), most=60)
    persona = draft.read()
    if isinstance(persona, BadFile):
        st.html('<p class="quiet">Mend what is said above first; then it can be kept.</p>')
        return
    st.subheader("Here")
    _here(draft, persona)
    st.subheader("As a file")
    _files(persona)


def _here(draft: Writing, persona: Persona) -> None:
    shelf = shared.app().packs
    if not shelf.open_to_change:
        st.html(
            '<p class="quiet">On this installation its administrator alone says which supervisors there are. Take the '
            "file along and give it to them.</p>"
        )
        return
    st.html(
        '<p class="quiet">Everybody who uses this installation meets this supervisor on the first page then, beside '
        "the thirteen.</p>"
    )
    with st.container(horizontal=True, key="write-here"):
        saved = st.button("Keep it here", type="primary", key="write-save")
        deleted = draft.own and st.button("Delete it here", key="write-delete")
    try:
        if saved:
            shelf.keep_own(persona)
            draft.own = True
            _say(f"{persona.name} is kept. You find {persona.pronouns.them} on the first page.")
        if deleted:
            shelf.forget_own(persona.id)
            draft.own = False
            _say(f"{persona.name} is deleted here. The draft is still in this window.")
    except SimulatorError as error:
        shared.say_error(error)
    if notice := desk().pop("notice", None):
        with st.container(border=True, key="notice"):
            st.text(notice)
    if draft.own and st.button("To the first page", key="write-home"):
        shared.go("home")


def _say(words: str) -> None:
    desk()["notice"] = words
    st.rerun()


def _files(persona: Persona) -> None:
    info = PackInfo(name=persona.id, title=persona.name)
    with st.container(horizontal=True, key="write-files"):
        for label, name, media, made in (
            ("Pack (zip)", f"{persona.id}.zip", "application/zip", partial(_pack, info, persona)),
            ("Supervisor’s file (YAML)", f"{persona.id}.yaml", "application/yaml", partial(persona_yaml, persona)),
            ("Character card (PNG)", f"{persona.id}.png", "image/png", partial(_picture, persona)),
            ("Character card (JSON)", f"{persona.id}.json", "application/json", card_of(persona).as_json),
        ):
            st.download_button(label, made, name, media, on_click="ignore", key=_key(name))
    st.html(
        '<p class="quiet">Another installation takes the pack. Other tools take a card: they read who this is and how '
        "the voice sounds; moods, moves and weights travel along, and only this program uses them.</p>"
    )


def _key(name: str) -> str:
    return f"write-as-{name.rpartition('.')[2]}"


def _pack(info: PackInfo, persona: Persona) -> bytes:
    return pack_of(info, {persona.id: persona_yaml(persona)}).zipped()


def _picture(persona: Persona) -> bytes:
    return picture_with(card_of(persona).as_json(), persona)
