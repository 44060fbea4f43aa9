"""A talk that the user ends is written up as it was: with a promise given, on a good word, or walked out of."""

from __future__ import annotations

import pytest

from simulator.debrief.export.wording import front
from simulator.debrief.report import report
from simulator.dialogue.outcome import what_follows
from simulator.dialogue.session import as_transcript, begin, leave, play
from simulator.domain.conduct import Ending
from simulator.domain.transcript import Transcript
from tests.dialogue.make import setting
from tests.shipped import PERSONA_IDS

OWNED = "I didn't send the September report on Friday 9 October. That was mine, and the planners had old figures."
SORRY = "You had to ask me twice, and I'm sorry for that."
PROMISE = "You get the November report by noon on Thursday 10 December."
RULE = "If something will be late, I tell you the day before."
NOTHING_CAME = ("nothing has been agreed", "nothing was decided", "nothing has been decided", "nothing is decided")


def left(*words: str, persona: str = "the-letter") -> Transcript:
    session, _ = play(setting(persona), words)
    return as_transcript(session if session.ending else leave(session), "scripted")


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_a_promise_given_is_in_the_account_and_in_what_follows(persona: str) -> None:
    talk = left(OWNED, PROMISE, persona=persona)
    assert talk.ending is Ending.ENDED_BY_USER
    parted = talk.persona.evening.parted
    assert parted is not None
    told = report(talk)
    assert told.evening.endswith(parted.promised.say)
    assert talk.persona.evening.leaves[Ending.ENDED_BY_USER].say not in told.evening
    follows = what_follows(talk.persona, talk.ending, talk.turns)
    assert PROMISE.rstrip(".") in follows
    assert not any(words in follows.lower() for words in NOTHING_CAME)
    assert front(talk, told).what_next == follows


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_a_good_talk_without_a_promise_is_no_walking_out(persona: str) -> None:
    talk = left(OWNED, SORRY, "It left you to explain our numbers upstairs.", persona=persona)
    parted = talk.persona.evening.parted
    assert parted is not None
    assert report(talk).evening.endswith(parted.well.say)


def test_a_talk_that_was_walked_out_of_is_told_so() -> None:
    talk = left("This is ridiculous and so are you.")
    assert talk.ending is Ending.ENDED_BY_USER
    assert report(talk).evening.endswith(talk.persona.evening.leaves[Ending.ENDED_BY_USER].say)
    assert what_follows(talk.persona, talk.ending, talk.turns) == talk.persona.endings[Ending.ENDED_BY_USER].next


def test_a_silent_guest_is_told_of_as_one_who_left() -> None:
    talk = as_transcript(leave(begin(setting())), "scripted")
    assert report(talk).evening.endswith(talk.persona.evening.leaves[Ending.ENDED_BY_USER].say)


def test_terms_that_a_dated_promise_has_brought_about_are_terms_when_the_user_ends_it() -> None:
    talk = left(OWNED, PROMISE, RULE, "What would you have to see by then?", persona="clear-expectations")
    assert talk.ending in (Ending.AGREEMENT, Ending.CONDITIONAL)
