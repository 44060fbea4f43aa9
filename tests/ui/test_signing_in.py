"""A team installation in a browser, with a real provider: who is let in, as whom, for how long, and who sees what."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.oidc import Provider, provider
from tests.ui.conftest import app_server, settled

pytestmark = pytest.mark.browser
HOME = "Practise the conversation before you have it"


@dataclass(frozen=True)
class Team:
    """A team installation: its provider and its address."""

    provider: Provider
    url: str


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("team")
    with (
        provider() as vouches,
        app_server(
            folder / "data",
            None,
            vouches.secrets_in(folder),
            SIMULATOR_TEAM_ISSUER=vouches.url,
            SIMULATOR_WORDS_PER_SECOND="0",
        ) as url,
    ):
        yield Team(vouches, url)


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


def begin_talk(page: Page) -> str:
    page.get_by_role("tab", name="All thirteen").click()
    page.locator(".st-key-talk-teacher button").click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    settled(page)
    return page.url.partition("run=")[2]


def test_nothing_is_seen_before_signing_in(team: Team, browser: Browser) -> None:
    with window(browser) as page:
        for path in ("/", "/talk", "/conversations", "/settings", "/lines-to-call", "/nowhere"):
            page.goto(f"{team.url}{path}")
            expect(page.get_by_role("button", name="Sign in")).to_be_visible()
            expect(page.get_by_text("kept in the database of this installation")).to_be_visible()
            assert page.locator(".st-key-brand").count() == 0
            assert page.get_by_role("button").count() == 1


def test_two_people_see_nothing_of_each_other(team: Team, browser: Browser) -> None:
    with window(browser) as alices, window(browser) as bobs:
        runs = {}
        for name, page in (("alice", alices), ("bob", bobs)):
            team.provider.says(name)
            sign_in(team, page)
            let_in(page)
            runs[name] = begin_talk(page)
            say(page, f"I did not send the zq{name}qz report.")
            expect(page.locator(".bubble.hers")).to_have_count(2)
        for name, other, page in (("alice", "bob", alices), ("bob", "alice", bobs)):
            for path in ("/conversations", "/progress", f"/talk?run={runs[name]}", f"/review?run={runs[other]}"):
                page.goto(f"{team.url}{path}")
                let_in(page)
                assert f"zq{other}qz" not in page.content()
            expect(page.get_by_text("There is no such conversation here")).to_be_visible()
            page.goto(f"{team.url}/talk?run={'x' * 22}")
            expect(page.get_by_text("There is no such conversation here")).to_be_visible()


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


def test_a_sign_in_that_ends_while_typing_keeps_the_words(team: Team, browser: Browser) -> None:
    with window(browser) as page:
        team.provider.says("carol", exp=int(time.time()) + 6)
        ends = time.time() + 6
        sign_in(team, page)
        let_in(page)
        run = begin_talk(page)
        expect(page.get_by_text("Your sign-in ends in 1 min")).to_be_visible()
        time.sleep(max(0.0, ends - time.time()))
        say(page, "You have it by noon on Thursday.")
        expect(page.get_by_role("heading", name="You signed in too long ago")).to_be_visible()
        assert page.locator(".bubble").count() == 0
        team.provider.says("carol")
        page.get_by_role("button", name="Sign in").click()
        let_in(page)
        page.wait_for_url(re.compile(rf"/talk\?run={run}"))
        expect(page.get_by_label("Your words, not said yet")).to_have_value("You have it by noon on Thursday.")


def test_signing_out_ends_it_in_every_window_and_for_a_kept_cookie(team: Team, browser: Browser) -> None:
    with window(browser) as page, window(browser) as thief:
        team.provider.says("dave")
        sign_in(team, page)
        let_in(page)
        run = begin_talk(page)
        thief.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
        second = page.context.new_page()
        second.goto(f"{team.url}/talk?run={run}")
        let_in(second)
        before = team.provider.signed_out
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert team.provider.signed_out == before + 1
        second.get_by_role("button", name="Say nothing").click()
        expect(second.get_by_role("button", name="Sign in")).to_be_visible()
        assert second.locator(".bubble").count() == 0
        thief.goto(f"{team.url}/talk?run={run}")
        expect(thief.get_by_text("You have signed out.")).to_be_visible()


def test_on_another_device_the_same_person_goes_on(team: Team, browser: Browser) -> None:
    with window(browser) as laptop, window(browser) as phone:
        team.provider.says("erin")
        sign_in(team, laptop)
        let_in(laptop)
        run = begin_talk(laptop)
        say(laptop, "I did not send the zqerinqz report.")
        expect(laptop.locator(".bubble.hers")).to_have_count(2)
        sign_in(team, phone, f"/talk?run={run}")
        let_in(phone)
        page_of_the_talk = re.compile(rf"/talk\?run={run}")
        phone.wait_for_url(page_of_the_talk)  # the address survives signing in
        expect(phone.get_by_text("zqerinqz").first).to_be_visible()
