"""A deadline that also ends a read which is under way."""

from __future__ import annotations

import contextlib
import math
import socket
import threading
import time
from collections.abc import Mapping
from typing import Any


class Watch:
    """From ``start`` on, at most ``seconds`` pass before the connection that it holds is shut.

    A read time-out alone does not bound a turn: it starts anew with every byte, and keep-alive comments are bytes.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = math.inf
        self._changed = threading.Condition()
        self._socket: socket.socket | None = None
        self._over = False

    @property
    def left(self) -> float:
        """Seconds to the deadline, never negative; endless before ``start``."""
        return max(0.0, self._until - time.monotonic())

    @property
    def expired(self) -> bool:
        """Whether the deadline has passed."""
        return self.left == 0.0

    def start(self) -> None:
        """The time begins now."""
        self._until = min(self._until, time.monotonic() + self._seconds)
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        with self._changed:
            while not (self._over or self.expired):
                self._changed.wait(self.left)
            self._shut()

    def shorten(self, seconds: float) -> None:
        """Allow at most ``seconds`` from now."""
        with self._changed:
            self._until = min(self._until, time.monotonic() + seconds)
            self._changed.notify()

    def stop(self) -> None:
        """Let the connection be; it may serve another turn."""
        with self._changed:
            self._over, self._socket = True, None
            self._changed.notify()

    def hold(self, network_stream: Any) -> None:
        """Take charge of a connection as the HTTP client describes it; one without a socket is left alone."""
        found = network_stream.get_extra_info("socket") if network_stream is not None else None
        if isinstance(found, socket.socket):
            with self._changed:
                self._socket = None if self._over else found
        if self.expired:
            self._shut()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """The HTTP client's ``trace`` extension: a new connection is held before its first answer comes."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self.hold(info.get("return_value"))

    def _shut(self) -> None:
        with self._changed:
            if self._socket is not None:
                # The peer may have gone first. A TLS socket's own shutdown would pull its state away from the reader.
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
