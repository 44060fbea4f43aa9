"""An owner shows one talk to a coach: the coach reads that one, changes nothing, and only while it is shown."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from simulator.store.store import Store
from simulator.ui import shared
from tests.ui.reviewing import open_all_in
from tests.ui.signed_in import claims, keys, talking
from tests.ui.test_pages import html, texts

CANARY = "zqaliceqz"
#: What a reader of somebody else's talk may press: the way to other pages, and off the list.
READS = {"sign-out", "give-back"}


def reviewing(page: AppTest) -> str:
    """Alice's talk with her canary in it, ended and in review; returns its id."""
    talking(page, "alice")
    page.button(key="leave").click().run()
    page.button(key="review").click().run()
    open_all_in(page)
    return str(page.query_params["run"])


def make_link(page: AppTest, run: str, called: str = "A. B.", label: str = "Dana") -> str:
    page.text_input(key=f"called-{run}").set_value(called)
    page.text_input(key=f"label-{run}").set_value(label)
    next(button for button in page.button if button.label == "Make a link for your coach").click().run()
    assert not page.exception
    return str(page.code[0].value)


def visit(page: AppTest, path: str, **address: str) -> AppTest:
    """Go to an address; the library itself only knows the way to pages that are files."""
    known = page._registered_pages.items()
    page._page_hash = next(name for name, told in known if told.get("url_pathname") == path)
    page.query_params.clear()
    page.query_params.update(address)
    page.run()
    page._page_hash = ""
    assert not page.exception
    return page


def window(page: AppTest, subject: str, **address: str) -> AppTest:
    """Another person's window on the same server, at an address of the page for coaches."""
    other = AppTest.from_file(page._script_path, default_timeout=20)
    other.secrets["auth"] = dict(page.secrets["auth"])
    other.user = claims(subject)
    return visit(other.run(), "shown-to-you", **address)


def opened(page: AppTest, link: str, subject: str = "dana") -> AppTest:
    coach = window(page, subject, link=link.partition("?link=")[2])
    coach.button(key="open-link").click().run()
    assert not coach.exception
    return coach


@pytest.fixture
def store(team_page: AppTest) -> Store:
    team_page.run()
    return shared.installed().store


def test_the_coach_reads_while_it_is_shown_and_not_after(team_page: AppTest) -> None:
    run = reviewing(team_page)
    link = make_link(team_page, run)
    assert re.fullmatch(r"https://practice\.example\.org/shown-to-you\?link=[\w-]{32}", link)
    coach = opened(team_page, link)
    shown = html(coach)
    assert CANARY in shown
    assert "A. B. shows you this talk" in shown
    assert "Alice" not in shown.replace("zqaliceqz", "")
    assert keys(coach) == READS
    assert not coach.get("download_button")
    assert not [*coach.text_area, *coach.text_input, *coach.chat_input]
    team_page.run()
    assert "opened by Dana (dana@example.org)" in html(team_page)
    (stop,) = [key for key in keys(team_page) if key.startswith("stop-")]
    team_page.button(key=stop).click().run()
    assert "Shown to" not in html(team_page)
    coach.run()
    assert CANARY not in html(coach) + texts(coach)
    assert "not shown to you, or not any more" in texts(coach)


def test_the_coach_sees_no_list_and_no_page_of_the_owner(team_page: AppTest) -> None:
    run = reviewing(team_page)
    coach = opened(team_page, make_link(team_page, run))
    for path in ("conversations", "progress", "review", "talk"):
        visit(coach, path, run=run)
        assert CANARY not in html(coach) + texts(coach), path
    visit(coach, "shown-to-you")
    assert html(coach).count("A. B.") == 1


def test_the_link_is_for_one_person(team_page: AppTest) -> None:
    link = make_link(team_page, run := reviewing(team_page))
    opened(team_page, link)
    for subject in ("mallory", "bob"):
        other = opened(team_page, link, subject)
        assert CANARY not in html(other) + texts(other)
        assert "This link opens nothing" in texts(other)
    own = opened(team_page, link, "alice")
    assert "your own talk" in texts(own)
    assert run in str(team_page.query_params)


def test_looking_at_a_link_opens_nothing(team_page: AppTest, store: Store) -> None:
    link = make_link(team_page, run := reviewing(team_page))
    window(team_page, "dana", link=link.partition("?link=")[2])
    (share,) = store.shares.of(team_page.session_state["owner"], run)
    assert share.coach_name is None


def test_the_link_is_said_once_and_the_list_says_that_it_is_shown(team_page: AppTest) -> None:
    run = reviewing(team_page)
    assert make_link(team_page, run, label="<b>Dana</b> & Co") in str(team_page.code[0].value)
    assert "&lt;b&gt;Dana&lt;/b&gt; &amp; Co" in html(team_page)
    visit(team_page, "conversations")
    assert "Shown to &lt;b&gt;Dana&lt;/b&gt; &amp; Co" in html(team_page)


def test_a_name_is_needed(team_page: AppTest) -> None:
    run = reviewing(team_page)
    next(button for button in team_page.button if button.label == "Make a link for your coach").click().run()
    assert "Write a name of at most 60" in texts(team_page)
    assert run in str(team_page.query_params)


def test_the_coach_takes_it_off_the_list(team_page: AppTest) -> None:
    coach = opened(team_page, make_link(team_page, reviewing(team_page)))
    coach.button(key="give-back").click().run()
    assert "Nobody shows you a talk" in html(coach)
    team_page.run()
    assert "opened by" not in html(team_page)


def test_a_talk_that_stopped_for_help_is_not_read_by_a_coach(team_page: AppTest) -> None:
    talking(team_page, "alice")
    run = str(team_page.query_params["run"])
    link = shared.installed().store.shares.offer(team_page.session_state["owner"], run, "A. B.", "Dana")
    team_page.chat_input[0].set_value("I don't want to live any more.").run()
    coach = opened(team_page, f"x?link={link}")
    assert CANARY not in html(coach)
    assert "There is nothing to read in this talk" in html(coach)
