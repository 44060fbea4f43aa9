"""What one takes along and what one brings in, in a real browser: every download, other names, a talk of one's own."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from simulator.debrief.export import FORMATS, as_html, as_json
from simulator.debrief.report import report
from simulator.dialogue.session import as_transcript, play
from tests.debrief.make import BLAMED, OWNED, PROMISED, RUDE, Said, played
from tests.dialogue.make import setting

from .conftest import settled, shot
from .reviewing import open_all

pytestmark = pytest.mark.browser

MINE = "I did not send the September report to Milan, and the planners had old figures because of me."
NOTES = (
    f"Boss: Sit down. The report was late again, and I heard it from Milan.\nYou: {MINE}\n"
    "Boss: What happens now?\nYou: You have the next one by noon on Thursday. What do you expect of me until then?"
)


def bring(page: Page, server: str, text: str) -> None:
    page.goto(f"{server}/import")
    settled(page)
    page.get_by_role("textbox", name="The conversation").fill(text)
    page.get_by_role("button", name="Show who said what").click()
    settled(page)


def scored(page: Page) -> None:
    page.get_by_role("button", name="Score it").click()
    page.wait_for_url(re.compile(r"/review\?run="))
    settled(page)


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Download as {name}", exact=True).click()
    return Path(waiting.value.path()).read_bytes()


def test_a_talk_of_ones_own_is_scored_kept_and_taken_along(page: Page, server: str) -> None:
    bring(page, server, NOTES)
    expect(page.locator(".preview .bubble")).to_have_count(4)
    expect(page.get_by_role("heading", name="Who said what")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Score it")).to_be_in_viewport()
    expect(page.locator(".preview .bubble.yours").first).to_contain_text(MINE)
    shot(page, "import-desktop")
    scored(page)
    open_all(page)
    expect(page.locator(".turn .words").nth(1)).to_contain_text("I did not send")
    for one in FORMATS.values():
        made = downloaded(page, one.name)
        words = MINE
        if one.suffix == "pdf":
            text = " ".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(made)).pages).split())
            words = "You have the next one by noon on Thursday"
        else:
            text = re.sub(r"<[^>]+>", "", made.decode("utf-8"))
        assert words in text, one.name
    told = json.loads(downloaded(page, "JSON"))
    assert told["turns"][1]["text"] == MINE
    read = list(csv.reader(io.StringIO(downloaded(page, "table (CSV)").decode("utf-8-sig"), newline="")))
    assert read[2][2] == MINE

    page.get_by_text("Replace names first").click()
    settled(page)
    expect(page.get_by_role("button", name="Download as PDF")).to_have_count(0)
    expect(page.get_by_label("Names and what stands for them")).to_have_value(re.compile("Milan = Person"))
    page.get_by_label("Names and what stands for them").fill("Milan = Person B")
    page.get_by_role("button", name="Replace these names").click()
    settled(page)
    shot(page, "downloads-desktop")
    replaced = downloaded(page, "web page").decode("utf-8")
    assert "Person B" in replaced
    assert "Milan" not in replaced
    assert "Milan" not in downloaded(page, "JSON").decode("utf-8")

    page.get_by_role("link", name="Past conversations").click()
    settled(page)
    expect(page.get_by_text("2 turns").first).to_be_visible()


def test_a_transcript_that_was_taken_along_comes_back(page: Page, server: str, tmp_path: Path) -> None:
    session, _ = play(setting("mirror"), (MINE, "You have the next one by noon on Thursday."))
    transcript = as_transcript(session, "scripted")
    file = tmp_path / "talk.json"
    file.write_text(as_json(transcript), "utf-8")
    page.goto(f"{server}/import")
    settled(page)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("talk.json")).to_be_visible()
    page.get_by_role("button", name="Show who said what").click()
    expect(page.locator(".preview .bubble")).to_have_count(len(transcript.turns))
    scored(page)
    open_all(page)
    expect(page.locator(".evening")).to_have_text(report(transcript).evening)
    told = json.loads(downloaded(page, "JSON"))
    assert [turn.get("trust") for turn in told["turns"]] == [
        turn.get("trust") for turn in json.loads(as_json(transcript))["turns"]
    ]


def test_what_cannot_be_read_is_said_and_the_words_are_kept(page: Page, server: str) -> None:
    bring(page, server, "He was angry\nYou: I know")
    expect(page.locator(".st-key-error")).to_contain_text('Line 1 has no speaker; begin it with "You:" or "Boss:".')
    expect(page.get_by_role("textbox", name="The conversation")).to_have_value("He was angry\nYou: I know")
    expect(page.get_by_role("button", name="Score it")).to_have_count(0)


def list_of_talks(page: Page, server: str) -> None:
    page.goto(f"{server}/conversations")
    expect(page.get_by_role("heading", name="Past conversations")).to_be_visible()
    page.wait_for_timeout(1000)  # the heading may come before the page says that its script runs
    settled(page)


def test_words_of_distress_lead_to_help_and_nothing_is_kept(page: Page, server: str) -> None:
    list_of_talks(page, server)
    before = page.get_by_role("button", name="Read").count()
    bring(page, server, "Boss: How are you?\nYou: Honestly I don't want to be alive any more.")
    expect(page.locator(".help")).to_be_visible()
    expect(page.get_by_role("button", name="Score it")).to_have_count(0)
    list_of_talks(page, server)
    expect(page.get_by_role("button", name="Read")).to_have_count(before)


LONG: tuple[Said, ...] = (
    BLAMED,
    OWNED,
    (
        "I did not send it, and " + "the planners, the drivers and the night team had old figures because of me, " * 6,
        1.5,
        (),
    ),
    PROMISED,
    RUDE,
)


@pytest.mark.parametrize("said", [(OWNED, PROMISED), LONG, (OWNED,) * 12], ids=["short", "long", "many"])
def test_the_first_part_of_the_web_page_prints_on_one_sheet(page: Page, said: tuple[Said, ...], tmp_path: Path) -> None:
    transcript = played(*said)
    file = tmp_path / "talk.html"
    file.write_text(as_html(transcript, report(transcript)), "utf-8")
    problems: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    first, second, *_ = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert "For your pocket" in first.extract_text()
    assert "before" in first.extract_text()[-400:] or "after these words" in first.extract_text()
    assert "Dimensions" in second.extract_text()
    assert "For your pocket" not in second.extract_text()
    assert problems == []
    assert asked == [file.as_uri()]
    for width in (1100, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor") == "rgb(22, 25, 28)"
