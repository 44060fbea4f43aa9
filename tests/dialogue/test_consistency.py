"""Words against earlier words, and names or days that nobody in the situation knows."""

from __future__ import annotations

import pytest

from simulator.dialogue.session import Session
from simulator.domain.conduct import Move, Topic
from simulator.resources import library
from tests.dialogue.test_occasions import OWNED, move, rules_of, talk
from tests.shipped import PERSONA_IDS

_CONTRADICTS = (Move.CHALLENGE, Topic.CONTRADICTION)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (OWNED, "That report wasn't my job."),
        (OWNED, "Petra forgot the September report, not me."),
        (OWNED, "I never said it was my fault."),
        ("I never rang Linden House back, that was me.", "Linden House was nothing to do with me."),
    ],
)
def test_what_was_admitted_and_is_denied_is_held_against_it(before: str, now: str) -> None:
    session = talk(before, now)
    assert move(session) == _CONTRADICTS
    assert "contradiction" in rules_of(session)
    assert session.plan is not None
    assert session.plan.earlier is not None
    assert session.plan.earlier in before
    assert session.plan.quote is not None
    assert session.plan.quote.rstrip(".") in now


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_she_says_the_earlier_words_back(persona: str) -> None:
    replies = [
        talk(OWNED, "That report wasn't my job.", persona=persona, seed=seed).scripted_reply for seed in range(6)
    ]
    assert any("my fault" in reply or "September report" in reply for reply in replies)


def test_a_promise_that_quietly_moves_is_noticed() -> None:
    session = talk(
        "You'll have the September report on Friday at noon.", "You'll have the September report on Monday at nine."
    )
    assert move(session) == _CONTRADICTS
    assert "promise_moved" in rules_of(session)


@pytest.mark.parametrize(
    "now",
    [
        "Sorry, I meant Monday: you'll have the September report on Monday at nine.",
        "You'll have the September report on Friday at noon, as I said.",
        "And the October report comes on Monday at nine.",
        "I didn't say anything to the planners, and I should have.",
    ],
)
def test_a_correction_or_another_promise_is_no_contradiction(now: str) -> None:
    assert move(talk("You'll have the September report on Friday at noon.", now)) != _CONTRADICTS


def gains(session: Session) -> list[str]:
    from simulator.domain.transcript import UserTurn

    last = session.turns[-1]
    assert isinstance(last, UserTurn)
    return [row.rule for row in last.ledger if row.variable == "trust" and row.amount > 0]


@pytest.mark.parametrize(
    "words",
    [
        "I phoned Sandra Harlow this morning and put it right with her.",
        "I sent it to Gary in accounts on 3 May, I have the mail here.",
    ],
)
def test_invented_specifics_earn_nothing_and_are_challenged(words: str) -> None:
    session = talk(words)
    assert move(session) == (Move.CHALLENGE, Topic.INVENTED)
    assert gains(session) == []


def test_it_is_challenged_twice_and_then_just_earns_nothing() -> None:
    words = [f"I told {name} in stores about it on Monday." for name in ("Gary", "Sandra", "Bertram")]
    moves = [move(talk(*words[: number + 1])) for number in range(3)]
    assert moves[:2] == [(Move.CHALLENGE, Topic.INVENTED)] * 2
    assert moves[2] != (Move.CHALLENGE, Topic.INVENTED)


@pytest.mark.parametrize("scenario", sorted(library().scenarios))
def test_what_stands_in_the_situation_is_known(scenario: str) -> None:
    from dataclasses import replace

    from simulator.dialogue.session import begin, hear
    from tests.dialogue.make import setting

    here = setting("teacher", scenario)
    false = here.scenario.false_charge
    assert false is not None
    own = [error.own_words for error in here.scenario.facts_user_knows.errors]
    for words in (*own, false.own_words, false.evidence, *here.scenario.facts_user_knows.fixed):
        session = hear(replace(begin(here)), words, "u1")
        assert move(session)[1] is not Topic.INVENTED, words
