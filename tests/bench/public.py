"""Public, human-labelled sets: how far single dimensions carry outside their own domain, beside VADER and a cue.

The sets are read from the folder given and never stored. Larger ones are thinned to a fixed sample.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import RenderableType

from simulator.domain.events import Dimension

from .cues import CUES
from .tables import table, vader

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Row = dict[str, Any]

_MOST_ROWS = 3000
_RESAMPLES = 500


@dataclass(frozen=True)
class Task:
    """One set: ``label`` gives 1, 0, a rating, or None for rows left out; ``sign`` -1 where low scores are meant."""

    name: str
    file: str
    dimensions: tuple[Dimension, ...]
    label: Callable[[Row], float | None]
    sign: int = 1
    rated: bool = False


def _reply(row: Row, one: str, other: str) -> float | None:
    """1 for ``one`` without ``other``, 0 the other way round, replies only."""
    if row["is_request"] or row[one] == row[other]:
        return None
    return float(row[one])


def _talk(row: Row) -> float | None:
    return {"change": 1.0, "sustain": 0.0}.get(row["talk"])


TASKS = (
    Task("politeness_wikipedia, quartiles", "politeness_wikipedia", (Dimension.RESPECT,), lambda row: row["quartile"]),
    Task(
        "politeness_stackexchange, quartiles",
        "politeness_stackexchange",
        (Dimension.RESPECT,),
        lambda row: row["quartile"],
    ),
    Task("email_politeness", "email_politeness", (Dimension.RESPECT,), lambda row: row["score"], rated=True),
    Task("email, own vs defend", "email_face_acts", (Dimension.OWNERSHIP,), lambda row: _reply(row, "admit", "defend")),
    Task(
        "email, commit",
        "email_face_acts",
        (Dimension.COMMITMENT,),
        lambda row: None if row["is_request"] else float(row["commit"]),
    ),
    Task("receptiveness", "receptiveness", (Dimension.PERSPECTIVE,), lambda row: row["score"], rated=True),
    Task(
        "epitome, emotional reaction",
        "epitome_empathy",
        (Dimension.PERSPECTIVE,),
        lambda row: float(row["emotional_reactions"] > 0),
    ),
    Task("annomi client, change vs sustain", "annomi_client_talk", (Dimension.COMMITMENT,), _talk),
    Task(
        "annomi therapist, open question",
        "annomi_therapist",
        (Dimension.INQUIRY,),
        lambda row: float(row["open_question"]),
    ),
    Task(
        "goemotions, hostile",
        "goemotions_dev",
        (Dimension.RESPECT, Dimension.COMPOSURE),
        lambda row: float(row["hostile"]),
        -1,
    ),
    Task("goemotions, nervous", "goemotions_dev", (Dimension.COMPOSURE,), lambda row: float(row["nervous"]), -1),
    Task("goemotions, remorse", "goemotions_dev", (Dimension.OWNERSHIP,), lambda row: float(row["remorse"])),
    Task(
        "dailydialog, commissive", "dailydialog_acts_dev", (Dimension.COMMITMENT,), lambda row: float(row["commissive"])
    ),
)
#: VADER is turned the way it does best for the emotions that are unpleasant.
_UNPLEASANT = frozenset({"goemotions, hostile", "goemotions, nervous", "goemotions, remorse"})


def tables(folder: Path | None) -> list[RenderableType]:
    """One row a set, or why there is none."""
    if folder is None:
        return ["Public sets: not available; give their folder: make bench DATA=folder."]
    if not folder.is_dir():
        return [f"Public sets: not available; {folder} is no folder."]
    rows = [_measured(task, folder) for task in TASKS]
    return [
        table(
            "Public sets: single dimensions beside VADER and the best single cue (AUC; rho where rated)",
            ("", "rows", "ours", "95 %", "VADER", "95 %", "ours - VADER, 95 %", "best cue"),
            rows,
            f"At most {_MOST_ROWS:,} rows a set, {_RESAMPLES} bootstrap resamples; the cue is picked with hindsight. "
            "For evaluation only.",
        )
    ]


def _measured(task: Task, folder: Path) -> tuple[str, ...]:
    path = folder / f"{task.file}.jsonl"
    if not path.is_file():
        return (task.name, "not available", *[""] * 6)
    rows = _rows(path, task)
    gold = np.array([label for _, label in rows])
    ours, peer = _ours(task, rows), _vader(task, rows)
    measure = rho if task.rated else auc
    samples = _resamples(measure, gold, (ours, peer))
    cue, score = _best_cue(measure, rows, gold)
    return (
        f"{task.name} ({', '.join(dimension.value for dimension in task.dimensions)})",
        f"{len(rows):,}",
        f"{measure(ours, gold):.3f}",
        _interval(samples[0]),
        f"{measure(peer, gold):.3f}",
        _interval(samples[1]),
        _interval(samples[0] - samples[1], signed=True),
        f"{score:.3f} {cue}",
    )


def _rows(path: Path, task: Task) -> list[tuple[Row, float]]:
    rows = []
    for line in path.read_text("utf-8").splitlines():
        row: Row = json.loads(line)
        label = task.label(row)
        if label is not None:
            rows.append((row, float(label)))
    return Random(task.file).sample(rows, _MOST_ROWS) if len(rows) > _MOST_ROWS else rows


def _ours(task: Task, rows: Sequence[tuple[Row, float]]) -> Floats:
    from simulator.tone.appraise import appraise

    scores = []
    for row, _ in rows:
        dimensions = appraise(row["text"], row.get("context") or "").dimensions
        scores.append(task.sign * sum(dimensions.get(dimension) or 0.0 for dimension in task.dimensions))
    return np.array(scores)


def _vader(task: Task, rows: Sequence[tuple[Row, float]]) -> Floats:
    sign = -1 if task.name in _UNPLEASANT else 1
    return np.array([sign * vader()(row["text"]) for row, _ in rows])


def _ranks(values: Floats) -> Floats:
    from scipy.stats import rankdata

    ranks: Floats = rankdata(values)
    return ranks


def auc(scores: Floats, gold: Floats) -> float:
    """The chance that a row labelled 1 scores above a row labelled 0; ties count half."""
    positive = gold > 0
    ones, zeros = int(positive.sum()), int((~positive).sum())
    if not ones or not zeros:
        return 0.5
    return float((_ranks(scores)[positive].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def rho(scores: Floats, gold: Floats) -> float:
    """Spearman's rank correlation; 0 where the scores say the same of everything."""
    if scores.min() == scores.max() or gold.min() == gold.max():
        return 0.0
    return float(np.corrcoef(_ranks(scores), _ranks(gold))[0, 1])


def _resamples(measure: Callable[[Floats, Floats], float], gold: Floats, series: Sequence[Floats]) -> list[Floats]:
    """The measure of every series on the same resamples."""
    draw = np.random.default_rng(7)
    picks = [draw.integers(0, len(gold), len(gold)) for _ in range(_RESAMPLES)]
    return [np.array([measure(one[pick], gold[pick]) for pick in picks]) for one in series]


def _interval(samples: Floats, *, signed: bool = False) -> str:
    low, high = np.percentile(samples, (2.5, 97.5))
    return f"{low:+.3f} to {high:+.3f}" if signed else f"{low:.3f} to {high:.3f}"


def _best_cue(
    measure: Callable[[Floats, Floats], float], rows: Sequence[tuple[Row, float]], gold: Floats
) -> tuple[str, float]:
    found: list[tuple[float, str]] = []
    for name, cue in CUES.items():
        values = np.array([cue(row["text"]) for row, _ in rows])
        found += [(measure(values, gold), name), (measure(-values, gold), f"no {name}")]
    score, name = max(found)
    return name, score
