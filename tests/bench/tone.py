"""How well the reading of tone agrees with our labels, beside VADER and text length."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import isnan
from statistics import fmean, pstdev
from typing import Any

from rich.console import Group, RenderableType

from simulator.domain.appraisal import Appraisal
from simulator.domain.events import Dimension

from .tables import table, vader

_SAME_LENGTH = 0.2
_FAR_APART = 1.0


def tables(turns: list[dict[str, Any]], name: str, note: str) -> list[RenderableType]:
    """Agreement on one labelled set: order in pairs of equal length, residuals and spans; ``note`` says what it is."""
    if not turns:
        return [f"Tone: not available; the file for {name} is not there."]
    from simulator.tone.appraise import appraise

    read = [appraise(turn["user"], turn["supervisor"]) for turn in turns]
    compound = [vader()(turn["user"]) for turn in turns]
    length = [float(len(turn["user"].split())) for turn in turns]
    rows = []
    for part in ("overall", *(dimension.value for dimension in Dimension)):
        gold, ours = gold_of(turns, part), scores_of(read, part)
        shown = [value - mean for value, mean, one in zip(ours, gold, read, strict=True) if _is_shown(one, part)]
        residuals = [value - mean for value, mean in zip(ours, gold, strict=True)]
        rows.append(
            (
                part,
                *(_two(spearman(series, gold)) for series in (ours, compound, length)),
                f"{pstdev(residuals):.2f}",
                f"{pstdev(shown):.2f}" if shown else "–",
                f"{fmean(shown):+.2f}" if shown else "–",
                str(len(shown)),
            )
        )
    agreement = table(
        f"Tone: agreement with our labels on {len(turns)} turns, {name}",
        ("", "rho ours", "VADER", "length", "residual SD", "SD where shown", "bias where shown", "turns shown"),
        rows,
        f"Spearman with the mean label; the annotators are language models, not people. {note}",
    )
    return [agreement, _pairs(turns, read, compound, length), _spans(turns, read)]


def gold_of(turns: list[dict[str, Any]], name: str) -> list[float]:
    """The mean label of each turn."""
    return [fmean(turn["labels"][name]) for turn in turns]


def scores_of(read: Sequence[Appraisal], name: str) -> list[float]:
    """Our number for each turn; what a turn does not show counts as 0, as in the labels."""
    values = [one.overall if name == "overall" else one.dimensions.get(Dimension(name)) for one in read]
    return [0.0 if value is None else value for value in values]


def _is_shown(one: Appraisal, name: str) -> bool:
    return (one.overall if name == "overall" else one.dimensions.get(Dimension(name))) is not None


def spearman(series: Sequence[float], gold: Sequence[float]) -> float:
    """Rank correlation; 0 where a series says the same of everything."""
    from scipy.stats import spearmanr

    if len(set(series)) < 2 or len(set(gold)) < 2:
        return 0.0
    rho = float(spearmanr(series, gold).statistic)
    return 0.0 if isnan(rho) else rho


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


def _pairs(
    turns: list[dict[str, Any]], read: Sequence[Appraisal], compound: Sequence[float], length: Sequence[float]
) -> Group:
    gold, rows, pairs = gold_of(turns, "overall"), [], 0
    for name, series in (("ours", scores_of(read, "overall")), ("VADER", compound), ("length", length)):
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
