"""The pages and the way between them."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from ..errors import SimulatorError
from . import (
    bring_in,
    gate,
    help,
    home,
    own,
    packs,
    past,
    progress,
    review,
    settings,
    shared,
    showing,
    shown,
    talk,
    write,
)


def render() -> None:
    """One run of the app."""
    st.set_page_config(page_title="Before the talk", page_icon="💬", layout="wide")
    st.html(shared.stylesheet())
    pages = {
        "home": st.Page(home.page, title="Before the talk", default=True),
        "own": st.Page(own.page, title="My own situation", url_path="own-situation"),
        "talk": st.Page(talk.page, title="Talk", url_path="talk"),
        "review": st.Page(review.page, title="Scored transcript", url_path="review"),
        "past": st.Page(past.page, title="Past conversations", url_path="conversations"),
        "import": st.Page(bring_in.page, title="Score a conversation you had", url_path="import"),
        "progress": st.Page(progress.page, title="Progress", url_path="progress"),
        "shown": st.Page(shown.page, title="Shown to you", url_path=showing.PAGE),
        "lines": st.Page(help.lines_page, title="Lines to call", url_path="lines-to-call"),
        "write": st.Page(write.page, title="Write a supervisor", url_path="write-a-supervisor"),
        "packs": st.Page(packs.page, title="Packs", url_path="packs"),
        "settings": st.Page(settings.page, title="Settings", url_path="settings"),
    }
    shared.register(pages)
    page = st.navigation([*pages.values(), *_nowhere(pages)], position="hidden")
    with st.container(key="behind"):
        st.html(shared.page_script(), unsafe_allow_javascript=True)
    try:
        if gate.opens():
            _brand(pages)
            gate.ends_soon()
            page.run()
    except SimulatorError as error:
        shared.say_error(error)
        st.page_link(pages["home"], label="Back to the first page")
    finally:
        shared.settle()  # after the page, so that nobody waits for it


def _brand(pages: dict[str, st.Page]) -> None:
    with st.container(horizontal=True, key="brand", vertical_alignment="center"):
        st.page_link(pages["home"], label="**Before the talk**")
        st.page_link(pages["past"], label="Past conversations")
        st.page_link(pages["import"], label="Score a talk you had")
        st.page_link(pages["progress"], label="Progress")
        if gate.whoever() is not None:
            st.page_link(pages["shown"], label="Shown to you")
        st.page_link(pages["lines"], label="Lines to call")
        st.page_link(pages["settings"], label="Settings")
        gate.sign_out_button()


def _nowhere(pages: dict[str, st.Page]) -> list[st.Page]:
    """A page for an address that leads nowhere, so that it can lead to the first one."""
    name = urlsplit(st.context.url or "").path.strip("/").rpartition("/")[2]
    if not name or name in {page.url_path for page in pages.values()}:
        return []
    return [st.Page(home.lost, title="Before the talk", url_path=name)]
