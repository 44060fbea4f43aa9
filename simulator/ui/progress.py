"""Progress: what there is, what to practise next, the skills by supervisor, and the first talk against the latest."""

from __future__ import annotations

import random
from collections.abc import Sequence

import streamlit as st

from ..debrief.export.wording import SKILL_MEANS
from ..debrief.progress import progress
from ..domain.progress import FirstAgainstLatest, Practice, Progress, TalkRead, UnseenCheck
from ..domain.scenario import Scenario
from ..domain.transcript import Difficulty
from . import shared
from .html import avatar, escape
from .progress_tables import KEY, changes, first_talks, later_talks, matrix, meanings, named
from .so_far import so_far
from .talks_read import talks_read

#: Above what it takes until anything can be claimed.
_OPEN_YET = "Does it hold with somebody new?"


def page() -> None:
    """The owner's progress."""
    st.title("Progress")
    talks, failed = talks_read()
    told = progress(talks, shared.app().library.personas.values())
    if not told.talks:
        _empty()
        return
    last = next(talk for talk in reversed(talks) if talk.practised)
    claimed = told.unseen.claim != "not yet"
    if claimed:
        _unseen(told.unseen, last)
    st.html(so_far(talks))
    if told.practise is not None:
        _practise(told.practise, last)
    _skills(told, talks)
    if told.change is not None:
        _first_against_latest(told.change, talks)
    if not claimed:
        _unseen(told.unseen, last)
    _small_print(told, failed)


def _empty() -> None:
    st.html(
        '<p class="lead">Nothing here yet. After your first talk you see here which skills you showed, with whom, and '
        "what to practise next. Progress is only claimed once you have met a few supervisors, without help.</p>"
    )
    if st.button("Hold the first talk", type="primary", key="first-talk"):
        shared.go("home")


def _unseen(check: UnseenCheck, last: TalkRead) -> None:
    """The headline, and what it takes until there is one: only first talks with new supervisors count for it."""
    groups = first_talks(check, shared.app().library.personas)
    title = _OPEN_YET if check.claim == "not yet" else check.in_words
    kind, words = check.claim.replace(" ", "-"), f"<h2>{escape(title)}</h2><p>{escape(check.because)}</p>"
    st.html(f'<section class="claim {kind}">{words}{groups}</section>')
    if not check.unmet:
        st.html(
            '<p class="quiet">You have met every supervisor there is. One that you write yourself would be new.</p>'
        )
        return
    one = len(check.unmet) == 1
    left = "One supervisor is" if one else f"{len(check.unmet)} supervisors are"
    with st.container(key="check-row", horizontal=True, vertical_alignment="center"):
        if st.button(
            "Check yourself with someone new",
            key="check-new",
        ):
            _start(random.choice(check.unmet), last, unaided=True)
        st.html(f'<p class="quiet">{left} still new to you. One is drawn; the coach stays off.</p>')


def _practise(next_one: Practice, last: TalkRead) -> None:
    persona = shared.app().library.personas[next_one.persona]
    quote = f'<p class="said">“{escape(next_one.quote)}”</p>' if next_one.quote else ""
    st.subheader("What to practise next")
    with st.container(border=True, key="practise"):
        st.html(
            f'<div class="practise">{avatar(persona)}<div><h3>{escape(_title(next_one))}</h3>'
            f'<p class="quiet">{SKILL_MEANS[next_one.skill.value]}</p>'
            f'<p>{escape(next_one.why)}</p>{quote}<p class="quiet">{escape(next_one.why_them)}</p></div></div>'
        )
        if st.button(f"Practise it with {next_one.name}", key="practise-now", type="primary"):
            _start(next_one.persona, last)


def _title(next_one: Practice) -> str:
    return next_one.skill.value.replace("_", " ").capitalize()


def _skills(told: Progress, talks: Sequence[TalkRead]) -> None:
    st.subheader("The seven skills, with everyone you met")
    personas = shared.app().library.personas
    if told.without_hints.supervisors:
        later = later_talks([talk for talk in talks if not talk.hints])
        st.html(matrix(told.without_hints, personas, "Skills in talks without hints", later))
    else:
        st.html('<p class="quiet">Every talk so far had hints.</p>')
    if told.with_hints.supervisors:
        later = later_talks([talk for talk in talks if talk.hints])
        st.html(
            f'<h4 class="aided">Talks in which you asked for hints, kept apart</h4>'
            f"{matrix(told.with_hints, personas, 'Skills in talks with hints', later)}"
        )
    st.html(f'<p class="quiet">{KEY}</p>{meanings()}')


def _first_against_latest(change: FirstAgainstLatest, talks: Sequence[TalkRead]) -> None:
    st.subheader("Your first talk without hints, and your latest")
    st.html(
        f'<p class="quiet">First: {named(change.first, talks)}. Latest: {named(change.latest, talks)}.</p>'
        f"{changes(change)}"
    )


def _small_print(told: Progress, failed: int) -> None:
    notes = [told.noise, "Of a second version only what was said differently counts, and as practice only."]
    if told.not_counted:
        notes.append(f"{told.not_counted} brought in from elsewhere not counted.")
    if failed:
        notes.append(f"{failed} saved by another version could not be read.")
    st.html(f'<p class="quiet small-print">{escape(" ".join(notes))}</p>')


def _start(persona_id: str, last: TalkRead, *, unaided: bool = False) -> None:
    """Begin a talk in the situation of the last one; ``unaided`` keeps the coach off in this window."""
    scenario, difficulty = _situation(last)
    shared.let_go()
    shared.next_turn_id()
    run = shared.app().start(shared.owner(), persona_id, scenario, difficulty)
    if unaided:
        shared.without_hints().add(run)
    shared.go("talk", run)


def _situation(last: TalkRead) -> tuple[Scenario, Difficulty]:
    held = shared.app().store.load(shared.owner(), last.id)
    return held.scenario, held.difficulty
