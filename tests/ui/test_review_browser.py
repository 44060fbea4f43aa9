"""The debrief page in a real browser: guess, say one turn again, jump, filter, fork, both ways side by side, print."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Browser, Locator, Page, expect

from simulator.app import App
from simulator.cli import main
from simulator.config import Settings
from simulator.debrief.guess import gap, moved_in_words
from simulator.domain.transcript import Transcript
from simulator.resources import library
from simulator.store.store import Hint

from .conftest import app_server, settled, shot
from .reviewing import open_all

pytestmark = pytest.mark.browser

OWNER = "local"
ODD = "It cost $5 and $6, :red[x], <b>bold</b> and ![](x) *stars* -> I did not send the report."
SAID = (
    "Honestly, mistakes were made with the September report. I had a terrible week.",
    "You're right to push. I did not send the September report, and the planners had old figures because of me.",
    "You'll have the November report on Wednesday by four, and I tell you the day before if it slips.",
    "What do you expect of me until then?",
    "Whatever, you always find something to complain about.",
)
BETTER = "You are right to ask. I did not send the September report, and you have the next one on Friday at noon."
LOST = 5


class Talks:
    """Talks made beside the server, in its own database."""

    def __init__(self, url: str, app: App) -> None:
        self.url = url
        self.app = app

    def held(self, *said: str, persona: str = "the-letter", leaves: bool = True) -> str:
        """A whole talk; its id."""
        run = self.app.start(OWNER, persona, library().scenario("the-letter"), seed=7)
        for words in said:
            self.said(run, words)
        if leaves and self.app.session(OWNER, run).ending is None:
            self.app.leave(OWNER, run, self.app.session(OWNER, run))
        return run

    def said(self, run: str, words: str) -> None:
        for _ in self.app.say(OWNER, run, self.app.session(OWNER, run), words, uuid4().hex):
            pass

    def transcript(self, run: str) -> Transcript:
        return self.app.transcript(OWNER, run, self.app.session(OWNER, run))

    def open(self, page: Page, run: str) -> None:
        page.goto(f"{self.url}/review?run={run}")
        settled(page)
        expect(page.locator(".guess, .gap").first).to_be_visible()


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talks]:
    """A server, and the way into its database."""
    folder = tmp_path_factory.mktemp("review")
    with app_server(folder, SIMULATOR_WORDS_PER_SECOND="0") as url:
        yield Talks(url, App(Settings(data_folder=folder, words_per_second=0)))


@pytest.fixture(scope="module")
def run(talks: Talks) -> str:
    """One talk that the tests only read."""
    return talks.held(*SAID)


def top(locator: Locator) -> float:
    box = locator.first.bounding_box()
    assert box is not None
    return box["y"]


def tap(page: Page, turn: int) -> None:
    page.get_by_role("button", name=f"Turn {turn}", exact=True).click()
    expect(page.locator(".gap")).to_be_visible()
    settled(page)


def say_again(page: Page, words: str) -> None:
    box = page.get_by_label("Say it differently", exact=True)
    box.fill(words)
    page.get_by_role("button", name=re.compile("^Hear what")).click()
    settled(page)


def no_serious_finding(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_the_first_screen_asks_for_a_guess_and_shows_no_turning_point(page: Page, talks: Talks, run: str) -> None:
    talks.open(page, run)
    assert top(page.locator(".evening")) < top(page.locator(".guess")) < top(page.locator(".pocket"))
    assert top(page.locator(".guess")) < 900, "the guess is below the first screen"
    for telling in (".moment", ".jumps", "mark.hit", "[data-testid=stVegaLiteChart]", ".again", ".scores"):
        expect(page.locator(telling)).to_have_count(0)
    expect(page.locator(".guess-words")).to_have_text(list(SAID))
    shot(page, "debrief-guess-desktop")
    tap(page, 2)
    first = (".evening", ".gap", ".again", ".pocket", ".try")
    tops = [top(page.locator(part)) for part in first]
    assert tops == sorted(tops)
    expect(page.locator(".st-key-debrief-first [data-testid=stVegaLiteChart]")).to_have_count(0)
    assert tops[-1] < top(page.locator("[data-testid=stVegaLiteChart]"))
    shot(page, "debrief-first-desktop")


def test_the_gap_is_said_with_the_users_words_and_survives_a_reload(page: Page, talks: Talks, run: str) -> None:
    talks.open(page, run)
    tap(page, 1)
    told = gap(talks.transcript(run), 1)
    expect(page.locator(".gap p")).to_have_text(told.in_words)
    assert told.right is False
    page.reload()
    expect(page.locator(".gap h3")).to_have_text("You tapped turn 1")


def test_the_guess_needs_no_mouse(page: Page, talks: Talks, run: str) -> None:
    talks.open(page, run)
    page.get_by_role("button", name="Turn 3", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".gap h3")).to_have_text("You tapped turn 4")


def test_one_turn_said_again_changes_her_answer_and_saves_nothing(page: Page, talks: Talks, run: str) -> None:
    before, count = talks.transcript(run), len(talks.app.conversations(OWNER))
    talks.open(page, run)
    tap(page, LOST)
    expect(page.locator(".again .bubble.yours")).to_contain_text(SAID[LOST - 1])
    say_again(page, BETTER)
    expect(page.locator(".again .way")).to_have_count(2)
    old, new = page.locator(".again .way").nth(0), page.locator(".again .way").nth(1)
    expect(old.locator(".bubble.yours")).to_contain_text(SAID[LOST - 1])
    expect(new.locator(".bubble.yours")).to_contain_text(BETTER)
    assert old.locator(".bubble.hers").inner_text() != new.locator(".bubble.hers").inner_text()
    expect(page.locator(".again .outcome")).to_contain_text("would have risen from")
    expect(page.locator(".again .outcome")).to_contain_text("points more")
    shot(page, "debrief-again-desktop")
    assert talks.transcript(run) == before
    assert len(talks.app.conversations(OWNER)) == count
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("Say it differently", exact=True)).to_have_value(BETTER)


def test_going_on_from_there_and_both_ways_side_by_side(page: Page, talks: Talks) -> None:
    run = talks.held(*SAID)
    talks.open(page, run)
    tap(page, LOST)
    say_again(page, BETTER)
    answered = page.locator(".again .way.new .bubble.hers").inner_text()
    page.get_by_role("button", name="Go on from here").click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    expect(page.locator(".bubble.yours").last).to_contain_text(BETTER)
    expect(page.locator(".bubble.yours")).to_have_count(LOST)
    expect(page.locator(".bubble.hers")).to_have_count(LOST + 1)
    settled(page)
    assert page.locator(".bubble.hers").last.inner_text() == answered
    other = page.url.partition("run=")[2]

    talks.open(page, other)
    open_all(page)
    expect(page.get_by_role("heading", name="Two ways")).to_be_visible()
    ways = page.locator(".st-key-two-ways .way")
    expect(ways.nth(0)).to_contain_text(SAID[LOST - 1])
    expect(ways.nth(1)).to_contain_text(BETTER)
    expect(ways.nth(1)).to_contain_text("this talk")
    expect(page.locator(".st-key-two-ways [data-testid=stVegaLiteChart]")).to_be_visible()
    expect(page.locator(".st-key-two-ways .outcome")).to_contain_text("points more on the other way")
    shot(page, "debrief-two-ways-desktop")
    page.get_by_role("button", name="Read that one").click()
    page.wait_for_url(re.compile(rf"run={re.escape(run)}"))
    expect(page.locator(".guess")).to_be_visible()
    open_all(page)
    expect(page.locator(".st-key-two-ways .way").nth(0)).to_contain_text("this talk")

    page.get_by_role("link", name="Past conversations").click()
    settled(page)
    expect(page.locator(f".st-key-row-{other}")).to_contain_text("Said differently from")
    expect(page.locator(f".st-key-row-{run}")).not_to_contain_text("Said differently")
    shot(page, "debrief-past-desktop")


def test_a_fork_at_any_turn_goes_back_into_the_talk(page: Page, talks: Talks) -> None:
    run = talks.held(*SAID[:3])
    talks.open(page, run)
    open_all(page)
    forks = page.get_by_role("button", name="Say it differently from here")
    expect(forks).to_have_count(3)
    forks.nth(1).click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    expect(page.locator(".bubble.yours")).to_have_count(1)
    made = page.url.partition("run=")[2]
    origin = talks.app.store.summary(OWNER, made).origin
    assert origin is not None
    assert origin.conversation == run
    talks.open(page, run)
    open_all(page)
    expect(page.locator(".st-key-two-ways")).to_contain_text("nothing was said on it yet")
    page.locator(".st-key-way-other").get_by_role("button", name="Go on from there").click()
    page.wait_for_url(re.compile(rf"/talk\?run={re.escape(made)}"))


def test_words_of_distress_lead_to_help_and_back(page: Page, talks: Talks, run: str) -> None:
    talks.open(page, run)
    open_all(page)
    say_again(page, "I don't want to be alive any more.")
    expect(page.locator(".help")).to_be_visible()
    expect(page.locator("mark.hit, .moment, .again")).to_have_count(0)
    page.get_by_role("button", name="Go back to practising").click()
    expect(page.locator(".help")).to_have_count(0)
    expect(page.get_by_label("Say it differently", exact=True)).to_have_value("I don't want to be alive any more.")


def test_a_talk_that_was_deleted_is_gone_from_the_page_too(page: Page, talks: Talks) -> None:
    run = talks.held(*SAID[:2])
    talks.open(page, run)
    open_all(page)
    page.get_by_role("link", name="Past conversations").click()
    page.locator(f".st-key-row-{run}").get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Yes, delete it").click()
    expect(page.locator(f".st-key-row-{run}")).to_have_count(0)
    page.goto(f"{talks.url}/review?run={run}")
    settled(page)
    expect(page.locator(".st-key-error")).to_be_visible()
    expect(page.get_by_role("link", name="Back to the first page")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(SAID[1])


def test_words_are_shown_exactly_everywhere(page: Page, talks: Talks) -> None:
    run = talks.held("I see.", ODD)
    talks.open(page, run)
    assert page.locator(".guess-words").nth(1).inner_text() == ODD
    open_all(page)
    say_again(page, ODD)
    assert ODD in page.locator(".again .way.new .bubble.yours").inner_text()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("Say it differently", exact=True)).to_have_value(ODD)
    page.get_by_role("button", name="Say it differently from here").first.click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    talks.said(page.url.partition("run=")[2], ODD)
    talks.open(page, run)
    open_all(page)
    assert ODD in page.locator(".st-key-two-ways .way").nth(1).locator(".bubble.yours").inner_text()


def test_chart_and_turning_points_lead_to_the_words(page: Page, talks: Talks, run: str) -> None:
    talks.open(page, run)
    open_all(page)
    links = page.locator(".jumps a")
    expect(links).to_have_count(len(SAID))
    for link, number in ((links.nth(2), 3), (page.locator(".moment a").first, None)):
        wanted = number or int(re.sub(r"\D", "", link.inner_text()))
        link.click()
        expect(page.locator(f"#turn-{wanted}")).to_be_in_viewport()
        assert f"run={run}" in page.url
        assert page.url.endswith(f"#turn-{wanted}")
    expect(page.locator(".moment").first).to_be_attached()


def test_the_ledger_stands_behind_each_turning_point(page: Page, talks: Talks, run: str) -> None:
    talks.open(page, run)
    open_all(page)
    report = talks.app.report(talks.app.session(OWNER, run))
    turns = talks.transcript(run).user_turns
    expect(page.locator(".moment")).to_have_count(len(report.moments))
    for place, moment in enumerate(report.moments):
        row = page.locator(".moment").nth(place)
        expect(row.locator("table")).not_to_be_visible()
        row.locator("summary").click()
        expect(row.locator("tbody tr")).to_have_count(len(turns[moment.number - 1].ledger))
        expect(row.locator("table")).to_be_visible()
    shot(page, "debrief-ledger-desktop")


def scored(talks: Talks, run: str, tmp_path: Path) -> dict[str, Any]:
    """What `simulator score` prints of the same talk."""
    file = tmp_path / "talk.json"
    file.write_text(talks.transcript(run).model_dump_json(by_alias=True), "utf-8")
    done = CliRunner().invoke(main, ["score", str(file)])
    assert done.exit_code == 0, done.output
    printed: dict[str, Any] = json.loads(done.output)
    return printed


def test_the_page_says_what_the_command_line_prints(page: Page, talks: Talks, run: str, tmp_path: Path) -> None:
    printed = scored(talks, run, tmp_path)
    talks.open(page, run)
    open_all(page)
    cells = page.locator(".fair tbody tr td:nth-child(2)").all_inner_texts()
    assert cells == [f"{trust:.0f}" for trust in printed["trust"][1:]]
    assert page.locator(".fair tbody tr td:nth-child(4)").all_inner_texts() == [
        _signed(change) for change in printed["hers"]["series"]
    ]
    assert page.locator(".fair tbody tr td:nth-child(6)").all_inner_texts() == [
        "–" if fair is None else _signed(fair) for fair in printed["fair"]["series"]
    ]
    for place, moment in enumerate(printed["moments"]):
        row = page.locator(".moment").nth(place)
        expect(row).to_contain_text(f"“{moment['quote']}”")
        expect(row).to_contain_text(_signed(moment["amount"]))
        expect(row).to_contain_text(f"turn {moment['number']}")
    states = [re.sub(r"^\W+", "", words) for words in page.locator(".skills .state").all_inner_texts()]
    assert states == [skill["state"] for skill in printed["skills"]]
    page.get_by_role("tab", name="Tone").click()
    for place, one in enumerate(printed["dimensions"]):
        row = page.locator(".measures tbody tr").nth(place)
        expect(row).to_contain_text(one["dimension"].capitalize())
        if one["value"] is None:
            expect(row).to_contain_text("not shown")
            continue
        name = f"{one['dimension'].capitalize()} {_signed(one['value'])}, between {_signed(one['low'])} and "
        expect(row.get_by_role("img")).to_have_attribute("aria-label", name + _signed(one["high"]))
        expect(row.locator(".num")).to_have_text(_signed(one["value"]))
    said = [part["name"] for part in printed["apology"]["parts"] if part["said"]]
    expect(page.locator(".parts li.yes")).to_have_count(len(said))
    expect(page.locator(".gap")).to_contain_text(moved_in_words(max(printed["hers"]["series"])))


def _signed(value: float) -> str:
    return f"{round(value, 1) + 0.0:+.1f}" if round(value, 1) else "0.0"


def test_the_marks_of_one_dimension(page: Page, talks: Talks, run: str) -> None:
    talks.open(page, run)
    open_all(page)
    every = page.locator("mark.hit").count()
    page.get_by_test_id("stButtonGroup").get_by_text("Commitment", exact=True).click()
    expect(page.locator("mark.hit")).not_to_have_count(every)
    settled(page)
    reasons = page.locator("mark.hit .why").all_text_contents()
    assert 0 < len(reasons) < every
    assert all("commitment" in reason.lower() for reason in reasons)
    shot(page, "debrief-filter-desktop")
    page.get_by_test_id("stButtonGroup").get_by_text("Commitment", exact=True).click()
    expect(page.locator("mark.hit")).to_have_count(every)


def test_a_mark_explains_itself_on_keyboard_focus(page: Page, talks: Talks, run: str) -> None:
    talks.open(page, run)
    open_all(page)
    mark = page.locator("mark.hit").first
    expect(mark.locator(".why")).not_to_be_visible()
    mark.focus()
    expect(mark.locator(".why")).to_be_visible()


def test_help_and_hidden_facts_are_told(page: Page, talks: Talks) -> None:
    run = talks.held(*SAID[:2], persona="undecided")
    for _ in range(2):
        talks.app.store.note_hint(OWNER, run, Hint(kind="coach", before_turn=1))
    talks.open(page, run)
    expect(page.locator(".hints")).to_have_text("You asked for a line twice.")
    open_all(page)
    page.get_by_role("tab", name="Apology").click()
    expect(page.get_by_role("heading", name="Context or excuse")).to_be_visible()
    page.get_by_role("tab", name="Promises").click()
    expect(page.get_by_role("heading", name=re.compile("did not say"))).to_be_visible()
    expect(page.get_by_role("heading", name="What only you knew")).to_be_visible()
    expect(page.get_by_text("Nothing that could be kept or broken yet")).to_be_visible()


def test_the_first_screen_on_a_phone(phone: Page, talks: Talks, run: str) -> None:
    talks.open(phone, run)
    shot(phone, "debrief-guess-phone")
    no_serious_finding(phone)
    tap(phone, 2)
    say_again(phone, BETTER)
    expect(phone.locator(".again .way")).to_have_count(2)
    wide = phone.evaluate("() => Math.max(...[...document.querySelectorAll('*')].map(one => one.scrollWidth))")
    assert wide <= 360, f"something is {wide} pixels wide on a phone of 360"
    phone.set_viewport_size({"width": 360, "height": 6500})
    phone.wait_for_timeout(500)
    shot(phone, "debrief-phone")
    no_serious_finding(phone)


def test_the_first_screen_in_the_dark(browser: Browser, talks: Talks, run: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    page = context.new_page()
    talks.open(page, run)
    shot(page, "debrief-guess-dark")
    no_serious_finding(page)
    tap(page, 3)
    say_again(page, BETTER)
    page.set_viewport_size({"width": 1280, "height": 5200})
    page.wait_for_timeout(500)
    shot(page, "debrief-dark")
    no_serious_finding(page)
    context.close()


def test_nothing_serious_is_found_on_the_whole_page(page: Page, talks: Talks, run: str) -> None:
    other = talks.app.say_differently(OWNER, run, talks.app.session(OWNER, run), talks.transcript(run).user_turns[1].id)
    talks.said(other, BETTER)
    talks.open(page, other)
    no_serious_finding(page)
    open_all(page)
    page.set_viewport_size({"width": 1280, "height": 5600})
    page.wait_for_timeout(500)
    shot(page, "debrief-desktop")
    no_serious_finding(page)
    talks.app.store.delete(OWNER, other)


def test_the_first_part_prints_on_one_page_without_controls(page: Page, talks: Talks, run: str) -> None:
    talks.open(page, run)
    tap(page, LOST)
    say_again(page, BETTER)
    expect(page.locator(".again .way")).to_have_count(2)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})  # A4 at 96 dots an inch, less the margins
    page.wait_for_timeout(500)
    box = page.locator(".st-key-debrief-first").bounding_box()
    assert box is not None
    assert box["height"] <= 1016, "the first part is longer than one page of A4"
    for control in (".stButton button", ".st-key-brand", ".jumps", "[data-testid=stForm]"):
        for one in page.locator(control).all():
            expect(one).not_to_be_visible()
    shot(page, "debrief-print")
