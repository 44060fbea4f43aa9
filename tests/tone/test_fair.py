"""Every register alike, and nothing for sale, on sets that nothing was tuned or fitted on.

The floors are what is reached, not what is wanted (every set within 0.3): they keep it from getting worse unseen.
"""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

import pytest

from tests.bench.fair import ALIKE, NOTHING, REGISTERS, advantages, overall, register_sets

_FOLDER = Path(__file__).parents[1] / "data" / "corpus"
_MEAN_SPREAD = 0.7
_LEAST_ALIKE = 14
_MEANS_APART = 0.4
#: Kind of padding: in how many pairs of seven (recipe: five) it may still earn something.
_MOST_EARNING = {"length": 3, "flattery": 0, "polish": 0, "buzzwords": 1, "repeated_apology": 0, "recipe": 2}


def test_the_same_said_in_seven_registers() -> None:
    sets = register_sets(_FOLDER, overall)
    assert len(sets) == 30
    assert fmean(item.spread for item in sets) <= _MEAN_SPREAD
    assert sum(item.spread <= ALIKE for item in sets) >= _LEAST_ALIKE
    means = [fmean(item.values[register] for item in sets) for register in REGISTERS]
    assert max(means) - min(means) <= _MEANS_APART


@pytest.mark.parametrize("kind", list(_MOST_EARNING))
def test_padding_does_not_pay(kind: str) -> None:
    gained = advantages(_FOLDER, overall)[kind]
    assert sum(more > NOTHING for more in gained) <= _MOST_EARNING[kind]
