"""What a voice behind the supervisors is: it takes one request and streams one reply."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True)
class Message:
    """One message of the conversation as a model is shown it."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass
class Calls:
    """What one turn may still ask of a model; shared by the first request and its repair.

    Attributes:
        left: upstream calls.
        until: on the clock of ``time.monotonic``, once the first call has set it.
    """

    left: int = 3
    until: float | None = None


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
    """

    messages: tuple[Message, ...]
    scripted_reply: str
    seed: int
    max_tokens: int = 160
    deadline: float | None = None
    calls: Calls | None = None


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
def closed(pieces: Iterator[str]) -> Iterator[None]:
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
