"""How well the reading of tone agrees with our labels, beside VADER, TextBlob, the best single cue and TF-IDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isnan
from statistics import fmean, pstdev
from typing import Any

import numpy as np
from rich.console import Group, RenderableType

from simulator.domain.appraisal import Appraisal
from simulator.domain.events import Dimension

from .cues import CUES
from .tables import table, textblob, vader

_SAME_LENGTH = 0.2
_FAR_APART = 1.0
_RESAMPLES = 1000
_SEED = 20261124
OVERALL = "overall"
#: By peer and scale, one number a turn.
Peers = Mapping[str, Mapping[str, Sequence[float]]]
PARTS = (OVERALL, *(dimension.value for dimension in Dimension))


@dataclass(frozen=True)
class LabelledSet:
    """Turns with labels, as ``read_turns`` gives them.

    Attributes:
        note: what they are and how the figures may be read.
        learned_from: TF-IDF with ridge regression is fitted on these; none where that would be no fair peer.
    """

    turns: list[dict[str, Any]]
    name: str
    note: str
    learned_from: list[dict[str, Any]]


def tables(part: LabelledSet) -> list[RenderableType]:
    """Agreement, residuals, order in pairs of equal length, and evidence."""
    turns = part.turns
    if not turns:
        return [f"Tone: not available; the file for {part.name} is not there."]
    from simulator.tone.appraise import appraise

    read = [appraise(turn["user"], turn["supervisor"]) for turn in turns]
    peers = _peers(part)
    return [_agreement(part, read, peers), _residuals(part, read), _pairs(part, read, peers), _spans(turns, read)]


def agreement_of_readings(sets: Mapping[str, list[dict[str, Any]]]) -> list[RenderableType]:
    """Krippendorff's alpha of the independent readings of each set, for the turns that have more than one."""
    rows = []
    for name, turns in sets.items():
        read_twice = [turn for turn in turns if len(turn["labels"][OVERALL]) > 1]
        if read_twice:
            rows.append((name, str(len(read_twice)), *(f"{_alpha(read_twice, part):.2f}" for part in PARTS)))
    return [
        table(
            "Tone: agreement of independent readings, Krippendorff's alpha (interval)",
            ("", "turns", *PARTS),
            rows,
            "The readers are language models with different briefs, not people.",
        )
    ]


def _alpha(turns: list[dict[str, Any]], name: str) -> float:
    import krippendorff

    most = max(len(turn["labels"][name]) for turn in turns)
    rows = [[*turn["labels"][name], *[np.nan] * (most - len(turn["labels"][name]))] for turn in turns]
    return float(krippendorff.alpha(reliability_data=np.array(rows, dtype=float).T, level_of_measurement="interval"))


def _agreement(part: LabelledSet, read: Sequence[Appraisal], peers: Peers) -> Group:
    rows = []
    for name in PARTS:
        gold, ours = gold_of(part.turns, name), scores_of(read, name)
        cue, best = _best_cue(part.turns, gold)
        low, high = interval(ours, gold)
        beaten = [spearman(series[name], gold) for series in peers.values()]
        rows.append(
            (
                name,
                f"{_two(spearman(ours, gold))} [{_two(low)}, {_two(high)}]",
                *(_two(rho) for rho in beaten[:2]),
                f"{_two(best)} {cue}",
                _two(beaten[2]) if len(beaten) > 2 else "–",
            )
        )
    return table(
        f"Tone: agreement with our labels on {len(part.turns)} turns, {part.name}",
        ("Spearman", "ours [95 %]", "VADER", "TextBlob", "best cue", "TF-IDF"),
        rows,
        "With the mean label; the annotators are language models, not people. The cue is picked with hindsight. "
        f"Intervals: {_RESAMPLES} bootstrap samples. {part.note}",
    )


def _peers(part: LabelledSet) -> Peers:
    words = [turn["user"] for turn in part.turns]
    peers: dict[str, Mapping[str, Sequence[float]]] = {
        "VADER": dict.fromkeys(PARTS, tuple(vader()(text) for text in words)),
        "TextBlob": dict.fromkeys(PARTS, tuple(textblob()(text) for text in words)),
    }
    if part.learned_from:
        peers["TF-IDF"] = _tfidf(part.learned_from, words)
    return peers


def _tfidf(learned_from: list[dict[str, Any]], words: list[str]) -> dict[str, list[float]]:
    """Words and pairs of words, ridge regression: what a learner without rules gets out of the same turns."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import Ridge
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True), Ridge(alpha=1.0))
    gold = np.column_stack([gold_of(learned_from, name) for name in PARTS])
    model.fit([turn["user"] for turn in learned_from], gold)
    return dict(zip(PARTS, model.predict(words).T.tolist(), strict=True))


def _best_cue(turns: list[dict[str, Any]], gold: Sequence[float]) -> tuple[str, float]:
    found = {name: abs(spearman([cue(turn["user"]) for turn in turns], gold)) for name, cue in CUES.items()}
    best = max(found, key=lambda name: found[name])
    return best, found[best]


def _residuals(part: LabelledSet, read: Sequence[Appraisal]) -> Group:
    rows = []
    for name in PARTS:
        gold, ours = gold_of(part.turns, name), scores_of(read, name)
        shown = [value - mean for value, mean, one in zip(ours, gold, read, strict=True) if _is_shown(one, name)]
        rows.append(
            (
                name,
                f"{pstdev(value - mean for value, mean in zip(ours, gold, strict=True)):.2f}",
                f"{pstdev(shown):.2f}" if shown else "–",
                f"{fmean(shown):+.2f}" if shown else "–",
                str(len(shown)),
            )
        )
    inside = [
        one.likely[0] <= mean <= one.likely[1]
        for one, mean in zip(read, gold_of(part.turns, OVERALL), strict=True)
        if one.likely is not None
    ]
    held = _share(sum(inside), len(inside))
    return table(
        f"Tone: how far off, in the labels' units, {part.name}",
        ("", "residual SD", "SD where shown", "bias where shown", "turns shown"),
        rows,
        f"The label of overall lies inside the interval that is shown in {held} of the turns.",
    )


def gold_of(turns: list[dict[str, Any]], name: str) -> list[float]:
    """The mean label of each turn."""
    return [fmean(turn["labels"][name]) for turn in turns]


def scores_of(read: Sequence[Appraisal], name: str) -> list[float]:
    """Our number for each turn; what a turn does not show counts as 0, as in the labels."""
    values = [one.overall if name == OVERALL else one.dimensions.get(Dimension(name)) for one in read]
    return [0.0 if value is None else value for value in values]


def _is_shown(one: Appraisal, name: str) -> bool:
    return (one.overall if name == OVERALL else one.dimensions.get(Dimension(name))) is not None


def spearman(series: Sequence[float], gold: Sequence[float]) -> float:
    """Rank correlation; 0 where a series says the same of everything."""
    from scipy.stats import spearmanr

    if len(set(series)) < 2 or len(set(gold)) < 2:
        return 0.0
    rho = float(spearmanr(series, gold).statistic)
    return 0.0 if isnan(rho) else rho


def interval(series: Sequence[float], gold: Sequence[float]) -> tuple[float, float]:
    """The middle 95 % of the correlation over bootstrap samples of the turns."""
    rng = np.random.default_rng(_SEED)
    ours, mean = np.array(series), np.array(gold)
    picks = rng.integers(0, len(gold), size=(_RESAMPLES, len(gold)))
    found = sorted(spearman(ours[pick].tolist(), mean[pick].tolist()) for pick in picks)
    return found[int(0.025 * _RESAMPLES)], found[int(0.975 * _RESAMPLES) - 1]


def order_share(series: Sequence[float], gold: Sequence[float], words: Sequence[float]) -> tuple[float, int]:
    """The share of pairs in the right order (ties half) among those of equal length with labels 1 or more apart."""
    right, pairs = 0.0, 0
    for one, other in combinations(range(len(gold)), 2):
        if abs(gold[one] - gold[other]) < _FAR_APART:
            continue
        if abs(words[one] - words[other]) > _SAME_LENGTH * max(words[one], words[other]):
            continue
        pairs += 1
        agreed = (series[one] - series[other]) * (gold[one] - gold[other])
        right += 1.0 if agreed > 0 else 0.5 if agreed == 0 else 0.0
    return (right / pairs if pairs else 0.0), pairs


def _pairs(part: LabelledSet, read: Sequence[Appraisal], peers: Peers) -> Group:
    gold, rows, pairs = gold_of(part.turns, OVERALL), [], 0
    length = [float(len(turn["user"].split())) for turn in part.turns]
    beaten = {name: series[OVERALL] for name, series in peers.items()}
    for name, series in {"ours": scores_of(read, OVERALL), **beaten, "length": length}.items():
        share, pairs = order_share(series, gold, length)
        rows.append((name, f"{share:.3f}"))
    return table(
        f"Tone: right order in {pairs} pairs of equal length (within 20 % in words) whose overall differs by 1 or more",
        ("", "share"),
        rows,
        "Chance is 0.5; ties count half.",
    )


def _spans(turns: list[dict[str, Any]], read: Sequence[Appraisal]) -> Group:
    events = [(turn["user"], event) for turn, one in zip(turns, read, strict=True) for event in one.events]
    exact = sum(event.quote == user[event.start : event.end] and bool(event.quote) for user, event in events)
    scored = [
        (one, dimension) for one in read for dimension in Dimension if one.dimensions.get(dimension) not in (None, 0.0)
    ]
    with_evidence = sum(
        any(event.dimension is dimension and event.weight for event in one.events) for one, dimension in scored
    )
    return table(
        "Tone: evidence",
        ("", "count", "of", "share"),
        [
            ("quotes that are exact substrings", str(exact), str(len(events)), _share(exact, len(events))),
            ("non-zero scores with a quote", str(with_evidence), str(len(scored)), _share(with_evidence, len(scored))),
        ],
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _two(number: float) -> str:
    return f"{number:+.2f}"
