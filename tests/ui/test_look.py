"""What a person meets besides the talk itself: the card, the switch, the keyboard, a wrong address, paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import settled, shot
from .reviewing import read_transcript
from .test_browser import say, talk_to

pytestmark = pytest.mark.browser

PLANNED = "I did not send the September report"


def box_has_focus(page: Page) -> None:
    """Wait until it has."""
    page.wait_for_function("() => document.activeElement.dataset.testid === 'stChatInputTextArea'")


def test_the_card_is_changed_beside_the_talk_and_compared_afterwards(page: Page, server: str) -> None:
    talk_to(page, server, "Marian")
    page.get_by_text("Prepare", exact=True).click()
    expect(page.get_by_text("gone when you close it")).to_be_visible()
    box = page.get_by_label("My first sentence")
    box.fill(f"{PLANNED}, <b>$5</b>")
    box.press("Tab")
    expect(page.locator(".facts.prep")).to_contain_text(f"{PLANNED}, <b>$5</b>")
    settled(page)
    say(page, f"{PLANNED}. The planners had old figures because of me.")
    read_transcript(page)
    beside = page.locator(".beside")
    expect(beside).to_contain_text(f"{PLANNED}, <b>$5</b>")
    expect(beside).to_contain_text("You began as you had planned.")
    beside.scroll_into_view_if_needed()
    shot(page, "beside-desktop")
    page.reload()
    settled(page)
    expect(page.locator(".evening")).to_be_visible()
    expect(beside).to_have_count(0)


def test_only_the_card_is_printed(page: Page, server: str) -> None:
    page.goto(server)
    settled(page)
    page.get_by_text("Prepare first, if you like").click()
    box = page.get_by_label("My first sentence")
    box.fill(PLANNED)
    box.press("Tab")
    expect(page.locator(".print-card")).to_contain_text(PLANNED)
    page.evaluate("() => { window.print = () => {}; }")
    page.get_by_role("button", name="Print the card").click()
    page.emulate_media(media="print")
    expect(page.locator("#sheet")).to_contain_text(PLANNED)
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator(".hero")).to_be_hidden()
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".hero")).to_be_visible()


def test_help_while_talking_is_switched_off_for_this_window(page: Page, server: str) -> None:
    talk_to(page, server, "Ravi")
    expect(page.get_by_text("Pause and coach")).to_be_visible()
    page.get_by_text("Help while talking").click()
    expect(page.get_by_text("Pause and coach")).to_have_count(0)
    settled(page)
    page.get_by_role("link", name="Before the talk").click()
    settled(page)
    page.get_by_role("tab", name="All thirteen").click()
    page.get_by_role("button", name="Talk to Ruth", exact=True).click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    expect(page.locator(".bubble.hers")).to_have_count(1)
    settled(page)
    expect(page.get_by_text("Pause and coach")).to_have_count(0)


def test_the_keyboard_alone_holds_a_talk_and_each_reply_is_read_aloud_once(page: Page, server: str) -> None:
    talk_to(page, server, "Samuel")
    page.wait_for_function("() => document.querySelector('.only-heard').textContent.startsWith('Samuel:')")
    box_has_focus(page)
    page.evaluate(
        """() => { window.told = []; const voice = document.querySelector('.only-heard');
             new MutationObserver(() => window.told.push(voice.textContent)).observe(voice, {childList: true}); }"""
    )
    page.keyboard.type(PLANNED)
    page.keyboard.press("Enter")
    expect(page.locator(".bubble.hers")).to_have_count(2)
    settled(page)
    page.wait_for_function("() => window.told.length > 0")
    page.wait_for_timeout(500)
    reply = page.locator(".log[role=log] .bubble.hers").last.inner_text().partition("\n")[2]
    assert page.evaluate("() => window.told") == [f"Samuel: {reply}"]
    box_has_focus(page)
    assert page.locator(".log[role=log]").first.get_attribute("aria-live") == "off"


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_line_and_a_checked_draft_stand_above_the_box_and_the_draft_goes_into_it(
    request: pytest.FixtureRequest, server: str, size: str
) -> None:
    page: Page = request.getfixturevalue("page" if size == "desktop" else "phone")
    talk_to(page, server, "Marian")
    say(page, PLANNED)
    say(page, "It was a busy month, to be honest.")
    page.get_by_role("button", name="Pause and coach").click()
    expect(page.locator(".st-key-coach-line")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Check a draft").click()
    page.get_by_label("A draft, seen by nobody else").fill("You have it soon, $5 and <b>six</b>.")
    page.get_by_role("button", name="Check my draft").click()
    answer = page.locator(".st-key-comes-up-coach").get_by_test_id("stForm").get_by_test_id("stText")
    expect(answer).to_contain_text("?")
    expect(answer).to_be_in_viewport(ratio=1)
    page.wait_for_timeout(600)  # until nothing moves any more
    asked, box = answer.bounding_box(), page.get_by_test_id("stChatInput").bounding_box()
    assert asked is not None
    assert box is not None
    assert asked["y"] + asked["height"] <= box["y"], "the answer lies behind the box"
    shot(page, f"draft-{size}")
    page.get_by_role("button", name="Use this draft").click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_value("You have it soon, $5 and <b>six</b>.")
    expect(page.get_by_label("A draft, seen by nobody else")).to_have_count(0)
    expect(page.locator(".log[role=log] .bubble.yours")).to_have_count(2)


def test_her_answer_comes_into_view_wherever_the_page_stood_and_the_draft_is_put_away(page: Page, server: str) -> None:
    talk_to(page, server, "Marian")
    for words in (PLANNED, "It was a busy month, to be honest.", "I will try to be better."):
        say(page, words)
    page.get_by_role("button", name="Check a draft").click()
    expect(page.get_by_label("A draft, seen by nobody else")).to_be_visible()
    page.locator(".who").scroll_into_view_if_needed()
    say(page, "You have it on Thursday at noon.")
    expect(page.locator(".log[role=log] .bubble.hers").last).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("A draft, seen by nobody else")).to_have_count(0)
    page.wait_for_timeout(600)  # until nothing moves any more
    last, box = page.locator(".log .bubble").last.bounding_box(), page.get_by_test_id("stChatInput").bounding_box()
    assert last is not None
    assert box is not None
    assert 0 < last["y"] + last["height"] <= box["y"]


def test_ending_asks_once_more_and_can_be_thought_better_of(page: Page, server: str) -> None:
    talk_to(page, server, "Ines")
    page.get_by_role("button", name="End the conversation").click()
    expect(page.get_by_role("button", name="End it", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="End it", exact=True)).to_be_hidden()
    expect(page.locator(".ending")).to_have_count(0)
    say(page, PLANNED)


@pytest.mark.parametrize("address", ["nowhere", "talk/nowhere", "a/b/c/"])
def test_an_address_that_leads_nowhere_leads_to_the_first_page(page: Page, server: str, address: str) -> None:
    page.goto(f"{server}/{address}")
    expect(page.locator(".notice")).to_contain_text("There is no page at that address")
    expect(page.locator(".hero h1")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    settled(page)
    expect(page.locator(".notice")).to_have_count(0)


def test_an_unknown_talk_is_one_sentence_and_the_next_step(page: Page, server: str) -> None:
    for path in ("talk", "review"):
        page.goto(f"{server}/{path}?run=nobody-knows")
        expect(page.locator(".st-key-error")).to_contain_text("There is no such conversation here")
        expect(page.get_by_role("link", name="Back to the first page")).to_be_visible()


def test_back_and_forward_find_the_talk_again(page: Page, server: str) -> None:
    talk_to(page, server, "Joanne")
    say(page, PLANNED)
    page.go_back()
    expect(page.locator(".hero h1")).to_be_visible()
    page.go_forward()
    expect(page.locator(".log[role=log] .bubble.yours")).to_contain_text(PLANNED)


def test_a_phone_with_its_keyboard_shows_the_box_and_the_last_words(phone: Page, server: str) -> None:
    talk_to(phone, server, "Marian")
    say(phone, PLANNED)
    phone.locator(".who").scroll_into_view_if_needed()  # reading the beginning once more
    phone.get_by_test_id("stChatInputTextArea").tap()
    box_has_focus(phone)
    phone.set_viewport_size({"width": 360, "height": 400})
    expect(phone.locator(".log .bubble").last).to_be_in_viewport(ratio=1)
    phone.wait_for_timeout(600)  # until nothing moves any more
    shot(phone, "keyboard-phone")
    last = phone.locator(".log .bubble").last.bounding_box()
    box = phone.get_by_test_id("stChatInput").bounding_box()
    assert last is not None
    assert box is not None
    assert 0 < last["y"] + last["height"] <= box["y"]
    assert box["y"] + box["height"] <= 400
    assert phone.evaluate("() => document.documentElement.scrollWidth") <= 360
