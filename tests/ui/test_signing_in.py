"""A team installation in a browser, with a real provider: who is let in, as whom, for how long, and who sees what."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from tests.oidc import CLIENT_SECRET, COOKIE_SECRET, Provider, provider
from tests.ui.conftest import app_server, settled

pytestmark = pytest.mark.browser
HOME = "Practise the conversation before you have it"


@dataclass(frozen=True)
class Team:
    """A team installation: its provider and its address."""

    provider: Provider
    url: str
    printed: Path


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("team")
    with (
        provider() as vouches,
        app_server(
            folder / "data",
            folder / "printed",
            vouches.secrets_in(folder),
            SIMULATOR_TEAM_ISSUER=vouches.url,
            SIMULATOR_WORDS_PER_SECOND="0",
        ) as url,
    ):
        yield Team(vouches, url, folder / "printed")


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def sign_in(team: Team, page: Page, path: str = "/") -> None:
    page.goto(f"{team.url}{path}")
    page.get_by_role("button", name="Sign in").click()


def let_in(page: Page) -> None:
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    settled(page)


def say(page: Page, words: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(words)
    box.press("Enter")


def test_the_way_out_stands_beside_the_other_links(team: Team, browser: Browser) -> None:
    with window(browser) as page:
        sign_in(team, page)
        let_in(page)
        page.wait_for_timeout(400)  # until nothing moves any more
        out = page.get_by_role("button", name="Sign out").bounding_box()
        settings = page.locator(".st-key-brand").get_by_role("link", name="Settings").bounding_box()
        assert out is not None
        assert settings is not None
        assert out["y"] < settings["y"] + settings["height"]
        assert settings["y"] < out["y"] + out["height"]


def begin_talk(page: Page) -> str:
    page.get_by_role("tab", name="All thirteen").click()
    page.locator(".st-key-talk-teacher button").click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    settled(page)
    return page.url.partition("run=")[2]


def test_nothing_is_seen_before_signing_in(team: Team, browser: Browser) -> None:
    with window(browser) as page:
        for path in ("/", "/conversations", "/shown-to-you?link=x", "/nowhere"):
            page.goto(f"{team.url}{path}")
            expect(page.get_by_role("button", name="Sign in")).to_be_visible()
            expect(page.get_by_text("kept in the database of this installation")).to_be_visible()
            assert page.locator(".st-key-brand").count() == 0
            assert page.get_by_role("button").count() == 1


@pytest.fixture(scope="module")
def two(team: Team, browser: Browser) -> Iterator[dict[str, tuple[Page, str]]]:
    """Alice and Bob, each signed in, in the middle of a talk with a canary of their own: window and talk."""
    with window(browser) as alices, window(browser) as bobs:
        made = {}
        for name, page in (("alice", alices), ("bob", bobs)):
            team.provider.says(name)
            sign_in(team, page)
            let_in(page)
            run = begin_talk(page)
            say(page, f"I did not send the zq{name}qz report.")
            expect(page.locator(".bubble.hers")).to_have_count(2)
            made[name] = page, run
        yield made


def test_two_people_see_nothing_of_each_other(team: Team, two: dict[str, tuple[Page, str]]) -> None:
    for name, other in (("alice", "bob"), ("bob", "alice")):
        page, run = two[name]
        for path in ("/conversations", f"/review?run={two[other][1]}", f"/talk?run={run}"):
            page.goto(f"{team.url}{path}")
            let_in(page)
            assert f"zq{other}qz" not in page.content()
        expect(page.get_by_text(f"zq{name}qz").first).to_be_visible()


def test_anothers_talk_is_as_unknown_as_none(team: Team, two: dict[str, tuple[Page, str]]) -> None:
    page, said = two["alice"][0], []
    for run in (two["bob"][1], "x" * 22):
        page.goto(f"{team.url}/review?run={run}")
        let_in(page)
        said.append(page.locator(".stMain").inner_text())
    assert "There is no such conversation here" in said[0]
    assert said[0] == said[1]


def test_a_coach_reads_one_talk_until_its_owner_stops(team: Team, two: dict[str, tuple[Page, str]]) -> None:
    (alices, run), (bobs, _) = two["alice"], two["bob"]
    alices.goto(f"{team.url}/review?run={run}")
    alices.get_by_label("What your coach shall call you").fill("A. B.")
    alices.get_by_label("Whom you show it to").fill("Bob")
    alices.get_by_role("button", name="Make a link for your coach").click()
    link = alices.get_by_test_id("stCode").inner_text().strip()
    bobs.goto(link)
    bobs.get_by_role("button", name="Open it").click()
    expect(bobs.get_by_text("A. B. shows you this talk")).to_be_visible()
    expect(bobs.get_by_text("zqaliceqz").first).to_be_visible()
    alices.reload()
    expect(alices.get_by_text("opened by Bob (bob@example.org)")).to_be_visible()
    alices.get_by_role("button", name="Stop showing it").click()
    expect(alices.get_by_role("button", name="Stop showing it")).to_have_count(0)
    bobs.reload()
    expect(bobs.get_by_text("not shown to you, or not any more")).to_be_visible()
    assert "zqaliceqz" not in bobs.content()


def test_on_another_device_the_same_person_goes_on(
    team: Team, browser: Browser, two: dict[str, tuple[Page, str]]
) -> None:
    with window(browser) as phone:
        team.provider.says("alice")
        sign_in(team, phone, f"/talk?run={two['alice'][1]}")
        let_in(phone)
        phone.wait_for_url(re.compile(rf"/talk\?run={two['alice'][1]}"))  # the address survives signing in
        expect(phone.get_by_text("zqaliceqz").first).to_be_visible()
        expect(phone.get_by_test_id("stChatInputTextArea")).to_be_enabled()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"exp": -600}, None),
        ({"exp": -30}, "You signed in too long ago"),
        ({"aud": "another-program"}, None),
        ({"aud": "another-program", "azp": "conversation-simulator"}, "made for another program"),
        ({"iss": "https://elsewhere.example"}, None),
        ({"nonce": "another-nonce"}, None),
        ({"forged": True}, None),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_token_that_is_not_right_lets_nobody_in(
    team: Team, browser: Browser, changes: dict[str, Any], said: str | None
) -> None:
    """What Streamlit and Authlib let pass is refused by the page; the rest never gets there."""
    if isinstance(ago := changes.get("exp"), int):
        changes = {"exp": int(time.time()) + ago, "iat": int(time.time()) - 3600}
    with window(browser) as page:
        team.provider.says("alice", **changes)
        with page.expect_response(lambda answer: "/oauth2callback" in answer.url):
            sign_in(team, page)
        page.wait_for_url(f"{team.url}/")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        if said:
            expect(page.get_by_text(said)).to_be_visible()
        assert page.locator(".st-key-brand").count() == 0
        assert (said is not None) == any(one["name"] == "_streamlit_user" for one in page.context.cookies())


def signed_in_for(team: Team, page: Page, path: str, lasts: int) -> float:
    """Sign in at a talk for a few seconds, enough of them for this machine; returns when they are over."""
    ends = int(time.time()) + lasts
    team.provider.says("alice", exp=ends)
    with page.expect_response(lambda answer: "/oauth2callback" in answer.url):
        sign_in(team, page, path)
    try:
        page.get_by_test_id("stChatInputTextArea").wait_for(timeout=max(1.0, ends - 1 - time.time()) * 1000)
    except TimeoutError:
        assert lasts < 60, "the page is not there in time"
        page.context.clear_cookies()
        return signed_in_for(team, page, path, lasts * 2)
    return ends


def test_a_sign_in_that_ends_while_typing_keeps_the_words(
    team: Team, browser: Browser, two: dict[str, tuple[Page, str]]
) -> None:
    path = f"/talk?run={two['alice'][1]}"
    with window(browser) as page:
        ends = signed_in_for(team, page, path, 5)
        page.get_by_test_id("stChatInputTextArea").fill("You have it by noon on Thursday.")
        time.sleep(max(0.0, ends - time.time()))
        page.get_by_test_id("stChatInputTextArea").press("Enter")
        expect(page.get_by_role("heading", name="You signed in too long ago")).to_be_visible()
        assert page.locator(".bubble").count() == 0
        team.provider.says("alice")
        page.get_by_role("button", name="Sign in").click()
        let_in(page)
        page.wait_for_url(f"**{path}")
        expect(page.get_by_label("Your words, not said yet")).to_have_value("You have it by noon on Thursday.")


def test_signing_out_ends_it_in_every_window_and_for_a_kept_cookie(
    team: Team, browser: Browser, two: dict[str, tuple[Page, str]]
) -> None:
    path = f"/talk?run={two['alice'][1]}"
    with window(browser) as page, window(browser) as thief:
        team.provider.says("alice")
        sign_in(team, page)
        let_in(page)
        thief.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
        second = page.context.new_page()
        second.goto(f"{team.url}{path}")
        let_in(second)
        before = team.provider.signed_out
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert team.provider.signed_out == before + 1
        second.get_by_role("button", name="Say nothing").click()
        expect(second.get_by_role("button", name="Sign in")).to_be_visible()
        assert second.locator(".bubble").count() == 0
        thief.goto(f"{team.url}{path}")
        expect(thief.get_by_text("You have signed out.")).to_be_visible()
        assert "zqaliceqz" not in thief.content()
        two["alice"][0].reload()
        let_in(two["alice"][0])  # she signed in there by herself, and that goes on


def test_what_the_server_prints_names_nobody_and_no_secret(team: Team, two: dict[str, tuple[Page, str]]) -> None:
    """After all of the above, with sign-ins that failed among it."""
    printed = team.printed.read_text("utf-8")
    assert "Before the talk is open" in printed
    for secret in (CLIENT_SECRET, COOKIE_SECRET, "@example.org", "zqaliceqz", "zqbobqz", two["alice"][1]):
        assert secret not in printed
