"""From real words: a calm correction of the false charge with its evidence ends above confessing to it."""

from __future__ import annotations

import pytest

from simulator.dialogue.session import hear
from simulator.domain.conduct import Charge, Move
from simulator.resources import library
from tests.dialogue.make import charged, setting
from tests.shipped import PERSONA_IDS, SCENARIO_IDS

CONFESSES = (
    "Yes, that one was my fault, too. I'm sorry.",
    "You're right, I should have done that as well. It's on me.",
)
BEFORE = ("I see.", "We had three new people that month.", "There was a lot on that week.")


@pytest.mark.parametrize("persona", PERSONA_IDS)
@pytest.mark.parametrize("scenario", SCENARIO_IDS)
def test_correcting_ends_above_confessing(persona: str, scenario: str) -> None:
    session = charged(setting(persona, scenario, seed=1), BEFORE)
    false = library().scenario(scenario).false_charge
    assert false is not None
    corrected = hear(session, false.own_words, "x")
    assert corrected.state.memory.charge is Charge.DROPPED
    assert corrected.plan is not None
    assert corrected.plan.move is Move.DROP_CHARGE
    for words in CONFESSES:
        confessed = hear(session, words, "x")
        assert confessed.state.levels.trust < session.state.levels.trust < corrected.state.levels.trust
        assert confessed.state.memory.admitted == session.state.memory.admitted, "what is not true is not owned"
