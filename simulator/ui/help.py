"""The page's own calm voice for a person in distress; no supervisor, no score."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

import streamlit as st

from ..safety.help import HelpLine, HelpText, NotPractice
from . import shared
from .html import escape

#: What the places of lines are called.
COUNTRIES = {
    "AT": "Austria",
    "AU": "Australia",
    "CA": "Canada",
    "CH": "Switzerland",
    "DE": "Germany",
    "ES": "Spain",
    "FR": "France",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "IN": "India",
    "NL": "Netherlands",
    "NZ": "New Zealand",
    "US": "United States",
    "ZA": "South Africa",
    "any": "Wherever you are",
}
#: Where the words stood that stopped the practice, where that was a box by itself.
IN_THE_TALK, IN_A_DRAFT = "what you said last", "your draft"
#: What the way back means for words that somebody would answer.
SAID_ANOTHER_WAY = (
    "If we got it wrong, your words are there again, and nobody has heard them. Put them another way: as they "
    "stand, they would stop the practice once more."
)


def help_page(
    go_back: Callable[[], None], read_in: Collection[str], after: str, on_leaving: Callable[[], None] | None = None
) -> None:
    """The fixed text, lines to call, the way back to practising, and the choice to write on, to rest or to leave.

    Args:
        go_back: takes whoever was misread back to where the words were typed.
        read_in: the fields that were read so, in the user's view of them.
        after: one sentence on what going back means for these words.
        on_leaving: done before somebody rests, or comes back from having left.
    """
    words, country = shared.help_words(), shared.country()
    if st.session_state.get("help_left"):
        _left(words, on_leaving)
        return
    st.html(_fixed(words, country))
    with st.container(horizontal=True, vertical_alignment="center", key="help-back"):
        back = st.button("Go back to practising", key="back")
        st.html(f'<p class="quiet">Read in {_named(read_in)}. {escape(after)}</p>')
    if back:
        _said().clear()
        go_back()
    st.html(
        f'{_by_country(words, country)}<ul class="quiet"><li>{escape(words.choices.talk)}</li>'
        f"<li>{escape(words.choices.rest)}</li><li>{escape(words.choices.leave)}</li></ul>"
    )
    said = _said()
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
            _go_home(on_leaving)
        if st.button("Leave", key="leave-help"):
            said.clear()
            st.session_state["help_left"] = True
            st.rerun()


def _said() -> list[str]:
    """What was written here; this window alone has it."""
    said: list[str] = shared.remembered("help").setdefault("said", [])
    return said


def _named(fields: Collection[str]) -> str:
    return " and ".join(f"<b>{escape(field)}</b>" for field in fields)


def _go_home(on_leaving: Callable[[], None] | None) -> None:
    if on_leaving is not None:
        on_leaving()
    shared.go("home")


def _left(words: HelpText, on_leaving: Callable[[], None] | None) -> None:
    """What stays in view for whoever leaves: one sentence and the lines."""
    lines = _all_lines(words, shared.country())
    st.html(f'<section class="help" role="alert"><p>{escape(words.choices.left)}</p>{lines}</section>')
    if st.button("Back to the first page", key="home"):
        st.session_state.pop("help_left")
        _go_home(on_leaving)


def turn_elsewhere(card: NotPractice) -> str:
    """Whom to turn to where talking better is not the answer."""
    places = "".join(f"<li><b>{escape(place.name)}.</b> {escape(place.what)}</li>" for place in card.places)
    return f"<p>{escape(card.text)}</p><ul>{places}</ul>"


def help_beside(words: HelpText, country: str) -> str:
    """A word and the nearest lines, for a card beside the talk; where they are from stands on the page of the lines."""
    lines = "".join(f"<li>{_line(line)}</li>" for line in words.near(country))
    return f"<p>{escape(words.beside.text)}</p><ul>{lines}</ul>"


def lines_page() -> None:
    """The lines alone, for whoever looks for them."""
    words, country = shared.help_words(), shared.country()
    st.title("Lines to call")
    st.html(f'<p class="lead">{escape(words.text[-1])}</p><section class="help">{_all_lines(words, country)}</section>')
    if st.button("Back to the first page", key="home"):
        shared.go("home")


def _fixed(words: HelpText, country: str) -> str:
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in words.text)
    body = f"<h2>{escape(words.title)}</h2>{paragraphs}<ul>{_lines(words.near(country))}</ul>"
    return f'<section class="help" role="alert">{body}</section>'


def _all_lines(words: HelpText, country: str) -> str:
    """Those of the country that is set first, the others below."""
    return f"<ul>{_lines(words.near(country))}</ul>{_by_country(words, country)}"


def _by_country(words: HelpText, country: str) -> str:
    """The lines of other countries, folded; where no country is set they stand open: one of them is the user's."""
    near = words.near(country)
    far = [line for line in words.lines_for(country) if line not in near]
    if not far:
        return ""
    names = ", ".join(dict.fromkeys(escape(COUNTRIES.get(line.country, line.country)) for line in far))
    title, state = ("Lines by country", " open") if country == "any" else (f"Lines in other countries: {names}", "")
    return f'<details class="more-lines"{state}><summary>{title}</summary><ul>{_lines(far)}</ul></details>'


def _lines(lines: Iterable[HelpLine]) -> str:
    return "".join(
        f"<li>{_line(line)}"
        f'<br><small class="quiet">Source: {escape(line.source)}. Checked: {escape(line.checked)}.</small></li>'
        for line in lines
    )


def _line(line: HelpLine) -> str:
    country = "" if line.country == "any" else f" ({line.country})"
    return f"<b>{escape(line.name)}</b>{country}: {_reachable(line.contact)} ({escape(line.hours)})"


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
