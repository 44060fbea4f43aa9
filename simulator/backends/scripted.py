"""The offline voice: says the scripted reply. The default, and what tests use."""

from __future__ import annotations

import re
from collections.abc import Generator

from .base import Calls, ReplyRequest

_PIECE = re.compile(r"\s*\S+|\s+")


class ScriptedBackend:
    """Streams ``request.scripted_reply`` word by word.

    ``words_per_second`` paces it for a page; 0 does not wait. Once a turn is stopped, the rest is said at once.
    """

    name = "scripted"
    model: str | None = None

    def __init__(self, words_per_second: float = 0) -> None:
        self._pause = 1 / words_per_second if words_per_second > 0 else 0.0

    def stream(self, request: ReplyRequest) -> Generator[str]:
        """The scripted reply in words, each with the white space before it. Raises nothing."""
        calls = request.calls or Calls()
        for number, piece in enumerate(_PIECE.findall(request.scripted_reply)):
            if self._pause and number:
                calls.sleep(self._pause)
            yield piece
