"""Playing in bulk: what `simulator play` does, for every combination, with the script or a model that may fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from simulator.cli import main
from simulator.domain.transcript import Transcript
from simulator.resources import library
from tests.backends.loopback import Behaviour, LoopbackModel
from tests.debrief.answering import KEY

from .make import DISTRESS, USER, errors, lines, refusal, rows, run, summary, tree

WORDS = (USER, "The planners had old figures because of me.", "You have the next one by noon on Thursday.")


def play(out: Path, *more: str | Path) -> dict[str, Any]:
    return summary(run("play", "--out", out, "--workers", "1", *more))


@pytest.fixture
def turns(tmp_path: Path) -> Path:
    return lines(tmp_path / "mine.txt", WORDS)


def test_a_talk_is_what_play_prints(turns: Path, tmp_path: Path) -> None:
    personas = ("own-it", "teacher")
    chosen = [word for one in personas for word in ("--persona", one)]
    told = play(tmp_path / "out", *chosen, "--turns", turns, "--seeds", "2", "--difficulty", "hard")
    made = rows(tmp_path / "out")
    assert (told["kind"], told["written"]) == ("talks", 4)
    assert [(row["persona"], row["seed"]) for row in made] == [(one, seed) for one in personas for seed in (0, 1)]
    for row in made:
        setting = ("--persona", row["persona"], "--seed", str(row["seed"]), "--difficulty", "hard")
        alone = CliRunner().invoke(main, ["play", *setting, "--turns", str(turns)])
        assert json.loads(row["transcript"]) == json.loads(alone.stdout)
        talk = Transcript.model_validate_json(row["transcript"])
        assert row["trust"] == [talk.start_trust, *(turn.trust for turn in talk.user_turns)]
        assert (row["trust_end"], row["patience_end"]) == (talk.user_turns[-1].trust, talk.user_turns[-1].patience)
        assert row["id"] == f"{row['persona']}/mine/1/the-letter/hard/scripted/{row['seed']}"


def test_everybody_is_played_by_default_and_owning_it_wins_most(tmp_path: Path) -> None:
    told = play(tmp_path / "out", "--persona", "own-it", "--employee", "owns it", "--employee", "attacks")
    assert told["rows"] == 6
    change = {name: figure["mean"] for name, figure in told["groups"]["employee"].items()}
    assert change["owns it"] > 0 > change["attacks"]
    assert {row["voice"] for row in rows(tmp_path / "out")} == {1, 2, 3}


def test_the_talks_can_be_scored_as_they_lie_there(turns: Path, tmp_path: Path) -> None:
    play(tmp_path / "talks", "--turns", turns)
    told = summary(run("score", tmp_path / "talks/parts", "--out", tmp_path / "scores", "--workers", "1"))
    assert told["written"] == len(library().personas)
    played, scored = rows(tmp_path / "talks"), rows(tmp_path / "scores")
    assert [(row["id"], row["trust_end"], row["overall"]) for row in scored] == [
        (row["id"], row["trust_end"], row["overall"]) for row in played
    ]


def test_words_of_distress_end_a_talk_in_help_and_are_counted_apart(tmp_path: Path) -> None:
    file = lines(tmp_path / "mine.txt", [USER, DISTRESS, "more"])
    told = play(tmp_path / "out", "--persona", "own-it", "--turns", file)
    (row,) = rows(tmp_path / "out")
    assert (row["distress"], row["ending"], row["unused_turns"]) == (True, "stopped_for_help", 1)
    assert (told["distress"], told["endings"], told["figures"], told["groups"]) == (1, {"stopped_for_help": 1}, {}, {})


def test_two_processes_play_the_same_as_one(turns: Path, tmp_path: Path) -> None:
    command = ("play", "--turns", turns, "--part-rows", "4")
    summary(run(*command, "--out", tmp_path / "one", "--workers", "1"))
    summary(run(*command, "--out", tmp_path / "two", "--workers", "2"))
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--persona", "nobody", 'no persona "nobody"'),
        ("--scenario", "nowhere", 'no scenario "nowhere"'),
        ("--employee", "nobody", 'no kind of employee "nobody"; choose one of: owns it,'),
        ("--turns", "nowhere.txt", "nowhere.txt: cannot be read"),
        ("--employees", "nowhere.yaml", "nowhere.yaml: cannot be read"),
        ("--model", "some-model", "A model is set but no key"),
        ("--seeds", "0", "--seeds"),
    ],
)
def test_what_cannot_be_played_is_one_sentence(option: str, value: str, says: str, tmp_path: Path) -> None:
    assert says in refusal(run("play", "--out", tmp_path / "out", option, value))
    assert not (tmp_path / "out").exists()


def test_other_words_are_another_run(turns: Path, tmp_path: Path) -> None:
    play(tmp_path / "out", "--persona", "own-it", "--turns", turns)
    lines(turns, [*WORDS, "And one more."])
    command = ("play", "--out", tmp_path / "out", "--persona", "own-it", "--turns", turns)
    assert "begun with other talks to play" in refusal(run(*command))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackModel]:
    """A model server that behaves until it is told not to."""
    with LoopbackModel("good") as running:
        monkeypatch.setenv("SIMULATOR_BASE_URL", running.url)
        monkeypatch.setenv("SIMULATOR_API_KEY", KEY)
        monkeypatch.setenv("SIMULATOR_DEADLINE", "2")
        yield running


def talks(turns: Path, out: Path, seeds: int = 4) -> tuple[str | Path, ...]:
    chosen = ("--persona", "own-it", "--turns", turns, "--model", "loopback", "--seeds", str(seeds))
    return ("play", "--out", out, *chosen, "--workers", "1")


def test_a_model_speaks_beside_the_script(server: LoopbackModel, turns: Path, tmp_path: Path) -> None:
    several = ("--workers", "2", "--part-rows", "1")
    told = summary(run(*talks(turns, tmp_path / "out", 1), "--model", "scripted", *several))
    spoken, scripted = rows(tmp_path / "out")
    assert sorted(told["groups"]["model"]) == ["loopback", "scripted"]
    assert (spoken["model"], scripted["model"]) == ("loopback", "scripted")
    assert spoken["trust"] == scripted["trust"], "no score depends on what a model says"
    assert json.loads(spoken["transcript"])["model"] == "loopback"
    assert len(server.requests) >= len(WORDS)
    assert KEY.encode() not in b"".join(tree(tmp_path / "out").values())


@pytest.mark.parametrize("fault", ["dropped", "500"])
def test_a_model_that_fails_once_costs_nothing(
    fault: Behaviour, server: LoopbackModel, turns: Path, tmp_path: Path
) -> None:
    server.behaviours = ["good", fault, "good"]
    told = summary(run(*talks(turns, tmp_path / "out", 2)))
    assert (told["written"], told["errors"]) == (2, 0)
    for row in rows(tmp_path / "out"):
        assert all(turn.get("complete", True) for turn in json.loads(row["transcript"])["turns"])


def test_a_talk_that_the_model_never_ends_is_an_error_and_no_talk(
    server: LoopbackModel, turns: Path, tmp_path: Path
) -> None:
    server.behaviours = ["good", "good", "good", "good", "dropped", "dropped", "good"]
    told = summary(run(*talks(turns, tmp_path / "out")))
    assert (told["written"], told["errors"]) == (3, 1)
    (error,) = errors(tmp_path / "out")
    assert error["what"] == "The connection to the model server was lost in the middle of the reply."
    assert error["where"].endswith("(own-it/mine/1/the-letter/normal/loopback/1)")
    assert error["row"] not in [row["row"] for row in rows(tmp_path / "out")]


def test_a_model_that_is_gone_stops_the_run_and_nothing_is_recorded(
    server: LoopbackModel, turns: Path, tmp_path: Path
) -> None:
    server.behaviours = ["401"]
    said = refusal(run(*talks(turns, tmp_path / "out")), code=1)
    assert "does not accept the key" in said
    assert "What is done stays" in said
    assert KEY not in said
    assert not list((tmp_path / "out/parts").iterdir())
    server.behaviours = ["good"]
    assert summary(run(*talks(turns, tmp_path / "out")))["written"] == 4
