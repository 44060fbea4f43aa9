"""Every fault of a model server, through the whole app: the turn ends in time, nothing said is lost, and it is said."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from simulator.app import App
from simulator.config import Settings
from simulator.dialogue.engine import Notice, ReplyFinished
from simulator.domain.transcript import SupervisorTurn, UserTurn
from simulator.resources import library
from tests.backends.loopback import REPLY, Behaviour, LoopbackModel
from tests.backends.test_openai_chat import FAULTS, KEY

OWNER = "local"
WORDS = "I did not send the September report, and the planners had old figures."
DEADLINE = 1.0


def app_for(server: LoopbackModel, folder: Path) -> App:
    """The app with this model behind the supervisors."""
    return App(Settings(data_folder=folder, model="loopback", base_url=server.url, api_key=KEY, deadline=DEADLINE))


@pytest.fixture(scope="module", autouse=True)
def _loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The first turn of a process loads the client and the word lists."""
    with LoopbackModel() as server:
        app = app_for(server, tmp_path_factory.mktemp("warm"))
        run = app.start(OWNER, "the-letter", library().scenario("the-letter"), seed=7)
        assert list(app.say(OWNER, run, app.session(OWNER, run), WORDS, "one"))


@pytest.mark.parametrize("behaviour", FAULTS)
def test_a_fault_ends_in_time_is_said_once_and_is_never_scored(behaviour: Behaviour, tmp_path: Path) -> None:
    with LoopbackModel(behaviour) as server:
        app = app_for(server, tmp_path)
        run = app.start(OWNER, "the-letter", library().scenario("the-letter"), seed=7)
        before = time.monotonic()
        events = list(app.say(OWNER, run, app.session(OWNER, run), WORDS, "one"))
        took = time.monotonic() - before
    assert took < DEADLINE + 1
    assert len(server.requests) <= 3
    (notice,) = [event.text for event in events if isinstance(event, Notice)]
    assert notice.endswith("What you said is kept.")
    assert KEY not in notice
    last = events[-1]
    assert isinstance(last, ReplyFinished)
    _, said, reply = app.session(OWNER, run).turns
    assert isinstance(said, UserTurn)
    assert said.text == WORDS
    assert isinstance(reply, SupervisorTurn)
    assert not reply.complete
    assert app.report(app.session(OWNER, run)).trust[-1] == said.trust, "only the user's words moved anything"
    stands = app.let_script_stand(OWNER, run, app.session(OWNER, run))
    assert app.session(OWNER, run) == stands
    assert KEY not in "".join(path.read_bytes().decode("latin-1") for path in tmp_path.iterdir())


def test_a_fault_that_passes_is_never_seen(tmp_path: Path) -> None:
    with LoopbackModel(["500", "429 later", "good"], retry_after="0.05") as server:
        app = app_for(server, tmp_path)
        run = app.start(OWNER, "the-letter", library().scenario("the-letter"), seed=7)
        events = list(app.say(OWNER, run, app.session(OWNER, run), WORDS, "one"))
    assert not [event for event in events if isinstance(event, Notice)]
    assert app.session(OWNER, run).turns[-1].text == REPLY
    assert len(server.requests) == 3
