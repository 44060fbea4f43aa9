"""Asking again, before the first word only: a wrapper round any backend."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace

import tenacity

from ..errors import BackendBusy
from .base import Backend, Calls, ReplyRequest, closed

_LONGEST_WAIT = 5.0


@dataclass(frozen=True)
class Patience:
    """How ``Retrying`` waits. ``first_wait`` is the upper bound in seconds of the first random wait and doubles; 0
    does not wait. ``sleep`` is what waits; None waits until the turn is stopped.
    """

    first_wait: float = 0.5
    sleep: Callable[[float], None] | None = None


@dataclass(frozen=True)
class _Opened:
    first: str
    rest: Iterator[str]


class Retrying:
    """Opens the wrapped backend's stream again, up to its first piece, while it is busy; then passes it through.

    Attributes:
        name, model: the wrapped backend's.
    """

    def __init__(
        self,
        backend: Backend,
        attempts: int = 3,
        deadline: float = 30.0,
        patience: Patience | None = None,
    ) -> None:
        """
        Args:
            backend: is asked at most ``attempts`` times, and no more than the turn's ``calls`` allow.
            attempts: at least 1.
            deadline: seconds for the whole turn, all attempts and waits together.
            patience: how to wait between attempts.
        """
        self._backend = backend
        self._attempts = attempts
        self._deadline = deadline
        self._patience = patience or Patience()
        self.name = backend.name
        self.model = backend.model

    def stream(self, request: ReplyRequest) -> Generator[str]:
        """As the wrapped backend's.

        Raises:
            BackendError: the last attempt's own.
        """
        allowed = self._deadline if request.deadline is None else min(self._deadline, request.deadline)
        calls = request.calls or Calls(self._attempts)
        until = calls.until = calls.until or time.monotonic() + allowed
        asked = replace(request, calls=calls)
        policy = self._policy(calls, until - time.monotonic())
        opened = policy(lambda: self._open(replace(asked, deadline=until - time.monotonic())))
        with closed(opened.rest):
            if opened.first:
                yield opened.first
            yield from opened.rest

    def _open(self, request: ReplyRequest) -> _Opened:
        if request.calls is not None:
            if request.calls.stopped:
                raise BackendBusy("The reply was stopped.")
            request.calls.left -= 1
        pieces = self._backend.stream(request)
        return _Opened(next(pieces, ""), pieces)

    def _policy(self, calls: Calls, seconds: float) -> tenacity.Retrying:
        attempts = max(1, min(self._attempts, calls.left))
        return tenacity.Retrying(
            retry=tenacity.retry_if_exception(lambda error: isinstance(error, BackendBusy) and not calls.stopped),
            stop=tenacity.stop_after_attempt(attempts) | tenacity.stop_before_delay(seconds),
            wait=self._wait,
            before_sleep=lambda state: _tell(calls, state),
            sleep=self._patience.sleep or calls.sleep,
            reraise=True,
        )

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """What the server asks for, up to a cap; else a random time that grows."""
        error = _busy(state)
        if error is not None and error.retry_after is not None:
            return min(error.retry_after, _LONGEST_WAIT)
        return tenacity.wait_random_exponential(multiplier=self._patience.first_wait, max=_LONGEST_WAIT)(state)


def _tell(calls: Calls, state: tenacity.RetryCallState) -> None:
    error = _busy(state)
    if calls.waiting is not None and error is not None:
        calls.waiting(str(error), state.upcoming_sleep)


def _busy(state: tenacity.RetryCallState) -> BackendBusy | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, BackendBusy) else None
