"""Every page before axe: in a wide and in a narrow window, light and dark, no serious and no critical finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from .conftest import end_talk, settled

pytestmark = pytest.mark.browser

_SIZES = {"desktop": (1280, 900), "phone": (360, 780)}
_GRAVE = ("serious", "critical")


def begun(page: Page, server: str, *said: str) -> str:
    """A talk with Marian, so far; returns its id."""
    page.goto(server)
    settled(page)
    page.get_by_role("tab", name="All thirteen").click()
    page.get_by_role("button", name="Talk to Marian", exact=True).click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    for number, words in enumerate(said, start=2):
        box = page.get_by_test_id("stChatInputTextArea")
        expect(box).to_be_enabled()
        box.fill(words)
        box.press("Enter")
        expect(page.locator(".bubble.hers")).to_have_count(number)
        settled(page)
    return page.url.partition("run=")[2]


@pytest.fixture(scope="module")
def talks(browser: Browser, server: str) -> Iterator[dict[str, str]]:
    """One talk just opened, one under way, one ended; by name."""
    context = browser.new_context()
    page = context.new_page()
    opened = begun(page, server)
    middle = begun(page, server, "I did not send the September report.", "You have the next one on Thursday at noon.")
    ended = begun(page, server, "I did not send the report, and the planners had old figures because of me.")
    end_talk(page)
    expect(page.locator(".ending")).to_be_visible()
    yield {"open": opened, "middle": middle, "ended": ended}
    context.close()


def findings(page: Page) -> list[str]:
    """What axe finds that keeps somebody out, one line each."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        if one["impact"] in _GRAVE
        for node in one["nodes"]
    ]


@pytest.mark.timeout(180)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", list(_SIZES))
def test_no_page_keeps_anybody_out(browser: Browser, server: str, talks: dict[str, str], size: str, theme: Any) -> None:
    width, height = _SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, is_mobile=size == "phone"
    )
    page = context.new_page()
    pages = {
        "home": "/",
        "own situation": "/own-situation",
        "talk open": f"/talk?run={talks['open']}",
        "talk under way": f"/talk?run={talks['middle']}",
        "talk ended": f"/talk?run={talks['ended']}",
        "review": f"/review?run={talks['ended']}",
        "past": "/conversations",
        "settings": "/settings",
        "lines to call": "/lines-to-call",
    }
    grave: dict[str, list[str]] = {}
    for name, address in pages.items():
        page.goto(f"{server}{address}")
        expect(page.locator(".st-key-brand")).to_be_visible()
        settled(page)
        if found := findings(page):
            grave[name] = found
        wide = page.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} pixels wide in a window of {width}"
    context.close()
    assert grave == {}
