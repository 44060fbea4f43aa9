"""A conversation in the terminal: piped, typed, interrupted, with a model, and in distress."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from subprocess import PIPE

import pytest
from click.testing import CliRunner, Result

from simulator.app import LOCAL_OWNER, App
from simulator.cli import main
from simulator.config import load_settings
from simulator.dialogue.session import hear, play
from simulator.dialogue.stance import Setting
from simulator.domain.conduct import Ending, Mood
from simulator.domain.transcript import Transcript, UserTurn
from simulator.resources import library
from simulator.safety.help import help_text
from tests.backends.loopback import LoopbackModel
from tests.cli.typing import END, INTERRUPT, PROGRAM, PROJECT, PROMPT, Typing
from tests.safety.lines import only_near

WORDS = (
    "I did not send the September report. That was mine.",
    "The planners had old figures because of me.",
    "You have the next one by Thursday at noon. What do you expect of me until then?",
)
SETTING = Setting(library().persona("the-letter"), library().scenario("the-letter"), 3, "normal")
AT_ONCE = {"SIMULATOR_WORDS_PER_SECOND": "0"}
DESPAIR = "I want to die, quokka."
MARIAN = ("chat", "--persona", "the-letter", "--seed", "3")


def held(*lines: str, command: tuple[str, ...] = MARIAN, env: Mapping[str, str] | None = None) -> Result:
    """A conversation whose lines come from a pipe."""
    return CliRunner(env=env).invoke(main, list(command), input="".join(f"{line}\n" for line in lines))


def kept() -> list[Transcript]:
    """What stands among the past conversations of the pages, newest first."""
    app = App(load_settings())
    return [app.store.load(LOCAL_OWNER, one.id) for one in app.conversations(LOCAL_OWNER)]


def said_in(transcript: Transcript) -> list[str]:
    return [turn.text for turn in transcript.turns if isinstance(turn, UserTurn)]


def model(server: LoopbackModel) -> dict[str, str]:
    return {"SIMULATOR_MODEL": "m", "SIMULATOR_BASE_URL": server.url, "SIMULATOR_DEADLINE": "2"}


class TestPiped:
    def test_the_same_engine_speaks_and_the_talk_is_kept_as_by_the_pages(self) -> None:
        done = held(*WORDS)
        assert (done.exit_code, done.stderr) == (0, "")
        session, _ = play(SETTING, WORDS)
        (talk,) = kept()
        assert talk.turns[0] == session.turns[0]
        assert [turn.text for turn in talk.turns[:-1]] == [turn.text for turn in session.turns]
        assert talk.ending is Ending.ENDED_BY_USER
        flat = " ".join(done.stdout.split())
        for turn in talk.turns:
            assert turn.text in flat
        assert "\x1b" not in done.stdout

    def test_mood_is_shown_and_the_debrief_stands_at_the_end(self) -> None:
        persona = library().persona("the-letter")
        done = held(*WORDS)
        assert all(mood in done.stdout for mood in (persona.moods[Mood.COLD], persona.moods[Mood.LEVEL]))
        told = done.stdout[done.stdout.index("That evening") :]
        flat = " ".join(told.split())
        for title in ("What was good", "What you promised", "For your pocket", "trust ▃"):
            assert title in told
        assert "How you begin “I did not send the September report.”" in flat
        assert "“You have the next one by Thursday at noon”" in flat

    def test_one_suggestion_with_another_way(self) -> None:
        told = held("It was the system's fault.", "Everybody forgets things.").stdout
        assert told.count("Another way: ") == 1

    def test_an_empty_line_is_a_silence(self) -> None:
        done = held("", WORDS[0])
        assert said_in(kept()[0]) == ["", WORDS[0]]
        assert "You say nothing." in done.stdout

    def test_undo_goes_back_a_turn_and_both_ways_stay(self) -> None:
        done = held(WORDS[0], "It was the system's fault.", "/undo", WORDS[1], "/end")
        assert done.exit_code == 0, done.stderr
        new, old = kept()
        assert said_in(new) == [WORDS[0], WORDS[1]]
        assert said_in(old) == [WORDS[0], "It was the system's fault."]
        assert [turn.id for turn in new.turns[:3]] == [turn.id for turn in old.turns[:3]]
        app = App(load_settings())
        summary = app.conversations(LOCAL_OWNER)[0]
        assert summary.origin is not None

    def test_nothing_to_undo(self) -> None:
        assert "nothing to take back yet" in held("/undo").stdout

    def test_the_coach_and_the_draft_are_counted_and_say_what_the_pages_say(self) -> None:
        done = held(WORDS[0], "/coach", "/draft It was late because nobody told me.", "/coach")
        app = App(load_settings())
        run = app.conversations(LOCAL_OWNER)[0].id
        assert [hint.kind for hint in app.store.hints(LOCAL_OWNER, run)] == ["coach", "draft", "coach"]
        assert done.stdout.count("From beside the talk") == 2
        assert "On your draft" in done.stdout
        assert said_in(kept()[0]) == [WORDS[0]]

    def test_an_unknown_command_is_no_turn_and_a_close_one_is_offered(self) -> None:
        done = held("/cooch", "/xyzzy", "/ is a slash", "/HELP")
        assert "There is no /cooch. Did you mean /coach?" in done.stdout
        assert "There is no /xyzzy. /help lists what there is." in done.stdout
        assert "read the debrief" in done.stdout
        assert said_in(kept()[0]) == ["/ is a slash"]

    def test_the_facts_can_be_asked_for(self) -> None:
        fact = library().scenario("the-letter").facts_user_knows.errors[0].what
        assert fact[:40] in held("/facts").stdout

    def test_without_a_word_there_is_nothing_to_read(self) -> None:
        done = held()
        assert done.exit_code == 0
        assert "You said nothing, so there is nothing to read." in done.stdout

    def test_her_ending_ends_it_and_later_lines_are_not_said(self) -> None:
        done = held(*["You are a useless idiot."] * 9)
        (talk,) = kept()
        assert talk.ending not in (None, Ending.ENDED_BY_USER)
        assert len(said_in(talk)) < 8
        assert done.stderr == f"simulator: the talk ended; {9 - len(said_in(talk))} lines after that were not read.\n"

    def test_nothing_is_kept_on_request(self, tmp_path: Path) -> None:
        done = held(*WORDS, "/undo", command=(*MARIAN, "--no-save"))
        assert (done.exit_code, done.stderr) == (0, "")
        assert "Nothing was kept, as you wished." in done.stdout
        assert "That evening" in done.stdout
        assert not (tmp_path / "data").exists()

    def test_a_transcript_is_written_for_score(self, tmp_path: Path) -> None:
        file = tmp_path / "talk.json"
        done = held(*WORDS, command=(*MARIAN, "--no-save", "-o", str(file)))
        assert done.exit_code == 0, done.stderr
        talk = Transcript.model_validate_json(file.read_text("utf-8"))
        assert said_in(talk) == list(WORDS)
        scored = CliRunner().invoke(main, ["score", str(file)])
        assert json.loads(scored.stdout)["persona"] == "the-letter"

    def test_a_later_turn_is_named_where_it_cannot_be_taken(self) -> None:
        done = held(WORDS[0], "x" * 4_001)
        assert done.exit_code == 2
        assert "Line 2: This is 4,001 characters long" in done.stderr
        assert "What was said is kept; `simulator chat --resume` goes on with it." in done.stderr
        assert said_in(kept()[0]) == [WORDS[0]]

    def test_a_bad_byte_is_named_with_what_is_kept(self) -> None:
        done = CliRunner().invoke(main, list(MARIAN), input=f"{WORDS[0]}\n".encode() + b"caf\xe9\nYes.\n")
        assert done.exit_code == 2
        assert done.stderr == (
            "simulator: Line 2 is not UTF-8 at byte 3; save the input as UTF-8. "
            "What was said is kept; `simulator chat --resume` goes on with it.\n"
        )
        assert said_in(kept()[0]) == [WORDS[0]]

    def test_lines_that_are_not_read_are_counted_and_nobody_is_waited_for(self, tmp_path: Path) -> None:
        program = subprocess.Popen([*PROGRAM, *MARIAN, "--no-save"], stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=PROJECT)
        assert program.stdin is not None
        program.stdin.write(b"/end\nYes.\nNo.\n")
        program.stdin.flush()
        assert program.wait(20) == 0  # the other end of its pipe is still open
        told = program.communicate()[1].decode("utf-8")
        assert told == "simulator: the talk ended; 2 lines after that were not read.\n"

    @pytest.mark.parametrize(
        ("command", "reason"),
        [
            (("chat",), "Name a supervisor with --persona"),
            (("chat", "--persona", "teachr"), 'There is no persona "teachr"'),
            (("chat", "--persona", "teacher", "--scenario", "moon"), 'There is no scenario "moon"'),
            ((*MARIAN, "-o", "/no/such/folder/x.json"), "cannot be written"),
        ],
    )
    def test_bad_input_is_one_line(self, command: tuple[str, ...], reason: str) -> None:
        done = held(WORDS[0], command=command)
        assert (done.exit_code, done.stdout) == (2, "")
        assert reason in done.stderr
        assert done.stderr.count("\n") == 1


class TestGoingOn:
    RESUME = ("chat", "--resume")

    @staticmethod
    def left_open(*words: str) -> None:
        """A talk in the database that nobody has ended."""
        app = App(load_settings())
        run = app.start(LOCAL_OWNER, "the-letter", SETTING.scenario, seed=3)
        for number, said in enumerate(words):
            list(app.say(LOCAL_OWNER, run, app.session(LOCAL_OWNER, run), said, f"n{number}"))

    def test_the_last_unfinished_talk_goes_on_turn_for_turn(self) -> None:
        held(WORDS[1])
        self.left_open(WORDS[0])
        done = held(*WORDS[1:], command=self.RESUME)
        assert (done.exit_code, done.stderr) == (0, "")
        session, _ = play(SETTING, WORDS)
        talk = kept()[0]
        assert [turn.text for turn in talk.turns[:-1]] == [turn.text for turn in session.turns]
        assert [one.trust for one in talk.user_turns] == [
            one.trust for one in session.turns if isinstance(one, UserTurn)
        ]
        assert len(kept()) == 2
        flat = " ".join(done.stdout.split())
        assert all(turn.text in flat for turn in talk.turns)

    def test_a_way_that_was_taken_back_is_not_gone_on_with(self) -> None:
        held(WORDS[0], "/undo", WORDS[1], "/end")
        done = held(command=self.RESUME)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "There is no unfinished talk to go on with; `simulator chat` begins one." in done.stderr

    def test_words_that_were_never_answered_are_answered_first(self) -> None:
        self.left_open(WORDS[0])
        app = App(load_settings())
        run = app.conversations(LOCAL_OWNER)[0].id
        said = hear(app.session(LOCAL_OWNER, run), WORDS[1], "n7").turns[-1]
        app.store.add_turn(LOCAL_OWNER, run, said)  # and here the program was killed
        done = held(WORDS[2], command=self.RESUME)
        assert "the reply had not come to its end. From the script:" in done.stdout
        session, _ = play(SETTING, WORDS)
        assert [turn.text for turn in kept()[0].turns[:-1]] == [turn.text for turn in session.turns]

    def test_a_file_goes_on_where_it_is_kept_already(self, tmp_path: Path) -> None:
        self.left_open(WORDS[0])
        file = tmp_path / "talk.json"
        file.write_text(kept()[0].model_dump_json(by_alias=True), "utf-8")
        assert held(*WORDS[1:], command=(*self.RESUME, str(file))).exit_code == 0
        (talk,) = kept()
        assert said_in(talk) == list(WORDS)

    def test_a_file_that_is_kept_nowhere_goes_on_in_the_file(self, tmp_path: Path) -> None:
        file = tmp_path / "talk.json"
        (tmp_path / "turns.txt").write_text("\n".join(WORDS[:2]), "utf-8")
        played = ("play", "--persona", "the-letter", "--seed", "3", "--turns", str(tmp_path / "turns.txt"))
        file.write_text(CliRunner().invoke(main, list(played)).stdout, "utf-8")
        done = held(WORDS[2], command=(*self.RESUME, str(file), "-o", os.path.relpath(file), "--no-save"))
        assert (done.exit_code, done.stderr) == (0, "")
        session, _ = play(SETTING, WORDS)
        talk = Transcript.model_validate_json(file.read_text("utf-8"))
        assert [turn.text for turn in talk.turns[:-1]] == [turn.text for turn in session.turns]
        assert "It is kept in" in done.stdout

    def test_the_file_is_written_after_every_turn(self, tmp_path: Path) -> None:
        file = tmp_path / "talk.json"
        with Typing(tmp_path, *MARIAN, "--no-save", "-o", str(file), settings=AT_ONCE) as typing:
            typing.type(WORDS[0])
            typing.wait_for(PROMPT)
            assert said_in(Transcript.model_validate_json(file.read_text("utf-8"))) == [WORDS[0]]

    @pytest.mark.parametrize(
        ("command", "reason"),
        [
            (("--resume", "--seed", "3"), "goes on with a talk as it was; leave --seed out"),
            (("--resume", "--no-save"), "no kept talk to go on with; name a file after --resume"),
            (("--resume", "ended.json"), "ended.json: that talk has ended; `simulator score ended.json --pretty`"),
            (("--resume", "plain.txt"), "plain.txt: is no JSON transcript"),
            (("--resume", "nowhere.json"), "nowhere.json: cannot be read"),
            (("--resume", "nowhere.json", "-o", "ended.json"), "ended.json: is there already"),
            (
                ("--persona", "the-letter", "-o", "ended.json"),
                "ended.json: is there already, and nothing is written over",
            ),
        ],
    )
    def test_bad_input_is_one_line_and_nothing_is_begun(
        self, command: tuple[str, ...], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        held(WORDS[0], command=(*MARIAN, "-o", "ended.json", "--no-save"))
        Path("plain.txt").write_text("You: I forgot it.\nBoss: Why?\n", "utf-8")
        before = Path("ended.json").read_bytes()
        done = held(WORDS[1], command=("chat", *command))
        assert (done.exit_code, done.stdout) == (2, "")
        assert reason in done.stderr
        assert done.stderr.count("\n") == 1
        assert Path("ended.json").read_bytes() == before
        assert kept() == []


class TestWithAModel:
    def test_it_speaks(self) -> None:
        with LoopbackModel("good", reply="I see. When did you know?") as server:
            done = held(WORDS[0], env=model(server))
        assert "The model m at 127.0.0.1" in done.stdout
        assert "I see. When did you know?" in done.stdout
        assert kept()[0].backend == "openai"

    @pytest.mark.parametrize("behaviour", ["refused", "401", "half"])
    def test_it_fails_and_her_scripted_line_stands_in(self, behaviour: str) -> None:
        with LoopbackModel([behaviour], reply="I see. When did you know of it?") as server:  # type: ignore[list-item]
            done = held(WORDS[0], env=model(server))
        assert done.exit_code == 0, done.stderr
        assert "What you said is kept." in " ".join(done.stdout.split())
        assert "This line is from the script:" in done.stdout
        session, _ = play(SETTING, WORDS[:1])
        talk = kept()[0]
        assert talk.turns[2] == session.turns[2].model_copy(update={"id": talk.turns[2].id, "parent": talk.turns[1].id})

    def test_one_without_a_key_is_refused_before_a_word(self) -> None:
        done = held(WORDS[0], env={"SIMULATOR_MODEL": "m"})
        assert done.exit_code == 2
        assert "A model is set but no key" in done.stderr


class TestDistress:
    def test_help_stands_in_place_of_the_talk_and_no_model_hears_it(self) -> None:
        with LoopbackModel("good", reply="I see.") as server:
            done = held(DESPAIR, WORDS[0], env=model(server))
            assert server.requests == []
        assert done.exit_code == 0
        assert done.stderr == "simulator: the talk ended; 1 line after that was not read.\n"
        flat = " ".join(done.stdout.replace("│", " ").split())
        assert all(paragraph in flat for paragraph in help_text().text)
        assert all(line.contact in flat for line in help_text().lines)
        assert all(f"Source: {line.source}." in flat for line in help_text().lines)
        assert help_text().lines[0].checked in flat
        assert "That evening" not in done.stdout
        (talk,) = kept()
        assert (talk.ending, said_in(talk)) == (Ending.STOPPED_FOR_HELP, [DESPAIR])

    def test_a_draft_meets_it_too(self) -> None:
        done = held(WORDS[0], f"/draft {DESPAIR}", WORDS[1])
        assert help_text().title in done.stdout
        assert "That evening" not in done.stdout
        assert said_in(kept()[0]) == [WORDS[0]]

    def test_the_lines_of_the_country_come_first(self) -> None:
        told = held(DESPAIR, env={"SIMULATOR_COUNTRY": "NZ"}).stdout
        assert told.index("1737") < told.index("116 123")

    def test_a_file_with_such_words_meets_it_in_place_of_the_talk(self, tmp_path: Path) -> None:
        file = tmp_path / "talk.json"
        held(WORDS[0], DESPAIR, command=(*MARIAN, "-o", str(file)))
        done = held(WORDS[1], command=("chat", "--resume", str(file)))
        assert (done.exit_code, done.stdout) == (2, "")
        assert help_text().title in done.stderr
        assert "call for help, not for practice, so it does not go on." in done.stderr
        assert len(kept()) == 1

    def test_where_words_only_lean_that_way_help_is_named_once_and_the_talk_goes_on(self) -> None:
        told = held(only_near(), only_near(), env={"SIMULATOR_COUNTRY": "NZ"}).stdout
        assert told.count(help_text().beside.title) == 1
        assert "1737" in told
        assert "That evening" in told

    def test_where_to_turn_is_said_once_and_the_talk_goes_on(self) -> None:
        card = help_text().not_practice
        told = held("My boss hits me and calls me names every day.", "She hits me.", WORDS[0]).stdout
        assert told.count(card.title) == 1
        assert "That evening" in told


class TestTyped:
    def test_choosing_talking_and_reading(self, tmp_path: Path) -> None:
        with Typing(tmp_path, "chat") as typing:
            typing.type("nobody")
            typing.wait_for("There is no “nobody” here. Type a number from 1 to 13.")
            for nearly in ("mar", "Mariann"):
                typing.type(nearly)
                typing.wait_for("Did you mean Marian?")
            typing.type("3")
            typing.type("")
            typing.type(WORDS[0])
            typing.type("/end")
            assert typing.end() == 0
        third = list(library().personas.values())[2]
        (talk,) = kept()
        assert (talk.persona.id, talk.scenario.id, said_in(talk)) == (third.id, "the-letter", [WORDS[0]])
        assert "That evening" in typing.seen
        first = next(turn for turn in talk.turns[2:] if turn.speaker == "supervisor").text.split()
        assert f"  {' '.join(first[:2])}" in typing.seen
        assert typing.raw.count(" ".join(first[:3])) > 2, "her words come one by one"
        assert "\x1b[" in typing.raw

    def test_interrupting_at_the_prompt_twice_leaves_the_talk_open(self, tmp_path: Path) -> None:
        with Typing(tmp_path, *MARIAN, settings=AT_ONCE) as typing:
            typing.type(WORDS[0])
            typing.wait_for(PROMPT)
            typing.press(INTERRUPT)
            typing.wait_for("All is kept. Ctrl-C again leaves; chat --resume goes on. /end ends the talk.")
            typing.wait_for(PROMPT)
            typing.press(INTERRUPT)
            assert typing.end() == 0
        assert "You stopped here. What was said is kept; `simulator chat --resume` goes on" in " ".join(
            typing.seen.split()
        )
        assert "Traceback" not in typing.seen
        (talk,) = kept()
        assert (talk.ending, said_in(talk)) == (None, [WORDS[0]])

    def test_interrupting_half_a_line_puts_it_back(self, tmp_path: Path) -> None:
        with Typing(tmp_path, *MARIAN, "--no-save", "-o", "talk.json", settings=AT_ONCE) as typing:
            typing.wait_for(PROMPT)
            typing.press("I did not send ")
            typing.wait_for("not send")
            typing.press(INTERRUPT)
            typing.wait_for("Nothing has been said yet. Ctrl-C again leaves; /end ends the talk.")
            typing.wait_for(PROMPT)
            typing.press("the report.\r")
            typing.wait_for(PROMPT)
            typing.press(INTERRUPT)
            typing.wait_for("chat --resume talk.json goes on.")
            typing.type("/end")
            assert typing.end() == 0
        talk = Transcript.model_validate_json((tmp_path / "talk.json").read_text("utf-8"))
        assert said_in(talk) == ["I did not send the report."]

    def test_interrupting_a_reply_stops_it_and_the_talk_goes_on(self, tmp_path: Path) -> None:
        slow = "And then you knew that it would be late, and on which day was that for the first time?"
        with (
            LoopbackModel(["good"], reply=slow, per_token=0.5) as server,
            Typing(tmp_path, *MARIAN, settings=model(server) | {"SIMULATOR_DEADLINE": "60"}) as typing,
        ):
            typing.type(WORDS[0])
            typing.wait_for("And then")
            typing.press(INTERRUPT)
            typing.wait_for("You stopped the reply. This line is from the script:")
            typing.type("/end")
            assert typing.end() == 0
        assert "Traceback" not in typing.seen
        (talk,) = kept()
        session, _ = play(SETTING, WORDS[:1])
        assert [turn.text for turn in talk.turns[:-1]] == [turn.text for turn in session.turns]
        assert talk.ending is Ending.ENDED_BY_USER

    def test_interrupting_a_scripted_reply_shows_the_whole_of_it(self, tmp_path: Path) -> None:
        session, _ = play(SETTING, WORDS[:1])
        first = session.turns[-1].text.split()
        with Typing(tmp_path, *MARIAN, settings={"SIMULATOR_WORDS_PER_SECOND": "1"}) as typing:
            typing.type(WORDS[0])
            typing.wait_for(f"  {first[0]}")
            typing.press(INTERRUPT)
            typing.wait_for("This is the whole of it:")
            typing.wait_for(first[-1])
            typing.type("/end")
            assert typing.end() == 0
        assert [turn.text for turn in kept()[0].turns[:-1]] == [turn.text for turn in session.turns]

    def test_the_end_of_the_input_ends_the_talk(self, tmp_path: Path) -> None:
        with Typing(tmp_path, *MARIAN, settings=AT_ONCE) as typing:
            typing.type(WORDS[0])
            typing.wait_for(PROMPT)
            typing.press(END)
            assert typing.end() == 0
        assert "That evening" in typing.seen
        assert kept()[0].ending is Ending.ENDED_BY_USER

    def test_going_away_before_choosing_begins_nothing(self, tmp_path: Path) -> None:
        for key in (END, INTERRUPT):
            with Typing(tmp_path, "chat") as typing:
                typing.wait_for(PROMPT)
                typing.press(key)
                assert typing.end() == 0
        assert kept() == []

    def test_a_turn_that_is_too_long_can_be_mended(self, tmp_path: Path) -> None:
        with Typing(tmp_path, *MARIAN, settings=AT_ONCE) as typing:
            typing.type("I see. " * 575)
            typing.wait_for("The arrow up brings your words back.")
            typing.type(WORDS[0])
            typing.type("/end")
            assert typing.end() == 0
        assert said_in(kept()[0]) == [WORDS[0]]

    def test_somebody_in_distress_can_write_on_and_go_back_or_leave(self, tmp_path: Path) -> None:
        voice = help_text().voice
        with Typing(tmp_path, *MARIAN, settings=AT_ONCE) as typing:
            typing.type(WORDS[0])
            typing.type(DESPAIR)
            typing.type("I am not in danger.")
            typing.wait_for(voice[0][:40])
            typing.wait_for("findahelpline.com")
            typing.type("/back")
            typing.wait_for("Back before your last words:")
            typing.type(f"/draft {DESPAIR}")
            typing.type("/leave")
            assert typing.end() == 0
        assert help_text().choices.left[:40] in typing.seen
        assert "That evening" not in typing.seen
        assert [said_in(talk) for talk in kept()] == [[WORDS[0]]]
