"""Runs that are stopped: killed, out of room, without a worker. They go on, nothing is done twice, nothing is lost."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from simulator.batch.engines import Processes, cores
from simulator.batch.job import carry_out, scoring
from simulator.batch.rows import Stretch
from simulator.batch.versions import versions
from simulator.batch.working import work
from simulator.errors import BatchStopped
from tests.bench.many import write_turns

from .make import GOOD, children, errors, lines, lives, parts, process, refusal, rows, run, summary, tree, until

#: In seconds: most of these start several processes, which a busy machine takes its time for.
pytestmark = pytest.mark.timeout(300)
TURNS, A_PART = 400, "5"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Turns with a bad one now and then."""
    file = write_turns(tmp_path_factory.mktemp("in") / "turns.jsonl", TURNS)
    found = file.read_text("utf-8").splitlines()
    return lines(file, ["half" if at % 50 == 7 else line for at, line in enumerate(found)])


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run leaves that nobody disturbed."""
    out = tmp_path_factory.mktemp("whole") / "out"
    summary(run("score", source, "--out", out, "--workers", "1", "--part-rows", A_PART))
    return tree(out)


def test_a_killed_run_goes_on_and_leaves_the_same_bytes(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    command = ("score", source, "--out", tmp_path / "out", "--workers", "2", "--part-rows", A_PART)
    with process(*command) as killed:
        until(lambda: parts(tmp_path / "out") >= 3)
        workers = children(killed.pid)
        killed.kill()
        killed.communicate()
    assert len(workers) >= 2
    until(lambda: not any(map(lives, workers)))
    whole_ones = [
        tmp_path / "out/parts" / f"{file.stem}.parquet" for file in (tmp_path / "out/.batch").glob("[0-9]*.json")
    ]
    done = {file: file.stat().st_mtime_ns for file in whole_ones}
    assert 3 <= len(done) < TURNS / int(A_PART)
    (tmp_path / "out/parts/000079.parquet.new").write_bytes(b"half")
    sums = summary(run(*command))
    assert tree(tmp_path / "out") == whole
    assert {file: file.stat().st_mtime_ns for file in done} == done, "what was done is not done again"
    assert (sums["rows"], sums["errors"]) == (TURNS, 8)
    found = [row["row"] for row in (*rows(tmp_path / "out"), *errors(tmp_path / "out"))]
    assert sorted(found) == list(range(1, TURNS + 1))


def test_a_lost_worker_is_replaced_and_its_rows_are_done(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    with process("score", source, "--out", out, "--workers", "2", "--part-rows", A_PART) as running:
        until(lambda: parts(out) >= 2)
        victim = max(children(running.pid))
        os.kill(victim, signal.SIGKILL)
        said, wrong = running.communicate(timeout=60)
    assert running.returncode == 0, wrong
    assert json.loads(said)["rows"] == TURNS
    assert tree(out) == whole


def test_workers_that_are_lost_again_and_again_end_the_run(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.batch.engines.work", _die)
    job = scoring(source, tmp_path / "out", rows_a_part=100)
    with pytest.raises(BatchStopped, match=r"ended from outside again and again.*turns.jsonl, lines 1 to 100"):
        carry_out(job, Processes(1), lambda _: None)


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


#: Tests that run in the background pass on that they ignore an interrupt; a user at a terminal does not.
LISTENING = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_told_to_end_says_how_it_goes_on(told: signal.Signals, source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with process("score", source, "--out", out, "--workers", "2", "--part-rows", A_PART, code=LISTENING) as running:
        until(lambda: parts(out) >= 1)
        running.send_signal(told)
        said, wrong = running.communicate(timeout=60)
    assert (running.returncode, said) == (1, "")
    assert wrong == "simulator: Stopped. What is done stays: run the same command again to go on.\n"


FULL = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))"


@pytest.mark.parametrize("full", ["at once", "later"])
def test_a_full_disk_is_one_line_and_the_run_goes_on(
    full: str, source: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = ("score", source, "--out", out, "--part-rows", A_PART, "--workers", "1")
    sizes = sorted(len(content) for name, content in whole.items() if name.startswith("parts"))
    limit = 0 if full == "at once" else sizes[-2]
    with process(*command, code=FULL.format(limit)) as running:
        said, wrong = running.communicate(timeout=60)
    assert (running.returncode, said) == (1, "")
    (line,) = wrong.splitlines()
    assert "cannot be written: File too large. What is done stays; make room" in line
    assert not list(out.rglob("*.new"))
    assert bool(parts(out)) == (full == "later")
    summary(run(*command))
    assert tree(out) == whole


def test_a_part_that_is_gone_or_cut_is_made_again(source: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    command = ("score", source, "--out", tmp_path / "out", "--part-rows", "150", "--workers", "1")
    summary(run(*command))
    before = tree(tmp_path / "out")
    (tmp_path / "out/parts/000001.parquet").unlink()
    (tmp_path / "out/parts/000002.parquet").write_bytes(b"PAR1")
    (tmp_path / "out/.batch/000003.json").write_bytes(b"{")
    (tmp_path / "out/summary.json").unlink()
    summary(run(*command))
    assert tree(tmp_path / "out") == before


def test_a_folder_goes_on_with_the_same_command_only(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ("--out", out, "--workers", "1")
    few = lines(tmp_path / "few.jsonl", [GOOD])
    summary(run("score", few, *command))
    assert "begun with another format" in refusal(run("score", few, *command, "--format", "jsonl"))
    assert "another number of rows a part" in refusal(run("score", few, *command, "--part-rows", "7"))
    assert "begun with another kind of work" in refusal(run("play", *command))
    lines(few, [GOOD, GOOD])
    assert "begun with another input" in refusal(run("score", few, *command))
    known = out / ".batch/run.json"
    lines(few, [GOOD])
    held = known.read_text("utf-8")
    known.write_text(held.replace(versions()["rules"], "0" * 12), "utf-8")
    assert "other versions of the program" in refusal(run("score", few, *command))
    known.write_text("{", "utf-8")
    assert "run.json: is damaged" in refusal(run("score", few, *command))


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    few = lines(tmp_path / "few.jsonl", [GOOD])
    other = tmp_path / "out"
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    assert "is not empty and holds no run" in refusal(run("score", few, "--out", other))
    assert "holds no run" in refusal(run("score", few, "--out", few))
    assert [file.name for file in other.iterdir()] == ["thesis.txt"]


def test_two_processes_never_work_on_one_run(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ("score", source, "--out", out, "--workers", "1", "--part-rows", A_PART)
    with process(*command):
        until(lambda: parts(out) >= 1)
        assert "another process works on this run" in refusal(run(*command))


def test_a_worker_of_another_version_refuses(source: Path, tmp_path: Path) -> None:
    job = scoring(source, tmp_path / "out")
    stretch: Stretch = next(job.stretches())
    other = type(job.task)("turns", "parquet", {**job.task.versions, "lexicon": "0" * 12})
    assert "lexicon" in str(work(other, stretch).stopped)
    assert work(job.task, stretch).stopped is None


def test_every_core_that_may_be_used_is() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)
