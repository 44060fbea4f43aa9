"""What a voice behind the supervisors is: it takes one request and streams one reply."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, Protocol


@dataclass(frozen=True)
class Message:
    """One message of the conversation as a model is shown it."""

    role: Literal["system", "user", "assistant"]
    content: str


class Calls:
    """What one turn may still ask of a model; shared by the first request and its repair, and by whoever may stop it.

    Attributes:
        left: upstream calls.
        until: on the clock of ``time.monotonic``, once the first call has set it.
        waiting: is told why and for how many seconds there is a wait before another call.
        context_tokens: about how long the prompt may be.
    """

    def __init__(
        self, left: int = 3, waiting: Callable[[str, float], None] | None = None, context_tokens: int = 6000
    ) -> None:
        self.left = left
        self.context_tokens = context_tokens
        self.until: float | None = None
        self.waiting = waiting
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._ends: list[Callable[[], None]] = []

    @property
    def stopped(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End the call that is under way, from any thread, and let none follow."""
        with self._lock:
            self._stopped.set()
            ends, self._ends = self._ends, []
        for end in ends:
            end()

    def when_stopped(self, end: Callable[[], None]) -> None:
        """Do ``end`` once this is stopped; at once where it is already."""
        with self._lock:
            if not self.stopped:
                self._ends.append(end)
                return
        end()

    def sleep(self, seconds: float) -> None:
        """Wait so long, or until it is stopped."""
        self._stopped.wait(seconds)


@dataclass(frozen=True)
class Shape:
    """The JSON that is wanted instead of speech: a name for it, and its JSON Schema."""

    name: str
    schema: Mapping[str, Any]


@dataclass(frozen=True)
class ReplyRequest:
    """All that a backend may know of a turn.

    Attributes:
        messages: what a model is shown, oldest first; the last is the user's.
        scripted_reply: what she says where no model speaks.
        seed: passed on to models that take one.
        max_tokens: the longest reply, in the model's own tokens.
        deadline: seconds that the whole reply may take, where the caller has fewer left than the backend allows.
        calls: how often a model may still be asked in this turn; None leaves it to the backend.
        temperature: 0 to 2, where the caller needs another than the backend's own.
        shape: the JSON that the reply has to be; None for speech.
    """

    messages: tuple[Message, ...]
    scripted_reply: str
    seed: int
    max_tokens: int = 160
    deadline: float | None = None
    calls: Calls | None = None
    temperature: float | None = None
    shape: Shape | None = None


class Backend(Protocol):
    """A voice. ``name`` stands in transcripts; ``model`` is the model's name, or None."""

    @property
    def name(self) -> str:
        """What the transcript calls this backend."""
        ...

    @property
    def model(self) -> str | None:
        """The model that speaks, or None."""
        ...

    def stream(self, request: ReplyRequest) -> Iterator[str]:
        """The reply in pieces, none empty; their join is the whole reply. Closing the iterator frees the model.

        Raises:
            BackendError: one of its branches, before or between pieces.
        """
        ...


@contextmanager
def closed(pieces: Iterator[object]) -> Iterator[None]:
    """Close ``pieces`` at the end of the block, where they can be closed: a model stops generating then."""
    try:
        yield
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()


def whole(backend: Backend, request: ReplyRequest) -> str:
    """The whole reply: the join of its pieces.

    Raises:
        BackendError: as ``stream`` does; what had come by then is lost.
    """
    return "".join(backend.stream(request))
