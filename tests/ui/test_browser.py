"""The main job in a real browser: pick a supervisor, talk, end, read the scored transcript, reload, find it again."""

from __future__ import annotations

import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

from .conftest import end_talk, settled, shot
from .reviewing import open_all, read_transcript

pytestmark = pytest.mark.browser

TURNS = (
    "Honestly, mistakes were made with the September report.",
    "You're right to push. I did not send the September report, and the planners had old figures because of me.",
    "You'll have the November report on Wednesday by four, and I tell you the day before if it slips.",
)


def open_gallery(page: Page, server: str) -> None:
    page.goto(server)
    settled(page)
    page.get_by_role("tab", name="All thirteen").click()
    settled(page)


def talk_to(page: Page, server: str, name: str) -> None:
    open_gallery(page, server)
    page.get_by_role("button", name=f"Talk to {name}", exact=True).click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    expect(page.locator(".bubble.hers")).to_have_count(1)


def send(page: Page, words: str) -> None:
    """Words that are taken; her answer may not be there yet."""
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(words)
    box.press("Enter")
    expect(page.locator(".bubble.yours").last).to_contain_text(words)


def say(page: Page, words: str) -> None:
    """Words, and her whole answer."""
    hers = page.locator(".bubble.hers").count()
    send(page, words)
    expect(page.locator(".bubble.hers")).to_have_count(hers + 1)
    settled(page)
    expect(page.locator(".bubble.hers").last).not_to_be_empty()


def test_from_the_first_page_to_the_scored_transcript_and_back(page: Page, server: str) -> None:
    page.goto(server)
    settled(page)
    expect(page.locator(".privacy")).to_contain_text("never needed")
    shot(page, "home-desktop")
    talk_to(page, server, "Marian")
    shot(page, "talk-open-desktop")
    for words in TURNS:
        say(page, words)
    shot(page, "talk-desktop")
    address = page.url

    page.reload()
    settled(page)
    expect(page.locator(".bubble.yours")).to_have_count(len(TURNS))
    other = page.context.new_page()
    other.goto(address)
    expect(other.locator(".bubble.yours")).to_have_count(len(TURNS))
    other.close()

    end_talk(page)
    expect(page.locator(".ending")).to_contain_text("You ended it")
    page.get_by_role("button", name="Read the scored transcript").click()
    page.wait_for_url(re.compile(r"/review\?run="))
    settled(page)
    expect(page.locator(".evening")).not_to_be_empty()
    open_all(page)
    expect(page.locator("mark.hit").first).to_be_visible()
    expect(page.get_by_text("How a fair supervisor would")).to_be_visible()
    expect(page.locator("[data-testid=stVegaLiteChart]")).to_be_visible()
    shot(page, "review-desktop")
    evening = page.locator(".evening").inner_text()
    page.reload()
    expect(page.locator(".evening")).to_have_text(evening)

    page.get_by_role("link", name="Past conversations").click()
    settled(page)
    expect(page.get_by_text("Marian").first).to_be_visible()
    shot(page, "past-desktop")


def test_her_reply_streams(page: Page, server: str) -> None:
    talk_to(page, server, "Ruth")
    page.evaluate(
        """() => { window.seen = new Set(); new MutationObserver(() => {
             const all = document.querySelectorAll('.bubble.hers');
             if (all.length) window.seen.add(all[all.length - 1].innerText.length); })
             .observe(document.body, {subtree: true, childList: true, characterData: true}); }"""
    )
    say(page, TURNS[0])
    lengths = page.evaluate("() => [...window.seen]")
    assert len(lengths) >= 4, f"the reply came in {len(lengths)} pieces"


def test_words_are_shown_exactly_as_typed(page: Page, server: str) -> None:
    words = "It cost $5 and $6, :red[x], <b>bold</b> and ![](x) *stars* I did not send the report."
    talk_to(page, server, "Samuel")
    say(page, words)
    read_transcript(page)
    page.add_style_tag(content="mark .why { display: none !important; }")
    assert words in page.locator(".turn .words").nth(1).inner_text()


def test_a_conversation_can_be_deleted(page: Page, server: str) -> None:
    talk_to(page, server, "Joanne")
    say(page, TURNS[1])
    run = page.url.partition("run=")[2]
    page.get_by_role("link", name="Past conversations").click()
    settled(page)
    row = page.locator(f".st-key-row-{run}")
    row.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.locator(f".st-key-row-{run}")).to_have_count(0)
    page.goto(f"{server}/talk?run={run}")
    settled(page)
    expect(page.locator(".st-key-error")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Traceback")


def test_a_person_in_distress_meets_help(page: Page, server: str) -> None:
    talk_to(page, server, "Denise")
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill("Honestly I don't want to be alive any more.")
    box.press("Enter")
    expect(page.locator(".help")).to_be_visible()
    expect(page.locator(".help")).to_contain_text("local emergency number")
    expect(page.locator(".bubble.hers")).to_have_count(0)
    shot(page, "help-desktop")
    page.reload()
    expect(page.locator(".help")).to_be_visible()


def test_asked_whether_she_is_a_bot_the_page_says_so_and_the_talk_goes_on(page: Page, server: str) -> None:
    talk_to(page, server, "Ravi")
    say(page, "Are you a bot?")
    expect(page.locator(".bubble.hers").last).to_contain_text("this is a program")
    say(page, TURNS[1])
    expect(page.locator("body")).not_to_contain_text("encountered an error")


def test_a_talk_that_stopped_for_help_is_not_scored_afterwards(page: Page, server: str) -> None:
    talk_to(page, server, "Denise")
    say(page, "My mother died last week.")
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill("I don't want to be alive any more.")
    box.press("Enter")
    expect(page.locator(".help")).to_be_visible()
    expect(page.locator(".more-lines a[href^='tel:']").first).to_be_visible()
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_count(0)
    settled(page)
    shot(page, "help-after-desktop")
    assert page.evaluate("() => document.querySelector('.help h2').getBoundingClientRect().top") >= 0, "scrolled past"
    page.goto(page.url.replace("/talk?", "/review?"))
    expect(page.locator(".help")).to_be_visible()
    settled(page)
    for tried in ("One thing to try", "Turning points", "Dimensions", "For your pocket"):
        expect(page.get_by_text(tried)).to_have_count(0)


def test_the_lines_to_call_are_one_tap_from_every_page(page: Page, server: str) -> None:
    page.goto(server)
    settled(page)
    page.get_by_role("link", name="Lines to call").click()
    expect(page.locator(".help a[href^='tel:']").first).to_be_visible()
    page.get_by_role("button", name="Back to the first page").click()
    expect(page.locator(".privacy")).to_be_visible()


def test_after_the_help_text_there_is_a_way_back(page: Page, server: str) -> None:
    talk_to(page, server, "Ines")
    say(page, TURNS[1])
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill("I don't see the point of living.")
    box.press("Enter")
    expect(page.locator(".help")).to_be_visible()
    expect(page.get_by_role("button", name="Go back to practising")).to_be_in_viewport()
    page.get_by_role("button", name="Go back to practising").click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_value("I don't see the point of living.")
    expect(page.locator(".bubble.hers")).to_have_count(2)
    expect(page.locator(".bubble.yours")).to_have_count(1)
    expect(page.locator(".help")).to_have_count(0)


def test_words_that_are_too_long_are_kept_and_it_is_said(page: Page, server: str) -> None:
    talk_to(page, server, "Tomasz")
    words = ("I did not send it. " * 300).strip()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(words)
    box.press("Enter")
    expect(page.get_by_text("at most 4,000 fit in one turn")).to_be_visible()
    expect(page.locator("textarea").first).to_have_value(words)
    expect(page.locator(".bubble.yours")).to_have_count(0)


def test_my_own_situation(page: Page, server: str) -> None:
    page.goto(f"{server}/own-situation")
    settled(page)
    page.get_by_label("What went wrong, as you would say it").fill("I did not order the gloves for theatre two")
    page.get_by_role("button", name="Use this situation").click()
    expect(page.locator(".own-words")).to_contain_text("I did not order the gloves for theatre two")
    expect(page.locator(".own-words")).to_be_in_viewport()
    expect(page.locator(".about")).to_contain_text("I did not order the gloves")
    page.get_by_role("tab", name="All thirteen").click()
    page.get_by_role("button", name="Talk to Piet", exact=True).click()
    expect(page.locator(".facts.desktop-only")).to_contain_text("I did not order the gloves")


def test_two_weeks_later_she_asks_about_the_promise(page: Page, server: str) -> None:
    talk_to(page, server, "Tomasz")
    say(page, "I did not send the September report. That was mine to send.")
    say(page, "You'll have the November report on Wednesday by four.")
    read_transcript(page)
    expect(page.locator(".pocket")).to_contain_text("You'll have the November report on Wednesday by four")
    shot(page, "pocket-desktop")
    page.get_by_role("button", name="Come back two weeks later").click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    expect(page.locator(".who .mood")).to_contain_text("Two weeks later")
    expect(page.locator(".bubble.hers")).to_contain_text("November report")
    expect(page.locator(".facts.desktop-only")).to_contain_text("What you promised")
    page.get_by_role("button", name="I kept it").click()
    expect(page.locator(".bubble.yours")).to_contain_text("I did it, as I said I would.")
    expect(page.locator(".bubble.hers")).to_have_count(2)
    settled(page)
    shot(page, "later-desktop")
    read_transcript(page)
    open_all(page)
    page.get_by_role("tab", name="Promises").click()
    expect(page.get_by_text("What became of your promises")).to_be_visible()
    expect(page.locator("li", has_text="Wednesday by four").filter(has_text="kept")).to_be_visible()


def test_every_supervisor_has_a_portrait(page: Page, server: str) -> None:
    open_gallery(page, server)
    portraits = page.locator(".card-head img.avatar")
    expect(portraits).to_have_count(13)
    drawn = page.evaluate("() => [...document.querySelectorAll('img.avatar')].map(one => one.naturalWidth)")
    assert all(width > 0 for width in drawn)


def test_what_was_prepared_stays_beside_the_talk(page: Page, server: str) -> None:
    page.goto(server)
    settled(page)
    page.get_by_text("Prepare first, if you like").click()
    box = page.get_by_label("My first sentence")
    box.fill("I did not send it, and <b>that</b> is mine")
    box.press("Tab")
    page.wait_for_timeout(800)
    page.get_by_role("tab", name="All thirteen").click()
    page.get_by_role("button", name="Talk to Marian", exact=True).click()
    expect(page.locator(".facts.prep")).to_contain_text("I did not send it, and <b>that</b> is mine")


def test_three_taps_recommend_one_supervisor(page: Page, server: str) -> None:
    page.goto(server)
    settled(page)
    for number in range(3):
        page.wait_for_timeout(500)  # the time a person needs to the next question
        settled(page)
        answer = page.get_by_test_id("stButtonGroup").nth(number).get_by_role("radio").first
        answer.click()
        expect(answer).to_be_checked()
    settled(page)
    expect(page.locator(".st-key-recommended")).to_contain_text("Closest to what you describe")
    shot(page, "taps-desktop")


def test_the_whole_way_on_a_phone(phone: Page, server: str) -> None:
    phone.goto(server)
    settled(phone)
    shot(phone, "home-phone")
    talk_to(phone, server, "Ngozi")
    say(phone, TURNS[1])
    shot(phone, "talk-phone")
    wide = phone.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 360, f"the page is {wide} pixels wide on a phone of 360"
    read_transcript(phone)
    expect(phone.locator(".evening")).to_be_visible()
    shot(phone, "review-phone")


def test_the_dark_theme_is_readable(page: Page, server: str) -> None:
    page.emulate_media(color_scheme="dark")
    talk_to(page, server, "Ravi")
    say(page, TURNS[0])
    shot(page, "talk-dark")
    background = page.evaluate("() => getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert background == "rgb(22, 25, 28)"


def test_all_conversations_can_be_taken_along_in_one_file(page: Page, server: str) -> None:
    talk_to(page, server, "Joanne")
    say(page, "I did not send the report, zq-taken-along.")
    page.get_by_role("link", name="Past conversations").click()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Take all with you").click()
    assert download.value.suggested_filename == "conversations.zip"
    with zipfile.ZipFile(download.value.path()) as archive:
        talks = [archive.read(name).decode() for name in archive.namelist()]
    assert sum("zq-taken-along" in talk for talk in talks) == 2, "as JSON and as Markdown"
