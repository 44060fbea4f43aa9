"""How a fair supervisor would take the whole turn: a small linear form over the seven dimensions."""

from __future__ import annotations

from ..domain.appraisal import Scores
from ..domain.base import two_decimals
from ..domain.events import Dimension
from .context import Context
from .lexicon import OverallData

_LIMIT = 2.0


def features(scores: Scores, context: Context) -> dict[str, float]:
    """The named quantities beside the dimensions themselves.

    Returns:
        ``best`` and ``worst``: the highest dimension, if positive, and the lowest, if negative; ``substance``: what
        was offered in ownership, perspective, commitment and initiative together; ``spoiled``: the part of it that
        hostile words beside it undo.
    """
    values = {dimension: scores.get(dimension) or 0.0 for dimension in Dimension}
    offered = (Dimension.OWNERSHIP, Dimension.PERSPECTIVE, Dimension.COMMITMENT, Dimension.INITIATIVE)
    substance = sum(max(0.0, values[dimension]) for dimension in offered) / len(offered)
    hostile = max(0.0, -values[Dimension.RESPECT], -values[Dimension.PERSPECTIVE], -values[Dimension.OWNERSHIP])
    return {
        "best": max(0.0, *values.values()),
        "worst": min(0.0, *values.values()),
        "substance": substance,
        "spoiled": substance * min(1.0, hostile),
    }


def overall(scores: Scores, context: Context, data: OverallData) -> float:
    """-2..+2, two decimals."""
    total = data.intercept
    for dimension in Dimension:
        value = scores.get(dimension) or 0.0
        total += (data.positive if value > 0 else data.negative).get(dimension, 0.0) * value
    for name, value in features(scores, context).items():
        total += data.features.get(name, 0.0) * value
    return two_decimals(max(-_LIMIT, min(_LIMIT, total)))
