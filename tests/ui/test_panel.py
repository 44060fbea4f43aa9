"""The panel in a real browser: three, then all, the turn where they part, the quarrel, and the way into a next talk."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from simulator.cli import main
from simulator.domain.report import Panel

from .conftest import settled, shot
from .reviewing import open_all, read_transcript
from .test_browser import say, talk_to

pytestmark = pytest.mark.browser

TURNS = (
    "My week was <b>full</b>, so I couldn't keep up with the calls.",
    "I did not send the September report, and the planners had old figures because of me.",
    "What I need from you is one hour a day without calls.",
    "I had a terrible week, and it slipped my mind.",  # whatever the seed, they quarrel about this
)
#: Findings of Streamlit's own frame, not of the panel.
PANEL = [".parting", ".st-key-panel-three", ".quarrel", ".st-key-panel-all", ".figures"]


def serious(page: Page, parts: list[str]) -> list[str]:
    """What axe finds in some parts of a page, the serious and the critical."""
    found = Axe().run(page, context={"include": [[part] for part in parts]})
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found.response["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def reviewed(page: Page, server: str) -> str:
    """A talk, ended and opened as a scored transcript; returns its address."""
    talk_to(page, server, "Ruth")
    for words in TURNS:
        say(page, words)
    read_transcript(page)
    return page.url


def hear(page: Page) -> None:
    open_all(page)
    page.get_by_text("Let the same words be heard by all thirteen").click()
    expect(page.locator(".st-key-panel-all .seat")).to_have_count(13)
    settled(page)


def test_the_panel_on_desktop_is_the_one_of_the_command_line(page: Page, server: str, tmp_path: Path) -> None:
    reviewed(page, server)
    expect(page.locator(".seat")).to_have_count(0)
    hear(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as JSON").click()
    file = tmp_path / "talk.json"
    download.value.save_as(file)
    done = CliRunner().invoke(main, ["panel", str(file)])
    told = Panel.model_validate(json.loads(done.stdout))
    assert told.parts_at is not None
    assert told.quarrel is not None

    expect(page.locator(".parting .parts")).to_have_text(told.parts_at.in_words)
    names = [seat.name for seat in told.supervisors]
    by_id = {seat.persona: seat for seat in told.supervisors}
    assert page.locator(".st-key-panel-all .seat h4").all_inner_texts() == names
    assert page.locator(".st-key-panel-three .seat h4").all_inner_texts() == [
        by_id[one].name for one in told.differ_most
    ]
    for one in told.differ_most:
        if quote := by_id[one].turning_quote:
            expect(page.locator(f".st-key-three-{one} figcaption")).to_contain_text(f"“{quote}”")
    for seat in told.supervisors:
        card = page.locator(f".st-key-all-{seat.persona}")
        levels = ", ".join(f"{level:.0f}" for level in (seat.start, *seat.trust))
        assert levels in (card.locator("img.trust-line").get_attribute("alt") or "")
    assert page.locator(".quarrel .speech p").count() == 3
    expect(page.locator(".quarrel blockquote")).to_have_text(f"“{told.quarrel.sentence}”")
    drawn = page.evaluate("() => [...document.querySelectorAll('img.trust-line')].map(one => one.naturalWidth)")
    assert len(drawn) == 16
    assert all(width > 0 for width in drawn)

    page.get_by_text("The same as a table").click()
    expect(page.locator("table.panel tbody tr")).to_have_count(13)
    assert serious(page, PANEL) == []
    shot(page, "panel-desktop")


def test_a_next_talk_begins_from_every_seat(page: Page, server: str) -> None:
    reviewed(page, server)
    hear(page)
    page.locator(".st-key-panel-all").get_by_role("button", name="Talk to Tomasz").click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    expect(page.locator(".who h1")).to_have_text("Tomasz")


@pytest.mark.parametrize("look", ["phone", "dark"])
def test_the_panel_on_a_phone_and_in_the_dark(browser: Browser, page: Page, server: str, look: str) -> None:
    address = reviewed(page, server)
    phone = look == "phone"
    context = browser.new_context(
        viewport={"width": 360 if phone else 1280, "height": 780},
        is_mobile=phone,
        color_scheme="light" if phone else "dark",
    )
    context.set_default_timeout(20_000)
    other = context.new_page()
    other.goto(address)
    settled(other)
    hear(other)
    if phone:
        wide = other.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= 360, f"the page is {wide} pixels wide on a phone of 360"
    assert serious(other, PANEL) == []
    shot(other, f"panel-{look}")
    context.close()
