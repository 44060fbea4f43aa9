"""The one action of the debrief: say that one turn again, and hear her answer change. Nothing of it is saved."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from ..debrief.guess import most_moving
from ..debrief.replayed import Other, line_before, said_differently, turn_to_say_again, turn_with_room
from ..dialogue.session import Session
from ..domain.transcript import Transcript, UserTurn, is_imported, other_side
from ..safety.limits import PAGE_LIMIT
from . import shared
from .help import SAID_ANOTHER_WAY, help_page
from .html import escape, her_bubble


@dataclass
class _Again:
    """What this window holds of the turn said again.

    Attributes:
        words: as they were last sent.
        other: how it would have gone; None before they are sent.
        help: the words call for help.
    """

    words: str = ""
    other: Other | None = None
    help: bool = False


def _held(run: str) -> _Again:
    held: dict[str, _Again] = shared.remembered("said_again")
    return held.setdefault(run, _Again())


def help_instead(run: str) -> bool:
    """The help text, where the words that were sent call for it; whether that is so."""
    if not _held(run).help:
        return False
    help_page(lambda: _back(run), ["the turn said again"], SAID_ANOTHER_WAY)
    return True


def _back(run: str) -> None:
    _held(run).help = False
    st.rerun()


def section(run: str, session: Session, transcript: Transcript, since: int = 0) -> None:
    """The turn that lost her most, or the weakest one; a box to say it differently; then both side by side."""
    turn = turn_to_say_again(transcript, since)
    if turn is None:
        return
    held, persona = _held(run), transcript.persona
    if held.other is not None and held.other.turn == turn.id:
        st.html(_both(transcript, held.other))
        _ways_on(run, session, held)
        return
    st.html(_asked(session, transcript, turn, since))
    with st.form("again-form", border=False):
        words = st.text_area(
            "Say it differently", held.words, key=f"again-words-{run}", max_chars=PAGE_LIMIT, height=120
        )
        sent = st.form_submit_button(f"Hear what {persona.name} says to that", type="primary")
    if sent and not words.strip():
        st.html('<p class="quiet">Write the turn in other words first.</p>')
    elif sent:
        other = said_differently(session, turn.id, words)
        held.words, held.other, held.help = words, other, other is None
        st.rerun()


def _asked(session: Session, transcript: Transcript, turn: UserTurn, since: int) -> str:
    persona = transcript.persona
    _, lost = most_moving(transcript, since=since)
    number = transcript.user_turns.index(turn) + 1
    them = persona.pronouns.them
    why = f"Turn {number} lost {them} most."
    if lost is None:
        room = turn_with_room(transcript, since) is not None
        most = f"Turn {number} had the most room." if room else f"Take turn {number}, if you like, and try other words."
        why = f"No turn lost {them} much. {most}"
    before = her_bubble(other_side(transcript), line_before(session, turn.id))
    return (
        f'<div class="again"><h3>Say this one turn again</h3><p class="quiet">{why}</p>'
        f'<div class="log">{before}{_yours(turn.text)}</div></div>'
    )


def _yours(words: str) -> str:
    said = escape(words) if words.strip() else '<span class="aside">You said nothing.</span>'
    return f'<div class="bubble yours"><span class="name">You</span>{said}</div>'


def _hers(name: str, words: str) -> str:
    if words:
        return her_bubble(name, words)
    return '<div class="bubble hers"><span class="aside">There was no answer to it.</span></div>'


def _both(transcript: Transcript, other: Other) -> str:
    by_model = transcript.backend != "scripted" and not is_imported(transcript)
    voice = " The new answer is the script's; when you go on, the model speaks." if by_model else ""
    unread = f" The new words carry no score: {other.unscored}." if other.unscored else ""
    remark = f'<p class="quiet">{(unread + voice).strip()}</p>' if unread or voice else ""
    return (
        f'<div class="again"><h3>Turn {other.number}, said again</h3><div class="two">'
        f'<section class="way"><h4>As you said it</h4><div class="log">{_yours(other.old.words)}'
        f"{_hers(other_side(transcript), other.old.answer)}</div></section>"
        f'<section class="way new"><h4>Said differently</h4><div class="log">{_yours(other.new.words)}'
        f"{_hers(transcript.persona.name, other.new.answer)}</div></section></div>"
        f'<p class="outcome" role="status">{escape(other.in_words)}</p>{remark}</div>'
    )


def _ways_on(run: str, session: Session, held: _Again) -> None:
    other = held.other
    assert other is not None
    with st.container(horizontal=True, key="again-ways"):
        if st.button("Go on from here", type="primary", key="again-on"):
            shared.let_go()
            made = shared.app().go_on_differently(shared.owner(), run, session, other.turn, other.new.words)
            held.words, held.other = "", None
            shared.go("talk", made)
        if st.button("Try again", key="again-retry"):
            held.other = None
            st.rerun()
