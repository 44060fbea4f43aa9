"""Packs: supervisors and situations that others wrote; what is installed, and how more comes in."""

from __future__ import annotations

import streamlit as st

from ..errors import BadText, SimulatorError
from ..packs.pack import OWN, Pack, read_pack, tells_of_distress
from ..packs.unpacking import MOST_BYTES, from_zip
from . import shared
from .choosing import ways_to_more
from .help import help_page
from .html import escape

_HELP = "packs_help"
_MEGABYTES = MOST_BYTES // 1_000_000


def page() -> None:
    """The page; in its place the help, once a situation in a pack called for that."""
    if st.session_state.get(_HELP):
        help_page(_back_to_the_packs, ["the pack"], "The pack is what it was: nothing in it is refused.")
        return
    st.title("Packs")
    st.html(
        '<p class="lead">A pack is one file with supervisors and situations that somebody wrote. They stand on the '
        "first page beside the thirteen, with the name of their pack.</p>"
    )
    shelf = shared.app().packs
    if notice := st.session_state.pop("packs_notice", None):
        with st.container(border=True, key="notice"):
            st.text(notice)
    packs, broken = shelf.read()
    for error in (*broken, *(one for pack in packs for one in pack.broken)):
        shared.say_error(error)
    if not packs:
        st.html('<p class="quiet">None is installed. Somebody gives you one, or you write a supervisor yourself.</p>')
    for pack in packs:
        _one(pack, may_remove=shelf.open_to_change)
    if shelf.open_to_change:
        _install()
    else:
        st.html('<p class="quiet">On this installation its administrator alone installs and removes packs.</p>')
    ways_to_more("write")


def _back_to_the_packs() -> None:
    st.session_state.pop(_HELP)
    shared.go("packs")


def _one(pack: Pack, *, may_remove: bool) -> None:
    info = pack.info
    names = ", ".join(one.name for one in pack.personas.values())
    titles = ", ".join(one.title for one in pack.scenarios.values())
    by = f"{info.author}, version {info.version}" if info.author else f"Version {info.version}"
    rows = (("Supervisors", names), ("Situations", titles), ("Licence", info.licence))
    with st.container(border=True, key=f"pack-{info.name}"):
        st.html(
            f'<h3>{escape(info.title)}</h3><p class="quiet">{"" if info.name == OWN else escape(by)}</p>'
            f"<p>{escape(info.about)}</p>"
            + "".join(f"<p><b>{label}</b> {escape(words)}</p>" for label, words in rows if words)
        )
        with st.container(horizontal=True, key=f"pack-ways-{info.name}"):
            if info.name != OWN:
                st.download_button(
                    "Download", pack.zipped, f"{info.name}.zip", "application/zip", on_click="ignore",
                    key=f"pack-download-{info.name}",
                )  # fmt: skip
            if may_remove:
                _removal(pack)


def _removal(pack: Pack) -> None:
    with st.popover("Remove", key=f"pack-remove-{pack.info.name}"):
        all_of_it = "Everything written here is deleted. " if pack.info.name == OWN else ""
        st.write(f"{all_of_it}Talks held with its supervisors stay whole. New ones cannot be begun.")
        if st.button("Remove it", type="primary", key=f"pack-removed-{pack.info.name}"):
            try:
                shared.app().packs.remove(pack.info.name)
            except SimulatorError as error:
                shared.say_error(error)
                return
            st.session_state["packs_notice"] = f"The pack “{pack.info.title}” is removed."
            st.rerun()


def _install() -> None:
    st.subheader("Install a pack")
    with st.form("pack-form", clear_on_submit=True):
        file = st.file_uploader(
            f"A zip, at most {_MEGABYTES} MB", type=["zip"], key="pack-file", max_upload_size=_MEGABYTES
        )
        replace = st.checkbox("In place of an installed one of the same name", key="pack-replace")
        done = st.form_submit_button("Install it", type="primary")
    if not done:
        return
    try:
        if file is None:
            raise BadText("Choose a zip first.")
        given = from_zip(file.getvalue(), file.name)
        st.session_state[_HELP] = tells_of_distress(given)
        pack = read_pack(given)
        shared.app().packs.install(pack, replace=replace)
    except SimulatorError as error:
        if st.session_state.get(_HELP):
            st.rerun()
        shared.say_error(error)
        return
    names = ", ".join(pack.unpacked.left_out)
    left = f" Left out, for no pack is made of it: {names}." if names else ""
    st.session_state["packs_notice"] = f"The pack “{pack.info.title}” is installed.{left}"
    st.rerun()
