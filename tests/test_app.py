"""The composition root: nothing lost between the words, the database and the reply."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.app import App
from simulator.backends.base import ReplyRequest
from simulator.backends.scripted import ScriptedBackend
from simulator.config import Settings
from simulator.debrief.imported import brought_in, taken
from simulator.debrief.report import report
from simulator.dialogue.engine import Notice, ReplyFinished, ReplyText, TurnEvent, UserTurnAccepted
from simulator.dialogue.session import Session
from simulator.domain.persona import Ending
from simulator.domain.transcript import SupervisorTurn, UserTurn, is_imported
from simulator.errors import BackendBusy, BadText, InputError, NotFound, Stale
from simulator.resources import library
from simulator.voice import ModelSettings
from tests.backends.loopback import LoopbackModel
from tests.debrief.answering import answer, backend, number_in

OWNER = "local"
WORDS = "I did not send the September report, and the planners had old figures."


class Breaking:
    """A model that speaks ``pieces`` and then fails."""

    name, model = "openai", "breaking"

    def __init__(self, *pieces: str) -> None:
        self.pieces = pieces

    def stream(self, request: ReplyRequest) -> Iterator[str]:
        """Pieces, then the failure."""
        yield from self.pieces
        raise BackendBusy("The model could not be reached.")


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(Settings(data_folder=tmp_path / "data", words_per_second=0))


@pytest.fixture
def run(app: App) -> str:
    return app.start(OWNER, "the-letter", library().scenario("the-letter"), seed=7)


def test_a_turn_is_saved_before_the_reply_is_asked_for(app: App, run: str) -> None:
    events = app.say(OWNER, run, app.session(OWNER, run), WORDS, "one")
    assert isinstance(next(events), UserTurnAccepted)
    saved = app.store.load(OWNER, run).turns
    assert [turn.id for turn in saved] == ["opening", "one"]
    rest = list(events)
    assert isinstance(rest[-1], ReplyFinished)
    assert [turn.id for turn in app.store.load(OWNER, run).turns] == ["opening", "one", "r-one"]


def test_the_same_turn_id_is_one_turn(app: App, run: str) -> None:
    before = app.session(OWNER, run)
    assert list(app.say(OWNER, run, before, WORDS, "one"))
    assert list(app.say(OWNER, run, before, WORDS, "one")) == []
    assert len(app.session(OWNER, run).turns) == 3


def test_another_window_is_told_that_the_talk_went_on(app: App, run: str) -> None:
    before = app.session(OWNER, run)
    list(app.say(OWNER, run, before, WORDS, "one"))
    with pytest.raises(Stale):
        list(app.say(OWNER, run, before, "And another thing.", "two"))


def test_a_window_closed_in_mid_reply_keeps_the_whole_scripted_line(app: App, run: str) -> None:
    events = app.say(OWNER, run, app.session(OWNER, run), WORDS, "one")
    accepted = next(events)
    assert isinstance(accepted, UserTurnAccepted)
    assert isinstance(next(events), ReplyText)
    events.close()  # type: ignore[attr-defined]
    last = app.session(OWNER, run).turns[-1]
    assert isinstance(last, SupervisorTurn)
    assert (last.text, last.complete) == (accepted.session.scripted_reply, True)


def test_words_without_an_answer_are_answered_later(app: App, run: str) -> None:
    events = app.say(OWNER, run, app.session(OWNER, run), WORDS, "one")
    accepted = next(events)
    assert isinstance(accepted, UserTurnAccepted)
    app.store.add_turn(OWNER, run, accepted.turn)
    killed = App(app.settings)
    session = killed.session(OWNER, run)
    assert session.plan is not None
    assert isinstance(list(killed.resume(OWNER, run, session))[-1], ReplyFinished)
    assert killed.session(OWNER, run).plan is None


def test_a_model_that_breaks_off_is_marked_and_the_script_can_stand(app: App, run: str) -> None:
    app.__dict__["backend"] = Breaking("You had ", "four ")
    events = list(app.say(OWNER, run, app.session(OWNER, run), WORDS, "one"))
    assert any(isinstance(event, Notice) and "kept" in event.text for event in events)
    session = app.session(OWNER, run)
    broken = session.turns[-1]
    assert isinstance(broken, SupervisorTurn)
    assert (broken.text, broken.complete) == ("You had four", False)
    mended = app.let_script_stand(OWNER, run, session)
    assert app.session(OWNER, run).turns == mended.turns
    last = mended.turns[-1]
    assert isinstance(last, SupervisorTurn)
    assert last.complete


def test_a_model_that_never_speaks_leaves_the_choice_to_the_user(app: App, run: str) -> None:
    app.__dict__["backend"] = Breaking()
    session = finished(app.say(OWNER, run, app.session(OWNER, run), WORDS, "one"))
    assert session.broken_off
    with pytest.raises(InputError, match="ask again or let the scripted line stand"):
        app.say(OWNER, run, session, "And another thing.", "two")
    again = finished(app.resume(OWNER, run, app.session(OWNER, run)))
    assert again.broken_off
    app.__dict__["backend"] = ScriptedBackend()
    mended = finished(app.resume(OWNER, run, app.session(OWNER, run)))
    assert app.session(OWNER, run) == mended
    assert not mended.broken_off
    assert [turn.id for turn in mended.turns] == ["opening", "one", "r-one"]


def finished(events: Iterator[TurnEvent]) -> Session:
    """The session after a turn."""
    *_, last = events
    assert isinstance(last, ReplyFinished)
    return last.session


def test_numbers_are_the_same_after_a_reload(app: App, run: str) -> None:
    session = app.session(OWNER, run)
    for number, words in enumerate((WORDS, "You have it on Friday at noon.", "It was the system's fault.")):
        finished = list(app.say(OWNER, run, session, words, f"u{number}"))[-1]
        assert isinstance(finished, ReplyFinished)
        session = finished.session
    assert app.session(OWNER, run) == session


def test_distress_ends_without_a_reply(app: App, run: str) -> None:
    events = list(app.say(OWNER, run, app.session(OWNER, run), "I don't want to be alive any more.", "one"))
    assert [type(event) for event in events] == [UserTurnAccepted]
    session = app.session(OWNER, run)
    assert session.ending is Ending.STOPPED_FOR_HELP
    last = session.turns[-1]
    assert isinstance(last, UserTurn)
    assert (last.ledger, last.appraisal.unscored) == ((), "distress")


def test_bad_input_leaves_everything_as_it_was(app: App, run: str) -> None:
    session = app.session(OWNER, run)
    with pytest.raises(BadText, match="4,000"):
        app.say(OWNER, run, session, "x" * 4001, "one")
    left = app.leave(OWNER, run, session)
    with pytest.raises(InputError, match="has ended"):
        app.say(OWNER, run, left, WORDS, "two")
    assert [turn.id for turn in app.session(OWNER, run).turns] == ["opening", "farewell"]


def test_nobody_sees_another_owners_conversation(app: App, run: str) -> None:
    with pytest.raises(NotFound):
        app.session("somebody-else", run)
    assert app.conversations("somebody-else") == ()


def test_what_a_model_read_is_kept_asked_once_and_changes_nothing(app: App, run: str) -> None:
    session = app.session(OWNER, run)
    for number, words in enumerate((WORDS, "", "You have it on Friday at noon."), start=1):
        finished = list(app.say(OWNER, run, session, words, f"u{number}"))[-1]
        assert isinstance(finished, ReplyFinished)
        session = finished.session
    transcript = app.transcript(OWNER, run, session)
    before = transcript.model_dump_json(), app.report(session).model_dump_json()
    assert app.second_reader(OWNER, run, transcript) is None
    with pytest.raises(InputError, match="No model is set"):
        app.read_too(OWNER, run, transcript)
    with LoopbackModel(["good", "401"], reply=lambda body: answer(number_in(body))) as server:
        app.__dict__["backend"] = backend(server)
        assert [one.failed is None for one in app.read_too(OWNER, run, transcript)] == [True, False]
        told = app.second_reader(OWNER, run, transcript)
        assert told is not None
        assert (told.scored, told.read, told.failed) == (2, 1, 1)
        server.behaviours = ["good"]
        assert [one.number for one in app.read_too(OWNER, run, transcript)] == [3]
        assert list(app.read_too(OWNER, run, transcript)) == []
        asked = len(server.requests)
        app.second_reader(OWNER, run, transcript)
        assert len(server.requests) == asked
    app.__dict__["backend"] = ScriptedBackend()
    again = app.session(OWNER, run)
    assert (app.transcript(OWNER, run, again).model_dump_json(), app.report(again).model_dump_json()) == before
    with pytest.raises(NotFound):
        app.second_reader("somebody-else", run, transcript)


def test_the_report_of_the_page_is_that_of_the_command_line(app: App, run: str, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from simulator.cli import main

    session = app.session(OWNER, run)
    finished = list(app.say(OWNER, run, session, WORDS, "one"))[-1]
    assert isinstance(finished, ReplyFinished)
    exported = tmp_path / "transcript.json"
    exported.write_text(app.transcript(OWNER, run, finished.session).model_dump_json(by_alias=True), "utf-8")
    printed = CliRunner().invoke(main, ["score", str(exported)])
    assert printed.exit_code == 0, printed.output
    assert printed.stdout == app.report(finished.session).model_dump_json(by_alias=True, indent=2) + "\n"


def test_a_turn_can_be_said_differently_and_both_talks_stay(app: App, run: str) -> None:
    session = app.session(OWNER, run)
    for number, words in enumerate((WORDS, "You have it on Friday at noon.", "It was the system's fault.")):
        session = finished(app.say(OWNER, run, session, words, f"u{number}"))
    other = app.say_differently(OWNER, run, session, "u1")
    assert app.session(OWNER, other).turns == session.turns[:3]
    went_on = finished(app.say(OWNER, other, app.session(OWNER, other), "You have it tomorrow at ten.", "u1b"))
    assert went_on.turns[:3] == session.turns[:3]
    assert app.session(OWNER, run) == session
    origin = app.store.summary(OWNER, other).origin
    assert origin is not None
    assert (origin.conversation, origin.turn) == (run, "u1")
    with pytest.raises(InputError, match="no such turn"):
        app.say_differently(OWNER, run, session, "r-u1")
    with pytest.raises(NotFound):
        app.session("somebody-else", other)


def test_going_on_differently_says_the_new_words_first_and_leaves_the_answer_to_the_talk(app: App, run: str) -> None:
    session = finished(app.say(OWNER, run, app.session(OWNER, run), WORDS, "u1"))
    words = "You have it tomorrow at ten."
    other = app.go_on_differently(OWNER, run, session, "u1", words)
    owing = app.session(OWNER, other)
    assert [turn.text for turn in owing.turns] == [session.turns[0].text, words]
    assert owing.plan is not None
    answered = finished(app.resume(OWNER, other, owing))
    assert answered.turns[-1].text == owing.scripted_reply
    assert [one.id for one in app.store.forks(OWNER, run)] == [other]
    assert app.session(OWNER, run) == session
    with pytest.raises(BadText):
        app.go_on_differently(OWNER, run, session, "u1", "x" * 4_001)
    assert len(app.conversations(OWNER)) == 2


def test_two_windows_speak_with_two_models_at_once(app: App) -> None:
    scenario = library().scenario("the-letter")
    with LoopbackModel(reply="This is the first.") as one, LoopbackModel(reply="This is the second.") as two:
        voices = {
            "first": app.speaking_through(ModelSettings(base_url=one.url, model="first", deadline=20)),
            "second": app.speaking_through(ModelSettings(base_url=two.url, model="second", deadline=20)),
        }
        runs = {name: own.start(OWNER, "the-letter", scenario, seed=7) for name, own in voices.items()}
        turns = {
            name: own.say(OWNER, runs[name], own.session(OWNER, runs[name]), WORDS, "one")
            for name, own in voices.items()
        }
        for _ in range(40):  # turn by turn, so that both are under way together
            for events in turns.values():
                next(events, None)
    for name, own in voices.items():
        session = app.session(OWNER, runs[name])
        assert session.turns[-1].text == f"This is the {name}."
        assert own.store is app.store
    assert app.backend.name == "scripted"


def test_a_transcript_names_the_voice_the_talk_was_begun_with(app: App, run: str) -> None:
    modelled = app.speaking_through(ModelSettings(base_url="http://127.0.0.1:9/v1", model="some-model"))
    other = modelled.start(OWNER, "the-letter", library().scenario("the-letter"), seed=7)
    for reader in (app, modelled):
        begun = [reader.transcript(OWNER, one, reader.session(OWNER, one)) for one in (run, other)]
        assert [(one.backend, one.model) for one in begun] == [("scripted", None), ("openai", "some-model")]
    with pytest.raises(NotFound):
        app.transcript("somebody-else", run, app.session(OWNER, run))


def test_a_shared_installation_keeps_its_address(tmp_path: Path) -> None:
    house = Settings(data_folder=tmp_path, shared=True, base_url="http://127.0.0.1:9/v1", model="house")
    shared = App(house)
    own = shared.speaking_through(house.voice.model_copy(update={"model": "another"}))
    assert own.backend.model == "another"
    elsewhere = ModelSettings(base_url="http://169.254.169.254/v1", model="m")
    for app in (shared, own):
        with pytest.raises(InputError, match="administrator"):
            app.speaking_through(elsewhere)


def test_help_that_was_asked_for_is_written_down_and_no_word_of_a_draft(app: App, run: str) -> None:
    session = app.session(OWNER, run)
    assert app.coach_line(OWNER, run, session).text
    session = finished(app.say(OWNER, run, session, WORDS, "u1"))
    assert app.draft_question(OWNER, run, session, "You have it soon, canary.")
    assert app.draft_question(OWNER, run, session, "I don't want to be alive any more.") is None
    assert [(one.kind, one.before_turn) for one in app.store.hints(OWNER, run)] == [("coach", 1), ("draft", 2)]
    assert app.session(OWNER, run) == session
    files = b"".join(path.read_bytes() for path in app.settings.data_folder.iterdir())
    assert b"canary" not in files


def test_a_talk_from_outside_is_kept_as_the_owners_and_reads_the_same(app: App) -> None:
    given = brought_in("Boss: Well?\nYou: I did not send it.\nBoss: And now?\nYou: You have it by Friday at noon.")
    transcript = taken(given, library().persona("mirror"))
    run = app.keep_imported(OWNER, transcript)
    assert is_imported(app.store.load(OWNER, run))
    assert app.session(OWNER, run).turns == transcript.turns
    assert report(app.transcript(OWNER, run, app.session(OWNER, run))) == report(transcript)
    assert [one.id for one in app.conversations(OWNER)] == [run]
    with pytest.raises(NotFound):
        app.store.load("somebody else", run)


def test_a_talk_with_branches_from_outside_is_kept_in_its_order(app: App) -> None:
    transcript = taken(brought_in("Boss: Well?\nYou: I did not send it.\nBoss: And now?\nBoss: Well?"))
    first = transcript.turns[0].id
    branched = transcript.model_copy(
        update={"turns": tuple(turn.model_copy(update={"parent": first}) for turn in transcript.turns[1:])}
    ).turns
    run = app.keep_imported(OWNER, transcript.model_copy(update={"turns": (transcript.turns[0], *branched)}))
    assert [turn.text for turn in app.session(OWNER, run).turns] == ["Well?", "I did not send it.", "And now?", "Well?"]
