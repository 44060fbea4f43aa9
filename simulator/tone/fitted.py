"""The fitted numbers: how rules and words are weighed, and how far off the reading was on turns it had not seen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..domain.base import Value
from ..domain.events import Dimension
from ..resources import read_yaml, validated

_FILE = Path(__file__).parent / "lexicon" / "fitted.yaml"


class OverallData(Value):
    """Coefficients of ``overall``: of a dimension above and below zero, and of the features in ``overall.py``."""

    intercept: float
    positive: Mapping[Dimension, float]
    negative: Mapping[Dimension, float]
    features: Mapping[str, float]


class WordShare(Value):
    """How the words are weighed in one dimension: ``constant + share x their sum``, in the label's units."""

    constant: float
    share: float


class Fitted(Value):
    """The whole file, as the training writes it.

    Attributes:
        rules: what a point of the rules' own weight counts for in a dimension.
        beside_rules: how the words are weighed in a dimension where a rule speaks.
        alone: how they are weighed where none does.
        shown_from: from where on words alone, with no rule, show a dimension.
        overall: how the dimensions make the whole.
        noise: standard deviation of (reading minus label) where a dimension is shown, on unseen turns.
        band: half the width that held eight of ten labels of ``overall``, on unseen turns.
    """

    rules: Mapping[Dimension, float]
    beside_rules: Mapping[Dimension, WordShare]
    alone: Mapping[Dimension, WordShare]
    shown_from: Mapping[Dimension, float]
    overall: OverallData
    noise: Mapping[Dimension, float]
    band: float


@cache
def fitted() -> Fitted:
    """The numbers, read once."""
    shown_as = "tone/lexicon/fitted.yaml"
    return validated(Fitted, read_yaml(_FILE, shown_as), shown_as)
