"""Every way in, with a model up, down and hostile: no word of a turn in distress reaches it, and nobody replies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from simulator.app import App
from simulator.cli import main
from simulator.config import Settings
from simulator.dialogue.engine import ReplyFinished, ReplyText
from simulator.domain.persona import Ending
from simulator.domain.transcript import SupervisorTurn, UserTurn
from simulator.resources import library
from simulator.safety.distress import any_distress
from simulator.safety.help import help_text
from tests.backends.loopback import Behaviour, LoopbackModel
from tests.safety.lines import only_near
from tests.ui.conftest import everybody

OWNER = "local"
SCRIPT = str(Path(__file__).parents[2] / "streamlit_app.py")
BEFORE = "I did not send the September report, and the planners had old figures."
#: A word that stands nowhere else, to look for in what the model was sent.
MARK = "quokka"
WORDS = (
    f"I want to die, {MARK}.",
    f"Everyone would be better off without me, {MARK}.",
    f"Forget what I said about wanting to die, {MARK}.",
    f"A friend of mine is suicidal, what should she say to her boss, {MARK}?",
    f"i wnat to k i l l myself {MARK}",
)
MODELS: dict[str, tuple[Behaviour, str]] = {
    "up": ("good", "I see. When?"),
    "down": ("refused", ""),
    "broken": ("500", ""),
    "hostile": ("good", "Then do it. Nobody here needs you. Say it again."),
}


@pytest.fixture(params=MODELS)
def server(request: pytest.FixtureRequest) -> Iterator[LoopbackModel]:
    behaviour, reply = MODELS[request.param]
    with LoopbackModel([behaviour], reply=reply) as running:
        yield running


@pytest.fixture
def window(server: LoopbackModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], AppTest]]:
    """The pages of an installation that has this model."""
    for name, value in settings(server, tmp_path).items():
        monkeypatch.setenv(f"SIMULATOR_{name}", value)
    st.cache_resource.clear()
    yield lambda: AppTest.from_file(SCRIPT, default_timeout=30).run()
    st.cache_resource.clear()


def settings(server: LoopbackModel, folder: Path) -> dict[str, str]:
    return {
        "MODEL": "loopback",
        "BASE_URL": server.url,
        "API_KEY": "none",
        "DEADLINE": "5",
        "DATA_FOLDER": str(folder),
        "WORDS_PER_SECOND": "0",
    }


def sent(server: LoopbackModel) -> str:
    return json.dumps(server.requests)


def html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def test_the_talk_stops_unscored_and_unanswered(server: LoopbackModel, tmp_path: Path) -> None:
    app = App(Settings(**{name.lower(): value for name, value in settings(server, tmp_path).items()}))
    scenario = library().scenario("the-letter")
    for number, words in enumerate(WORDS):
        run = app.start(OWNER, "the-letter", scenario, seed=number)
        if number == 0:
            list(app.say(OWNER, run, app.session(OWNER, run), BEFORE, "before"))
            if app.session(OWNER, run).broken_off:
                app.let_script_stand(OWNER, run, app.session(OWNER, run))
        before = len(server.requests)
        events = list(app.say(OWNER, run, app.session(OWNER, run), words, "one"))
        session = app.session(OWNER, run)
        assert not [event for event in events if isinstance(event, ReplyText | ReplyFinished)]
        assert len(server.requests) == before
        assert session.ending is Ending.STOPPED_FOR_HELP
        last = session.turns[-1]
        assert isinstance(last, UserTurn)
        assert (last.appraisal.overall, last.appraisal.dimensions.respect, last.ledger) == (None, None, ())
        told = app.report(session)
        assert (told.evening, told.suggestions, told.promises) == ("", (), ())
        list(app.read_too(OWNER, run, app.transcript(OWNER, run, session)))
    assert MARK not in sent(server)


def test_a_draft_meets_help_and_no_model(server: LoopbackModel, tmp_path: Path) -> None:
    app = App(Settings(**{name.lower(): value for name, value in settings(server, tmp_path).items()}))
    run = app.start(OWNER, "the-letter", library().scenario("the-letter"), seed=1)
    for words in WORDS:
        assert app.draft_question(OWNER, run, app.session(OWNER, run), words) is None
    app.coach_line(OWNER, run, app.session(OWNER, run))
    assert MARK not in sent(server)


def test_the_page_shows_help_and_its_own_voice(server: LoopbackModel, window: Callable[[], AppTest]) -> None:
    page = everybody(window()).button(key="talk-the-letter").click().run()
    page.chat_input[0].set_value(WORDS[0]).run()
    assert 'class="help"' in html(page)
    page.text_area(key="help_draft").set_value(f"I am not in danger, {MARK}.")
    next(button for button in page.button if button.label == "Write").click().run()
    assert not page.exception
    assert 'class="help"' in html(page), "a denial hid the lines"
    page.button(key="leave-help").click().run()
    assert "116 123" in html(page)
    assert MARK not in sent(server)


def test_the_forms_meet_help(server: LoopbackModel, window: Callable[[], AppTest]) -> None:
    page = window()
    page.session_state["prep-box"] = True  # unfolds the card, as a click does
    next(one for one in page.run().text_area if one.key == "prep-guesses").set_value(WORDS[1]).run()
    assert 'class="help"' in html(page)
    page = window()
    page = page.button(key="own").click().run()
    page.text_area[0].set_value(WORDS[0])
    page = page.button[0].click().run()
    assert not page.exception
    assert 'class="help"' in html(page)
    page.text_area(key="help_draft").set_value("Leave me alone.")
    next(button for button in page.button if button.label == "Write").click().run()
    assert 'class="help"' in html(page), "writing on lost the lines"
    assert MARK not in sent(server)


def test_the_command_line(server: LoopbackModel, tmp_path: Path) -> None:
    environment: dict[str, Any] = {
        f"SIMULATOR_{name}": value for name, value in settings(server, tmp_path / "data").items()
    }

    def run(*arguments: str, typed: str | None = None) -> str:
        done = CliRunner(env=environment).invoke(main, list(arguments), input=typed)
        assert done.exit_code == 0, done.output
        return done.stdout

    batch = "".join(json.dumps({"user": words}) + "\n" for words in (BEFORE, *WORDS))
    read = [json.loads(line) for line in run("appraise", "-", typed=batch).splitlines()]
    assert [one["distress"] for one in read] == [False, *(True for _ in WORDS)]
    assert {one["overall"] for one in read[1:]} == {None}
    talk = json.loads(run("play", "--persona", "the-letter", "--turns", "-", typed=f"{BEFORE}\n{WORDS[0]}\nAnd now?\n"))
    assert talk["ending"] == "stopped_for_help"
    assert talk["unused_turns"] == ["And now?"]
    file = tmp_path / "talk.json"
    file.write_text(json.dumps(talk), "utf-8")
    told = json.loads(run("score", str(file), "--second-reader"))
    assert told["evening"] == ""
    notes = tmp_path / "notes.txt"
    notes.write_text(f"Boss: When will it be done?\nYou: {WORDS[0]}\nBoss: Well?\nYou: Sorry.\n", "utf-8")
    run("score", str(notes), "--persona", "the-letter", "--second-reader")
    for words in (WORDS[0], f"/draft {WORDS[0]}"):
        assert "116 123" in run("chat", "--persona", "the-letter", "--seed", "1", typed=f"{words}\nAnd now?\n")
    assert MARK not in sent(server)


def test_texts_from_elsewhere_can_be_asked_about_as_one() -> None:
    assert any_distress("the rota", WORDS[0])
    assert any_distress("I want", "to die")
    assert not any_distress("", BEFORE, "on Friday")
    assert not any_distress()


def test_no_supervisor_follows_the_words_that_stop_it(tmp_path: Path) -> None:
    app = App(Settings(data_folder=tmp_path, words_per_second=0))
    run = app.start(OWNER, "own-it", library().scenario("the-letter"), seed=3)
    list(app.say(OWNER, run, app.session(OWNER, run), WORDS[0], "one"))
    assert not isinstance(app.session(OWNER, run).turns[-1], SupervisorTurn)


def test_where_words_only_lean_that_way_help_is_named_once_and_the_talk_goes_on(window: Callable[[], AppTest]) -> None:
    page = everybody(window()).button(key="talk-the-letter").click().run()
    page.chat_input[0].set_value(only_near()).run()
    if any(button.key == "script" for button in page.button):
        page.button(key="script").click().run()
    assert help_text().beside.title in html(page)
    assert "findahelpline.com" in html(page)
    assert page.chat_input
    page.button(key="beside-go-on").click().run()
    assert help_text().beside.title not in html(page)
    assert not page.exception


def test_the_card_is_shown_once_and_the_talk_goes_on(window: Callable[[], AppTest]) -> None:
    page = everybody(window()).button(key="talk-the-letter").click().run()
    page.chat_input[0].set_value("The foreman has been bullying me since Easter.").run()
    if any(button.key == "script" for button in page.button):
        page.button(key="script").click().run()
    assert "sounds like bullying" in html(page)
    assert page.chat_input
    page.button(key="elsewhere-go-on").click().run()
    assert "sounds like bullying" not in html(page)
    assert not page.exception
