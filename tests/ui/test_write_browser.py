"""Writing a supervisor in a real browser: from a card or a copy to a talk on the first page, light, dark and narrow."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from simulator.packs.card import PNG_BEGINS, read_card
from simulator.packs.card_in import from_card
from simulator.resources import library
from tests.packs.make import files, foreign, zipped

from .conftest import app_server, settled, shot
from .test_access import findings

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, for other tests count thirteen supervisors."""
    with app_server(tmp_path_factory.mktemp("data"), SIMULATOR_WORDS_PER_SECOND="0") as url:
        yield url


def look_at(page: Page, part: str) -> None:
    page.get_by_role("radio", name=part).click()
    settled(page)


def download(page: Page, button: str) -> bytes:
    with page.expect_download() as begun:
        page.get_by_role("button", name=button).click()
    return Path(begun.value.path()).read_bytes()


def test_from_the_first_page_to_a_supervisor_of_ones_own(page: Page, own_server: str) -> None:
    page.goto(own_server)
    settled(page)
    page.get_by_role("tab", name="All thirteen").click()
    page.get_by_role("link", name="Write a supervisor of your own").click()
    page.get_by_role("button", name="Begin with a copy").click()
    expect(page.locator(".standing")).to_have_text("This can be played as it stands.")
    name = page.get_by_label("Name", exact=True)
    name.fill("*Bo*")
    name.press("Enter")
    expect(page.locator(".standing.wrong")).to_contain_text('To mend: This supervisor: name "*Bo*"')
    name.fill("Bo")
    name.press("Enter")
    expect(page.locator(".standing")).to_have_text("This can be played as it stands.")
    look_at(page, "Lines")
    opening = page.get_by_label("In any mood")
    opening.fill("Sit <b>down</b>. It is $one again.\nShut the door. You know why.")
    opening.press("Control+Enter")
    settled(page)
    look_at(page, "Try")
    page.get_by_role("button", name="Begin a talk").click()
    expect(page.locator(".bubble.hers")).to_have_count(1)
    box = page.get_by_label("Say something")
    box.fill("I did not send the September report. That was mine.")
    box.press("Enter")
    expect(page.locator(".bubble.hers")).to_have_count(2)
    expect(page.locator(".log .from").last).to_contain_text("acknowledge")
    expect(box).to_have_value("")
    settled(page)
    look_at(page, "Keep")
    assert download(page, "Pack (zip)").startswith(b"PK")
    png = download(page, "Character card (PNG)")
    assert png.startswith(PNG_BEGINS)
    Image.open(io.BytesIO(png)).verify()
    assert from_card(read_card(png, "x"), library().persona("teacher"), "x").persona.name == "Bo"
    page.get_by_role("button", name="Keep it here").click()
    expect(page.get_by_text("Bo is kept.")).to_be_visible()
    shot(page, "write-kept-desktop")
    page.get_by_role("button", name="To the first page").click()
    page.get_by_role("tab", name="All 14").click()
    page.get_by_role("button", name="Talk to Bo", exact=True).click()
    opened = page.locator(".bubble.hers")
    expect(opened).to_have_count(1)
    assert any(
        words in opened.inner_text() for words in ("Sit <b>down</b>. It is the ", "Shut the door. You know why.")
    )


def put(page: Page, file: Path) -> None:
    """Choose a file, and wait until the page has it: a click that comes sooner finds none."""
    page.locator('input[type="file"]').set_input_files(file)
    expect(page.get_by_text(file.name)).to_be_visible()
    page.wait_for_timeout(500)
    settled(page)


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("size", "theme"), [((1280, 900), "light"), ((360, 780), "dark")])
def test_no_part_keeps_anybody_out_and_nothing_is_wider_than_the_window(
    browser: Browser, own_server: str, tmp_path: Path, size: tuple[int, int], theme: Any
) -> None:
    card, nights = tmp_path / "irena.json", tmp_path / "nights.zip"
    card.write_bytes(foreign())
    nights.write_bytes(zipped(files()))
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=theme, is_mobile=size[0] < 400
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{own_server}/write-a-supervisor")
    settled(page)
    found = findings(page)
    put(page, card)
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator(".tried")).to_contain_text("The system prompt: orders to a model")
    for part in ("The card", "Who it is", "What counts", "Lines", "The whole file", "Try", "Keep"):
        look_at(page, part)
        shot(page, f"write-{part.split()[-1].lower()}-{theme}")
        found += findings(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.goto(f"{own_server}/packs")
    settled(page)
    put(page, nights)
    page.get_by_text("In place of an installed one").click()
    page.get_by_role("button", name="Install it").click()
    expect(page.get_by_text("is installed.")).to_be_visible()
    shot(page, f"packs-{theme}")
    found += findings(page)
    assert found == []
    assert zipfile.is_zipfile(io.BytesIO(download(page, "Download")))
    context.close()
