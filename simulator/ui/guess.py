"""The guess before the figures: where did you win or lose her? One tap on a turn, then the gap to what happened."""

from __future__ import annotations

import streamlit as st

from ..debrief.guess import gap
from ..domain.transcript import Transcript
from . import shared
from .html import escape

_UNKNOWN = "unknown"
#: The address carries the answer, so that a reload does not ask again.
_PARAMETER = "guess"


def section(run: str, transcript: Transcript) -> bool:
    """Ask, or say the gap; whether the answer was given, so that the turning points may be shown.

    With a single turn there is nothing to guess.
    """
    turns = transcript.user_turns
    answer = _answer(run, len(turns))
    if answer is None and len(turns) > 1:
        _ask(run, transcript)
        return False
    guessed = int(answer) if answer and answer != _UNKNOWN else None
    told = gap(transcript, guessed)
    title = "Where you won or lost" if guessed is None else f"You tapped turn {guessed}"
    them = "" if guessed is not None else f" {transcript.persona.pronouns.them}"
    st.html(f'<div class="gap" role="status"><h3>{title}{them}</h3><p>{escape(told.in_words)}</p></div>')
    return True


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


def _ask(run: str, transcript: Transcript) -> None:
    they = transcript.persona.pronouns
    st.html(
        f'<div class="guess"><h3>Where did you win or lose {they.them}?</h3><p class="quiet">Tap the turn where you '
        f"felt it most, before you read how {they.subject} took it. The rest of this page opens then.</p></div>"
    )
    with st.container(key="guess-turns"):
        for number, turn in enumerate(transcript.user_turns, start=1):
            with st.container(key=f"guess-row-{number}"):
                words = escape(turn.text) if turn.text.strip() else "<em>You said nothing.</em>"
                st.html(f'<div class="guess-words">{words}</div>')
                st.button(f"Turn {number}", key=f"guess-{number}", on_click=_take, args=(run, str(number)))
    st.button("I don't know", key="guess-unknown", on_click=_take, args=(run, _UNKNOWN))


def _take(run: str, answer: str) -> None:
    shared.remembered("guesses")[run] = answer
