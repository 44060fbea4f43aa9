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

    positive: Mapping[Dimension, float]
    negative: Mapping[Dimension, float]
    features: Mapping[str, float]


class WordsAlone(Value):
    """What words can show in a dimension where no rule speaks, in the label's units.

    Attributes:
        merit_from, fault_from: less is not shown; a fault takes more, because a false charge hurts more than a miss.
        most: they never carry further than this, up or down.
    """

    merit_from: float
    fault_from: float
    most: float

    def shown(self, total: float) -> float | None:
        """What a sum of words comes to by itself; None where it shows nothing."""
        if -self.fault_from < total < self.merit_from:
            return None
        return max(-self.most, min(self.most, total))


class Fitted(Value):
    """The whole file, as the training writes it.

    Attributes:
        rules: what a point of the rules' own weight counts for in a dimension.
        beside_rules: the share at which the words count in a dimension where a rule speaks.
        alone: the share where none does.
        words_alone: what words without a rule can show.
        overall: how the dimensions make the whole.
        noise: root mean square of (reading minus label) where a dimension is shown. The words had not seen these
            turns; the shares had.
        band: half the width that held eight of ten labels of ``overall`` on the same turns.
    """

    rules: Mapping[Dimension, float]
    beside_rules: Mapping[Dimension, float]
    alone: Mapping[Dimension, float]
    words_alone: WordsAlone
    overall: OverallData
    noise: Mapping[Dimension, float]
    band: float


@cache
def fitted() -> Fitted:
    """The numbers, read once."""
    shown_as = "tone/lexicon/fitted.yaml"
    return validated(Fitted, read_yaml(_FILE, shown_as), shown_as)
