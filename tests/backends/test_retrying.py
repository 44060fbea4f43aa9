"""Asking again: only while busy, only before the first word, never past the deadline."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from simulator.backends.base import Calls, ReplyRequest, whole
from simulator.backends.retrying import Patience, Retrying
from simulator.errors import BackendBusy, BackendError, BackendRefused, BrokenReply

REQUEST = ReplyRequest((), "Go on.", 1)
BUSY = BackendBusy("Busy.")


class Clumsy:
    """Raises each of ``errors`` in turn before its first word; then speaks ``words`` and raises ``last``, if any."""

    name, model = "clumsy", "clumsy-1"

    def __init__(self, *errors: BackendError, words: tuple[str, ...] = ("Go ", "on."), last: Exception | None = None):
        self.errors, self.words, self.last = list(errors), words, last
        self.deadlines: list[float | None] = []
        self.closed = 0

    def stream(self, request: ReplyRequest) -> Iterator[str]:
        self.deadlines.append(request.deadline)
        if self.errors:
            raise self.errors.pop(0)
        try:
            yield from self.words
            if self.last:
                raise self.last
        finally:
            self.closed += 1


class Waits:
    """Notes the seconds instead of sleeping."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def patience(self, first_wait: float = 0) -> Patience:
        return Patience(first_wait=first_wait, sleep=self.seconds.append)


def test_busy_twice_then_an_answer() -> None:
    clumsy, told = Clumsy(BUSY, BUSY), []
    patient = Retrying(clumsy, patience=Waits().patience())
    calls = Calls(waiting=lambda why, wait: told.append((why, wait)))
    assert whole(patient, replace(REQUEST, calls=calls)) == "Go on."
    assert told == [("Busy.", 0), ("Busy.", 0)]
    assert calls.left == 0
    assert (patient.name, patient.model) == ("clumsy", "clumsy-1")


def test_three_calls_at_most_and_the_last_error_as_it_was() -> None:
    clumsy = Clumsy(BUSY, BUSY, last := BackendBusy("Still busy."), BUSY)
    with pytest.raises(BackendBusy) as caught:
        whole(Retrying(clumsy, patience=Waits().patience()), REQUEST)
    assert caught.value is last
    assert len(clumsy.deadlines) == 3


@pytest.mark.parametrize("error", [BackendRefused("No."), BrokenReply("Broken.")])
def test_what_cannot_help_is_not_tried_again(error: BackendError) -> None:
    clumsy = Clumsy(error)
    with pytest.raises(type(error)):
        whole(Retrying(clumsy, patience=Waits().patience()), REQUEST)
    assert len(clumsy.deadlines) == 1


def test_nothing_is_asked_again_after_the_first_word() -> None:
    clumsy = Clumsy(last=BUSY)
    pieces = Retrying(clumsy, patience=Waits().patience()).stream(REQUEST)
    assert [next(pieces), next(pieces)] == ["Go ", "on."]
    with pytest.raises(BackendBusy):
        next(pieces)
    assert len(clumsy.deadlines) == 1


@pytest.mark.parametrize(("asked", "waited"), [(0.0, 0.0), (2.5, 2.5), (60.0, 5.0)])
def test_the_servers_wish_is_kept_up_to_five_seconds(asked: float, waited: float) -> None:
    waits = Waits()
    whole(Retrying(Clumsy(BackendBusy("Busy.", asked)), patience=waits.patience()), REQUEST)
    assert waits.seconds == [waited]


def test_without_a_wish_the_waits_are_random_and_grow() -> None:
    waits = Waits()
    for _ in range(200):
        whole(Retrying(Clumsy(BUSY, BUSY), patience=waits.patience(0.5)), REQUEST)
    first, second = waits.seconds[::2], waits.seconds[1::2]
    assert 0 <= min(first) < 0.1
    assert 0.4 < max(first) <= 0.5
    assert 0.9 < max(second) <= 1.0


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    waits, clumsy = Waits(), Clumsy(BackendBusy("Busy.", 3.0))
    with pytest.raises(BackendBusy):
        whole(Retrying(clumsy, deadline=2.0, patience=waits.patience()), REQUEST)
    assert waits.seconds == []


def test_every_attempt_is_told_how_much_time_is_left() -> None:
    clumsy = Clumsy(BackendBusy("Busy.", 0.1), BackendBusy("Busy.", 0.1))
    whole(Retrying(clumsy, deadline=2.0), REQUEST)
    left = [deadline for deadline in clumsy.deadlines if deadline is not None]
    assert left == sorted(left, reverse=True)
    assert 1.9 < left[0] <= 2.0
    assert left[2] < 1.81
    shorter = Clumsy()
    whole(Retrying(shorter, deadline=2.0), ReplyRequest((), "", 1, deadline=0.5))
    assert shorter.deadlines[0] is not None
    assert shorter.deadlines[0] <= 0.5


def test_leaving_early_closes_the_wrapped_stream() -> None:
    clumsy = Clumsy()
    pieces = Retrying(clumsy).stream(REQUEST)
    next(pieces)
    pieces.close()
    assert clumsy.closed == 1


def test_a_turn_that_is_stopped_waits_no_longer_and_asks_no_more() -> None:
    clumsy, calls = Clumsy(*[BackendBusy("Busy.", 4.0)] * 3), Calls()
    threading.Timer(0.1, calls.stop).start()
    began = time.monotonic()
    with pytest.raises(BackendBusy):
        whole(Retrying(clumsy), replace(REQUEST, calls=calls))
    assert time.monotonic() - began < 1
    assert len(clumsy.deadlines) == 1


def test_real_waits_end_within_the_deadline() -> None:
    began = time.monotonic()
    with pytest.raises(BackendBusy):
        whole(Retrying(Clumsy(*[BackendBusy("Busy.", 0.2)] * 9), attempts=9, deadline=0.5), REQUEST)
    assert time.monotonic() - began < 0.6
