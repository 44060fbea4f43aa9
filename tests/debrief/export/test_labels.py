"""The figure of a turning point lies on no bar and on no name of one, where there is a free side."""

from __future__ import annotations

import pytest

from simulator.debrief.export.labels import Labels
from simulator.domain.persona import Persona
from tests.dialogue.make import setting

LABELS = Labels(far=7, name=3, half=2.7, reach=0.37)


@pytest.fixture
def persona() -> Persona:
    """Her bars stand at 42 and 58."""
    made = setting("the-letter").persona
    bars = made.stance.thresholds
    assert (bars.conditional.trust, bars.agreement.trust) == (42, 58)
    return made


@pytest.mark.parametrize(
    ("trust", "won", "across", "above"),
    [
        (20, True, 0.1, True),
        (20, False, 0.1, False),
        (38.5, True, 0.1, False),
        (38.5, True, 0.9, True),
        (35, True, 0.9, False),
        (65, False, 0.9, True),
    ],
    ids=["won", "lost", "on a name", "beyond the names", "on a bar", "lost, on a bar"],
)
def test_the_side_of_a_figure(persona: Persona, trust: float, won: bool, across: float, above: bool) -> None:
    assert LABELS.above(persona, trust, won=won, across=across) == above


def test_where_no_side_is_free_it_stays(persona: Persona) -> None:
    between = Labels(far=8, name=3, half=2.7, reach=0.37)
    assert between.above(persona, 50, won=True, across=0.9)
    assert not between.above(persona, 50, won=False, across=0.9)
