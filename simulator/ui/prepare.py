"""The prep card: examine the story before the talk, and look again afterwards. Kept in this window only."""

from __future__ import annotations

import streamlit as st

from ..debrief.prepared import Beside, planned_beside_said
from ..domain.report import Report
from ..domain.scenario import Scenario
from ..domain.transcript import Transcript
from ..safety.distress import where_distress
from . import shared
from .html import escape, facts, titled_list

#: Key, question and an example of an answer (article, first and second advice; comments 6, 11).
_QUESTIONS = (
    ("facts", "What do I know for a fact?", "The report came on the 14th, five days late"),
    ("guesses", "What do I only guess about the other side?", "That I am to be got rid of"),
    ("otherwise", "What else would fit the same facts?", "Somebody higher up is asking questions"),
    ("intention", "What do I want from this talk?", "Terms that I can keep, in writing"),
    ("opening", "My first sentence", "I did not send the September report, and I want to talk about that"),
    ("offer", "What can I really offer?", "The list of open promises, every day at half past four"),
    ("limit", "The line I will not cross", "I do not say yes to what was not mine"),
)
_LONGEST = 400
#: The box, and how often somebody has come back to it from the help: each time it comes into view.
_BOX, _BACK = "prep-box", "prep-back"
#: What the way back means for notes: they are the user's alone, so that nobody has to put them in other words.
NOTES_STAY = "If we got it wrong, they stay as you wrote them, and nobody but you sees them."
_WHERE = "Your notes stay in this window and are gone when you close it. Nothing here is scored or stored."


def prep_card(scenario: Scenario) -> None:
    """Seven short questions on the first page; what is written is shown beside the talk.

    What the user's character knows stands above them, what went wrong in full: nobody plans for things unheard of.
    """
    _folded("Prepare first, if you like", _knows(scenario))


def _knows(scenario: Scenario) -> str:
    went_wrong = titled_list(
        "What this talk is about", [f"{error.what} ({error.when})" for error in scenario.facts_user_knows.errors]
    )
    return (
        f'<div class="facts">{went_wrong}<details><summary>All that you know, beside you in the talk, too</summary>'
        f"{facts(scenario)}</details></div>"
    )


def prep_beside(run: str) -> None:
    """The notes beside a talk, and a folded box to change them in."""
    notes = _notes()
    if any(notes.values()):
        prepared_for: set[str] = shared.remembered("prepared_for").setdefault("runs", set())
        prepared_for.add(run)
        st.html(_read_only(notes))
    _folded("Change what you prepared" if any(notes.values()) else "Prepare")


def _folded(label: str, above: str = "") -> None:
    """The card in a box that opens; fields that nobody sees would make every look at the page dearer."""
    back = st.session_state.get(_BACK, 0)
    place = st.container(key=f"comes-up-prep-{back}" if back else "prep")
    box = place.expander(label, key=_BOX, on_change="rerun")
    if box.open:
        with box:
            if above:
                st.html(above)
            _fields()
            st.html(_printable())


def calls_for_help() -> tuple[str, ...]:
    """The questions whose answers call for help instead of practice; none where somebody has said that we misread them.

    What is changed or written after that is read again.
    """
    misread = _misread()
    found = where_distress({key: words for key, words in _notes().items() if misread.get(key) != words})
    return tuple(question for key, question, _ in _QUESTIONS if key in found)


def let_pass() -> None:
    """Somebody goes back to practising with these notes as they are; the card is open as it was."""
    _misread().update(_notes())
    st.session_state[_BOX] = True
    st.session_state[_BACK] = st.session_state.get(_BACK, 0) + 1


def _misread() -> dict[str, str]:
    """The notes that somebody went on with, as they were then."""
    return shared.remembered("prep_misread")


def planned_and_said(run: str, transcript: Transcript, report: Report) -> None:
    """A quiet block of the debrief: the plan beside the talk, where this window has notes for it."""
    if run not in shared.remembered("prepared_for").get("runs", ()):
        return
    rows = planned_beside_said(_notes(), transcript, report.promises)
    if rows:
        body = "".join(_beside(row) for row in rows)
        st.html(
            '<section class="beside"><h3>What you planned and what you said</h3>'
            f'{body}<p class="quiet">{_WHERE}</p></section>'
        )


def _notes() -> dict[str, str]:
    """The notes of this window, with what was just typed."""
    notes: dict[str, str] = shared.remembered("prep")
    for key, _, _ in _QUESTIONS:
        typed: str | None = st.session_state.get(f"prep-{key}")
        if typed is not None:
            notes[key] = typed
    return notes


def _fields() -> None:
    notes = _notes()
    st.html(f'<p class="quiet">{_WHERE}</p>')
    for key, question, example in _QUESTIONS:
        notes[key] = st.text_area(
            question,
            notes.get(key, ""),
            key=f"prep-{key}",
            placeholder=example,
            max_chars=_LONGEST,
            height=shared.TWO_LINES,
        )


def _read_only(notes: dict[str, str]) -> str:
    items = "".join(
        f"<h4>{escape(question)}</h4><p>{escape(notes[key])}</p>" for key, question, _ in _QUESTIONS if notes.get(key)
    )
    return f"<details class='facts prep' open><summary>What you prepared</summary>{items}</details>"


def _printable() -> str:
    """A button, and the sheet that it prints: every question, with lines to write on where nothing was typed."""
    notes = _notes()
    items = "".join(
        f"<h2>{escape(question)}</h2>"
        + (f"<p>{escape(notes[key])}</p>" if notes.get(key) else '<p class="line"></p><p class="line"></p>')
        for key, question, _ in _QUESTIONS
    )
    return (
        '<button type="button" class="print-now">Print the card</button>'
        f'<div class="print-card" aria-hidden="true"><p class="title">Before the talk</p>{items}</div>'
    )


def _beside(row: Beside) -> str:
    said = "".join(f'<p class="said">“{escape(words)}”</p>' for words in row.said)
    return (
        f'<div class="pair"><h4>{row.title}</h4><div class="planned"><span>Planned</span><p>{escape(row.planned)}</p>'
        f'</div><div class="spoken"><span>Said</span>{said or "<p>–</p>"}</div><p class="remark">{row.remark}</p></div>'
    )
