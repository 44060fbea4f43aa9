"""How the form of ``overall`` is bent: nearest to the labels first, then nearest to the same said otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from simulator.tone.fitted import Bend

from .solve import Matrix

STRAIGHT = Bend(knee=2.0, beyond=1.0)
#: Percent.
_STRETCHES = range(100, 255, 5)
_KNEES = range(80, 150, 10)
_BEYOND = range(10, 100, 10)
#: How far it is calm, and what a point counts for there.
_CALM = ((0, 100), *product((30, 50, 70), (20, 50)))


def best_bend(sums: Matrix, labels: Matrix, fair: Matrix, alike: Sequence[Sequence[int]]) -> tuple[int, Bend]:
    """How much steeper (percent), and how bent.

    Args:
        sums: the straight form's value of each turn.
        labels: of ``overall``.
        fair: whether the rules had not been tuned on the turn.
        alike: the numbers of the turns that say the same.
    """
    bends = [
        Bend(calm=calm / 100, within=within / 100, knee=knee / 100, beyond=beyond / 100)
        for (calm, within), knee, beyond in product(_CALM, _KNEES, _BEYOND)
    ]
    tried = [_off(sums, labels, fair, alike, (steep, bend)) for steep in _STRETCHES for bend in (STRAIGHT, *bends)]
    straight = min(one.off for one in tried if one.bend == STRAIGHT)
    best = min((one for one in tried if one.off <= straight), key=lambda one: (one.apart, one.off))
    return best.steep, best.bend


class _Tried(NamedTuple):
    """One form: how far off the labels (mean square), how far apart the same said otherwise."""

    off: float
    apart: float
    steep: int
    bend: Bend


def _off(sums: Matrix, labels: Matrix, fair: Matrix, alike: Sequence[Sequence[int]], form: tuple[int, Bend]) -> _Tried:
    steep, bend = form
    read = np.clip(np.round(_bends(sums * steep / 100, bend), 2), -2.0, 2.0)
    off = round(float(np.mean(np.square(read[fair] - labels[fair]))), 6)
    return _Tried(off, round(apart(read, alike), 6), steep, bend)


def _bends(sums: Matrix, bend: Bend) -> Matrix:
    """``Bend.bent`` of each."""
    size = np.abs(sums)
    size = size - (1 - bend.within) * np.minimum(size, bend.calm)
    size = np.where(size > bend.knee, bend.knee + bend.beyond * (size - bend.knee), size)
    return np.sign(sums) * size


def apart(read: Matrix, alike: Sequence[Sequence[int]]) -> float:
    """The mean distance between the highest and the lowest of those that say the same."""
    return float(np.mean(np.ptp(read[np.array(alike)], axis=1)))
