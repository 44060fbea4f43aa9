"""What a program of one's own uses: few names, loaded late, described, typed, and examples that run."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import simulator
from simulator import Conversation, load_settings, make_backend
from simulator.backends.base import Backend
from simulator.dialogue.engine import ReplyFinished, ReplyText
from simulator.dialogue.session import as_transcript, play
from simulator.dialogue.stance import Setting
from simulator.domain.conduct import Ending
from simulator.domain.transcript import SupervisorTurn
from simulator.errors import BadText, InputError, UnknownName
from simulator.resources import library
from tests.backends.loopback import LoopbackModel
from tests.test_architecture import loaded_by

PROJECT = Path(__file__).parents[1]
EXAMPLES = sorted((PROJECT / "examples").glob("*.py"))
DOCS = (PROJECT / "docs" / "library.md").read_text("utf-8")
NAMES = [name for name in simulator.__all__ if name != "__version__"]
WORDS = ("I did not send the September report. That was mine.", "", "You have the next one by Thursday at noon.")


def blocks(text: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def code_lines(name: str) -> int:
    return len([line for line in (PROJECT / "examples" / name).read_text("utf-8").splitlines() if line.strip()])


class TestNames:
    def test_they_are_a_dozen(self) -> None:
        assert len(NAMES) == 12
        assert set(simulator.__all__) <= set(dir(simulator))

    def test_importing_does_no_work(self, tmp_path: Path) -> None:
        loaded = loaded_by("import simulator", tmp_path)
        assert loaded & {"pydantic", "yaml", "click", "rich", "openai", "sqlalchemy", "streamlit", "numpy"} == set()

    def test_each_name_comes_alone(self, tmp_path: Path) -> None:
        loaded = loaded_by("from simulator import Conversation, appraise, report", tmp_path)
        assert loaded & {"click", "rich", "openai", "sqlalchemy", "streamlit", "numpy"} == set()

    def test_the_names_of_the_type_checker_are_those_at_run_time(self) -> None:
        tree = ast.parse(Path(simulator.__file__).read_text("utf-8"))
        (typed,) = (node for node in tree.body if isinstance(node, ast.If))
        homes = {
            alias.name: node.module for node in typed.body if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        assert homes == simulator._HOMES
        assert sorted(homes) == sorted(NAMES)

    @pytest.mark.parametrize("name", NAMES)
    def test_each_is_described_and_typed(self, name: str) -> None:
        found = getattr(simulator, name)
        assert inspect.getdoc(found), name
        assert f"| `{name}` |" in DOCS
        parts = vars(found).values() if inspect.isclass(found) else [inspect.unwrap(found)]
        members = [one for one in parts if inspect.isfunction(one)]
        assert members or inspect.isclass(found)
        for member in members:
            signature = inspect.signature(member)
            assert signature.return_annotation is not inspect.Signature.empty, member
            missing = [one.name for one in signature.parameters.values() if one.annotation is one.empty]
            assert missing in ([], ["self"], ["cls"]), member

    def test_what_is_public_in_a_conversation_is_described(self) -> None:
        public = {name for name in vars(Conversation) if not name.startswith("_")} | {"notice"}
        (row,) = (line for line in DOCS.splitlines() if line.startswith("| `Conversation` |"))
        assert public == set(re.findall(r"`(\w+)`", row)) - {"Conversation"}
        assert all(inspect.getdoc(getattr(Conversation, name)) for name in public - {"notice"})

    def test_another_name_is_refused_as_python_does(self) -> None:
        with pytest.raises(AttributeError, match="has no attribute 'Conversations'"):
            simulator.__getattr__("Conversations")

    def test_type_checkers_read_the_package_and_ours_reads_the_examples(self) -> None:
        assert (PROJECT / "simulator" / "py.typed").is_file()
        checked = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["mypy"]
        assert checked["strict"]
        assert "examples" in checked["files"]


class TestExamples:
    @pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
    def test_it_runs(self, path: Path) -> None:
        done = subprocess.run(
            [sys.executable, str(path)],
            cwd=path.parent,
            env={"PATH": "", "PYTHONPATH": str(PROJECT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert len(done.stdout) > 50
        if path.name == "score.py":
            assert json.loads(done.stdout)["persona"] == "clear-expectations"

    def test_the_documents_show_the_files(self) -> None:
        files = {path.read_text("utf-8") for path in EXAMPLES}
        assert set(blocks(DOCS)) == files
        assert set(blocks((PROJECT / "README.md").read_text("utf-8"))) <= files

    def test_they_are_as_short_as_they_look(self) -> None:
        assert code_lines("conversation.py") <= 10
        assert code_lines("score.py") <= 3


class TestConversation:
    def test_it_is_the_same_engine(self) -> None:
        talk = Conversation("mirror", "warehouse", seed=5, difficulty="hard")
        for words in WORDS:
            assert isinstance(talk.say(words), SupervisorTurn)
        session, _ = play(Setting(library().persona("mirror"), library().scenario("warehouse"), 5, "hard"), WORDS)
        assert talk.transcript == as_transcript(session, "scripted")
        assert talk.turns == session.turns
        assert (talk.last_line, talk.trust) == (session.turns[-1].text, session.state.levels.trust / 10)
        assert talk.mood == library().persona("mirror").moods[session.mood]
        assert (talk.ending, talk.notice) == (None, None)
        assert talk.report() == simulator.report(talk.transcript)

    def test_a_supervisor_and_a_situation_of_ones_own(self) -> None:
        persona, scenario = library().persona("teacher"), library().scenario("school")
        own = Conversation(persona.model_copy(update={"id": "mine", "name": "Mine"}), scenario)
        assert own.transcript.persona.name == "Mine"
        assert own.last_line

    def test_leaving_ends_it(self) -> None:
        talk = Conversation("teacher")
        talk.say(WORDS[0])
        assert talk.leave().text == talk.last_line
        assert talk.ending is Ending.ENDED_BY_USER
        with pytest.raises(InputError, match="has ended"):
            talk.say("And one more thing.")
        with pytest.raises(InputError, match="has ended already"):
            talk.leave()

    def test_distress_ends_it_without_an_answer(self) -> None:
        with LoopbackModel("good", reply="I see.") as server:
            talk = Conversation("teacher", backend=speaking(server))
            assert talk.say("I want to die.") is None
            assert server.requests == []
        assert talk.ending is Ending.STOPPED_FOR_HELP
        assert talk.report().suggestions == ()

    @pytest.mark.parametrize("names", [("nobody",), ("teacher", "moon")])
    def test_unknown_names(self, names: tuple[str, ...]) -> None:
        with pytest.raises(UnknownName):
            Conversation(*names)

    def test_words_that_are_too_long_change_nothing(self) -> None:
        talk = Conversation("teacher")
        before = talk.transcript
        with pytest.raises(BadText, match="4,001"):
            talk.say("x" * 4_001)
        assert talk.transcript == before

    def test_events_come_as_they_do_in_the_app(self) -> None:
        talk = Conversation("teacher", seed=2)
        events = list(talk.stream(WORDS[0]))
        replies = [event.text for event in events if isinstance(event, ReplyText)]
        assert replies[-1] == talk.last_line
        assert isinstance(events[-1], ReplyFinished)

    def test_whoever_stops_listening_gets_the_scripted_line(self) -> None:
        whole, broken = Conversation("teacher", seed=2), Conversation("teacher", seed=2)
        whole.say(WORDS[0])
        for event in broken.stream(WORDS[0]):
            if isinstance(event, ReplyText):
                break
        assert broken.transcript == whole.transcript


def speaking(server: LoopbackModel) -> Backend:
    settings = {"SIMULATOR_MODEL": "m", "SIMULATOR_BASE_URL": server.url, "SIMULATOR_DEADLINE": "2"}
    return make_backend(load_settings(settings))


class TestWithAModel:
    def test_it_speaks_and_moves_no_number(self) -> None:
        with LoopbackModel("good", reply="I see. When did you know?") as server:
            talk = Conversation("teacher", seed=2, backend=speaking(server))
            talk.say(WORDS[0])
        scripted = Conversation("teacher", seed=2)
        scripted.say(WORDS[0])
        assert talk.last_line == "I see. When did you know?"
        assert (talk.trust, talk.transcript.model) == (scripted.trust, "m")

    def test_it_fails_and_the_scripted_line_stands_in(self) -> None:
        with LoopbackModel("half", reply="I see. When did you know of it?") as server:
            talk = Conversation("teacher", seed=2, backend=speaking(server))
            answer = talk.say(WORDS[0])
        scripted = Conversation("teacher", seed=2)
        assert answer == scripted.say(WORDS[0])
        assert talk.notice is not None
        assert talk.notice.endswith("What you said is kept.")


def test_a_difficulty_and_a_seed_are_checked_at_once() -> None:
    with pytest.raises(UnknownName, match='no difficulty "fierce"'):
        Conversation("the-letter", difficulty="fierce")  # type: ignore[arg-type]
    with pytest.raises(BadText, match="from 0"):
        Conversation("the-letter", seed=-1)
