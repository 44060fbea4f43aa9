"""The guess before the figures: where did you win or lose her? One tap on a turn, then the gap to what happened.

Until then the user's own words are covered in her account of the evening: they would give the answer away.
"""

from __future__ import annotations

import re

import streamlit as st

from ..debrief.guess import gap
from ..domain.transcript import Transcript
from . import shared
from .html import escape

_UNKNOWN = "unknown"
#: The address carries the answer, so that a reload does not ask again.
_PARAMETER = "guess"
#: What she quotes in her account, and what is read in its place.
_QUOTED, _COVER = re.compile(r'["“][^"“”]+["”]'), "your words"


def answered(run: str, transcript: Transcript, since: int = 0) -> bool:
    """Whether the turning points may be shown: the guess was made, or there is a single turn and nothing to guess.

    The first ``since`` turns were said in another talk, and are not asked about.
    """
    turns = len(transcript.user_turns)
    return turns - since <= 1 or _answer(run, turns) is not None


def covered(evening: str) -> str:
    """Her account with what she quotes covered, as HTML."""
    pieces = _QUOTED.split(evening)
    return f'<span class="cover">“<span class="covered">{_COVER}</span>”</span>'.join(escape(piece) for piece in pieces)


def section(run: str, transcript: Transcript, since: int = 0) -> None:
    """Ask, or say the gap."""
    if not answered(run, transcript, since):
        _ask(run, transcript, since)
        return
    answer = _answer(run, len(transcript.user_turns))
    guessed = int(answer) if answer and answer != _UNKNOWN else None
    told = gap(transcript, guessed, since)
    title = "Where you won or lost" if guessed is None else f"You tapped turn {guessed}"
    them = "" if guessed is not None else f" {transcript.persona.pronouns.them}"
    st.html(f'<div class="gap" role="status"><h3>{title}{them}</h3><p>{escape(told.in_words)}</p></div>')


def _answer(run: str, turns: int) -> str | None:
    """What was tapped in this window or stands in the address; None where nothing was."""
    given: dict[str, str] = shared.remembered("guesses")
    answer = given.get(run) or st.query_params.get(_PARAMETER)
    valid = {_UNKNOWN, *(str(number) for number in range(1, turns + 1))}
    if answer not in valid:
        return None
    given[run] = answer
    if st.query_params.get(_PARAMETER) != answer:
        st.query_params[_PARAMETER] = answer
    return answer


def _ask(run: str, transcript: Transcript, since: int) -> None:
    they = transcript.persona.pronouns
    st.html(
        f'<div class="guess"><h3>Where did you win or lose {they.them}?</h3><p class="quiet">Tap the turn where you '
        f"felt it most. Then you see which words {they.subject} kept, and the rest of this page opens.</p></div>"
    )
    with st.container(key="guess-turns"):
        for number, turn in enumerate(transcript.user_turns[since:], start=since + 1):
            with st.container(key=f"guess-row-{number}"):
                words = escape(turn.text) if turn.text.strip() else "<em>You said nothing.</em>"
                st.html(f'<div class="guess-words">{words}</div>')
                st.button(f"Turn {number}", key=f"guess-{number}", on_click=_take, args=(run, str(number)))
    st.button("I don't know", key="guess-unknown", on_click=_take, args=(run, _UNKNOWN))


def _take(run: str, answer: str) -> None:
    shared.remembered("guesses")[run] = answer
