"""docs/batch.md says what is so: its commands run as they stand there, and it names every column."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.batch.table import ROWS

from .make import PROJECT, errors, rows

PAGE = (PROJECT / "docs/batch.md").read_text("utf-8")


@pytest.mark.timeout(300)
def test_the_example_runs_as_it_stands_there(tmp_path: Path) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 3
    command = tmp_path / "bin" / "simulator"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m simulator "$@"\n')
    command.chmod(0o755)
    path = f"{command.parent}:{Path(sys.executable).parent}:{os.environ['PATH']}"
    subprocess.run(
        ["sh", "-eu", "-c", "\n".join(blocks)],
        cwd=tmp_path,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        check=True,
    )
    (error,) = errors(tmp_path / "scores")
    assert (error["row"], error["where"]) == (4, "turns.jsonl, line 4")
    assert len(rows(tmp_path / "scores")) == 3
    assert len(rows(tmp_path / "talks")) == len(rows(tmp_path / "reports")) == 6


@pytest.mark.parametrize("kind", ["turns", "reports", "talks"])
def test_every_column_is_named(kind: str) -> None:
    told = set(re.findall(r"`([a-z_]+)`", PAGE.partition("## What comes out")[2].partition("## When it stops")[0]))
    columns = {name for known, model in ROWS.items() if known == kind for name in model.model_fields} - {"schema_"}
    assert columns <= told
