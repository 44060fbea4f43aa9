"""Rules for oneself are promises, a deed announced is none yet, and what is taken back in one breath was not said."""

from __future__ import annotations

import pytest

from simulator.dialogue.promises import promises
from simulator.domain.events import EventName as E
from simulator.domain.transcript import UserTurn
from simulator.tone.appraise import appraise

RULES = (
    "no client hears a date until you've said yes, starting Monday",
    "From now on every report goes past you first.",
    "Nothing goes to the customer before you've seen it.",
    "Starting next week no invoice goes out until Jo has seen it.",
    "I won't send anything to a client without your okay from now on.",
    "As of today each order is checked twice before it ships.",
    "You'll see every draft before anyone else does.",
    "Before anything leaves the ward, it crosses your desk.",
    "I'll never again send a quote without asking you first.",
)
NO_RULES = (
    "From now on I'll be better.",
    "From now on you'll see a different me.",
    "Nobody tells me anything until it's too late.",
    "Every report goes past you and I'm sick of it.",
    "Everything has to go past you first anyway.",
    "I can't do anything without your yes.",
    "Nothing I do is good enough from now on, is it?",
)
ANNOUNCED = (
    "I'll call them today.",
    "I'm calling the client tonight.",
    "I'm ringing them right after this.",
    "I am writing to them this afternoon.",
    "Tomorrow it's done.",
)
DONE = ("I've called them already and apologised.", "I have sent the refund, it went out this morning.")


def names(words: str) -> set[E]:
    return {event.name for event in appraise(words, "What will be different?").said}


def given(words: str) -> UserTurn:
    read = appraise(words, "What will be different?")
    return UserTurn(id="u1", parent=None, text=words, appraisal=read, trust=0, patience=0, clarity=0)


@pytest.mark.parametrize("words", RULES)
def test_a_rule_for_oneself_is_a_promise_that_can_be_held_to(words: str) -> None:
    assert E.DATED_COMMITMENT in names(words)
    (promise,) = promises((given(words),))
    assert promise.by_when is not None
    assert promise.by_when in promise.quote


@pytest.mark.parametrize("words", NO_RULES)
def test_a_complaint_or_a_vague_word_is_no_rule(words: str) -> None:
    assert E.DATED_COMMITMENT not in names(words)


@pytest.mark.parametrize("words", ANNOUNCED)
def test_a_deed_announced_is_a_promise_and_nothing_put_right(words: str) -> None:
    assert not names(words) & {E.FIX_DONE, E.FIX_STARTED}
    assert names(words) & {E.DATED_COMMITMENT, E.UNDATED_ACTION}


@pytest.mark.parametrize("words", DONE)
def test_a_deed_done_is_praised_as_done(words: str) -> None:
    assert E.FIX_DONE in names(words)


TAKEN_BACK = (
    "I lost the file. No wait, I gave that to Milan.",
    "That was me, I let it slide. Hang on, no, Milan took it over in September.",
    "I dropped it, sorry. Wait, that's wrong, I handed it to Milan.",
    "I forgot it. Sorry, I take that back.",
    "I should have looked after it. Correction, it was passed on to the technical department.",
)


@pytest.mark.parametrize("words", TAKEN_BACK)
def test_what_is_taken_back_at_once_was_not_owned(words: str) -> None:
    assert not names(words) & {E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY, E.REGRET, E.SARCASM}


def test_what_is_owned_after_the_taking_back_stands() -> None:
    assert E.NAMES_OWN_ERROR in names("I never touched it. No wait, I did, and I lost it. My fault.")
