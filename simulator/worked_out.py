"""Values that are dear to work out, kept for as long as the very object lives that they were worked out from."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

From = TypeVar("From")
Made = TypeVar("Made")


class WorkedOut(Generic[From, Made]):
    """Remembers by identity: comparing two long conversations would cost more than it saves.

    Nothing outlives its object, so what a window lets go of, or deletes, is gone from here as well.
    """

    def __init__(self) -> None:
        self._made: dict[int, Made] = {}

    def of(self, thing: From, make: Callable[[], Made]) -> Made:
        """What ``make`` made of that thing the first time. The thing must be frozen."""
        key = id(thing)
        if key not in self._made:
            made = make()
            weakref.finalize(thing, self._made.pop, key, None).atexit = False
            self._made[key] = made
            return made
        return self._made[key]
