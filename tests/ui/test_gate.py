"""The gate without a browser: nothing passes that may not, and nothing of one owner is left for the next."""

from __future__ import annotations

import time

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from simulator.errors import NotSignedIn
from simulator.ui import gate, shared
from tests.test_sign_in import AUTH
from tests.ui.signed_in import claims, keys, talking
from tests.ui.test_pages import SCRIPT, html


def test_nobody_signed_in_sees_one_button(team_page: AppTest) -> None:
    team_page.run()
    assert keys(team_page) == {"sign-in"}
    assert "kept in the database of this installation" in html(team_page)


def test_a_name_is_shown_as_it_is(team_page: AppTest) -> None:
    team_page.user = claims("alice", name="![a](https://elsewhere.example/x.png) <b>A</b>")
    team_page.run()
    assert "![a](https://elsewhere.example/x.png) &lt;b&gt;A&lt;/b&gt;" in html(team_page)
    assert "elsewhere.example" not in str([one.value for one in team_page.markdown])


def test_the_end_is_looked_at_in_every_run(team_page: AppTest) -> None:
    talking(team_page, "alice")
    team_page.user = claims("alice", lasts=-1)
    team_page.button(key="silence").click().run()
    assert keys(team_page) == {"sign-in"}
    assert team_page.title[0].value == "You signed in too long ago"
    assert "zqaliceqz" not in html(team_page)
    assert "zqaliceqz" not in str(team_page.session_state)
    assert "held" not in team_page.session_state


def test_a_window_that_changes_hands_keeps_nothing(team_page: AppTest) -> None:
    """Streamlit should not let that happen; the team_page does not rely on it."""
    talking(team_page, "alice")
    run = team_page.query_params["run"]
    team_page.session_state["own_app"] = shared.app()
    team_page.user = claims("bob")
    team_page.run()
    assert "zqaliceqz" not in html(team_page)
    assert "There is no such conversation here" in team_page.text[0].value
    assert "own_app" not in team_page.session_state
    team_page.user = claims("alice")
    team_page.query_params["run"] = run
    team_page.run()
    assert "zqaliceqz" in html(team_page)


def test_what_was_typed_waits_for_its_owner_alone(team_page: AppTest) -> None:
    talking(team_page, "alice")
    team_page.user = claims("alice", lasts=-1)
    team_page.chat_input[0].set_value("You have it by noon.").run()
    assert "You have it by noon." not in html(team_page) + str([one.value for one in team_page.text_area])
    team_page.user = claims("bob")
    team_page.run()
    assert "You have it by noon." not in str([one.value for one in team_page.text_area])
    team_page.user = claims("alice")
    team_page.run()
    assert "You have it by noon." in [one.value for one in team_page.text_area]


def test_who_is_refused_is_told_why(team_page: AppTest) -> None:
    team_page.user = claims("alice", iss="https://elsewhere.example")
    team_page.run()
    assert keys(team_page) == {"sign-in"}
    assert "another provider made it" in team_page.text[0].value


@pytest.mark.parametrize("name", ["server.trustedUserHeaders"])
def test_a_header_may_not_say_who_somebody_is(team_page: AppTest, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    wanted = st.get_option
    monkeypatch.setattr(st, "get_option", lambda key: {"X-User": "sub"} if key == name else wanted(key))
    team_page.user = claims("alice")
    team_page.run()
    assert keys(team_page) == set()
    assert "trustedUserHeaders" in team_page.text[0].value


def test_secrets_that_only_streamlit_reads_do_not_count(team_page: AppTest) -> None:
    team_page.secrets["auth"] = {**AUTH, "client_id": "them"}
    team_page.user = claims("alice", aud="them")
    team_page.run()
    assert keys(team_page) == set()
    assert "simulator run" in team_page.text[0].value


@pytest.mark.parametrize("address", ["0.0.0.0", "", "::", "192.168.1.2", None])
def test_without_sign_in_only_this_machine_is_served(monkeypatch: pytest.MonkeyPatch, address: str | None) -> None:
    wanted = st.get_option
    monkeypatch.setattr(st, "get_option", lambda key: address if key == "server.address" else wanted(key))
    st.cache_resource.clear()
    page = AppTest.from_file(SCRIPT, default_timeout=20).run()
    assert keys(page) == set()
    assert "can be reached from elsewhere" in page.text[0].value
    st.cache_resource.clear()


def test_a_file_is_made_only_while_the_sign_in_counts(team_page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    talking(team_page, "alice")
    who = team_page.session_state["person"]
    monkeypatch.setattr(gate, "whoever", lambda: who)
    make = gate.while_signed_in(lambda: b"mine")
    assert make() == b"mine"
    shared.installed().store.sign_outs.end(who.owner, who.sign_in, who.ends_at)
    with pytest.raises(NotSignedIn):
        make()
    monkeypatch.setattr(gate, "whoever", lambda: who.model_copy(update={"ends_at": time.time(), "sign_in": "other"}))
    with pytest.raises(NotSignedIn):
        gate.while_signed_in(lambda: b"mine")()
