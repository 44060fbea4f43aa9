"""The first minute: what this is, what good looks like, and whom to talk to."""

from __future__ import annotations

import random
from collections.abc import Collection
from functools import cache
from textwrap import shorten
from typing import Annotated, Literal

import streamlit as st
from pydantic import Field

from ..domain.base import Value
from ..domain.persona import Persona
from ..domain.scenario import Id, Scenario
from ..domain.transcript import Difficulty
from ..errors import BadFile
from ..files import read_model
from ..resources import DEFAULT_SCENARIO, root
from ..safety.help import help_text
from ..voice import who_speaks
from . import gate, shared
from .choosing import ways_to_more
from .elsewhere import turn_elsewhere_card
from .help import help_page, turn_elsewhere
from .html import avatar, escape
from .own import OWN_SITUATION
from .prepare import NOTES_STAY, calls_for_help, let_pass, prep_card

_FACES = 7
_DIFFICULTY: dict[Difficulty, str] = {"easy": "gentler", "normal": "as they are", "hard": "harder to win"}
_HOW: dict[Difficulty, str] = {
    "easy": " Each of them is gentler today.",
    "normal": "",
    "hard": " Each of them is harder to win today.",
}
#: So much of the own situation stands where it is named.
_NAMED = 60


class ExampleTurn(Value):
    """One turn of the annotated excerpt."""

    speaker: Literal["supervisor", "user"]
    text: str
    note: str = ""


class Tap(Value):
    """One question of "what is yours like?", each answer with points a supervisor."""

    class Answer(Value):
        """One answer."""

        text: str
        scores: dict[Id, int]

    ask: str
    answers: Annotated[tuple[Answer, ...], Field(min_length=2)]


class FirstMinute(Value):
    """The file ``prompts/first-minute.yaml``."""

    privacy: str
    example: tuple[ExampleTurn, ...]
    three_taps: Annotated[tuple[Tap, ...], Field(min_length=3, max_length=3)]


@cache
def first_minute() -> FirstMinute:
    """The words of the first page."""
    name = "prompts/first-minute.yaml"
    return read_model(FirstMinute, root() / name, name)


def page() -> None:
    """The first page."""
    if misread := calls_for_help():
        help_page(_back_to_the_card, misread, NOTES_STAY, let_pass)
        return
    words = first_minute()
    if st.session_state.pop("lost", False):
        st.html('<p class="notice" role="status">There is no page at that address, so here is the first one.</p>')
    st.html(_hero(words))
    if (voice := shared.app().settings.voice).model:
        st.html(f'<p class="quiet speaking">{escape(who_speaks(voice))} The Settings page can change that.</p>')
    st.html(_example(words))
    _broken_files()
    scenario, difficulty = _situation()
    prep_card(scenario)
    turn_elsewhere_card((*st.session_state.get("own_words", ()), *shared.remembered("prep").values()))
    st.subheader("Whom would you like to talk to?", anchor=False)
    st.html(f'<p class="quiet about">About {_about(scenario)}.{_HOW[difficulty]}</p>')
    _ways_to_somebody(words, scenario, difficulty)
    _when_not_to_practise()


def _back_to_the_card() -> None:
    let_pass()
    st.rerun()


def _ways_to_somebody(words: FirstMinute, scenario: Scenario, difficulty: Difficulty) -> None:
    """Three ways; what nobody has opened yet is not drawn, so that the first look at the page is quick."""
    titles = ("What is yours like?", _everyone(), "Surprise me")
    taps, everyone, surprise = st.tabs(titles, key="way", on_change="rerun")
    if taps.open:
        with taps:
            _three_taps(words, scenario, difficulty)
    if everyone.open:
        with everyone:
            _gallery(scenario, difficulty)
    if surprise.open:
        with surprise:
            st.write("One of the thirteen, drawn by chance. You find out who it is when the talk begins.")
            if st.button("Surprise me", type="primary", key="surprise"):
                _start(random.choice(list(shared.app().library.shipped.values())), scenario, difficulty)


def _everyone() -> str:
    library = shared.app().library
    return "All thirteen" if library.personas == library.shipped else f"All {len(library.personas)}"


def lost() -> None:
    """An address that leads nowhere leads here."""
    st.session_state["lost"] = True
    shared.go("home")


def _hero(words: FirstMinute) -> str:
    """What this is, what becomes of the words, and the way to the first one."""
    alone = gate.team() is None
    privacy = words.privacy if alone else gate.what_is_kept_where()
    faces = "".join(avatar(persona) for persona in list(shared.app().library.personas.values())[:_FACES])
    return (
        '<div class="hero"><div><h1>Practise the conversation before you have it</h1>'
        '<p class="lead">You lost a supervisor’s trust, and there is a talk ahead. Hold it here first, as often as you '
        "like. The other side listens to how you say it, and afterwards you see, word by word, what moved them.</p>"
        '<p class="ways"><a class="jump" href="#situation">Choose a talk</a>'
        f'<span class="quiet">{"No account, no clock" if alone else "No clock"}. You talk within a minute.</span></p>'
        f'<p class="privacy">{escape(privacy)}</p></div><div class="faces" aria-hidden="true">{faces}</div></div>'
    )


def _example(words: FirstMinute) -> str:
    rows = []
    for turn in words.example:
        side, name = ("hers", "Supervisor") if turn.speaker == "supervisor" else ("yours", "You")
        note = f'<div class="note">{escape(turn.note)}</div>' if turn.note else "<div></div>"
        rows.append(
            f'<div class="row"><div class="log"><div class="bubble {side}"><span class="name">{name}</span>'
            f"{escape(turn.text)}</div></div>{note}</div>"
        )
    return (
        '<details class="sample" open><summary>What good looks like, in 40 seconds</summary>'
        f'<div class="example">{"".join(rows)}</div></details>'
    )


def _broken_files() -> None:
    for error in shared.app().library.broken:
        shared.say_error(error)
    try:
        help_text(shared.app().settings.help_file)
    except BadFile as error:
        shared.say_error(error)


def _situation() -> tuple[Scenario, Difficulty]:
    scenarios = dict(shared.app().library.scenarios)
    if own := st.session_state.get("own_situation"):
        scenarios[own.id] = own
    _remembered("situation", scenarios, DEFAULT_SCENARIO)
    _remembered("difficulty", _DIFFICULTY, "normal")
    names = {name: _named(scenario) for name, scenario in scenarios.items()}
    st.subheader("What is it about?", anchor="situation")
    with st.container(key="situation"):
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        chosen = left.selectbox("The situation", list(scenarios), key="choice-situation", format_func=names.__getitem__)
        difficulty = right.selectbox(
            "How hard", list(_DIFFICULTY), key="choice-difficulty", format_func=_DIFFICULTY.__getitem__
        )
        st.session_state.update(chosen_situation=chosen, chosen_difficulty=difficulty)
        yours = _own_words() if chosen == OWN_SITUATION else ""
        if yours:
            with st.container(key="comes-up-situation"):
                st.html(yours)
        else:
            st.html(f'<p class="quiet">{escape(scenarios[chosen].summary)}</p>')
        if st.button("Change my own situation" if own else "Use my own situation instead", key="own"):
            shared.go("own")
    return scenarios[chosen], difficulty


def _remembered(name: str, options: Collection[str], otherwise: str) -> None:
    """A choice on this page is still there after a look at another one."""
    chosen = st.session_state.get(f"chosen_{name}")
    st.session_state.setdefault(f"choice-{name}", chosen if chosen in options else otherwise)


def _named(scenario: Scenario) -> str:
    """A situation in one line; the user's own in the user's words."""
    what = _what_went_wrong(scenario)
    return f"My own: {what}" if what else f"{scenario.title} ({_trade_of(scenario)})"


def _about(scenario: Scenario) -> str:
    """The same beside the supervisors, as HTML."""
    what = _what_went_wrong(scenario)
    if what:
        return f'your own situation, <span class="said">“{escape(what)}”</span>'
    return f"“{escape(scenario.title)}”"


def _what_went_wrong(scenario: Scenario) -> str:
    words: str = st.session_state["own_words"][0] if scenario.id == OWN_SITUATION else ""
    return shorten(words, _NAMED, placeholder=" …")


def _own_words() -> str:
    """What the user wrote about the own situation; empty where all fields were left out."""
    rows = "".join(
        f'<dt>{title}</dt><dd class="said">{escape(words)}</dd>'
        for title, words in zip(_OWN_TITLES, st.session_state["own_words"], strict=True)
        if words
    )
    return f'<dl class="own-words">{rows}</dl>' if rows else ""


def _trade_of(scenario: Scenario) -> str:
    """The trade, and the pack that a situation comes from."""
    origin = shared.app().library.origin(scenario)
    return f"{scenario.trade}, from {origin}" if origin else scenario.trade


def _three_taps(words: FirstMinute, scenario: Scenario, difficulty: Difficulty) -> None:
    points: dict[str, int] = dict.fromkeys(shared.app().library.personas, 0)
    answered = 0
    for number, tap in enumerate(words.three_taps):
        st.session_state.setdefault(f"tap-{number}", st.session_state.get(f"tapped_{number}"))
        picked = st.pills(tap.ask, [answer.text for answer in tap.answers], key=f"tap-{number}")
        st.session_state[f"tapped_{number}"] = picked
        answer = next((one for one in tap.answers if one.text == picked), None)
        if answer is not None:
            answered += 1
            for name, score in answer.scores.items():
                if name in points:
                    points[name] += score
    if answered < len(words.three_taps):
        st.html('<p class="quiet">Three taps, and one supervisor is recommended.</p>')
        return
    best = max(points, key=lambda name: points[name])
    with st.container(key="comes-up-recommended"), st.container(border=True, key="recommended"):
        _card(shared.app().library.personas[best], scenario, difficulty, "Closest to what you describe", primary=True)


def _gallery(scenario: Scenario, difficulty: Difficulty) -> None:
    personas = list(shared.app().library.personas.values())
    for first in range(0, len(personas), 3):
        for column, persona in zip(st.columns(3), personas[first : first + 3], strict=False):
            with column, st.container(border=True, key=f"card-{persona.id}"):
                _card(persona, scenario, difficulty, shared.app().library.origin(persona) or "")
    ways_to_more()


#: What the fields of the own situation are called where they are shown again.
_OWN_TITLES = ("What went wrong", "When", "Who paid for it", "What you can promise", "At stake")
_TAGS: dict[Difficulty, str] = {"easy": "open to you", "normal": "guarded", "hard": "hard to win"}


def _card(
    persona: Persona, scenario: Scenario, difficulty: Difficulty, tag: str = "", *, primary: bool = False
) -> None:
    more = f'<span class="tag">{escape(tag)}</span>' if tag else ""
    st.html(
        f'<div class="card-head">{avatar(persona)}<div><h3>{escape(persona.name)}</h3>'
        f'{more}<span class="tag">{_TAGS[persona.difficulty]}</span></div></div>'
        f'<p class="card-text">{escape(persona.summary)}</p>'
    )
    key = f"talk-{'best-' if primary else ''}{persona.id}"
    if st.button(f"Talk to {persona.name}", key=key, type="primary" if primary else "secondary", width="stretch"):
        _start(persona, scenario, difficulty)


def _start(persona: Persona, scenario: Scenario, difficulty: Difficulty) -> None:
    shared.let_go()
    st.session_state.pop("help_left", None)
    shared.next_turn_id()
    shared.go("talk", shared.app().start(shared.owner(), persona.id, scenario, difficulty))


def _when_not_to_practise() -> None:
    card = shared.help_words().not_practice
    with st.expander(card.title):
        st.html(turn_elsewhere(card))
