"""What the tests of bulk work share: inputs, runs in this process or in one of their own, and what they leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from simulator.cli import main

PROJECT = Path(__file__).parents[2]
USER = "I did not send the September report, and that was mine to send."
DISTRESS = "I don't want to be alive anymore."
GOOD = {"user": USER, "supervisor": "Where is it?", "id": "a"}


def run(*arguments: str | Path) -> Result:
    """``simulator batch …`` in this process."""
    return CliRunner().invoke(main, ["batch", *map(str, arguments)], prog_name="simulator")


def summary(result: Result) -> dict[str, Any]:
    """The document on standard output."""
    assert result.exit_code == 0, (result.stderr, result.exception)
    value: dict[str, Any] = json.loads(result.stdout)
    assert value["schema"] == "batch-summary/1"
    return value


def refusal(result: Result, code: int = 2) -> str:
    """The one line on standard error."""
    assert result.exit_code == code, (result.exit_code, result.output, result.exception)
    assert result.stdout == ""
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("simulator: ")
    return line


def lines(file: Path, rows: Iterable[object]) -> Path:
    """A JSONL file; bytes and texts stand in it as they are."""
    with file.open("wb") as content:
        for row in rows:
            text = row if isinstance(row, str | bytes) else json.dumps(row, ensure_ascii=False)
            content.write((text.encode("utf-8") if isinstance(text, str) else text) + b"\n")
    return file


def rows(out: Path) -> list[dict[str, Any]]:
    """All rows of a run in Parquet, in order."""
    import pyarrow.parquet as pq

    found: list[dict[str, Any]] = pq.read_table(out / "parts").to_pylist()
    return found


def errors(out: Path) -> list[dict[str, Any]]:
    """The rows that could not be used."""
    return [json.loads(line) for line in (out / "errors.jsonl").read_text("utf-8").splitlines()]


def tree(out: Path) -> dict[str, bytes]:
    """Every file of a run but the lock, to be compared byte by byte."""
    files = (file for file in out.rglob("*") if file.is_file() and file.name != "lock")
    return {str(file.relative_to(out)): file.read_bytes() for file in files}


def parts(out: Path) -> int:
    """How many parts are whole."""
    return len(list((out / ".batch").glob("[0-9]*.json")))


@contextmanager
def process(*arguments: str | Path, code: str = "") -> Iterator[subprocess.Popen[str]]:
    """``simulator batch …`` in a process of its own, ended with the block; ``code`` runs in it first."""
    program = f"{code}\nfrom simulator.cli import main\nmain(prog_name='simulator')"
    command = [sys.executable, "-m", "simulator"] if not code else [sys.executable, "-c", program]
    started = subprocess.Popen(
        [*command, "batch", *map(str, arguments)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


def until(what: Any, seconds: float = 200) -> None:
    """Wait until ``what()`` is true."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def children(of: int) -> list[int]:
    """The processes that a process started, and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == of and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def lives(pid: int) -> bool:
    """Whether a process still runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
