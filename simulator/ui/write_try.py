"""A draft on trial: thirty scripted employees, and a talk of one's own that is kept nowhere."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ..backends.scripted import ScriptedBackend
from ..debrief.persona_check import check
from ..dialogue.engine import ReplyFinished, UserTurnAccepted, take_turn
from ..dialogue.session import Session, begin
from ..dialogue.stance import Setting
from ..domain.persona import Ending, Persona
from ..domain.report import PersonaCheck
from ..domain.transcript import SupervisorTurn, UserTurn
from ..errors import BadFile
from ..resources import DEFAULT_SCENARIO
from ..safety.limits import PAGE_LIMIT
from . import shared
from .html import bubble, escape, signed, titled_list
from .writing import Writing, desk

_TRIAL, _FOUND, _SEED = "trial", "found", "seed"


def attempt(draft: Writing) -> None:
    """Both trials, where the draft can be played."""
    persona = draft.read()
    if isinstance(persona, BadFile):
        st.html('<p class="quiet">Mend what is said above first; then it can be tried.</p>')
        return
    st.subheader("Thirty scripted employees")
    st.html(
        '<p class="quiet">Who owns it must win and who attacks must lose, no line may come twice, replies must be '
        "short. It takes a few seconds.</p>"
    )
    if st.button("Let them try", key="write-rehearse"):
        with st.spinner("Thirty talks are held …"):
            desk()[_FOUND] = (persona, check(persona))
    found: tuple[Persona, PersonaCheck] | None = desk().get(_FOUND)
    if found is not None:
        st.html(_told(*found, changed=found[0] != persona))
    st.subheader("A talk on trial")
    _talk(persona)


def _told(tried: Persona, result: PersonaCheck, *, changed: bool) -> str:
    before = '<p class="notice">The draft has changed since; let them try again.</p>' if changed else ""
    if result.fine:
        verdict = f"<p><b>{escape(tried.name)} is fine.</b> Whether the lines are any good, only a reader can say.</p>"
    else:
        verdict = f"<p><b>{len(result.missing) + len(result.misbehaves)} things to mend.</b></p>"
    lists = titled_list("Misbehaves", result.misbehaves) + titled_list("Missing", result.missing)
    won = result.trust.items()
    rows = "".join(f'<tr><th scope="row">{escape(kind)}</th><td>{signed(trust)}</td></tr>' for kind, trust in won)
    table = (
        f'<details class="fair"><summary>Trust that each kind wins or loses</summary><table>{rows}</table></details>'
    )
    return f'<div class="tried" role="status">{before}{verdict}{lists}{table}</div>'


def _talk(persona: Persona) -> None:
    st.html(
        '<p class="quiet">In the lines that you wrote, without a model. Under each reply stands where it comes from. '
        "It is kept nowhere and is gone with the draft.</p>"
    )
    session: Session | None = desk().get(_TRIAL)
    if session is not None and session.setting.persona != persona:
        st.html('<p class="notice">The draft has changed since this talk began; begin again to hear the new one.</p>')
    if st.button("Begin again" if session else "Begin a talk", key="trial-begin"):
        session = begin(Setting(persona, shared.app().library.scenario(DEFAULT_SCENARIO), _next_seed(), "normal"))
        desk()[_TRIAL] = session
    if session is None:
        return
    place = st.empty()
    if session.ending is None:
        with st.form("trial-form", clear_on_submit=True):
            words = st.text_input("Say something", key="trial-words", max_chars=PAGE_LIMIT)
            said = st.form_submit_button("Say it", type="primary")
        if said:
            session = _said(session, words or "")
            desk()[_TRIAL] = session
            if session.ending is not None:
                st.rerun()
    else:
        st.html(f'<p class="quiet">{escape(session.ending.in_words)}.</p>')
    place.html(_log(session))


def _next_seed() -> int:
    """Another seed each time, so that other lines are drawn."""
    seed: int = desk().get(_SEED, 0)
    desk()[_SEED] = seed + 1
    return seed


def _said(session: Session, words: str) -> Session:
    for event in take_turn(session, words, f"u{len(session.turns)}", ScriptedBackend()):
        if isinstance(event, UserTurnAccepted | ReplyFinished):
            session = event.session
    return session


def _log(session: Session) -> str:
    rows = []
    trust, moved = session.opening_trust, ""
    for turn in session.turns:
        rows.append(bubble(turn, session.setting.persona))
        if isinstance(turn, UserTurn):
            moved, trust = f" ({signed(turn.trust - trust)})", turn.trust
        else:
            rows.append(f'<p class="quiet from">{escape(_from(turn))}; trust {trust:.0f}{moved}</p>')
    return f'<div class="log" role="log" aria-label="The talk on trial">{"".join(rows)}</div>'


def _from(turn: SupervisorTurn) -> str:
    """Where in the file a reply comes from."""
    return ", ".join(part.value.replace("_", " ") for part in (turn.move, turn.mood) if part is not None)


def calls_for_help() -> bool:
    """Whether what was said in the trial called for help."""
    session: Session | None = desk().get(_TRIAL)
    return session is not None and session.ending is Ending.STOPPED_FOR_HELP


def back_from_help() -> None:
    """Go back to the draft; the words that called for help are taken out of the trial."""
    session: Session = desk()[_TRIAL]
    desk()[_TRIAL] = replace(session, turns=session.turns[:-1], ending=None)
    st.rerun()
