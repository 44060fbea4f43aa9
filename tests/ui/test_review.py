"""The debrief page without a browser: what is worked out, what is kept, and that nothing is a dead end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import TextArea

from simulator.app import App
from simulator.config import load_settings
from simulator.debrief.report import report
from simulator.dialogue.session import as_transcript, replay
from simulator.domain.report import Report
from simulator.domain.transcript import Transcript, UserTurn
from simulator.ui import kept
from simulator.ui.html import signed
from simulator.ui.words import marked
from tests.backends.loopback import LoopbackModel
from tests.debrief.make import EXCUSED, OWNED, PLAIN, PROMISED, played
from tests.ui.reviewing import open_all_in
from tests.ui.test_pages import SCRIPT, html, start, texts

SAID = (
    "Honestly, mistakes were made with the September report.",
    "I did not send the September report, and the planners had old figures because of me.",
    "You'll have the November report on Wednesday by four.",
)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[AppTest]:
    monkeypatch.setenv("SIMULATOR_WORDS_PER_SECOND", "0")
    st.cache_resource.clear()
    yield AppTest.from_file(SCRIPT, default_timeout=20).run()
    st.cache_resource.clear()


def held(home: AppTest, name: str = "the-letter", said: tuple[str, ...] = SAID) -> AppTest:
    page = start(home, name)
    for words in said:
        page.chat_input[0].set_value(words).run()
    return page


def reviewed(page: AppTest) -> AppTest:
    page.button(key="leave").click().run()
    page.button(key="review").click().run()
    assert not page.exception
    return page


def run_of(page: AppTest) -> str:
    """The conversation in view."""
    run = page.query_params["run"]
    return run if isinstance(run, str) else str(run[0])


def box(page: AppTest) -> TextArea:
    """Where the turn is said differently."""
    return next(area for area in page.text_area if str(area.key).startswith("again-words"))


def stored() -> App:
    """The same database beside the page."""
    return App(load_settings())


def keys(page: AppTest) -> set[str]:
    return {str(button.key) for button in page.button}


def test_before_the_guess_nothing_tells_where_she_moved(home: AppTest) -> None:
    page = reviewed(held(home))
    shown = html(page)
    assert '<span class="covered">' in shown
    evening = shown.partition('class="evening"')[2].partition("</div>")[0]
    assert not [words for words in SAID if words[:12] in evening]
    for telling in ('class="moment"', "<mark", 'class="jumps"', "trust now", "One thing to try", 'class="judge"'):
        assert telling not in shown
    assert not page.get("arrow_vega_lite_chart")
    assert {"guess-1", "guess-2", "guess-3", "guess-unknown"} <= keys(page)
    page.button(key="guess-2").click().run()
    assert not page.exception
    assert "You tapped turn 2" in html(page)
    assert '<span class="covered">' not in html(page)
    assert 'class="moment"' in html(page)
    assert "guess-1" not in keys(page)


def test_with_one_turn_there_is_nothing_to_guess(home: AppTest) -> None:
    page = reviewed(held(home, said=SAID[:1]))
    assert "guess-unknown" not in keys(page)
    assert 'class="gap"' in html(page)


def test_the_review_of_a_second_version_is_about_what_is_new(home: AppTest) -> None:
    page = open_all_in(reviewed(held(home)))
    page.button(key="fork-2").click().run()
    assert "Second version, from turn 2" in html(page)
    assert html(page).count('class="parts-here"') == 1
    for words in ("I see.", "Milan never told me, it is his fault."):
        page.chat_input[0].set_value(words).run()
    page = reviewed(page)
    assert "A second version</b> of your talk of" in html(page)
    assert "Turn 1 was said there" in html(page)
    assert {"guess-2", "guess-3"} <= keys(page)
    assert "guess-1" not in keys(page)
    page = open_all_in(page)
    praised_or_corrected = [part.partition("</h4>")[2] for part in html(page).split('class="try"><h4>')[1:3]]
    assert not [words for words in praised_or_corrected if SAID[0] in words]
    assert "“mistakes were made" not in "".join(words.partition("</div>")[0] for words in praised_or_corrected)
    assert page.get("page_link")[-1].proto.label == "Read the first version"


def test_a_rerun_makes_no_report_anew(home: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(transcript: Transcript, since: int) -> Report:
        made.append(transcript.persona.id)
        return report(transcript, since=since)

    monkeypatch.setattr(kept, "report", counted)
    page = open_all_in(reviewed(held(home)))
    page.run()
    page.run()
    assert len(made) == 1


def test_a_talk_that_goes_on_gets_a_report_of_its_own(home: AppTest) -> None:
    page = held(home)
    run = run_of(page)
    page.button(key="leave").click().run()
    page.button(key="review").click().run()
    open_all_in(page)
    assert html(page).count('id="turn-') == 3
    page.button(key="fork-3").click().run()
    assert run_of(page) != run
    page.chat_input[0].set_value("I'll try.").run()
    page.chat_input[0].set_value("What do you expect of me?").run()
    page = open_all_in(reviewed(page))
    assert html(page).count('id="turn-') == 4


def test_the_words_said_again_are_not_saved(home: AppTest) -> None:
    page = open_all_in(reviewed(held(home)))
    run = run_of(page)
    before = stored().session("local", run)
    box(page).set_value("I did not send <b>it</b>, and you have it on Friday at $5.")
    next(button for button in page.button if button.label.startswith("Hear what")).click().run()
    assert not page.exception
    assert "I did not send &lt;b&gt;it&lt;/b&gt;, and you have it on Friday at $5." in html(page)
    assert stored().session("local", run) == before
    assert len(stored().conversations("local")) == 1
    page.button(key="again-retry").click().run()
    assert str(box(page).value).startswith("I did not send <b>it</b>")


def test_nothing_written_is_asked_for_again(home: AppTest) -> None:
    page = open_all_in(reviewed(held(home)))
    next(button for button in page.button if button.label.startswith("Hear what")).click().run()
    assert "Write the turn in other words first." in html(page)
    assert "again-on" not in keys(page)


def test_despair_in_the_words_said_again_meets_help_and_a_way_back(home: AppTest) -> None:
    page = open_all_in(reviewed(held(home)))
    box(page).set_value("I don't want to live any more.")
    next(button for button in page.button if button.label.startswith("Hear what")).click().run()
    assert not page.exception
    assert 'class="help"' in html(page)
    assert "<mark" not in html(page)
    page.button(key="back").click().run()
    assert 'class="help"' not in html(page)
    assert box(page)


def test_help_that_was_asked_for_is_said_in_one_line(home: AppTest) -> None:
    page = held(home)
    page.button(key="pause").click().run()
    page.button(key="pause").click().run()
    page = reviewed(page)
    assert "You asked for a line twice." in html(page)


def test_the_filter_leaves_the_marks_of_one_dimension(home: AppTest) -> None:
    page = open_all_in(reviewed(held(home)))
    every = html(page).count("<mark")
    pills = next(group for group in page.button_group if str(group.key).startswith("only-dimension"))
    pills.set_value("Commitment").run()
    assert not page.exception
    assert 0 < html(page).count("<mark") < every


def test_marks_follow_the_dimension() -> None:
    from simulator.domain.events import Dimension

    turn = played(OWNED).user_turns[0]
    assert marked(turn).count("<mark") == 2
    assert marked(turn, Dimension.OWNERSHIP).count("<mark") == 1
    assert marked(turn, Dimension.INQUIRY) == turn.text


def test_a_talk_without_words_of_yours_leads_back_to_it(home: AppTest) -> None:
    page = start(home, "teacher")
    run = run_of(page)
    page.button(key="leave").click().run()
    page.button(key="review").click().run()
    assert not page.exception
    assert "you have not answered yet" in html(page)
    page.button(key="on").click().run()
    assert run_of(page) == run


def test_no_word_is_lost_where_nothing_moved(home: AppTest) -> None:
    page = open_all_in(reviewed(held(home, said=("I see.",))))
    assert "No turn moved" in html(page)
    assert "Nothing that could be kept or broken yet" in html(page)
    assert box(page)


def test_a_fork_whose_origin_is_gone_says_so(home: AppTest) -> None:
    page = open_all_in(reviewed(held(home)))
    run = run_of(page)
    page.button(key="fork-2").click().run()
    page.chat_input[0].set_value("What do you expect of me?").run()
    stored().store.delete("local", run)
    page = open_all_in(reviewed(page))
    assert "from one that is not kept any more" in html(page)
    assert not texts(page)


def test_one_of_several_other_ways_is_chosen(home: AppTest) -> None:
    page = held(home)
    run, app = run_of(page), stored()
    session = app.session("local", run)
    words = [turn.id for turn in session.turns if isinstance(turn, UserTurn)]
    for number in (0, 1):
        app.go_on_differently("local", run, session, words[number], f"What do you expect of me, {number}?")
    page = open_all_in(reviewed(page))
    choice = next(one for one in page.selectbox if one.label == "Beside which way?")
    assert len(choice.options) == 2
    assert "What do you expect of me, 1?" in html(page)
    choice.select_index(1).run()
    assert not page.exception
    assert "What do you expect of me, 0?" in html(page)


def test_with_a_model_behind_the_voices_it_is_not_asked_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULATOR_WORDS_PER_SECOND", "0")
    with LoopbackModel(reply="I see. When?") as server:
        monkeypatch.setenv("SIMULATOR_MODEL", "loopback")
        monkeypatch.setenv("SIMULATOR_BASE_URL", server.url)
        st.cache_resource.clear()
        page = open_all_in(reviewed(held(AppTest.from_file(SCRIPT, default_timeout=20).run())))
        asked = len(server.requests)
        box(page).set_value("I did not send it, and you have it on Friday at noon.")
        next(button for button in page.button if button.label.startswith("Hear what")).click().run()
        assert not page.exception
        assert "The new answer is the script" in html(page)
        assert len(server.requests) == asked
        page.button(key="again-on").click().run()
        assert not page.exception
        assert len(server.requests) == asked + 1
        assert "I see. When?" in html(page)
    st.cache_resource.clear()


def test_a_debrief_of_forty_turns_takes_less_than_a_second() -> None:
    short = played(OWNED, EXCUSED, PROMISED, PLAIN)
    turns: list[UserTurn] = []
    for number in range(40):
        said = short.user_turns[number % 4]
        turns.append(said.model_copy(update={"id": f"u{number}", "parent": turns[-1].id if turns else None}))
    from simulator.dialogue.session import setting_of

    session = replay(setting_of(short), tuple(turns))
    assert sum(isinstance(turn, UserTurn) for turn in session.turns) == 40
    report(as_transcript(session, "scripted"))  # the lists are read once
    began = time.process_time()
    report(as_transcript(session, "scripted"))
    assert time.process_time() - began < 1


def test_a_figure_is_the_one_that_the_files_hold() -> None:
    in_the_file = 0.35  # what 0.3503 is written as
    assert signed(0.3503) == f"{in_the_file:+.1f}"
    assert signed(-0.004) == "0.0"
