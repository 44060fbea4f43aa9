"""What was worked out is kept for its object, and goes with it."""

from __future__ import annotations

import gc
from dataclasses import dataclass, replace

from simulator.worked_out import WorkedOut


@dataclass(frozen=True)
class Thing:
    """Something that compares equal to others."""

    words: str


def test_a_thing_is_worked_out_once_and_an_equal_one_anew() -> None:
    calls: list[str] = []

    def made(words: str) -> str:
        calls.append(words)
        return words.upper()

    kept: WorkedOut[Thing, str] = WorkedOut()
    first = Thing("a")
    equal = replace(first)
    assert [kept.of(thing, lambda: made("a")) for thing in (first, first, equal)] == ["A", "A", "A"]
    assert calls == ["a", "a"]


def test_it_goes_with_its_thing() -> None:
    kept: WorkedOut[Thing, str] = WorkedOut()
    for number in range(100):
        words = f"thing {number}"
        assert kept.of(Thing(words), lambda words=words: words) == words  # type: ignore[misc]
    gc.collect()
    assert kept._made == {}
