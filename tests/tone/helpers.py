"""What the tests of the tone reading share."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from scipy.stats import spearmanr

from simulator.domain.appraisal import Appraisal
from simulator.domain.events import Dimension
from simulator.tone import appraise

_TURNS = Path(__file__).parent.parent / "data" / "turns_dev.jsonl"
OVERALL = "overall"
SCALES = (*(dimension.value for dimension in Dimension), OVERALL)


class LabelledTurn(BaseModel):
    """One line of ``turns_dev.jsonl``."""

    model_config = ConfigDict(frozen=True)

    id: str
    supervisor: str
    user: str
    labels: dict[str, tuple[int, ...]]

    def gold(self, scale: str) -> float:
        ratings = self.labels[scale]
        return sum(ratings) / len(ratings)


def dev_turns() -> list[LabelledTurn]:
    with _TURNS.open(encoding="utf-8") as lines:
        return [LabelledTurn.model_validate(json.loads(line)) for line in lines]


def value(appraisal: Appraisal, scale: str) -> float:
    """One number, 0 where nothing shows."""
    score = appraisal.overall if scale == OVERALL else appraisal.dimensions.get(Dimension(scale))
    return score or 0.0


def rank_correlation(left: list[float], right: list[float]) -> float:
    return float(spearmanr(left, right)[0])


def names(user: str, supervisor: str = "") -> set[str]:
    """The names of the events that carry weight or are only noticed."""
    return {event.name.value for event in appraise(user, supervisor).events}


def overall(user: str, supervisor: str = "") -> float:
    score = appraise(user, supervisor).overall
    assert score is not None
    return score
