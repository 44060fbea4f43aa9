"""Every word that counted, marked and explained, by dimension if wished; and a way off each of the user's turns."""

from __future__ import annotations

import streamlit as st

from ..debrief.marks import Piece, counting, leaning, pieces, reason
from ..dialogue.session import Session
from ..domain.events import Dimension
from ..domain.persona import Persona
from ..domain.transcript import Transcript, Turn, UserTurn
from . import shared
from .html import escape, signed, speaker


def section(run: str, session: Session, transcript: Transcript) -> None:
    """Every turn, with a filter above and a way to say each of the user's differently."""
    st.subheader("Every word, and what it did", anchor="every-word")
    st.html(
        '<p class="quiet">Marked words counted. Hover, tap or tab to a mark for the reason: underlined helped, dashed '
        "hurt, dotted was noticed only. Figures run from −2 to +2, trust from 0 to 100.</p>"
    )
    chosen = st.pills(
        "Show the marks of one dimension", [one.capitalize() for one in Dimension], key=f"only-dimension-{run}"
    )
    only = Dimension(chosen.lower()) if chosen else None
    if only is not None and not any(counting(turn.appraisal, only) for turn in transcript.user_turns):
        st.html(f'<p class="quiet">No words of this talk count for {only.value}. Tap it again to see all marks.</p>')
    number, blocks = 0, list[str]()
    for turn in transcript.turns:
        number += isinstance(turn, UserTurn)
        blocks.append(scored_turn(turn, transcript.persona, number, only))
        if isinstance(turn, UserTurn):
            with st.container(key=f"turn-row-{number}"):
                st.html("".join(blocks))
                _fork(run, session, turn, number)
            blocks.clear()
    if blocks:
        st.html("".join(blocks))


def _fork(run: str, session: Session, turn: UserTurn, number: int) -> None:
    if st.button("Say it differently from here", key=f"fork-{number}", type="tertiary", icon=":material/alt_route:"):
        shared.let_go()
        shared.go("talk", shared.app().say_differently(shared.owner(), run, session, turn.id))


def marked(turn: UserTurn, only: Dimension | None = None) -> str:
    """The user's words with every span that counted marked and explained; overlapping spans share one mark."""
    return "".join(_mark(piece) if piece.tone else escape(piece.words) for piece in pieces(turn, only))


def _mark(piece: Piece) -> str:
    why = f'<span class="why" role="note">{escape(" ".join(piece.reasons))}</span>'
    return f'<mark class="hit {piece.tone}" tabindex="0">{escape(piece.words)}{why}</mark>'


def scored_turn(turn: Turn, persona: Persona, number: int, only: Dimension | None = None) -> str:
    """One turn of the scored transcript; ``number`` counts the user's turns."""
    if not isinstance(turn, UserTurn):
        broke = "" if turn.complete else '<span class="broke">The reply broke off here. It is not scored.</span>'
        return (
            f'<div class="turn"><div class="speaker">{escape(speaker(turn, persona))}</div>'
            f'<div class="words">{escape(turn.text)}</div>{broke}</div>'
        )
    return (
        f'<div class="turn mine" id="turn-{number}" tabindex="-1"><div class="speaker">You, turn {number}</div>'
        f'<div class="words">{marked(turn, only) or "<em>You said nothing.</em>"}</div>{_scores(turn, only)}</div>'
    )


def _scores(turn: UserTurn, only: Dimension | None) -> str:
    appraisal = turn.appraisal
    if appraisal.unscored:
        return f'<div class="scores">Not scored: {appraisal.unscored}.</div>'
    shown = " · ".join(
        f"{name} {signed(value)}" for name, value in appraisal.dimensions.model_dump().items() if value is not None
    )
    reasons = "".join(
        f"<li>“{escape(event.quote)}” {escape(reason(turn, event))}</li>"
        for event in counting(appraisal, only)
        if event.quote
    ) + "".join(
        f"<li>{escape(leaning(event))}</li>"
        for event in appraisal.worded
        if event.words and (only is None or event.dimension is only)
    )
    overall = f"A fair supervisor {signed(appraisal.overall)} · " if appraisal.overall is not None else ""
    likely = f", likely {appraisal.likely[0]:+.1f} to {appraisal.likely[1]:+.1f}" if appraisal.likely else ""
    return (
        f'<div class="scores">{overall}trust now {turn.trust:.0f}</div><details><summary>The words behind it</summary>'
        f'<div class="scores">{shown or "No dimension shown"}{likely}</div><ul>{reasons}</ul></details>'
    )
