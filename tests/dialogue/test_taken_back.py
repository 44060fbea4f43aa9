"""A charge that was owned up to and taken back in the same breath, or in the next one, is no confession."""

from __future__ import annotations

import pytest

from simulator.dialogue.session import Session, answer, begin, hear
from simulator.domain.conduct import Charge
from simulator.domain.transcript import UserTurn
from tests.dialogue.make import setting


def charged() -> Session:
    session = begin(setting("teacher"))
    for number in range(3):
        session = hear(session, "I see.", f"before{number}")
        session = answer(session, session.scripted_reply)
    assert session.state.memory.charge is Charge.RAISED
    return session


def rules_of(session: Session) -> set[str]:
    turn = next(turn for turn in reversed(session.turns) if isinstance(turn, UserTurn))
    return {row.rule for row in turn.ledger}


@pytest.mark.parametrize(
    "words",
    [
        "I lost the file. No wait, I gave that to Milan.",
        "I should have looked after it. Correction, I passed it on to Milan.",
        "I messed up the hotel one. Oh wait, no, that one I handed over.",
    ],
)
def test_a_confession_taken_back_at_once_is_none(words: str) -> None:
    session = hear(charged(), words, "u1")
    assert "false_confession" not in rules_of(session)


@pytest.mark.parametrize(
    "words",
    [
        "My fault. Actually no, that went to Milan on 22 September.",
        "I let it slide. Hang on, no, Milan took it over, I have his mail.",
        "I dropped it, sorry. Wait, that's wrong, I handed it to Milan and he wrote back.",
    ],
)
def test_with_its_evidence_the_charge_is_dropped(words: str) -> None:
    session = hear(charged(), words, "u1")
    assert session.state.memory.charge is Charge.DROPPED
    assert "charge_corrected" in rules_of(session)


def test_taken_back_in_the_next_breath_with_evidence_it_is_dropped_too() -> None:
    session = hear(charged(), "I lost it, that was me.", "u1")
    assert "false_confession" in rules_of(session)
    session = answer(session, session.scripted_reply)
    session = hear(session, "Sorry, I take that back. Milan has it since September, I have his mail.", "u2")
    assert session.state.memory.charge is Charge.DROPPED
    assert "contradiction" not in rules_of(session)


def test_a_confession_that_stands_is_still_one() -> None:
    assert "false_confession" in rules_of(hear(charged(), "I lost the file.", "u1"))
