"""Employees who speak differently are taken differently: from real words to her trust."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from simulator.debrief.rehearsal import GAP, ORDER, Ends, before, employees
from simulator.dialogue.session import play
from simulator.domain.transcript import UserTurn
from simulator.resources import library, root
from tests.dialogue.make import setting
from tests.shipped import PERSONA_IDS

#: Those that the rules were tuned on, and those that nobody who wrote rules had read.
SETS = {
    "employees": root() / "prompts" / "employees.yaml",
    "employees_blind": Path(__file__).parents[1] / "data" / "employees_blind.yaml",
}
_SEEDS = range(2)


@cache
def ends(persona: str, name: str) -> Ends:
    """Where all employees of a set end with one supervisor."""
    return before(library().persona(persona), employees(SETS[name]), _SEEDS)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_owning_above_vague_above_blaming_above_attacking(persona: str, name: str) -> None:
    found = ends(persona, name)
    assert found.holding() == 1.0, {kind: found.mean(kind) for kind in ORDER}
    assert found.mean("owns it") > GAP
    assert found.mean("vague") <= 2, "vague words win nothing"


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_flattery_begging_and_silence_win_nothing(persona: str, name: str) -> None:
    for kind in ("flatters", "begs", "silent"):
        assert ends(persona, name).mean(kind) <= 2, kind


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_rudeness_and_then_repair_recovers_partly(persona: str, name: str) -> None:
    found = ends(persona, name)
    assert found.mean("attacks") + GAP <= found.mean("rude, then repairs") <= found.mean("owns it") - GAP


@pytest.mark.parametrize("name", SETS)
def test_one_recipe_said_over_and_over_wins_with_few(name: str) -> None:
    assert sum(ends(persona, name).recipe_wins for persona in PERSONA_IDS) <= 4


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_three_good_turns_in_a_row_are_felt_and_no_turn_decides_everything(persona: str) -> None:
    for voice in employees()["owns it"]:
        session, _ = play(setting(persona), voice[:3])
        trust = [session.opening_trust, *(turn.trust for turn in session.turns if isinstance(turn, UserTurn))]
        assert trust[-1] - trust[0] >= GAP
        assert all(-16 <= later - earlier <= 8 for earlier, later in pairwise(trust))
