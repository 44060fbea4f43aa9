"""Where a conversation is typed and shown: a terminal, or lines from elsewhere and plain text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
        if self.live:
            with suppress(ImportError):  # Windows has none; its own console edits lines
                import readline  # noqa: F401  being imported, it lets input() edit a line

    def print(self, *parts: RenderableType) -> None:
        """Something to see, or an empty line."""
        self._console.print(*parts or ("",), sep="\n")

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

    def yours(self, words: str) -> None:
        """The user's words, where they do not stand there as typed."""
        said = exact(words) if words.strip() else Text("You say nothing.", style=QUIET)
        if not self.live:
            self._console.print()
            self._console.print(exact("You", "bold"))
        if not self.live or not words.strip():
            self._console.print(Padding(said, _INDENT))

    def ask(self, prompt: str) -> str | None:
        """What a person types after a prompt; None where the input ends."""
        try:
            return input(f"{self._bold(prompt)} › ")
        except EOFError:
            self._console.print()
            return None

    def refuse(self, error: BadText) -> None:
        """Say what is wrong with the last line.

        Raises:
            BadText: nobody sits there who could mend it.
        """
        if not self.live:
            raise BadText(f"Line {self._number}: {error}") from error
        self.warn(f"{error} The arrow up brings your words back.")

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
