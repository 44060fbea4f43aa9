"""What the documents tell a person to type works, from the first block of a page to its last."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .blocks import READ, ROOT, RUN, Block, blocks, documents
from .warm import programs

_SECONDS = 60.0
_COMMANDS = {"sh": ["/bin/sh", "-eu", "-c"], "python": ["python", "-c"]}


@pytest.fixture(scope="module")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the programs that the blocks call."""
    with programs(tmp_path_factory.mktemp("warm")) as folder:
        yield folder


def run(block: Block, folder: Path, callers: Path) -> subprocess.CompletedProcess[str]:
    """Run a block in a folder as somebody would who has nothing set."""
    data = folder / "data"
    data.mkdir(exist_ok=True)
    path = os.pathsep.join((str(callers), "/usr/bin", "/bin"))
    environment = {
        "PATH": path,
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),  # for the processes that a command starts
        "SIMULATOR_DATA_FOLDER": str(data),
    }
    program, *words = _COMMANDS[block.language]
    return subprocess.run(
        [shutil.which(program, path=path) or program, *words, block.body],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


_RUNNING = [
    path
    for path in documents()
    if any(one.language in RUN and not one.reason for one in blocks(path.read_text("utf-8")))
]


@pytest.mark.parametrize("path", documents(), ids=_named)
def test_every_block_says_what_it_is(path: Path) -> None:
    for block in blocks(path.read_text("utf-8")):
        assert block.language in (*RUN, *READ), f"{_named(path)}, line {block.line}: {block.language or 'no language'}"


@pytest.mark.parametrize("path", _RUNNING, ids=_named)
def test_the_blocks_of_a_page_run_one_after_another(path: Path, tmp_path: Path, callers: Path) -> None:
    for block in blocks(path.read_text("utf-8")):
        if block.language in RUN and not block.reason:
            done = run(block, tmp_path, callers)
            where = f"{_named(path)}, line {block.line}"
            assert done.returncode == 0, f"{where} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
            assert "Traceback" not in done.stderr, f"{where}\n{done.stderr}"


def test_a_page_that_tells_nothing_to_run_is_none_that_is_run() -> None:
    assert {"README.md", "docs/terminal.md", "docs/exports.md"} <= {_named(path) for path in _RUNNING}


def test_a_block_without_a_reason_is_run_and_one_that_fails_is_told(tmp_path: Path, callers: Path) -> None:
    written = "<!-- not-run: it waits -->\n```sh\nsleep 9\n```\n\n  ```sh\n  false\n  ```\n```\nplain\n```\n"
    waits, fails, plain = blocks(written)
    assert (waits.reason, fails.reason, fails.body) == ("it waits", "", "false\n")
    assert plain.language not in (*RUN, *READ)
    assert run(fails, tmp_path, callers).returncode == 1
