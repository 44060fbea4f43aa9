"""The whole fit: words first, then how rules and words share, then ``overall``, then how far off it all is.

Everything that weighs one part against another is fitted on predictions for turns that the words were not fitted on
(five folds), and never on turns that the rules were tuned on. How far off the reading is, is measured on the same
turns: a handful of shares fitted on two thousand turns flatters it little; the frozen test says how much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from scipy.stats import spearmanr

from simulator.domain.appraisal import Scores
from simulator.domain.base import two_decimals
from simulator.domain.events import Dimension
from simulator.tone.dimensions import ruled
from simulator.tone.fitted import Fitted, OverallData, WordsAlone
from simulator.tone.overall import features, overall
from simulator.tone.wording import terms

from .data import FOLDS, Example, canonical, padding
from .solve import Matrix, nonnegative, ridge
from .vocabulary import vocabulary

#: Ridge penalty of a term.
_PENALTY = 25.0
#: Weight of a difference between two registers that say the same: it should be nought.
_ALIKE = 1.0
#: Weight of a padding sentence: its words should add nought.
_IDLE = 3.0
_ALONE = WordsAlone(merit_from=0.3, fault_from=0.45, most=1.0)
_EIGHT_OF_TEN = 0.8
#: Percent.
_STRETCHES = range(100, 165, 5)


@dataclass(frozen=True)
class Found:
    """All fitted numbers.

    Attributes:
        amounts: by term, one number for each dimension.
        numbers: all the others.
        turns: how many they were fitted on.
        report: what to print.
    """

    amounts: dict[str, tuple[float, ...]]
    numbers: Fitted
    turns: int
    report: list[str] = field(default_factory=list)


def fit(turns: Sequence[Example]) -> Found:
    """Fit everything on these turns."""
    known = vocabulary(turns)
    found_in = [_terms_of(turn.reading.text, known) for turn in turns]
    labels = np.array([turn.labels for turn in turns])
    rows = _rows(found_in, known)
    idle = _rows([_terms_of(canonical(words), known) for words in padding()], known) * _IDLE
    folds = np.array([turn.fold for turn in turns])
    unseen = np.zeros_like(labels)
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        weights = _words(turns, rows, idle, labels, inside)
        unseen[outside] = rows[outside] @ weights
    weights = _words(turns, rows, idle, labels, np.arange(len(turns)))
    fair = np.array([not turn.seen for turn in turns])
    shares = [_shares(turns, unseen, labels, fair, place) for place in range(len(Dimension))]
    dims = [_scores(turn, unseen[number], shares) for number, turn in enumerate(turns)]
    whole = np.array([turn.overall for turn in turns])
    form = _stretched([one for one, is_fair in zip(dims, fair, strict=True) if is_fair], whole[fair])
    read = np.array([overall(one, form) for one in dims])
    return Found(
        amounts={term: tuple(map(float, weights[column])) for term, column in known.items()},
        numbers=Fitted(
            rules={dimension: share.rules for dimension, share in zip(Dimension, shares, strict=True)},
            beside_rules={dimension: share.beside for dimension, share in zip(Dimension, shares, strict=True)},
            alone={dimension: share.alone for dimension, share in zip(Dimension, shares, strict=True)},
            words_alone=_ALONE,
            overall=form,
            noise=_noise(dims, labels, fair),
            band=two_decimals(float(np.sort(np.abs(read - whole)[fair])[int(_EIGHT_OF_TEN * fair.sum())])),
        ),
        turns=len(turns),
        report=[*_report(dims, read, labels, whole, fair, shares), _spread(turns, read)],
    )


def _terms_of(text: str, known: Mapping[str, int]) -> frozenset[str]:
    return frozenset(term.text for term in terms(text)) & known.keys()


def _rows(found_in: Sequence[frozenset[str]], known: Mapping[str, int]) -> csr_matrix:
    """One row a turn: 1 for every term it has."""
    columns = [sorted(known[term] for term in has) for has in found_in]
    starts = np.cumsum([0, *(len(row) for row in columns)])
    flat = np.array([column for row in columns for column in row])
    return csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(columns), len(known)))


def _words(
    turns: Sequence[Example], rows: csr_matrix, idle: csr_matrix, labels: Matrix, inside: NDArray[np.intp]
) -> Matrix:
    """Weights of the terms, k x 7.

    Beside the labelled turns there are rows that should come to nought: what two registers that say the same differ
    by, and padding.
    """
    groups: dict[str, list[int]] = {}
    for number in inside:
        if turns[number].content:
            groups.setdefault(turns[number].content, []).append(int(number))
    firsts = [members[0] for members in groups.values() for _ in members[1:]]
    others = [member for members in groups.values() for member in members[1:]]
    everything = csr_matrix(vstack([rows[inside], (rows[others] - rows[firsts]) * _ALIKE, idle]))
    penalty = np.full(rows.shape[1], _PENALTY)
    nought = np.zeros(everything.shape[0] - len(inside))
    return np.column_stack(
        [ridge(everything, np.concatenate([labels[inside, d], nought]), penalty) for d in range(labels.shape[1])]
    )


class _Share(NamedTuple):
    """Of one dimension: what the rules count for, and the words, where a rule speaks and where none does."""

    rules: float
    beside: float
    alone: float


def _shares(turns: Sequence[Example], words: Matrix, labels: Matrix, fair: Matrix, place: int) -> _Share:
    dimension = list(Dimension)[place]
    rules = np.array([turn.rules[dimension] for turn in turns])
    spoken = np.array([dimension in ruled(turn.events) for turn in turns], dtype=float)
    columns = np.column_stack([rules, words[:, place] * spoken, words[:, place] * (1 - spoken)])
    return _Share(*(round(float(share), 3) for share in nonnegative(columns[fair], labels[fair, place])))


def _scores(turn: Example, words: Matrix, shares: Sequence[_Share]) -> Scores:
    """The dimensions as ``with_wording`` and ``score`` make them, but for the rounding of single events."""
    values = {}
    spoken = ruled(turn.events)
    for place, dimension in enumerate(Dimension):
        share = shares[place]
        if dimension in spoken:
            total: float | None = share.rules * turn.rules[dimension] + share.beside * float(words[place])
        else:
            total = _ALONE.shown(share.alone * float(words[place]))
        if total is not None:
            values[dimension.value] = two_decimals(max(-2.0, min(2.0, total)))
    return Scores(**values)


def _overall(dims: Sequence[Scores], labels: Matrix) -> OverallData:
    names = list(features(Scores()))
    columns = []
    for one in dims:
        values = [one.get(dimension) or 0.0 for dimension in Dimension]
        extra = features(one)
        columns.append(
            [*(max(0.0, v) for v in values), *(min(0.0, v) for v in values), *(extra[name] for name in names)]
        )
    weights = [round(float(w), 2) + 0.0 for w in nonnegative(np.array(columns), labels)]
    return OverallData(
        positive=dict(zip(Dimension, weights[:7], strict=True)),
        negative=dict(zip(Dimension, weights[7:14], strict=True)),
        features=dict(zip(names, weights[14:], strict=True)),
    )


def _stretched(dims: Sequence[Scores], labels: Matrix) -> OverallData:
    """The same form, steeper by the factor that is closest to the labels once the ends are cut off at -2 and +2."""
    form = _overall(dims, labels)
    tried = {}
    for percent in _STRETCHES:
        steeper = _times(form, percent / 100)
        tried[percent] = float(np.mean(np.square(np.array([overall(one, steeper) for one in dims]) - labels)))
    return _times(form, min(tried, key=lambda percent: (tried[percent], percent)) / 100)


def _times(form: OverallData, factor: float) -> OverallData:
    def scaled(numbers: Mapping[Any, float]) -> dict[Any, float]:
        return {name: round(number * factor, 2) + 0.0 for name, number in numbers.items()}

    return OverallData(
        positive=scaled(form.positive),
        negative=scaled(form.negative),
        features=scaled(form.features),
    )


def _noise(dims: Sequence[Scores], labels: Matrix, fair: Matrix) -> dict[Dimension, float]:
    noise = {}
    for place, dimension in enumerate(Dimension):
        off = [
            value - labels[number, place]
            for number, one in enumerate(dims)
            if fair[number] and (value := one.get(dimension)) is not None
        ]
        noise[dimension] = two_decimals(float(np.sqrt(np.mean(np.square(off)))))
    return noise


def _report(
    dims: Sequence[Scores],
    read: Matrix,
    labels: Matrix,
    whole: Matrix,
    fair: Matrix,
    shares: Sequence[_Share],
) -> list[str]:
    lines = ["Spearman on turns that the words were not fitted on (the rules may have been tuned on them):"]
    for place, dimension in enumerate(Dimension):
        ours = np.array([one.get(dimension) or 0.0 for one in dims])
        rho = spearmanr(ours[fair], labels[fair, place]).statistic
        share = shares[place]
        weighed = f"rules x {share.rules:.2f}, words x {share.beside:.2f} beside them, {share.alone:.2f} alone"
        lines.append(f"  {dimension:12} {rho:.3f}   {weighed}")
    lines.append(f"  {'overall':12} {spearmanr(read[fair], whole[fair]).statistic:.3f}")
    return lines


def _spread(turns: Sequence[Example], read: Matrix) -> str:
    same: dict[str, list[float]] = {}
    for turn, value in zip(turns, read, strict=True):
        if turn.content:
            same.setdefault(turn.content, []).append(value)
    spreads = [max(values) - min(values) for values in same.values()]
    return f"the same said in seven registers, not fitted on: mean spread of overall {np.mean(spreads):.2f}"
