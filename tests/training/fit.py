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
from simulator.tone.fitted import Bend, Fitted, OverallData, Shares, WordsAlone
from simulator.tone.overall import features, overall, weighed

from .bend import STRAIGHT, apart, best_bend
from .data import FOLDS, Example, padding
from .solve import Matrix, Vector, nonnegative, ridge
from .vocabulary import Vocabulary, vocabulary

#: Weight of a difference between two registers that say the same: it should be nought.
_ALIKE = 2.5
#: Weight of a padding sentence: its words should add nought.
_IDLE = 2.0
_ALONE = WordsAlone(against_from=0.3, merit_from=0.3, fault_from=0.55, most=1.0)
_EIGHT_OF_TEN = 0.8


@dataclass(frozen=True)
class Found:
    """All fitted numbers.

    Attributes:
        amounts: by term, one number for each dimension.
        common: the words that are not rare.
        numbers: all the others.
        turns: how many they were fitted on.
        report: what to print.
    """

    amounts: dict[str, tuple[float, ...]]
    common: frozenset[str]
    numbers: Fitted
    turns: int
    report: list[str] = field(default_factory=list)


def fit(turns: Sequence[Example]) -> Found:
    """Fit everything on these turns."""
    known = vocabulary(turns)
    labels = np.array([turn.labels for turn in turns])
    rows = _rows(turns, known)
    idle = _rows(padding(), known) * _IDLE
    folds = np.array([turn.fold for turn in turns])
    unseen = np.zeros_like(labels)
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        unseen[outside] = rows[outside] @ _words(turns, rows, idle, labels, (inside, known.penalty))
    weights = _words(turns, rows, idle, labels, (np.arange(len(turns)), known.penalty))
    fair = np.array([not turn.seen for turn in turns])
    shares = [_shares(turns, unseen, labels, fair, place) for place in range(len(Dimension))]
    dims = [_scores(turn, unseen[number], shares) for number, turn in enumerate(turns)]
    whole = np.array([turn.overall for turn in turns])
    form = _bent(dims, whole, fair, _alike(turns))
    read = np.array([overall(one, form) for one in dims])
    by_place = dict(zip(Dimension, shares, strict=True))
    return Found(
        amounts={term: tuple(map(float, weights[column])) for term, column in known.columns.items()},
        common=known.common,
        numbers=Fitted(
            rules=_both(by_place, "merits", "faults"),
            beside_rules=_both(by_place, "beside_merits", "beside_faults"),
            alone={dimension: share.alone for dimension, share in by_place.items()},
            words_alone=_ALONE,
            overall=form,
            noise=_noise(dims, labels, fair),
            band=two_decimals(float(np.sort(np.abs(read - whole)[fair])[int(_EIGHT_OF_TEN * fair.sum())])),
        ),
        turns=len(turns),
        report=[*_report(dims, read, labels, whole, fair, shares), _spread(read, _alike(turns))],
    )


def _both(shares: Mapping[Dimension, _Share], merits: str, faults: str) -> Shares:
    return Shares(
        merits={dimension: getattr(share, merits) for dimension, share in shares.items()},
        faults={dimension: getattr(share, faults) for dimension, share in shares.items()},
    )


def _rows(turns: Sequence[Example], known: Vocabulary) -> csr_matrix:
    """One row a turn: 1 for every term it has."""
    columns = [sorted(known.columns[term] for term in known.heard(turn)) for turn in turns]
    starts = np.cumsum([0, *(len(row) for row in columns)])
    flat = np.array([column for row in columns for column in row])
    return csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(columns), len(known.columns)))


def _words(
    turns: Sequence[Example],
    rows: csr_matrix,
    idle: csr_matrix,
    labels: Matrix,
    fitted_on: tuple[NDArray[np.intp], Vector],
) -> Matrix:
    """Weights of the terms, k x 7.

    Beside the labelled turns there are rows that should come to nought: what two registers that say the same differ
    by, and padding.

    Args:
        fitted_on: the numbers of the turns, and the penalty of each term.
    """
    inside, penalty = fitted_on
    groups: dict[str, list[int]] = {}
    for number in inside:
        if turns[number].content:
            groups.setdefault(turns[number].content, []).append(int(number))
    firsts = [members[0] for members in groups.values() for _ in members[1:]]
    others = [member for members in groups.values() for member in members[1:]]
    everything = csr_matrix(vstack([rows[inside], (rows[others] - rows[firsts]) * _ALIKE, idle]))
    nought = np.zeros(everything.shape[0] - len(inside))
    return np.column_stack(
        [ridge(everything, np.concatenate([labels[inside, d], nought]), penalty) for d in range(labels.shape[1])]
    )


class _Share(NamedTuple):
    """Of one dimension: what the rules' merits and faults count for, and the words beside them and alone."""

    merits: float
    faults: float
    beside_merits: float
    beside_faults: float
    alone: float


def _shares(turns: Sequence[Example], words: Matrix, labels: Matrix, fair: Matrix, place: int) -> _Share:
    dimension = list(Dimension)[place]
    parts = np.array(
        [_parts(turn.rules.get(dimension), float(words[number, place])) for number, turn in enumerate(turns)]
    )
    return _Share(*(round(float(share), 3) for share in nonnegative(parts[fair], labels[fair, place])))


def _parts(rules: float | None, words: float) -> _Share:
    """What each share is a share of."""
    if rules is None:
        return _Share(0.0, 0.0, 0.0, 0.0, words)
    if rules > 0:
        return _Share(rules, 0.0, words, 0.0, 0.0)
    return _Share(0.0, rules, 0.0, words, 0.0)


def _scores(turn: Example, words: Matrix, shares: Sequence[_Share]) -> Scores:
    """The dimensions as ``with_wording`` and ``score`` make them, but for the rounding of single events."""
    values = {}
    for place, dimension in enumerate(Dimension):
        rules = turn.rules.get(dimension)
        share = shares[place]
        if rules is None:
            total = _ALONE.shown(share.alone * float(words[place]))
        else:
            counts, beside = (share.merits, share.beside_merits) if rules > 0 else (share.faults, share.beside_faults)
            total = counts * rules + _ALONE.beside(beside * float(words[place]), rules)
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
        bend=STRAIGHT,
    )


def _bent(dims: Sequence[Scores], labels: Matrix, fair: Matrix, alike: Sequence[Sequence[int]]) -> OverallData:
    """The same form, steeper, and bent.

    Of all forms that are no farther from the labels than the best straight one, it is the one that lets the same said
    in seven registers come out nearest to each other.
    """
    form = _overall([one for one, is_fair in zip(dims, fair, strict=True) if is_fair], labels[fair])
    steep, bend = best_bend(np.array([weighed(one, form) for one in dims]), labels, fair, alike)
    return _times(form, steep / 100, bend)


def _times(form: OverallData, factor: float, bend: Bend) -> OverallData:
    def scaled(numbers: Mapping[Any, float]) -> dict[Any, float]:
        return {name: round(number * factor, 2) + 0.0 for name, number in numbers.items()}

    return OverallData(
        positive=scaled(form.positive),
        negative=scaled(form.negative),
        features=scaled(form.features),
        bend=bend,
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
        told = ", ".join(f"{name.replace('_', ' ')} x {value:.2f}" for name, value in share._asdict().items())
        lines.append(f"  {dimension:12} {rho:.3f}   {told}")
    lines.append(f"  {'overall':12} {spearmanr(read[fair], whole[fair]).statistic:.3f}")
    return lines


def _alike(turns: Sequence[Example]) -> list[list[int]]:
    """The numbers of the turns that say the same."""
    same: dict[str, list[int]] = {}
    for number, turn in enumerate(turns):
        if turn.content:
            same.setdefault(turn.content, []).append(number)
    return list(same.values())


def _spread(read: Matrix, alike: Sequence[Sequence[int]]) -> str:
    return f"the same said in seven registers, not fitted on: mean spread of overall {apart(read, alike):.2f}"
