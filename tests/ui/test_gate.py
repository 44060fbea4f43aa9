"""The gate without a browser: nothing passes that may not, and nothing of one owner is left for the next."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from simulator.errors import NotSignedIn
from simulator.ui import gate, shared
from tests.test_sign_in import AUTH, CLAIMS, ISSUER, write
from tests.ui.test_pages import SCRIPT, html


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    write(tmp_path, AUTH)
    st.get_option("server.address")  # Streamlit reads its settings once, and those of this folder are meant
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIMULATOR_TEAM_ISSUER", ISSUER)
    monkeypatch.setenv("SIMULATOR_WORDS_PER_SECOND", "0")
    st.cache_resource.clear()
    page = AppTest.from_file(SCRIPT, default_timeout=20)
    page.secrets["auth"] = dict(AUTH)
    yield page
    st.cache_resource.clear()


def claims(subject: str, lasts: float = 3600, **changes: Any) -> dict[str, Any]:
    now = time.time()
    return {**CLAIMS, "sub": subject, "iat": now - 60, "exp": now + lasts, **changes}


def keys(page: AppTest) -> set[str]:
    return {str(button.key) for button in page.button}


def talking(page: AppTest, subject: str) -> AppTest:
    page.user = claims(subject)
    page.run()
    page.button(key="talk-teacher").click().run()
    page.chat_input[0].set_value(f"I did not send the zq{subject}qz report.").run()
    assert not page.exception
    assert f"zq{subject}qz" in html(page)
    return page


def test_nobody_signed_in_sees_one_button(page: AppTest) -> None:
    page.run()
    assert keys(page) == {"sign-in"}
    assert "kept in the database of this installation" in html(page)


def test_the_end_is_looked_at_in_every_run(page: AppTest) -> None:
    talking(page, "alice")
    page.user = claims("alice", lasts=-1)
    page.button(key="silence").click().run()
    assert keys(page) == {"sign-in"}
    assert page.title[0].value == "You signed in too long ago"
    assert "zqaliceqz" not in html(page)
    assert "zqaliceqz" not in str(page.session_state)
    assert "held" not in page.session_state


def test_a_window_that_changes_hands_keeps_nothing(page: AppTest) -> None:
    """Streamlit should not let that happen; the page does not rely on it."""
    talking(page, "alice")
    run = page.query_params["run"]
    page.session_state["own_app"] = shared.app()
    page.user = claims("bob")
    page.run()
    assert "zqaliceqz" not in html(page)
    assert "There is no such conversation here" in page.text[0].value
    assert "own_app" not in page.session_state
    page.user = claims("alice")
    page.query_params["run"] = run
    page.run()
    assert "zqaliceqz" in html(page)


def test_what_was_typed_waits_for_its_owner_alone(page: AppTest) -> None:
    talking(page, "alice")
    page.user = claims("alice", lasts=-1)
    page.chat_input[0].set_value("You have it by noon.").run()
    assert "You have it by noon." not in html(page) + str([one.value for one in page.text_area])
    page.user = claims("bob")
    page.run()
    assert "You have it by noon." not in str([one.value for one in page.text_area])
    page.user = claims("alice")
    page.run()
    assert "You have it by noon." in [one.value for one in page.text_area]


def test_who_is_refused_is_told_why(page: AppTest) -> None:
    page.user = claims("alice", iss="https://elsewhere.example")
    page.run()
    assert keys(page) == {"sign-in"}
    assert "another provider made it" in page.text[0].value


@pytest.mark.parametrize("name", ["server.trustedUserHeaders"])
def test_a_header_may_not_say_who_somebody_is(page: AppTest, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    wanted = st.get_option
    monkeypatch.setattr(st, "get_option", lambda key: {"X-User": "sub"} if key == name else wanted(key))
    page.user = claims("alice")
    page.run()
    assert keys(page) == set()
    assert "trustedUserHeaders" in page.text[0].value


def test_secrets_that_only_streamlit_reads_do_not_count(page: AppTest) -> None:
    page.secrets["auth"] = {**AUTH, "client_id": "them"}
    page.user = claims("alice", aud="them")
    page.run()
    assert keys(page) == set()
    assert "simulator run" in page.text[0].value


@pytest.mark.parametrize("address", ["0.0.0.0", "", "::", "192.168.1.2", None])
def test_without_sign_in_only_this_machine_is_served(monkeypatch: pytest.MonkeyPatch, address: str | None) -> None:
    wanted = st.get_option
    monkeypatch.setattr(st, "get_option", lambda key: address if key == "server.address" else wanted(key))
    st.cache_resource.clear()
    page = AppTest.from_file(SCRIPT, default_timeout=20).run()
    assert keys(page) == set()
    assert "can be reached from elsewhere" in page.text[0].value
    st.cache_resource.clear()


def test_a_file_is_made_only_while_the_sign_in_counts(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    talking(page, "alice")
    who = page.session_state["person"]
    monkeypatch.setattr(gate, "whoever", lambda: who)
    make = gate.while_signed_in(lambda: b"mine")
    assert make() == b"mine"
    shared.installed().store.sign_outs.end(who.owner, who.sign_in, who.ends_at)
    with pytest.raises(NotSignedIn):
        make()
    monkeypatch.setattr(gate, "whoever", lambda: who.model_copy(update={"ends_at": time.time(), "sign_in": "other"}))
    with pytest.raises(NotSignedIn):
        gate.while_signed_in(lambda: b"mine")()
