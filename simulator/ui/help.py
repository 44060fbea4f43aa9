"""The page's own calm voice for a person in distress; no supervisor, no score."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import streamlit as st

from ..safety.help import HelpLine, HelpText, NotPractice
from . import shared
from .html import escape


def help_page(go_back: Callable[[], None] | None = None) -> None:
    """The fixed text, lines to call, and the choice to write on, to rest, to leave, or to go back to practising."""
    words = shared.help_words()
    if st.session_state.get("help_left"):
        _left(words)
        return
    st.html(_fixed(words, shared.country()))
    st.html(
        f'<ul class="quiet"><li>{escape(words.choices.talk)}</li><li>{escape(words.choices.rest)}</li>'
        f"<li>{escape(words.choices.leave)}</li></ul>"
    )
    said: list[str] = shared.remembered("help").setdefault("said", [])
    for number, line in enumerate(said):
        st.html(
            f'<div class="log"><div class="bubble yours">{escape(line)}</div>'
            f'<div class="bubble hers">{escape(words.voice[number % len(words.voice)])}</div></div>'
        )
    # A form, because a chat box would scroll the page past the lines to call.
    with st.form("help-form", clear_on_submit=True, border=False):
        written = st.text_area("You can write here. Only this page answers, and nothing is kept.", key="help_draft")
        sent = st.form_submit_button("Write")
    # The answers are fixed and in a fixed order: no word of this reaches a model, a file or a score.
    if sent and written.strip():
        said.append(written)
        st.rerun()
    with st.container(horizontal=True, key="help-ways"):
        if st.button("Rest for now", key="rest"):
            said.clear()
            shared.go("home")
        if st.button("Leave", key="leave-help"):
            said.clear()
            st.session_state["help_left"] = True
            st.rerun()
        if go_back is not None and st.button("Go back to practising", key="back"):
            said.clear()
            go_back()


def _left(words: HelpText) -> None:
    """What stays in view for whoever leaves: one sentence and the lines."""
    lines = _all_lines(words, shared.country())
    st.html(f'<section class="help" role="alert"><p>{escape(words.choices.left)}</p>{lines}</section>')
    if st.button("Back to the first page", key="home"):
        st.session_state.pop("help_left")
        shared.go("home")


def turn_elsewhere(card: NotPractice) -> str:
    """Whom to turn to where talking better is not the answer."""
    places = "".join(f"<li><b>{escape(place.name)}.</b> {escape(place.what)}</li>" for place in card.places)
    return f"<p>{escape(card.text)}</p><ul>{places}</ul>"


def help_beside(words: HelpText, country: str) -> str:
    """A word and the lines, for a card beside the talk."""
    return f'<p>{escape(words.beside.text)}</p><section class="help">{_all_lines(words, country)}</section>'


def lines_page() -> None:
    """The lines alone, for whoever looks for them."""
    words, country = shared.help_words(), shared.country()
    st.title("Lines to call")
    st.html(f'<p class="lead">{escape(words.text[-1])}</p><section class="help">{_all_lines(words, country)}</section>')
    if st.button("Back to the first page", key="home"):
        shared.go("home")


def _fixed(words: HelpText, country: str) -> str:
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in words.text)
    body = f"<h2>{escape(words.title)}</h2>{paragraphs}{_all_lines(words, country)}"
    return f'<section class="help" role="alert">{body}</section>'


def _all_lines(words: HelpText, country: str) -> str:
    """Those of the country that is set first, the others folded; all where none is set."""
    near = words.near(country)
    far = [line for line in words.lines_for(country) if line not in near]
    others = f"<details><summary>Lines in other countries</summary><ul>{_lines(far)}</ul></details>" if far else ""
    return f"<ul>{_lines(near)}</ul>{others}"


def _lines(lines: Iterable[HelpLine]) -> str:
    return "".join(
        f"<li><b>{escape(line.name)}</b>{'' if line.country == 'any' else f' ({line.country})'}: "
        f"{_reachable(line.contact)} ({escape(line.hours)})"
        f'<br><small class="quiet">Source: {escape(line.source)}. Checked: {escape(line.checked)}.</small></li>'
        for line in lines
    )


_NUMBER = re.compile(r"\+?\d[\d ()-]{1,}\d")
_ADDRESS = re.compile(r"\b(?:[a-z0-9-]+\.)+(?:org|com|net|info|uk|de|ie|au|nz|ca|us)(?:/[\w/-]*)?\b")


def _reachable(contact: str) -> str:
    """Numbers that a tap calls and addresses that a tap opens; all else as text."""
    pieces, place = [], 0
    for match in re.finditer(f"{_ADDRESS.pattern}|{_NUMBER.pattern}", contact):
        pieces.append(escape(contact[place : match.start()]))
        words = match.group()
        digits = re.sub(r"[^+\d]", "", words)
        href = f"https://{words}" if _ADDRESS.fullmatch(words) else f"tel:{digits}"
        pieces.append(f'<a href="{escape(href)}">{escape(words)}</a>')
        place = match.end()
    pieces.append(escape(contact[place:]))
    return "".join(pieces)
