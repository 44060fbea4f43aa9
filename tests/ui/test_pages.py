"""The pages without a browser: what they show, and that bad input is one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from simulator.domain.conduct import Move
from simulator.domain.transcript import Carried, SupervisorTurn
from simulator.resources import library
from simulator.ui import shared
from simulator.ui.html import bubble, two_weeks
from simulator.ui.words import scored_turn
from tests.backends.loopback import LoopbackModel
from tests.ui.conftest import everybody

SCRIPT = str(Path(__file__).parents[2] / "streamlit_app.py")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("SIMULATOR_WORDS_PER_SECOND", "0")
    st.cache_resource.clear()
    yield AppTest.from_file(SCRIPT, default_timeout=20).run()
    st.cache_resource.clear()


def html(page: AppTest) -> str:
    """Everything the page shows as HTML."""
    return "\n".join(element.proto.body for element in page.get("html"))


def texts(page: AppTest) -> str:
    """Everything the page shows as exact text."""
    return "\n".join(element.value for element in page.text)


def start(home: AppTest, name: str) -> AppTest:
    return everybody(home).button(key=f"talk-{name}").click().run()


def test_the_first_page_offers_thirteen_supervisors_and_five_situations(home: AppTest) -> None:
    assert not home.exception
    assert len([button for button in everybody(home).button if str(button.key).startswith("talk-")]) == 13
    situations = home.selectbox[0]
    assert len(situations.options) == 5
    assert "never needed" in html(home)


def test_she_opens_and_answers(home: AppTest) -> None:
    page = start(home, "teacher")
    assert not page.exception
    assert html(page).count('class="bubble hers"') == 1
    page.chat_input[0].set_value("I did not send the September report.").run()
    assert not page.exception
    shown = html(page)
    assert shown.count('class="bubble hers"') == 2
    assert "I did not send the September report." in shown


def test_saying_nothing_is_an_answer_too(home: AppTest) -> None:
    page = start(home, "teacher")
    page.button(key="silence").click().run()
    assert "You said nothing." in html(page)


@pytest.mark.parametrize(
    "words", ["👍🎉", "Ich habe den Bericht leider nicht rechtzeitig abgegeben.", "\u202eabc\x07", "…"]
)
def test_odd_words_are_met_and_nothing_breaks(home: AppTest, words: str) -> None:
    page = start(home, "own-it")
    page.chat_input[0].set_value(words).run()
    assert not page.exception
    assert html(page).count('class="bubble hers"') == 2


def test_the_review_says_what_was_shown_and_what_not(home: AppTest) -> None:
    page = start(home, "own-it")
    page.chat_input[0].set_value("I did not send the September report, and the planners had old figures.").run()
    page.button(key="leave").click().run()
    page.button(key="review").click().run()
    assert not page.exception
    shown = html(page)
    assert "How a fair supervisor would" in shown
    assert "not shown" in shown
    assert '<mark class="hit good"' in shown


def test_an_unknown_conversation_is_one_sentence(home: AppTest) -> None:
    home.query_params["run"] = "nobody-knows"
    page = start(home, "mirror")
    page.query_params["run"] = "nobody-knows"
    page.run()
    assert not page.exception
    assert "conversation" in texts(page)


def test_a_model_without_a_key_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULATOR_MODEL", "some-model")
    st.cache_resource.clear()
    page = start(AppTest.from_file(SCRIPT, default_timeout=20).run(), "mirror")
    assert not page.exception
    assert "SIMULATOR_API_KEY" in texts(page)
    st.cache_resource.clear()


@pytest.mark.parametrize(
    ("beyond", "asks"), [((False,), "how it went"), ((False, False), "each of them"), ((True, False), "the rest")]
)
def test_two_weeks_later_asks_about_the_promises_there_are(beyond: tuple[bool, ...], asks: str) -> None:
    promises = [SimpleNamespace(words="a list on Friday", beyond=one) for one in beyond]
    assert asks in two_weeks(cast(Carried, SimpleNamespace(promises=promises)))


def test_nobody_of_ours_is_named_for_words_from_outside() -> None:
    persona = library().persona("mirror")
    theirs = SupervisorTurn(id="s1", parent=None, text="When will it be done?")
    assert '<span class="name">Supervisor</span>' in bubble(theirs, persona)
    assert ">Supervisor</div>" in scored_turn(theirs, persona, 1)
    hers = theirs.model_copy(update={"move": Move.PROBE})
    assert f'<span class="name">{persona.name}</span>' in bubble(hers, persona)


def test_a_broken_persona_file_is_named_and_the_others_load(home: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.errors import BadFile

    broken = BadFile("personas/own-it.yaml", "lines.probe.cold", "is missing; add at least two lines.")
    monkeypatch.setattr(library(), "broken", [broken])
    page = home.run()
    assert "personas/own-it.yaml: lines.probe.cold is missing" in texts(page)
    assert len([button for button in everybody(page).button if str(button.key).startswith("talk-")]) == 13


def test_despair_on_the_prep_card_meets_help(home: AppTest) -> None:
    assert not home.text_area, "fields that nobody sees are drawn"
    home.session_state["prep-box"] = True
    field = next(one for one in home.run().text_area if one.key == "prep-guesses")
    page = field.set_value("I don't see the point of living.").run()
    assert not page.exception
    assert 'class="help"' in html(page)


def test_my_own_situation_becomes_a_scenario(home: AppTest) -> None:
    page = home.button(key="own").click().run()
    page.text_area[0].set_value("I did not order the gloves")
    page.button[0].click().run()
    assert not page.exception
    assert len(page.selectbox[0].options) == 6
    page = start(page, "came-back")
    assert "I did not order the gloves" in html(page)


def test_a_pause_gives_one_line_and_another_when_asked_again(home: AppTest) -> None:
    page = start(home, "the-letter")
    page.chat_input[0].set_value("I'll try to do better <b>soon</b>.").run()
    page.button(key="pause").click().run()
    assert not page.exception
    first = texts(page)
    assert "?" in first
    page.button(key="pause").click().run()
    assert texts(page) not in ("", first)
    page.chat_input[0].set_value("I see.").run()
    assert texts(page) == ""


def drafting(home: AppTest) -> AppTest:
    return start(home, "the-letter").button(key="draft-open").click().run()


def test_a_draft_gets_one_question_and_is_not_said(home: AppTest) -> None:
    page = drafting(home)
    page.text_area(key="coach-draft").set_value("I'll do better, I promise.")
    page.button(key="check-draft").click().run()
    assert not page.exception
    assert texts(page) == "Which day?"
    assert html(page).count('class="bubble yours"') == 0
    assert "<mark" not in html(page)


def test_a_checked_draft_can_be_taken_over_or_put_away(home: AppTest) -> None:
    page = drafting(home)
    page.text_area(key="coach-draft").set_value("You have it on Friday at noon.")
    page.button(key="check-draft").click().run()
    page.button(key="draft-open").click().run()
    assert not page.text_area
    page.button(key="draft-open").click().run()
    assert page.text_area(key="coach-draft").value == "You have it on Friday at noon."
    page.button(key="use-draft").click().run()
    assert not page.exception
    assert not page.text_area
    assert html(page).count('class="bubble yours"') == 0


def test_a_draft_in_despair_meets_help(home: AppTest) -> None:
    page = drafting(home)
    page.text_area(key="coach-draft").set_value("I don't want to live any more.")
    page.button(key="check-draft").click().run()
    assert not page.exception
    assert 'class="help"' in html(page)
    assert "?" not in texts(page)


def test_a_model_is_asked_for_another_way_once_and_only_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "I'll bring you my open promises tomorrow at four, and the November report by noon on Thursday 10 December."

    def spoken(body: dict[str, Any]) -> str:
        return json.dumps({"another_way": words}) if "response_format" in body else "I see. When?"

    with LoopbackModel(reply=spoken) as server:
        monkeypatch.setenv("SIMULATOR_MODEL", "loopback")
        monkeypatch.setenv("SIMULATOR_BASE_URL", server.url)
        st.cache_resource.clear()
        page = start(AppTest.from_file(SCRIPT, default_timeout=20).run(), "the-letter")
        page.chat_input[0].set_value("I'll try to do better from now on.").run()
        page.button(key="leave").click().run()
        page.button(key="review").click().run()
        assert not page.exception
        assert words not in html(page)
        asked = len(server.requests)
        page.button(key="other-way-0").click().run()
        assert words.replace("'", "&#x27;") in html(page)
        page.run()
        assert words.replace("'", "&#x27;") in html(page)
        assert len(server.requests) == asked + 1
    st.cache_resource.clear()


def test_all_conversations_go_after_a_yes_and_can_be_taken_along_before(home: AppTest) -> None:
    page = start(home, "teacher")
    page.chat_input[0].set_value("I did not send the September report.").run()
    app = shared.installed()
    assert len(app.conversations("local")) == 1
    past = AppTest.from_function(_past_page, default_timeout=20)
    past.session_state["owner"] = "local"
    past.run()
    assert not past.exception
    assert past.button(key="delete-all").disabled
    assert [one.proto.label for one in past.get("download_button")] == ["Take all with you"]
    past.checkbox(key="delete-all-sure").check().run()
    past.button(key="delete-all").click().run()
    assert not past.exception
    assert app.conversations("local") == ()
    assert "Nothing here yet" in html(past)


def _past_page() -> None:
    from simulator.ui import past

    past.page()


def test_despair_on_the_card_beside_the_talk_meets_help_and_there_is_a_way_back(home: AppTest) -> None:
    page = start(home, "teacher")
    page.session_state["prep of local"] = {"guesses": "I don't want to live any more.", "opening": "I did not send it."}
    page.run()
    assert 'class="help"' in html(page)
    page.button(key="back").click().run()
    assert not page.exception
    assert 'class="help"' not in html(page)
    assert "I did not send it." in html(page)
