"""Fits the learned layer of the distress screen: ``python -m tests.safety.training`` writes ``safety/leaning.tsv``.

Logistic regression with a ridge penalty, by Newton's method with conjugate gradients. Every step has a fixed number of
rounds and inner products are exact sums, so that the file comes out the same byte for byte. What a rule adds, and the
limit, are chosen on lines that the fit had not seen: whole sets are left out, as a new one would be, with a part of the
ordinary turns. A limit is allowed where at most one fine line in twenty is stopped of those that come near on purpose,
one ordinary turn in a hundred, and three in two hundred of what is typed into fields. Of the amounts for a rule, each
with its lowest limit, that one is taken which finds most in the sets that no rule was changed for. From a lower limit
on help is named beside the talk, which goes on.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from simulator.domain.text import NormalText
from simulator.safety.distress import plain_reading, rules_find
from simulator.safety.leaning import AMOUNTS, LIMIT, NEAR, RULE, START, UNIT, kinds_of_words
from simulator.safety.terms import stretches, terms

from .lines import ONCE_BLIND, UNSEEN_BY_RULES, Line, learned_from

Vector = NDArray[np.float64]
_NEWTON, _ROUNDS, _CLOSE = 6, 25, 1e-10
#: The penalty of a term that stands in one line; it grows with the root of their number, as common words say little.
_PENALTY = 0.5
#: Lines that a term must stand in: with one of distress among them, or without.
_LEAST, _LEAST_FINE = 2, 5
_ORDINARY = ("corpus", "program")
_FIELDS = "fields"
#: Sets that are left out as a whole, in so many parts; and what is left out line by line with them.
_SETS, _PARTS = (*ONCE_BLIND, *UNSEEN_BY_RULES), 7
_LEFT_OUT = (*_ORDINARY, _FIELDS, "talk")
#: At most so many of the hard fine lines, of ordinary turns and of what is typed into fields may be stopped.
_FALSE_ALARMS, _STOPS, _STOPPED_FIELDS = 0.05, 0.01, 0.015
#: What a rule may add to the sum.
_RULES = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
#: At so many ordinary turns at most is help named beside the talk; many of them are panic and self-reproach.
_HELP_NAMED = 0.025
#: Hundredths below which an amount is left out.
_WORTH = 3
_HEAD = "% Made by `python -m tests.safety.training` from made-up lines of tests/; hundredths; do not edit."


@dataclass(frozen=True)
class Sample:
    """Stretches of lines as rows of known terms."""

    rows: csr_matrix
    lines: NDArray[np.intp]
    distress: Vector
    counts: Vector
    names: Sequence[str]
    penalty: Vector


def sample(lines: Sequence[Line]) -> Sample:
    """The terms of every stretch."""
    kinds = kinds_of_words()
    heard = [(n, terms(words, kinds)) for n, line in enumerate(lines) for words in stretches(_reading(line.text))]
    every = Counter(term for _, some in heard for term in some)
    grave = {term for number, some in heard if lines[number].distress for term in some}
    names = sorted(term for term, count in every.items() if count >= (_LEAST if term in grave else _LEAST_FINE))
    column = {term: place for place, term in enumerate(names)}
    places = [sorted(column[term] for term in some if term in column) for _, some in heard]
    starts = np.cumsum([0, *map(len, places)])
    flat = np.array([place for some in places for place in some])
    of = np.array([number for number, _ in heard])
    return Sample(
        rows=csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(places), len(names))),
        lines=of,
        distress=np.array([float(lines[number].distress) for number in of]),
        counts=np.array([lines[number].counts for number in of]),
        names=names,
        penalty=_PENALTY * np.sqrt(np.array([float(every[name]) for name in names])),
    )


def _reading(text: str) -> str:
    return plain_reading(NormalText(text))


def logistic(given: Sample, rows: NDArray[np.intp]) -> tuple[Vector, float]:
    """The weights and the start that make the penalised logistic loss on these rows least."""
    some = csr_matrix(given.rows[rows])
    across = csr_matrix(some.T.tocsr())
    target, count = given.distress[rows], given.counts[rows]
    weights, start = np.zeros(some.shape[1]), 0.0
    for _ in range(_NEWTON):
        likely = 1 / (1 + np.exp(-(some @ weights + start)))
        off, bend = count * (target - likely), count * np.maximum(likely * (1 - likely), 1e-6)
        step = _newton_step(some, across, bend, across @ off - given.penalty * weights, given.penalty)
        weights = weights + step
        # the start follows by itself: one step on the rest
        likely = 1 / (1 + np.exp(-(some @ weights + start)))
        start += fsum(count * (target - likely)) / max(fsum(count * likely * (1 - likely)), 1.0)
    return weights, start


def _newton_step(some: csr_matrix, across: csr_matrix, bend: Vector, slope: Vector, penalty: Vector) -> Vector:
    scale = across @ bend + penalty
    step, left = np.zeros_like(slope), slope.copy()
    ahead = left / scale
    direction, progress = ahead.copy(), fsum(left * ahead)
    first = progress
    for _ in range(_ROUNDS):
        if progress <= _CLOSE * first:
            break
        image = across @ (bend * (some @ direction)) + penalty * direction
        length = progress / fsum(direction * image)
        step += length * direction
        left -= length * image
        ahead = left / scale
        before, progress = progress, fsum(left * ahead)
        direction = ahead + (progress / before) * direction
    return step


@dataclass(frozen=True)
class Found:
    """What is written, and what to print."""

    amounts: dict[str, int]
    report: list[str]


def fit(lines: Sequence[Line]) -> Found:
    """Fit on all lines, and choose the limit on lines left out in turn."""
    given = sample(lines)
    leans = left_out(lines, given)
    ruled = np.array([rules_find(NormalText(line.text)) for line in lines])
    chosen = chosen_limits(lines, leans, ruled)
    weights, start = logistic(given, np.arange(len(given.lines)))
    fixed = {START: start, LIMIT: chosen.limit, NEAR: chosen.near, RULE: chosen.rule}
    amounts = {name: round(amount * UNIT) for name, amount in fixed.items()}
    for name, weight in zip(given.names, weights, strict=True):
        if abs(round(weight * UNIT)) >= _WORTH:
            amounts[name] = round(weight * UNIT)
    return Found(amounts, _report(lines, leans + chosen.rule * ruled >= chosen.limit, ruled))


def left_out(lines: Sequence[Line], given: Sample) -> Vector:
    """How far each line leans, by fits that had not seen it; minus infinity for one that is never left out."""
    fold = np.array([_part(line) for line in lines])
    leans = np.full(len(lines), -np.inf)
    for number in range(_PARTS):
        inside, outside = (np.flatnonzero((fold[given.lines] == number) == out) for out in (False, True))
        weights, start = logistic(given, inside)
        for line, value in zip(given.lines[outside], given.rows[outside] @ weights + start, strict=True):
            leans[line] = max(leans[line], value)
    return leans


def _part(line: Line) -> int:
    """With which fit a line is left out; -1 for none."""
    if line.source in _SETS:
        return _SETS.index(line.source) % _PARTS
    return zlib.crc32(line.text.encode()) % _PARTS if line.source in _LEFT_OUT else -1


class Limits(NamedTuple):
    """What a rule adds to the sum, from where on the talk stops, and from where on help is named beside it."""

    rule: float
    limit: float
    near: float


def chosen_limits(lines: Sequence[Line], leans: Vector, ruled: NDArray[np.bool_]) -> Limits:
    """The amount for a rule with which most is found, and the lowest limits, in tenths, within the bounds."""
    fine = np.array([line.source in _SETS and not line.distress for line in lines])
    unseen = np.array([line.source in UNSEEN_BY_RULES and line.distress for line in lines])
    ordinary = np.array([line.source in _ORDINARY for line in lines])
    fields = np.array([line.source == _FIELDS for line in lines])
    stopping = ((fine, _FALSE_ALARMS), (ordinary, _STOPS), (fields, _STOPPED_FIELDS))
    tried = []
    for rule in _RULES:
        sums = leans + rule * ruled
        limit = _lowest(sums, stopping)
        tried.append((float(np.mean(sums[unseen] >= limit)), -rule, limit))
    _, rule, limit = max(tried)
    return Limits(-rule, limit, _lowest(np.where(ruled, np.inf, leans), ((ordinary, _HELP_NAMED),)))


def _lowest(sums: Vector, bounds: Sequence[tuple[NDArray[np.bool_], float]]) -> float:
    for tenths in range(-60, 60):
        if all(np.mean(sums[some] >= tenths / 10) <= most for some, most in bounds):
            return tenths / 10
    raise ArithmeticError("no limit keeps the false alarms within bounds")


def _report(lines: Sequence[Line], hits: NDArray[np.bool_], ruled: NDArray[np.bool_]) -> list[str]:
    found = []
    for source in (*_SETS, *_LEFT_OUT):
        for distress in (True, False):
            own = np.array([line.source == source and line.distress == distress for line in lines])
            if own.any():
                kind = "distress" if distress else "fine"
                found.append(
                    f"{source} {kind}: {int(hits[own].sum())} of {int(own.sum())}, rules {int(ruled[own].sum())}"
                )
    return found


def write(found: Found, path: Path = AMOUNTS) -> None:
    """One amount a line, then every term of that amount: so it is read in a fifth of the time."""
    alike: dict[int, list[str]] = {}
    for term, amount in found.amounts.items():
        alike.setdefault(amount, []).append(term)
    rows = ["\t".join([str(amount), *alike[amount]]) for amount in sorted(alike)]
    path.write_text("\n".join([_HEAD, *rows]) + "\n", "utf-8", newline="\n")


def main() -> None:
    """Fit, write, and print how lines that were left out are read."""
    found = fit(learned_from())
    write(found)
    print("Lines left out of the fit in turn, stopped by rules and words:")
    for row in found.report:
        print(" ", row)


if __name__ == "__main__":
    main()
