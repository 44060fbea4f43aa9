"""Work with a model on a thread of its own, so that the page stays able to stop it while the model is silent."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from typing import Generic, TypeVar

from ..backends.base import Calls
from ..dialogue.engine import Waiting

_TICK = 0.2
#: Seconds that work which was stopped has to save what came of it.
_TO_END = 5.0
Event = TypeVar("Event")


class Background(Generic[Event]):
    """Runs one piece of work, a turn or a reading, to its end, whatever becomes of the page.

    A page's script can only be interrupted where it draws something. ``events`` gives it the chance every fifth of a
    second; once it goes away, the model is let go and what had come is saved. The page's next script may run before
    that is done: it calls ``end`` first.
    """

    def __init__(self, work: Callable[[Calls], Iterator[Event]], calls: Calls) -> None:
        """
        Args:
            work: makes its events, with these calls.
            calls: what may be asked of the model; ``waiting`` is set here.
        """
        calls.waiting = lambda why, seconds: self._queue.put(Waiting(why, seconds))
        self._calls = calls
        self._queue: queue.SimpleQueue[Event | Waiting | BaseException | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)

    def _run(self, work: Callable[[Calls], Iterator[Event]]) -> None:
        try:
            for event in work(self._calls):
                self._queue.put(event)
        except BaseException as error:  # noqa: BLE001  it is raised again where the events are read
            self._queue.put(error)
        else:
            self._queue.put(None)

    def end(self) -> None:
        """Stop the work where it is still under way, and return when it is saved."""
        if self._thread.is_alive():
            self._calls.stop()
            self._thread.join(_TO_END)

    def events(self) -> Generator[Event | Waiting | None]:
        """Begin. The events as they come; None where nothing has happened for a while.

        Raises:
            SimulatorError: as the work does.
        """
        self._thread.start()
        try:
            while True:
                try:
                    event = self._queue.get(timeout=_TICK)
                except queue.Empty:
                    yield None
                    continue
                if event is None:
                    return
                if isinstance(event, BaseException):
                    raise event
                yield event
        finally:
            self.end()
