"""The fitted numbers: how rules and words are weighed, and how far off the reading was on turns it had not seen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..domain.base import Value
from ..domain.events import Dimension
from ..files import read_model

_FILE = Path(__file__).parent / "lexicon" / "fitted.yaml"


class Bend(Value):
    """How a sum is bent: near nought and towards the ends a point counts for less than in between.

    Attributes:
        calm, within: up to ``calm``, up or down, a point counts for ``within`` of a point.
        knee, beyond: beyond ``knee``, so measured, for ``beyond`` of one.
    """

    calm: float = 0.0
    within: float = 1.0
    knee: float
    beyond: float

    def bent(self, total: float) -> float:
        """A sum, bent."""
        size = abs(total)
        size -= (1 - self.within) * min(size, self.calm)
        if size > self.knee:
            size = self.knee + self.beyond * (size - self.knee)
        return size if total > 0 else -size


class OverallData(Value):
    """How ``overall`` is made.

    Attributes:
        positive, negative: coefficients of a dimension above and below zero.
        features: those of the quantities in ``overall.py``.
        bend: how the sum is bent: among turns that say next to nothing, among very good ones and among very bad ones,
            differences count less.
    """

    positive: Mapping[Dimension, float]
    negative: Mapping[Dimension, float]
    features: Mapping[str, float]
    bend: Bend


class Shares(Value):
    """Two shares for each dimension: where the rules come to a merit, and where they do not."""

    merits: Mapping[Dimension, float]
    faults: Mapping[Dimension, float]

    def of(self, dimension: Dimension, total: float) -> float:
        """The share that goes with what the rules come to."""
        return (self.merits if total > 0 else self.faults)[dimension]


class WordsAlone(Value):
    """What words can show where no rule speaks, or one speaks for the other side, in the label's units.

    Attributes:
        against_from: beside a merit that a rule finds, weaker words to the contrary say nothing.
        merit_from, fault_from: less is not shown; a fault takes more, because a false charge hurts more than a miss.
        most: they never carry further than this, up or down.
    """

    against_from: float
    merit_from: float
    fault_from: float
    most: float

    def shown(self, total: float) -> float | None:
        """What a sum of words comes to by itself; None where it shows nothing."""
        if -self.fault_from < total < self.merit_from:
            return None
        return max(-self.most, min(self.most, total))

    def beside(self, total: float, ruled: float) -> float:
        """What a sum of words comes to beside what the rules come to."""
        return 0.0 if ruled > 0 and -self.against_from < total < 0 else total


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

    rules: Shares
    beside_rules: Shares
    alone: Mapping[Dimension, float]
    words_alone: WordsAlone
    overall: OverallData
    noise: Mapping[Dimension, float]
    band: float

    def words_share(self, dimension: Dimension, ruled: float | None) -> float:
        """The share of the words; ``ruled``: what the rules come to, None where none speaks."""
        return self.alone[dimension] if ruled is None else self.beside_rules.of(dimension, ruled)


@cache
def fitted() -> Fitted:
    """The numbers, read once."""
    shown_as = "tone/lexicon/fitted.yaml"
    return read_model(Fitted, _FILE, shown_as)
