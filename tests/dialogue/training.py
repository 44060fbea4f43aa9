"""Fits what kind of answer a question wants: ``python -m tests.dialogue.training`` writes ``dialogue/questions.tsv``.

Ridge regression of "is of this kind" on the terms of a sentence, a kind at a time. The questions are made up, by
authors who had seen no rule; for what asks nothing some sentences of the labelled turns are added.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from simulator.dialogue.questions import AMOUNTS, NONE, NOUGHT, UNIT, terms
from simulator.domain.text import NormalText
from tests.training.data import examples
from tests.training.solve import Vector, ridge

DATA = Path(__file__).parent / "data" / "questions"
#: What is never learned from: three sets written blind, and what was put to the supervisors in talks that were read.
COUNTED = ("blind-first", "blind-second", "blind-third", "heard-in-talks")
_PENALTY = 0.3
#: What a sentence of the kind counts for: there are fifty times as many of others.
_COUNTS = 4.0
#: Lines that a term must stand in, and the letters that it must move some kind by.
_LEAST, _WORTH = 2, 2
#: In letters; what can be written.
_FURTHEST = 40
#: One in so many of the sentences that ask nothing.
_OF_STATEMENTS = 3
#: A sentence with one of these may ask without a question mark.
_MAY_ASK = re.compile(
    r"\?|\b(?:you|your|tell|know|wonder|ask|question|please|understand|between us|nobody|any(?:one|body)"
    r"|wh(?:o|at|en|y|ere|ich|ether)|how)\b"
)
_HEAD = "% Made by `python -m tests.dialogue.training` from made-up questions of tests/; do not edit."


class Asked(NamedTuple):
    """A sentence and the kind of answer it wants; ``none`` where it wants none of them."""

    kind: str
    sentence: str


def written(name: str) -> list[Asked]:
    """The sentences of one author."""
    lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    return [Asked(*line.split("\t")) for line in lines]


def authors() -> list[str]:
    """The files that may be learned from."""
    return sorted(file.stem for file in DATA.glob("*.tsv") if file.stem not in COUNTED)


def statements() -> list[Asked]:
    """Sentences of the labelled turns that ask nothing."""
    texts = (NormalText(one.user) for one in examples())
    said = {text.copy[span.start : span.end].strip() for text in texts for span in text.sentences}
    found = sorted(sentence for sentence in said if sentence and not _MAY_ASK.search(sentence))
    return [Asked(NONE, sentence) for sentence in found[::_OF_STATEMENTS]]


def fit(asked: Sequence[Asked]) -> list[str]:
    """The lines of the file."""
    heard = [terms(one.sentence.lower()) for one in asked]
    names = sorted(term for term, count in Counter(term for some in heard for term in some).items() if count >= _LEAST)
    rows = _rows(heard, names)
    kinds = sorted({one.kind for one in asked})
    amounts = np.array([_amounts(rows, np.array([float(one.kind == kind) for one in asked])) for kind in kinds]).T
    worth = [place for place, row in enumerate(amounts) if np.abs(row).max() >= _WORTH]
    return [_HEAD, "\t".join(kinds), *(f"{names[place]}\t{_letters(amounts[place])}" for place in worth)]


def _rows(heard: Iterable[set[str]], names: Sequence[str]) -> csr_matrix:
    """Each divided by the root of how many terms it has."""
    column = {term: place for place, term in enumerate(names)}
    places = [sorted(column[term] for term in some if term in column) for some in heard]
    starts = np.cumsum([0, *map(len, places)])
    flat = np.array([place for some in places for place in some])
    each = np.array([1 / sqrt(len(some)) for some in places for _ in some])
    return csr_matrix((each, flat, starts), shape=(len(places), len(names)))


def _amounts(rows: csr_matrix, is_it: Vector) -> NDArray[np.int64]:
    counts = np.sqrt(np.where(is_it > 0, _COUNTS, 1.0))
    weights = ridge(csr_matrix(diags(counts) @ rows), is_it * counts, np.full(rows.shape[1], _PENALTY))
    return np.clip(np.round(weights * UNIT), -_FURTHEST, _FURTHEST).astype(np.int64)


def _letters(amounts: Iterable[np.int64]) -> str:
    return "".join(chr(ord(NOUGHT) + int(amount)) for amount in amounts)


def write(lines: Sequence[str], file: Path = AMOUNTS) -> None:
    """The whole file."""
    file.write_text("\n".join(lines) + "\n", "ascii", newline="\n")


def learned_from() -> list[Asked]:
    """Everything that the amounts are fitted to: nothing that is counted, be it by chance."""
    counted = {one.sentence.lower() for name in COUNTED for one in written(name)}
    found = [*(one for author in authors() for one in written(author)), *statements()]
    return [one for one in found if one.sentence.lower() not in counted]


if __name__ == "__main__":
    write(fit(learned_from()))
