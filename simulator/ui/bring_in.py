"""Score a conversation that really took place: paste it or choose a file, see who said what, have it read."""

from __future__ import annotations

import streamlit as st

from ..debrief.imported import Given, brought_in, taken, tells_of_distress
from ..domain.persona import Persona
from ..domain.scenario import Scenario
from ..domain.transcript import SOMEBODY, SupervisorTurn
from ..errors import SimulatorError
from ..resources import DEFAULT_PERSONA
from ..safety.distress import any_distress
from . import shared
from .choosing import named
from .help import help_page
from .html import escape

#: In this window's memory: what was read and waits for a yes, or what was typed where its words called for help.
_READ, _HELP = "brought_in", "brought_in_help"
#: The fields of the form.
_TYPED = ("bring-text", "bring-mine", "bring-theirs")
_NOT_SCORED = (
    "If we got it wrong, what you typed is there again. A conversation with these words in it is scored nowhere; you "
    "can leave the lines out."
)
_EXAMPLE = (
    "Boss: The report came five days late again.\nYou: It did, and that was mine. You have the next one on Thursday."
)
_SHOWN = 60


def page() -> None:
    """The form; once it was read, who said what with the next step beside it, and the form folded below."""
    if st.session_state.get(_HELP):
        help_page(_back, ["the conversation that you brought in"], _NOT_SCORED)
        return
    st.title("Score a conversation you had")
    given: Given | None = st.session_state.get(_READ)
    if given is not None:
        _preview(given)
        with st.expander("Mend what you brought in, or bring in another one"):
            _form()
        return
    st.html(
        '<p class="lead">Write it down as you remember it, one line for each time somebody spoke. It is kept on '
        "this machine like every other conversation, and you can delete it. Leave out your health: it is never needed "
        "here.</p>"
        '<p class="quiet">Begin lines with “You:” and “Boss:”, or paste a chat and say below how the two of you are '
        "named in it. A transcript that you took along from here (JSON) can come back, too.</p>"
    )
    _form()


def _back() -> None:
    st.session_state.update(st.session_state.pop(_HELP))
    st.rerun()


def _form() -> None:
    with st.form("bring-in"):
        text = st.text_area("The conversation", key="bring-text", placeholder=_EXAMPLE, height=260)
        file = st.file_uploader("Or a file, at most 2 MB", type=["json", "txt"], key="bring-file", max_upload_size=2)
        left, right = st.columns(2)
        mine = left.text_input(
            "Your name in it", key="bring-mine", placeholder="if your lines begin with something else than You:"
        )
        theirs = right.text_input(
            "The supervisor’s name in it",
            key="bring-theirs",
            placeholder="if theirs begin with something else than Boss:",
        )
        done = st.form_submit_button("Show who said what", type="primary")
    if not done:
        return
    st.session_state.pop(_READ, None)
    content = file.getvalue() if file is not None else text
    try:
        given = brought_in(content, _listed(mine), _listed(theirs))
    except SimulatorError as error:
        if isinstance(content, str) and not content.lstrip().startswith("{") and any_distress(content):
            _meet_help(text, mine, theirs)
        shared.say_error(error)
        return
    if tells_of_distress(given):
        _meet_help(text, mine, theirs)
    st.session_state[_READ] = given
    st.rerun()


def _meet_help(*typed: str) -> None:
    """Nothing of it is scored or kept, but in this window for whoever goes back to the form."""
    st.session_state[_HELP] = dict(zip(_TYPED, typed, strict=True))
    st.rerun()


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())


def _preview(given: Given) -> None:
    rows = "".join(
        f'<div class="bubble {"hers" if isinstance(turn, SupervisorTurn) else "yours"}"><span class="name">'
        f"{SOMEBODY if isinstance(turn, SupervisorTurn) else 'You'}</span>{escape(turn.text) or '(silence)'}</div>"
        for turn in given.turns[:_SHOWN]
    )
    more = len(given.turns) - _SHOWN
    rest = f'<p class="quiet">And {more} more.</p>' if more > 0 else ""
    with st.container(key="comes-up-preview"):
        said, ways = st.columns([3, 2], gap="large")
        with said:
            st.subheader("Who said what")
            st.html(
                '<div class="preview" tabindex="0" role="region" aria-label="Who said what">'
                f'<div class="log">{rows}</div>{rest}</div>'
            )
        with ways, st.container(key="score"):
            st.subheader("Is that right?")
            st.html('<p class="quiet">Then say whose reading it gets, and have it scored.</p>')
            _score(given)


def _score(given: Given) -> None:
    persona, scenario = _setting(given)
    if st.button("Score it", type="primary", key="score-it", width="stretch"):
        with st.spinner("Reading every word…"):
            run = shared.app().keep_imported(shared.owner(), taken(given, persona, scenario))
        st.session_state.pop(_READ, None)
        shared.let_go()
        shared.go("review", run)


def _setting(given: Given) -> tuple[Persona | None, Scenario | None]:
    """Whose reading it gets, and what it was about; a transcript brings its own."""
    personas, scenarios = dict(shared.app().library.personas), dict(shared.app().library.scenarios)
    if own := st.session_state.get("own_situation"):
        scenarios[own.id] = own
    theirs = f"{given.held.persona.name}, as in the transcript" if given.held else None
    there = f"{given.held.scenario.title}, as in the transcript" if given.held else "Something else"
    everyone = ([None] if theirs else []) + list(personas)
    heard_by = st.selectbox(
        "Whose reading it gets",
        everyone,
        index=0 if theirs or DEFAULT_PERSONA not in personas else everyone.index(DEFAULT_PERSONA),
        format_func=lambda name: named(personas[name]) if name else theirs or "",
        key="bring-persona",
    )
    if heard_by:
        st.html(f'<p class="quiet">{escape(personas[heard_by].summary)}</p>')
    about = st.selectbox(
        "What it was about",
        [None, *scenarios],
        format_func=lambda name: scenarios[name].title if name else there,
        key="bring-scenario",
    )
    return personas.get(heard_by or ""), scenarios.get(about or "")
