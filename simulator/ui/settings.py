"""Settings: whose voice the supervisors have in this window, and whether its server answers as it should.

What is typed here lives in this window's memory on the server and nowhere else. The key is never sent back to the
page: its field is emptied as soon as it was taken.
"""

from __future__ import annotations

from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ..backends.probe import ProbeStep, probe
from ..errors import InputError, SimulatorError
from ..voice import OPENAI, ModelSettings, as_typed, who_speaks
from . import shared
from .choosing import ways_to_more
from .help import COUNTRIES
from .html import escape
from .speaking import tested, what_goes_where

_ADDRESSES = (
    '<p class="quiet hint">Any server that speaks as OpenAI’s does; empty is OpenAI itself. On your own computer '
    "Ollama is http://localhost:11434/v1 and LM Studio http://localhost:1234/v1.</p>"
)
_KEY_IS_SET = "A key is set. It is never shown; closing or reloading this window forgets it."
_LONGEST_FIELD = 500
Wish = Literal["test", "use"]


def page() -> None:
    """The page."""
    st.title("Settings")
    with st.container(key="speaking"):  # what comes and goes has a place of its own, so that the rest stays put
        _who_speaks()
    st.subheader("A model behind the supervisors")
    if _may_choose():
        _choose()
    else:
        st.html(
            '<p class="lead">The administrator of this installation has connected no model server to choose from.</p>'
        )
    _help_lines()
    st.subheader("More supervisors")
    ways_to_more()


def _may_choose() -> bool:
    settings = shared.installed().settings
    return settings.base_url is not None or not settings.shared


def _who_speaks() -> None:
    voice = shared.app().settings.voice
    st.html(f'<p class="lead" role="status">{escape(who_speaks(voice))}</p>')
    if voice.speaks and st.button("Back to the script", key="script"):
        st.session_state.setdefault("voice_draft", voice)  # its name stays in the field, for the way back
        shared.speak_through(voice.silenced)
        st.rerun()


def _choose() -> None:
    draft = _draft()
    settings = shared.installed().settings
    shared_with_others = settings.shared
    told = what_goes_where(draft, shared=shared_with_others, masked=settings.masks(draft))
    st.html(f'<p class="privacy">{escape(told)}</p>')
    _form(draft, choose_address=not shared_with_others)
    notice, place = st.empty(), st.empty()
    if said := st.session_state.pop("settings_notice", None):
        with notice.container(border=True, key="notice"):
            st.text(said)
    _test(draft, place)


def _draft() -> ModelSettings:
    """What was typed last, or what speaks now."""
    draft: ModelSettings = st.session_state.get("voice_draft") or shared.app().settings.voice
    return draft


def _form(draft: ModelSettings, *, choose_address: bool) -> None:
    with st.form("model-form"):
        if choose_address:
            base_url = st.text_input(
                "Base URL", as_typed(draft.base_url), placeholder=OPENAI, max_chars=_LONGEST_FIELD, autocomplete="url"
            )
            st.html(_ADDRESSES)
        else:
            base_url = as_typed(draft.base_url)
            st.html(f'<p class="server">Server: <b>{escape(draft.host)}</b>, set by the administrator</p>')
        model = st.text_input("Model", draft.model or "", max_chars=200, autocomplete="off")
        key = st.text_input(
            "Key",
            type="password",
            key=f"key-{_taken()}",
            placeholder="empty keeps the one that is set" if draft.api_key else "empty where the server asks for none",
            max_chars=_LONGEST_FIELD,
            autocomplete="new-password",
        )
        key_state = _key_state(draft)
        if key_state:
            st.html(f'<p class="quiet hint">{key_state}</p>')
        numbers = _numbers(draft)
        with st.container(horizontal=True, key="model-ways"):
            test = st.form_submit_button("Test the connection", key="test")
            use = st.form_submit_button("Use this model", key="use", type="primary")
            forget = key_state == _KEY_IS_SET and st.form_submit_button("Forget the key", key="forget")
    if forget:
        _forget(draft)
    if test or use:
        _take("use" if use else "test", draft.model_copy(update=numbers), base_url, model, key)


def _numbers(draft: ModelSettings) -> dict[str, float | int]:
    with st.expander("Temperature, time and length"):
        temperature = st.number_input("Temperature, 0 to 2", 0.0, 2.0, draft.temperature, 0.1, format="%.1f")
        deadline = st.number_input("Seconds for one whole reply", 0.1, 600.0, draft.deadline, 5.0, format="%g")
        tokens = st.number_input("Longest prompt, in tokens", 2000, None, draft.context_tokens, 1000)
    return {"temperature": temperature, "deadline": deadline, "context_tokens": tokens}


def _taken() -> int:
    """How often the form was taken; each time its field for the key is a new, empty one."""
    number: int = st.session_state.get("settings_taken", 0)
    return number


def _take(wish: Wish, before: ModelSettings, base_url: str, model: str, key: str) -> None:
    """Do what the form was sent for; what is wrong is said under it, and then the fields stay as they are."""
    try:
        draft = before.retyped(base_url, model, key)
        if not draft.model:
            raise InputError("Write the model’s name first, as its server calls it.")
        if wish == "use":
            shared.speak_through(draft)
        else:
            shared.installed().speaking_through(draft)  # what may not be used may not be tested
    except SimulatorError as error:
        st.session_state["settings_notice"] = str(error)
        return
    if before.api_key is not None and draft.api_key is None:
        st.session_state["settings_notice"] = f"The key was for {before.host}; {draft.host} is not shown it."
    elif wish == "use":
        st.session_state["settings_notice"] = f"From now on {draft.model} speaks in this window."
    st.session_state.update(voice_draft=draft, settings_taken=_taken() + 1, testing=wish == "test", found=())
    st.rerun()


def _key_state(draft: ModelSettings) -> str:
    if draft.api_key is None:
        return ""
    own = draft.api_key != shared.installed().settings.api_key
    return _KEY_IS_SET if own else "The key of this installation is set. It is never shown."


def _forget(draft: ModelSettings) -> None:
    """Leave nothing of the key in this window; where the model cannot speak without it, the script does."""
    without = {"api_key": None}
    st.session_state.update(voice_draft=draft.model_copy(update=without), settings_taken=_taken() + 1, found=())
    voice = shared.app().settings.voice
    if voice.api_key == draft.api_key:
        try:
            shared.speak_through(voice.model_copy(update=without))
        except InputError:
            shared.speak_through(voice.silenced.model_copy(update=without))
    st.rerun()


def _test(draft: ModelSettings, place: DeltaGenerator) -> None:
    """Test what was typed, step by step before the user's eyes; afterwards show what was found."""
    found: tuple[ProbeStep, ...] = st.session_state.get("found", ())
    if st.session_state.pop("testing", False):
        place.html(tested(found, over=False))
        for step in probe(shared.installed().speaking_through(draft).backend):
            found = (*found, step)
            place.html(tested(found, over=False))
        st.session_state["found"] = found
    if found:
        place.html(tested(found, over=True))


def _help_lines() -> None:
    st.subheader("Lines to call")
    names = sorted({line.country for line in shared.help_words().lines} | {"any", shared.country()})
    st.selectbox(
        "Country whose lines come first, in this window",
        names,
        index=names.index(shared.country()),
        format_func=lambda name: COUNTRIES.get(name, name),
        key="country_chosen",
        on_change=_keep_country,
    )


def _keep_country() -> None:
    st.session_state["country"] = st.session_state["country_chosen"]
