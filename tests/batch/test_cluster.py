"""The same bytes from a real Ray cluster of several nodes, one of which is killed in the middle."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bench.many import write_turns

from .make import PROJECT, parts, process, refusal, run, summary, tree, until

#: Ray's own setting for a cluster that nobody outside this machine can see.
LOOPBACK = ("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")


@contextmanager
def cluster(nodes: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A cluster and its address, ended with the block."""
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.batch.cluster", str(nodes)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdin is not None
    assert running.stdout is not None
    try:
        yield running.stdout.readline().strip(), running
    finally:
        running.stdin.close()
        try:
            running.wait(30)
        finally:
            running.kill()
            running.wait()


@pytest.mark.timeout(300)
def test_a_cluster_that_loses_a_node_leaves_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(*LOOPBACK)
    source = write_turns(tmp_path / "turns.jsonl", 480)
    command = ("score", source, "--part-rows", "8")
    summary(run(*command, "--out", tmp_path / "here", "--workers", "1"))
    out = tmp_path / "there"
    with cluster(3) as (address, ray):
        with process(*command, "--out", out, "--engine", "ray", "--address", address) as running:
            until(lambda: parts(out) >= 4 or running.poll() is not None)
            assert ray.stdin is not None
            assert ray.stdout is not None
            ray.stdin.write("kill\n")
            ray.stdin.flush()
            assert ray.stdout.readline() == "killed\n"
            assert parts(out) < 60, "it was killed in the middle"
            _, wrong = running.communicate(timeout=120)
        assert running.returncode == 0, wrong
        assert wrong == ""
    assert tree(out) == tree(tmp_path / "here")


def test_no_cluster_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_turns(tmp_path / "turns.jsonl", 2)
    monkeypatch.setitem(sys.modules, "ray", None)
    said = refusal(run("score", source, "--out", tmp_path / "out", "--engine", "ray"))
    assert said == "simulator: Ray is not installed: pip install ray."
