"""What a good address is, whom a key is shown, and what somebody on a shared installation may choose."""

from __future__ import annotations

import traceback

import pytest
from pydantic import SecretStr

from simulator.config import Settings
from simulator.errors import InputError
from simulator.voice import ModelSettings, as_typed, check_shared, mended_url

KEY = SecretStr("canary")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("http://localhost:11434/v1", "http://localhost:11434/v1"),
        (" http://localhost:11434/v1/ ", "http://localhost:11434/v1"),
        ("http://localhost:11434", "http://localhost:11434/v1"),
        ("http://localhost:11434/", "http://localhost:11434/v1"),
        ("https://host/v1/chat/completions", "https://host/v1"),
        ("https://host/v1/chat/completions/", "https://host/v1"),
        ("https://host/v1beta/openai", "https://host/v1beta/openai"),
        ("https://host/chat/completions", "https://host"),
        ("http://[::1]:8080", "http://[::1]:8080/v1"),
    ],
)
def test_an_address_is_mended_and_stays_so(typed: str, meant: str) -> None:
    assert mended_url(typed) == meant
    assert mended_url(as_typed(meant)) == meant


@pytest.mark.parametrize(
    ("url", "host", "here", "readable"),
    [
        (None, "api.openai.com", False, False),
        ("http://localhost:1234/v1", "localhost:1234", True, False),
        ("http://127.0.0.1:1234/v1", "127.0.0.1:1234", True, False),
        ("http://[::1]:1234/v1", "[::1]:1234", True, False),
        ("http://192.168.0.9:1234/v1", "192.168.0.9:1234", False, True),
        ("https://host/v1", "host", False, False),
        ("https://localhost.example.org/v1", "localhost.example.org", False, False),
    ],
)
def test_where_the_words_go(url: str | None, host: str, here: bool, readable: bool) -> None:
    voice = ModelSettings(base_url=url)
    assert (voice.host, voice.stays_here, voice.readable_on_the_way) == (host, here, readable)


def test_an_empty_field_is_none() -> None:
    assert ModelSettings(base_url=" ", model="") == ModelSettings()


def test_the_voice_of_the_settings() -> None:
    settings = Settings(model="m", base_url="http://localhost:1/v1", api_key=KEY, deadline=3, country="DE")
    assert settings.voice == ModelSettings(model="m", base_url="http://localhost:1/v1", api_key=KEY, deadline=3)
    assert "canary" not in f"{settings.voice!r} {settings.voice}"


def test_an_empty_key_keeps_the_one_that_is_set_for_the_same_server_only() -> None:
    before = ModelSettings(base_url="https://host/v1", model="one", api_key=KEY)
    assert before.retyped("https://host/v1", "two", "") == before.model_copy(update={"model": "two"})
    assert before.retyped("https://HOST/v2", "two", " ").api_key == KEY
    for elsewhere in ("https://other/v1", "http://host/v1", "https://host:444/v1", ""):
        assert before.retyped(elsewhere, "two", "").api_key is None
    new = before.retyped("https://other/v1", "two", " new\n").api_key
    assert new is not None
    assert new.get_secret_value() == "new"


@pytest.mark.parametrize(
    ("url", "model", "sentence"),
    [
        ("host/v1", "m", "The base URL must begin with http:// or https://."),
        ("https://me:canary@host/v1", "m", "The base URL must not hold a user name or a password"),
        ("https://host/v1", "sk-canary", "The model looks like a key"),
    ],
)
def test_what_is_typed_wrong_is_said_without_the_key(url: str, model: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as caught:
        ModelSettings().retyped(url, model, KEY.get_secret_value())
    assert "canary" not in "".join(traceback.format_exception(caught.value))


HOUSE = ModelSettings(base_url="https://house/v1", model="house", api_key=KEY)


@pytest.mark.parametrize(
    ("wanted", "allowed"),
    [
        ({}, True),
        ({"model": None}, True),
        ({"temperature": 0.1}, True),
        ({"api_key": SecretStr("mine")}, True),
        ({"model": "dearer", "api_key": SecretStr("mine")}, True),
        ({"model": "dearer", "api_key": None}, True),
        ({"model": "dearer"}, False),
        ({"base_url": "http://169.254.169.254/v1"}, False),
        ({"base_url": None}, False),
        ({"base_url": "http://169.254.169.254/v1", "model": None}, False),
    ],
)
def test_what_a_shared_installation_leaves_to_its_users(wanted: dict[str, object], allowed: bool) -> None:
    voice = HOUSE.model_copy(update=wanted)
    if allowed:
        check_shared(HOUSE, voice)
        return
    with pytest.raises(InputError):
        check_shared(HOUSE, voice)


def test_a_shared_installation_without_a_server_leaves_nothing() -> None:
    with pytest.raises(InputError, match="no model server"):
        check_shared(ModelSettings(), ModelSettings(model="m", api_key=KEY))
