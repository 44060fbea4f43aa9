"""How a fair supervisor would take the whole turn: a small linear form over the dimensions, bent near its ends."""

from __future__ import annotations

from ..domain.appraisal import Scores
from ..domain.base import two_decimals
from ..domain.events import Dimension
from .fitted import OverallData

_LIMIT = 2.0
#: Up to here a merit is what anybody would say: a promise without a date, a bare "sorry".
_ORDINARY = 0.5


def features(scores: Scores) -> dict[str, float]:
    """The named quantities beside the dimensions themselves.

    Returns:
        ``best``: how far the highest dimension, courtesy apart, goes beyond the ordinary; ``worst``: the lowest, if
        negative; ``substance``: the mean of what ownership, perspective, commitment and initiative offer.
    """
    values = {dimension: scores.get(dimension) or 0.0 for dimension in Dimension}
    offered = (Dimension.OWNERSHIP, Dimension.PERSPECTIVE, Dimension.COMMITMENT, Dimension.INITIATIVE)
    substance = sum(max(0.0, values[dimension]) for dimension in offered) / len(offered)
    return {
        "best": max(
            0.0, *(value - _ORDINARY for dimension, value in values.items() if dimension is not Dimension.RESPECT)
        ),
        "worst": min(0.0, *values.values()),
        "substance": substance,
    }


def overall(scores: Scores, data: OverallData) -> float:
    """-2..+2, two decimals."""
    return two_decimals(max(-_LIMIT, min(_LIMIT, data.bend.bent(weighed(scores, data)))))


def weighed(scores: Scores, data: OverallData) -> float:
    """The linear form, neither bent nor cut."""
    total = 0.0
    for dimension in Dimension:
        value = scores.get(dimension) or 0.0
        total += (data.positive if value > 0 else data.negative).get(dimension, 0.0) * value
    for name, value in features(scores).items():
        total += data.features.get(name, 0.0) * value
    return total
