"""The way to a scored transcript in a browser, for the tests of that page."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import end_talk, settled


def read_transcript(page: Page) -> None:
    """End the talk in view and open its scored transcript."""
    end_talk(page)
    page.get_by_role("button", name="Read the scored transcript").click()
    page.wait_for_url(re.compile(r"/review\?run="))
    settled(page)


def open_all(page: Page) -> None:
    """Answer the guess with "I don't know", so that the rest of the page opens; nothing to do where none is asked."""
    expect(page.locator(".guess, .gap").first).to_be_visible()
    if page.locator(".guess").count():
        page.get_by_role("button", name="I don't know").click()
    expect(page.locator(".gap")).to_be_visible()
    expect(page.get_by_text("Every word, and what it did")).to_be_visible()
    settled(page)


def open_all_in(page: AppTest) -> AppTest:
    """The same without a browser."""
    if any(button.key == "guess-unknown" for button in page.button):
        page.button(key="guess-unknown").click().run()
    return page
