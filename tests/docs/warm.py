"""The command and Python, loaded once and forked for each block: a page of commands takes seconds and not a minute.

``python -m tests.docs.warm SOCKET`` waits for callers. A caller hands over its arguments, folder, environment and its
three streams; a fork of this process is then what the caller would have started, and answers with its exit code.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .blocks import ROOT

_STARTS_WITHIN = 60.0
_STREAMS = ((0, "r"), (1, "w"), (2, "w"))
#: Stands on the path of a block under the name of a program; needs nothing but the interpreter itself.
_CALLER = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as wire:
    wire.connect({address!r})
    call = {{"program": {program!r}, "words": sys.argv[1:], "folder": os.getcwd(), "environment": dict(os.environ)}}
    socket.send_fds(wire, [json.dumps(call).encode() + b"\\n"], [0, 1, 2])
    answer = wire.recv(8)
sys.exit(int(answer or 70))
"""


@contextmanager
def programs(folder: Path) -> Iterator[Path]:
    """A folder with ``simulator`` and ``python`` in it, for the length of the block."""
    address, callers = folder / "warm", folder / "bin"
    callers.mkdir()
    for program in ("simulator", "python"):
        file = callers / program
        file.write_text(_CALLER.format(python=sys.executable, address=str(address), program=program), "utf-8")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
    process = subprocess.Popen([sys.executable, "-m", "tests.docs.warm", str(address)], cwd=ROOT)
    try:
        until = time.monotonic() + _STARTS_WITHIN
        while not address.exists():
            assert process.poll() is None, "what runs the blocks ended before it was up"
            assert time.monotonic() < until, "what runs the blocks was not up in time"
            time.sleep(0.05)
        yield callers
    finally:
        process.terminate()
        process.wait(20)


def _serve(address: str) -> None:
    _load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks: they answer themselves
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(f"{address}.new")
        door.listen()
        Path(f"{address}.new").rename(address)
        while True:
            wire, _ = door.accept()
            if os.fork() == 0:
                door.close()
                _be(wire)
            wire.close()


def _load() -> None:
    """Do once what most commands do, so that all they load is loaded."""
    from click.testing import CliRunner

    from simulator.cli import main

    runner = CliRunner(catch_exceptions=False)
    with runner.isolated_filesystem():
        Path("turns.txt").write_text("I did not send the report. You have it by Friday at noon.\n", "utf-8")
        Path("talk.json").write_text(
            runner.invoke(main, ["play", "--persona", "the-letter", "--turns", "turns.txt"]).stdout, "utf-8"
        )
        for words in (
            "score talk.json --pretty",
            "panel talk.json --pretty",
            "export talk.json --format pdf -o talk.pdf",
        ):
            assert runner.invoke(main, words.split()).exit_code == 0, words


def _be(wire: socket.socket) -> None:
    """Be what was called, to its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    text, streams, _, _ = socket.recv_fds(wire, 1 << 16, 3)
    while not text.endswith(b"\n"):
        text += wire.recv(1 << 16)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(number, mode, encoding="utf-8") for number, mode in _STREAMS)
    call = json.loads(text)
    os.chdir(call["folder"])
    os.environ.clear()
    os.environ.update(call["environment"])
    code = _ended(call["program"], call["words"])
    sys.stdout.flush()
    sys.stderr.flush()
    wire.sendall(str(code).encode())
    os._exit(code)


def _ended(program: str, words: list[str]) -> int:
    """The exit code of a program."""
    try:
        if program == "simulator":
            from simulator.cli import main

            main(words, prog_name=program)
        else:
            assert words[0] in ("-c", "-"), "Python is asked for with words of its own or with its standard input"
            code = words[1] if words[0] == "-c" else sys.stdin.read()
            sys.argv = [words[0], *words[2:]]
            exec(compile(code, "<block>", "exec"), {"__name__": "__main__"})
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:  # noqa: BLE001  an interpreter of its own would end here, too
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    _serve(sys.argv[1])
