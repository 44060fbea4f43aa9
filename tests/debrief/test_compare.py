"""Two ways of one talk."""

from __future__ import annotations

from dataclasses import replace

from simulator.debrief.compare import said_in_both, two_ways
from simulator.dialogue.session import Session, answer, as_transcript, hear, play, replay
from simulator.domain.transcript import Transcript
from tests.dialogue.make import setting

SAID = ("I did not send the September report.", "Whatever, you always find something to complain about.")
BETTER = "The planners had old figures because of me. You have the next one by noon on Friday."


def first() -> Session:
    return play(setting("the-letter", seed=3), SAID)[0]


def transcript(session: Session) -> Transcript:
    return as_transcript(session, "scripted")


def other(*words: str) -> Transcript:
    """The same talk up to its second turn, then these words."""
    session = replay(first().setting, first().turns[:3])
    for number, said in enumerate(words):
        session = hear(replace(session, ending=None), said, f"other-{number}")
        session = answer(session, session.scripted_reply)
    return transcript(session)


def test_what_both_begin_with_was_said_once() -> None:
    one = transcript(first())
    assert said_in_both(one, other(BETTER)) == said_in_both(one, other()) == 1
    assert said_in_both(one, one) == 2


def test_they_part_at_the_turn_that_was_said_differently() -> None:
    one = transcript(first())
    told = two_ways(one, other(BETTER))
    assert told.number == 2
    assert told.line == one.turns[2].text
    assert told.first.turns[0].text == SAID[1]
    assert told.other.turns[0].text == BETTER
    assert len(told.first.turns) == len(told.other.turns) == 2


def test_both_trust_lines_are_whole_and_begin_alike() -> None:
    one, two = transcript(first()), other(BETTER)
    told = two_ways(one, two)
    assert told.first.trust == (one.start_trust, *(turn.trust for turn in one.user_turns))
    assert told.first.trust[:2] == told.other.trust[:2]
    assert told.first.trust[2] != told.other.trust[2]


def test_the_difference_is_said_in_words_with_both_numbers() -> None:
    told = two_ways(transcript(first()), other(BETTER))
    before, once, again = told.first.trust[1], told.first.trust[2], told.other.trust[2]
    assert f"trust fell from {before:.1f}".removesuffix(".0") in told.in_words
    for trust in (once, again):
        assert f"{trust:.1f}".removesuffix(".0") in told.in_words
    assert "points more on the other way." in told.in_words


def test_the_same_words_on_both_ways_part_nowhere_else() -> None:
    told = two_ways(transcript(first()), other(SAID[1]))
    assert "on both ways" in told.in_words
    assert "about the same on both" in told.in_words


def test_nothing_said_yet_on_the_other_way() -> None:
    told = two_ways(transcript(first()), other())
    assert not told.other.spoken
    assert told.in_words == "The other way begins at turn 2, and nothing was said on it yet."


def test_the_first_way_may_be_the_one_that_stops() -> None:
    told = two_ways(other(), other(BETTER))
    assert told.in_words.startswith("The first way stops before turn 2")


def test_a_longer_way_is_compared_at_the_turn_and_at_the_end() -> None:
    told = two_ways(transcript(first()), other(BETTER, "What do you expect of me until then?"))
    assert len(told.other.trust) == 4
    assert f"the other at {told.other.trust[-1]:.1f}".removesuffix(".0") in told.in_words
