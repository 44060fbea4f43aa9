"""A model that is slow, busy or broken, as the user sees it: nothing said is lost, and there is always a next step."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.backends.loopback import REPLY, Behaviour, LoopbackModel

from .conftest import app_server, end_talk, settled, shot
from .test_browser import send, talk_to

pytestmark = pytest.mark.browser
WORDS = "I did not send the September report, and the planners had old figures because of me."


@contextmanager
def model(tmp_path: Path, *behaviours: Behaviour, **pace: float) -> Iterator[tuple[LoopbackModel, str]]:
    """A model server that behaves like this, and the app that asks it."""
    with (
        LoopbackModel(behaviours, **pace) as server,  # type: ignore[arg-type]  # seconds, all of them
        app_server(tmp_path, SIMULATOR_MODEL="loopback", SIMULATOR_BASE_URL=server.url, SIMULATOR_DEADLINE="20") as url,
    ):
        yield server, url


def test_a_silent_model_can_be_stopped_and_the_script_can_stand(page: Page, tmp_path: Path) -> None:
    with model(tmp_path, "silent") as (server, url):
        talk_to(page, url, "Marian")
        send(page, WORDS)
        expect(page.locator(".dots")).to_be_visible()
        shot(page, "model-thinking")
        until = time.monotonic() + 15
        while not server.requests and time.monotonic() < until:
            page.wait_for_timeout(50)
        began = time.monotonic()
        page.get_by_role("button", name="Stop").click()
        expect(page.locator(".broke", has_text="No answer came.")).to_be_visible()
        assert time.monotonic() - began < 4
        settled(page)
        expect(page.get_by_test_id("stChatInputTextArea")).to_have_count(0)
        expect(page.get_by_text("What you said is kept.")).to_be_visible()
        shot(page, "model-stopped")
        page.get_by_role("button", name="Let the scripted line stand").click()
        expect(page.locator(".broke", has_text="No answer came.")).to_have_count(0)
        expect(page.locator(".bubble.hers")).to_have_count(2)
        expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
        assert (len(server.requests), server.left) == (1, 1), "the server still works on a reply that nobody waits for"


def test_while_the_model_is_busy_the_page_says_that_it_tries_again(page: Page, tmp_path: Path) -> None:
    with model(tmp_path, "429 later", "good") as (server, url):
        server.retry_after = "2"
        talk_to(page, url, "Marian")
        send(page, WORDS)
        expect(page.get_by_text("Trying again")).to_be_visible()
        shot(page, "model-trying-again")
        expect(page.locator(".bubble.hers").last).to_contain_text(REPLY)
        assert len(server.requests) == 2


def test_a_model_that_fails_can_be_asked_again(page: Page, tmp_path: Path) -> None:
    with model(tmp_path, "half", "401", "good") as (server, url):
        talk_to(page, url, "Marian")
        send(page, WORDS)
        expect(page.locator(".broke", has_text="The reply broke off here. It is not scored.")).to_be_visible()
        again = page.get_by_role("button", name="Ask Marian again")
        again.click()
        expect(page.locator(".broke", has_text="No answer came.")).to_be_visible()
        expect(page.get_by_text("does not accept the key")).to_be_visible()
        page.reload()
        again.click()
        expect(page.locator(".bubble.hers").last).to_contain_text(REPLY)
        settled(page)
        expect(again).to_have_count(0)
        expect(page.locator(".bubble.yours")).to_have_count(1)
        assert len(server.requests) == 3


def test_the_conversation_can_be_ended_while_a_reply_is_being_written(page: Page, tmp_path: Path) -> None:
    with app_server(tmp_path, SIMULATOR_WORDS_PER_SECOND="3") as url:
        talk_to(page, url, "Ruth")
        send(page, WORDS)
        expect(page.locator(".bubble.hers")).to_have_count(2)
        end_talk(page)
        expect(page.locator(".ending")).to_contain_text("You ended it")
        expect(page.locator(".bubble.hers")).to_have_count(3)


def test_a_scripted_reply_that_is_stopped_is_there_in_full(page: Page, tmp_path: Path) -> None:
    with app_server(tmp_path, SIMULATOR_WORDS_PER_SECOND="2") as url:
        talk_to(page, url, "Ruth")
        send(page, WORDS)
        expect(page.locator(".bubble.hers")).to_have_count(2)
        page.get_by_role("button", name="Stop").click()
        settled(page)
        expect(page.locator(".broke")).to_have_count(0)
        expect(page.locator(".bubble.hers")).to_have_count(2)
        send(page, "You have the next one on Wednesday by four.")
