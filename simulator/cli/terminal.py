"""Where a conversation is typed and shown: a terminal, or lines from elsewhere and plain text."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import UnsupportedOperation
from types import ModuleType
from typing import Protocol

from rich.console import RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.spinner import Spinner
from rich.text import Text

from ..drawing import HERS, NOTED, QUIET, console_for_people, exact, joined
from ..errors import BadText
from ..inputs import stdin_lines

_INDENT = (0, 0, 0, 2)
_SILENCE = Text("You say nothing.", style=QUIET)


class Reply(Protocol):
    """The place where her words appear."""

    def show(self, words: str) -> None:
        """Her words so far, in place of what stood there."""

    def wait(self, why: str) -> None:
        """Why there are no words yet."""


class Terminal:
    """Reads lines and prints what it is given.

    Attributes:
        live: a person sits there, who can be asked and sees words come one by one.
    """

    def __init__(self) -> None:
        self._console = console_for_people()
        self.live = sys.stdin.isatty() and sys.stdout.isatty()
        self._lines = stdin_lines()
        self._number = 0
        self._editor: ModuleType | None = None
        if self.live:
            self._editor = _line_editor()

    def print(self, *parts: RenderableType) -> None:
        """Something to see, or an empty line."""
        self._console.print(*parts or ("",), sep="\n")

    @property
    def width(self) -> int:
        """In cells."""
        return self._console.width

    def note(self, words: str) -> None:
        """A quiet sentence of the program's own."""
        self._console.print(exact(words, QUIET))

    def warn(self, words: str) -> None:
        """A sentence of the program's own that should not be overlooked."""
        self._console.print(exact(words, NOTED))

    def hers(self, name: str, mood: str) -> None:
        """Who speaks now, and how she looks."""
        self._console.print()
        self._console.print(joined(exact(name, f"bold {HERS}"), exact(f"  {mood}", f"italic {QUIET}")))

    def read(self) -> str | None:
        """The user's next line, None after the last one.

        Raises:
            BadText: it is not UTF-8.
        """
        if self.live:
            self._console.print()
            return self.ask("You")
        line = next(self._lines, None)
        self._number += 1
        return None if line is None else line.rstrip("\r\n")

    def unread(self) -> int:
        """How many more lines have come from elsewhere. Whoever may still send some is not waited for."""
        if sys.stdin.isatty():
            return 0
        with _at_once():
            return sum(1 for _ in sys.stdin.buffer)

    def yours(self, words: str) -> None:
        """The user's words, where they do not stand there as typed."""
        if not self.live:
            self.said(words)
        elif not words.strip():
            self.indented(_SILENCE)

    def said(self, words: str) -> None:
        """The user's words, whether typed here or not."""
        self._console.print()
        self._console.print(exact("You", "bold"))
        self.indented(exact(words) if words.strip() else _SILENCE)

    def indented(self, words: Text) -> None:
        """What somebody says."""
        self._console.print(Padding(words, _INDENT))

    def ask(self, prompt: str) -> str | None:
        """What a person types after a prompt; None where the input ends. Interrupted, it stands there next time."""
        try:
            return input(f"{self._bold(prompt)} › ")
        except EOFError:
            self._console.print()
            return None
        except KeyboardInterrupt:
            if self._editor is not None:
                self._editor.set_startup_hook(partial(self._put_back, self._editor, self._editor.get_line_buffer()))
            raise

    @staticmethod
    def _put_back(editor: ModuleType, words: str) -> None:
        editor.insert_text(words)
        editor.set_startup_hook()

    def refuse(self, error: BadText) -> None:
        """Say to a person what is wrong with the last line."""
        self.warn(f"{error} The arrow up brings your words back.")

    def on_its_line(self, error: BadText) -> BadText:
        """The same refusal with the number of the last line, for lines from elsewhere."""
        return BadText(f"Line {self._number}: {error}")

    @contextmanager
    def reply(self) -> Iterator[Reply]:
        """A place for her words; what stands in it at the end stays."""
        if not self.live:
            whole = _Whole()
            yield whole
            self._console.print(Padding(exact(whole.words), _INDENT))
            return
        with Live(Padding(Spinner("dots", style=QUIET), _INDENT), console=self._console) as live:
            yield _WordByWord(live)

    def _bold(self, prompt: str) -> str:
        """The marks tell the line editor that these letters take no room."""
        return f"\001\033[1m\002{prompt}\001\033[0m\002" if self._console.color_system else prompt


@contextmanager
def _at_once() -> Iterator[None]:
    """Standard input gives what it has and does not wait for more. Whoever shares it gets it back as it was."""
    try:
        number = sys.stdin.fileno()
    except UnsupportedOperation:  # what stands in for it inside a program has an end anyway
        yield
        return
    if sys.platform == "win32":  # a pipe cannot be told there
        yield
        return
    before = os.get_blocking(number)
    os.set_blocking(number, False)
    try:
        yield
    finally:
        os.set_blocking(number, before)


def _line_editor() -> ModuleType | None:
    """What lets ``input()`` edit a line; Windows has none, its own console does it."""
    try:
        import readline
    except ImportError:
        return None
    return readline


class _Whole:
    """Her words in a pipe, where nothing that is printed can be taken back."""

    def __init__(self) -> None:
        self.words = ""

    def show(self, words: str) -> None:
        self.words = words

    def wait(self, why: str) -> None:
        """Nobody sees it."""


class _WordByWord:
    """Her words on a terminal."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def show(self, words: str) -> None:
        self._live.update(Padding(exact(words), _INDENT), refresh=True)

    def wait(self, why: str) -> None:
        self._live.update(Padding(Spinner("dots", exact(why, QUIET), style=QUIET), _INDENT), refresh=True)
