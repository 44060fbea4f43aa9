"""After a stop there is a way back from everywhere: nothing typed is lost, and nothing of it is kept or answered."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextArea

from simulator.ui import shared
from tests.ui.conftest import everybody
from tests.ui.test_pages import home, html, start

__all__ = ["home"]

DESPAIR = "I don't want to live any more."
OTHERS = "I want to die."
OWNER = "local"
HELP = '<section class="help"'


def prepared(page: AppTest, name: str, words: str) -> AppTest:
    page.session_state["prep-box"] = True  # unfolds the card, as a click does
    return field(page.run(), name).set_value(words).run()


def field(page: AppTest, name: str) -> TextArea:
    return page.text_area(key=f"prep-{name}")


def back(page: AppTest) -> AppTest:
    page = page.button(key="back").click().run()
    assert not page.exception
    return page


def test_notes_that_were_misread_stay_as_they_are_and_stop_nothing_again(home: AppTest) -> None:
    page = prepared(home, "intention", DESPAIR)
    assert HELP in html(page)
    assert "Read in <b>What do I want from this talk?</b>" in html(page)
    assert "Practise the conversation" not in html(page), "the help stands below the first page"
    page = back(page)
    assert HELP not in html(page)
    assert field(page, "intention").value == DESPAIR
    page = start(page.run(), "teacher")
    assert html(page).count('class="bubble hers"') == 1
    assert DESPAIR.replace("'", "&#x27;") in html(page)


@pytest.mark.parametrize("way", ["rest", "leave-help"])
def test_whoever_rests_or_leaves_finds_the_first_page_again(home: AppTest, way: str) -> None:
    page = prepared(home, "facts", DESPAIR).button(key=way).click().run()
    if way == "leave-help":
        assert HELP in html(page)
        page = page.button(key="home").click().run()
    assert HELP not in html(page)
    assert "Practise the conversation" in html(page)


def test_whatever_is_written_after_that_is_read_as_before(home: AppTest) -> None:
    page = back(prepared(home, "intention", DESPAIR))
    assert HELP in html(prepared(page, "facts", OTHERS))
    page = back(page)
    page = prepared(page, "intention", f"{DESPAIR} Really.")
    assert "Read in <b>What do I want from this talk?</b>" in html(page)


@pytest.mark.parametrize(("country", "near"), [("any", 2), ("NZ", 3)])
def test_the_way_back_stands_above_the_lines_of_other_countries(home: AppTest, country: str, near: int) -> None:
    home.session_state["country"] = country
    page = prepared(home, "limit", DESPAIR)
    shown = [element.proto.body for element in page.get("html")]
    first, rest = (next(body for body in shown if part in body) for part in (HELP, '<details class="more-lines"'))
    assert first.count("<li>") == near
    assert shown.index(first) + 1 < shown.index(rest)
    assert ('more-lines" open>' in rest) == (country == "any"), "nobody set a country, and no number is in sight"
    assert "116 123" in rest


def test_a_talk_goes_on_without_the_words_that_stopped_it(home: AppTest) -> None:
    page = start(home, "teacher")
    page.chat_input[0].set_value("I did not send the September report.").run()
    run = page.session_state["held"][0]
    page.chat_input[0].set_value(DESPAIR).run()
    assert HELP in html(page)
    assert "Read in <b>what you said last</b>" in html(page)
    page = back(page)
    assert html(page).count('class="bubble yours"') == 1
    assert "Second version" not in html(page)
    assert page.chat_input[0].proto.value == DESPAIR, "the words are not in the box again"
    app = shared.installed()
    mine = app.store.summary(OWNER, run)
    assert (mine.ending, mine.origin, mine.turns) == (None, None, 1)
    assert not app.store.forks(OWNER, run)
    page.chat_input[0].set_value(DESPAIR).run()
    assert HELP in html(page), "the same words pass unread"


def test_the_own_situation_is_there_again_and_is_not_made_of_these_words(home: AppTest) -> None:
    page = everybody(home).button(key="own").click().run()
    page.text_area[0].set_value("I did not order the gloves")
    page.text_area[4].set_value(DESPAIR)
    page = page.button[0].click().run()
    assert "Read in <b>What is at stake?</b>" in html(page)
    page = back(page)
    assert [one.value for one in page.text_area] == ["I did not order the gloves", "", "", "", DESPAIR]
    assert HELP in html(page.button[0].click().run())


def test_a_draft_is_there_again(home: AppTest) -> None:
    page = start(home, "the-letter").button(key="draft-open").click().run()
    page.text_area(key="coach-draft").set_value(DESPAIR)
    page = back(page.button(key="check-draft").click().run())
    assert HELP not in html(page)
    assert page.text_area(key="coach-draft").value == DESPAIR
