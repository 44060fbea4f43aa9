"""Two windows that send at once: one turn comes of it, and no error but that the talk went on elsewhere."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from simulator.app import App
from simulator.domain.transcript import UserTurn
from simulator.errors import SimulatorError, Stale

from .places import OWNER, WORDS, Place, Row, row

_ROOT = Path(__file__).parents[2]


def said(app: App, run: str, turn_id: str, wait: Callable[[], object] = bool) -> str:
    """What a window's sending comes to: ``turn``, ``same`` for one that is there already, ``Stale``, or the error.

    The window shows the talk as it is now, and sends when ``wait`` returns.
    """
    session = app.session(OWNER, run)
    wait()
    try:
        return "turn" if list(app.say(OWNER, run, session, WORDS, turn_id)) else "same"
    except Stale:
        return "Stale"
    except SimulatorError as error:
        return str(error)


def begun(app: App) -> str:
    """A new talk."""
    return app.start(OWNER, "the-letter", app.library.scenario("the-letter"), seed=7)


def _verdict(app: App, run: str, got: list[str], wanted: list[str]) -> str:
    turns = app.session(OWNER, run).turns
    count = sum(isinstance(turn, UserTurn) for turn in turns)
    if count != 1 or len(turns) != 3:
        return f"{count} user turns, {len(turns)} turns"
    return "" if sorted(got) == wanted else f"got {sorted(got)}"


def threads(place: Place, number: int, *, same: bool) -> Row:
    """Two tabs of one server (a double click where the turn is the ``same``), then a retry with the same id."""
    first, second = place.app(), place.app()
    results = []
    with ThreadPoolExecutor(2) as pool:
        for _ in range(number):
            run = begun(first)
            gate = threading.Barrier(2, timeout=30)
            ids = ("one", "one" if same else "other")
            windows = [
                pool.submit(said, app, run, turn, gate.wait) for app, turn in zip((first, second), ids, strict=True)
            ]
            got = [window.result(60) for window in windows]
            result = _verdict(first, run, got, ["same", "turn"] if same else ["Stale", "turn"])
            kept = ids[got.index("turn")] if "turn" in got else ids[0]
            if not result and said(second, run, kept) != "same":
                result = "a retry was taken for a new turn"
            results.append(result)
    for app in (first, second):
        app.store.close()
    return row("Double click or retry is one turn" if same else "Two tabs at once: one turn", results)


def processes(place: Place, number: int) -> Row:
    """Two programs over one database, which send the same turn and two turns by turns."""
    app = place.app()
    app.store.list(OWNER)
    results = []
    with _window(place) as one, _window(place) as other:
        for count in range(number):
            run, same = begun(app), count % 2 == 0
            for window, turn in ((one, "one"), (other, "one" if same else "other")):
                window.tell(f"{run} {turn}")
            assert [window.hear() for window in (one, other)] == ["ready"] * 2
            for window in (one, other):
                window.tell("go")
            got = [window.hear() for window in (one, other)]
            results.append(_verdict(app, run, got, ["same", "turn"] if same else ["Stale", "turn"]))
    app.store.close()
    return row("Two programs at once: one turn", results)


class _Window:
    """A program that sends when it is told to; see ``window.py``."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        assert program.stdin is not None
        assert program.stdout is not None
        self._into, self._out = program.stdin, program.stdout

    def tell(self, line: str) -> None:
        self._into.write(line + "\n")
        self._into.flush()

    def hear(self) -> str:
        return self._out.readline().strip()


@contextmanager
def _window(place: Place) -> Iterator[_Window]:
    command = [sys.executable, "-m", "tests.soak.window", place.url, str(place.folder)]
    with subprocess.Popen(command, cwd=_ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        yield _Window(program)
