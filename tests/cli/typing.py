"""Somebody at a terminal: a program on a pseudo terminal that is typed to and watched."""

from __future__ import annotations

import codecs
import os
import pty
import re
import select
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

PROMPT = "› "
INTERRUPT, END = "\x03", "\x04"
PROGRAM = (sys.executable, "-m", "simulator")
PROJECT = Path(__file__).parents[2]
_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|[\r\x01\x02]")


class Typing:
    """``python -m simulator`` with these arguments, or another program, from a folder, until the block is left.

    Attributes:
        raw: everything that came out so far.
    """

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        settings: Mapping[str, str] | None = None,
        program: Sequence[str] = PROGRAM,
    ) -> None:
        command = [*program, *arguments]
        kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
        environment = {**kept, "PYTHONPATH": str(PROJECT), "TERM": "xterm-256color", **(settings or {})}
        self.raw = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._read = 0
        self._pid, self._fd = pty.fork()
        if self._pid == 0:  # the other side of the terminal: from here on it is the program
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # tests that run in the background pass on that they ignore it
            os.chdir(folder)
            os.execve(program[0], command, environment)

    def __enter__(self) -> Typing:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._fd)

    @property
    def seen(self) -> str:
        """What stood on the screen at some time, without colours and movements."""
        return _CONTROLS.sub("", self.raw)

    def wait_for(self, words: str, seconds: float = 20.0) -> None:
        """Until these words come, after what was waited for before."""
        until = time.monotonic() + seconds
        while words not in self.raw[self._read :]:
            assert time.monotonic() < until, f"no {words!r} in {self.raw[self._read :]!r}"
            assert self._more(), f"it ended without {words!r}: {self.raw[self._read :]!r}"
        self._read = self.raw.index(words, self._read) + len(words)

    def type(self, line: str) -> None:
        """A line, once the prompt is there."""
        self.wait_for(PROMPT)
        self.press(f"{line}\r")

    def press(self, keys: str) -> None:
        """Keys as they are, after the moment that the line editor needs to begin listening."""
        time.sleep(0.1)
        os.write(self._fd, keys.encode("utf-8"))

    def end(self) -> int:
        """The exit code, once the program is over."""
        while self._more():
            pass
        _, status = os.waitpid(self._pid, 0)
        self._pid = 0
        return os.waitstatus_to_exitcode(status)

    def _more(self) -> bool:
        ready, _, _ = select.select([self._fd], [], [], 20.0)
        assert ready, f"nothing came for 20 s after {self.raw[-400:]!r}"
        try:
            came = os.read(self._fd, 65_536)
        except OSError:  # how Linux says that nobody is on the other side any more
            return False
        self.raw += self._decoder.decode(came)
        return bool(came)
