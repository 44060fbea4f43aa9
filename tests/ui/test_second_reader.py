"""The second reader on the page of the scored transcript, with a model on loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from simulator.domain.events import EventName as E
from tests.backends.loopback import REPLY, Behaviour, LoopbackModel
from tests.debrief.answering import KEY, Body, Yes, answer, number_in
from tests.ui.conftest import app_server, end_talk, settled, shot
from tests.ui.reviewing import open_all, open_all_in
from tests.ui.test_browser import say, talk_to
from tests.ui.test_pages import SCRIPT, html, start, texts

_PATIENCE = 20_000
WORDS = "I did not send the <b>September</b> report. It cost $5 and $6."
SECOND = "You have it on Friday at noon."
QUOTES: dict[int, Yes] = {
    1: {E.NAMES_OWN_ERROR: "I did not send the <b>September</b> report", E.SARCASM: "It cost"},
    2: {E.DATED_COMMITMENT: "You have it on Friday at noon"},
}


def speaks_and_reads(body: Body) -> str:
    """Her words in the talk, a reading afterwards."""
    if "<<<turn " not in body["messages"][-1]["content"]:
        return REPLY
    return answer(number_in(body), QUOTES.get(number_in(body)))


@contextmanager
def review(monkeypatch: pytest.MonkeyPatch, server: LoopbackModel | None) -> Iterator[AppTest]:
    """The scored transcript of a talk of two turns."""
    monkeypatch.setenv("SIMULATOR_WORDS_PER_SECOND", "0")
    if server is not None:
        monkeypatch.setenv("SIMULATOR_MODEL", "reader-1")
        monkeypatch.setenv("SIMULATOR_BASE_URL", server.url)
        monkeypatch.setenv("SIMULATOR_API_KEY", KEY)
    st.cache_resource.clear()
    page = start(AppTest.from_file(SCRIPT, default_timeout=20).run(), "own-it")
    for words in (WORDS, SECOND):
        page.chat_input[0].set_value(words).run()
    page.button(key="leave").click().run()
    page.button(key="review").click().run()
    open_all_in(page)
    assert not page.exception
    yield page
    st.cache_resource.clear()


def ask(page: AppTest) -> AppTest:
    page.button(key="reader-ask").click().run()
    assert not page.exception
    return page


def has(page: AppTest, key: str) -> bool:
    return any(button.key == key for button in page.button)


def test_without_a_model_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    with review(monkeypatch, None) as page:
        assert not has(page, "reader-ask")
        assert "A second reader" not in [one.value for one in page.subheader]


def test_a_model_reads_on_a_button_and_both_stand_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    with LoopbackModel(reply=speaks_and_reads) as server, review(monkeypatch, server) as page:
        asked = len(server.requests)
        figures = [one for one in page.get("html") if 'class="judge"' in one.proto.body]
        assert "No score and no trust depends on it" in html(page)
        assert len(server.requests) == asked
        shown = html(ask(page))
        assert "reader-1 read 2 of 2 scored turns." in shown
        assert "yes <span" in shown
        assert "“I did not send the &lt;b&gt;September&lt;/b&gt; report”" in shown
        assert "<b>differ</b>" in shown
        assert "Both say no to the other" in shown
        assert [one.proto.body for one in page.get("html") if 'class="judge"' in one.proto.body] == [
            one.proto.body for one in figures
        ]
        assert not has(page, "reader-ask")
        asked = len(server.requests)
        page.run()
        assert len(server.requests) == asked
        monkeypatch.delenv("SIMULATOR_MODEL")
        st.cache_resource.clear()
        page.run()
        assert "reader-1 read 2 of 2 scored turns." in html(page)
        assert not has(page, "reader-ask")


def test_failed_readings_are_said_in_words_and_can_be_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with LoopbackModel(reply=speaks_and_reads) as server, review(monkeypatch, server) as page:
        server.behaviours = ["401"]
        shown = html(ask(page))
        assert "Turn 1 was not read, and counts for nothing. The model server does not accept the key" in shown
        assert KEY not in shown + texts(page)
        server.behaviours = ["good"]
        assert page.button(key="reader-ask").label == "Ask the model about the rest"
        assert "reader-1 read 2 of 2 scored turns." in html(ask(page))


def test_a_server_that_hangs_up_while_the_database_fails_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.errors import StoreError
    from simulator.store.store import Store

    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    with LoopbackModel(reply=speaks_and_reads) as server, review(monkeypatch, server) as page:
        monkeypatch.setattr(Store, "keep_reading", full)
        assert "The disk is full." in texts(ask(page))


@pytest.fixture
def _patient() -> Iterator[None]:
    """The first turn loads the client, which takes a busy machine some seconds."""
    expect.set_options(timeout=_PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.mark.browser
@pytest.mark.usefixtures("_patient")
def test_a_reading_can_be_stopped_and_gone_on_with(page: Page, tmp_path: Path) -> None:
    with (
        LoopbackModel(reply=speaks_and_reads) as server,
        app_server(tmp_path, SIMULATOR_MODEL="reader-1", SIMULATOR_BASE_URL=server.url) as url,
    ):
        talk_to(page, url, "Marian")
        for words in (WORDS, SECOND):
            say(page, words)
        end_talk(page)
        page.get_by_role("button", name="Read the scored transcript").click()
        open_all(page)
        before = len(server.requests)
        good: list[Behaviour] = ["good"]
        server.behaviours = [*good * (before + 3), "slow"]
        page.get_by_role("button", name="Ask the model to read it too").click()
        expect(page.get_by_text("The model reads turn 2 of 2.")).to_be_visible()
        shot(page, "second-reader-under-way")
        pressed = time.monotonic()
        page.get_by_role("button", name="Stop reading").click()
        expect(page.get_by_text("reader-1 read 1 of 2 scored turns.")).to_be_visible()
        assert time.monotonic() - pressed < 15
        server.behaviours = ["good"]
        page.get_by_role("button", name="Ask the model about the rest").click()
        expect(page.get_by_text("reader-1 read 2 of 2 scored turns.")).to_be_visible()
        settled(page)
        shot(page, "second-reader-desktop")
        page.reload()
        expect(page.get_by_text("reader-1 read 2 of 2 scored turns.")).to_be_visible()
