"""What a rule reads and the rest of the turn does not bear out counts neither for nor against anybody."""

from __future__ import annotations

import pytest

from simulator.dialogue.doubts import is_doubtful
from simulator.domain.conduct import Move, Topic
from simulator.domain.events import EventName as E
from simulator.domain.text import NormalText
from tests.dialogue.make import reading
from tests.dialogue.test_occasions import OWNED, move, talk


def doubted(words: str, event: E, **scores: float) -> bool:
    appraisal = reading(words, event)
    if scores:
        appraisal = appraisal.model_copy(update={"dimensions": appraisal.dimensions.model_copy(update=scores)})
    return is_doubtful(appraisal.events[0], appraisal, NormalText(words))


def test_a_fault_needs_a_dimension_that_reads_badly() -> None:
    assert not doubted("That never was so.", E.DENIAL, ownership=-1.2)
    assert doubted("That never was so.", E.DENIAL, ownership=0.4)


def test_a_merit_needs_a_dimension_that_reads_well() -> None:
    assert not doubted("They waited a week.", E.NAMES_IMPACT, perspective=1.3)
    assert doubted("They waited a week.", E.NAMES_IMPACT, perspective=0.1)


def test_what_is_read_the_other_way_speaks_against_nothing() -> None:
    """An error named beside an excuse is still an error named."""
    words = "I forgot it, the week was mad."
    appraisal = reading(words, (E.NAMES_OWN_ERROR, "I forgot it"), (E.EXCUSE, "the week was mad"))
    assert not any(is_doubtful(event, appraisal, NormalText(words)) for event in appraisal.events)


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("I wasn't dodging.", E.GENERAL_RESPONSIBILITY),
        ("Fair enough.", E.SEES_HER_SIDE),
        ("I meant to do the count at ten.", E.DATED_COMMITMENT),
        ("What happens on Wednesday?", E.HOSTILE_QUESTION),
        ("If people leave me alone for an hour.", E.CONTEMPT),
        ("Pride kept me.", E.BLAMES_OTHERS),
        ("I'd rather not do a daily call on top.", E.REFUSES),
        ("Thursday at two on your desk, and a biscuit with it.", E.MOCKS_CONCERN),
        ("Would you rather I brought it at three?", E.ASKS_HER_VIEW),
    ],
)
def test_ways_of_speaking_are_not_taken_at_their_word(words: str, event: E) -> None:
    assert doubted(words, event)


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("You're a disgrace.", E.CONTEMPT),
        ("Why do you always ask me that?", E.HOSTILE_QUESTION),
        ("You just want me gone.", E.ATTRIBUTES_MOTIVE),
        ("I forgot the count.", E.NAMES_OWN_ERROR),
        ("You have it by noon on Thursday.", E.DATED_COMMITMENT),
    ],
)
def test_what_is_meant_stays(words: str, event: E) -> None:
    assert not doubted(words, event)


def test_an_answer_is_not_held_as_a_dodge() -> None:
    session = talk(OWNED, "The third night in a row. After that I start reading things twice.")
    assert move(session)[0] is not Move.HOLD


def test_more_than_one_person_can_carry_is_not_praised() -> None:
    session = talk("I'll do double shifts till it's sorted. Weekends too.", persona="health-aware")
    assert move(session) == (Move.HOLD, Topic.TOO_MUCH)


def test_somebody_who_despairs_is_offered_a_pause() -> None:
    session = talk(OWNED, "It's a nightmare, honestly, I'll end up on the street.")
    assert move(session)[0] is Move.PAUSE
