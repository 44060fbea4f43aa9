"""What made readers of whole talks wince: each cause by itself, from real words."""

from __future__ import annotations

import pytest

from simulator.dialogue.following import next_need
from simulator.dialogue.quoting import telling_sentence, whole_quote
from simulator.domain.conduct import Ending, Move, Need, Question, Topic
from simulator.domain.events import EventName as E
from simulator.domain.transcript import UserTurn
from tests.dialogue.make import Talk, setting
from tests.dialogue.test_occasions import OWNED, move, talk
from tests.shipped import PERSONA_IDS

FIXED = "I rang the bakery on the 30th, they get the money back."


@pytest.mark.parametrize("persona", PERSONA_IDS)
@pytest.mark.parametrize(
    "words", ["Problems at home.", "My daughter was in hospital in May and since then I don't sleep."]
)
def test_trouble_at_home_is_met_with_a_word_and_no_question(persona: str, words: str) -> None:
    session = talk(OWNED, words, persona=persona)
    assert move(session) == (Move.TAKE_IN, Topic.TROUBLE)
    assert not session.scripted_reply.endswith("?")
    last = session.turns[-1]
    assert isinstance(last, UserTurn)
    assert not any(row.variable == "trust" and row.amount > 0 for row in last.ledger), "telling of it earns nothing"


def test_trouble_at_home_is_spoken_of_once() -> None:
    assert move(talk(OWNED, "Problems at home.", "I had a lot going on at home."))[1] is not Topic.TROUBLE


def test_what_was_owned_beside_it_is_taken_up_in_the_same_breath() -> None:
    session = talk("My son was in hospital. I forgot the September report, that was my fault.")
    assert session.plan is not None
    assert session.plan.also == (Move.ACKNOWLEDGE, Topic.ERROR)


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("Where did the old stapler from the front office go?", Topic.ASKED),
        ("I don't understand what you mean.", Topic.CONFUSED),
        ("I don't know what you mean by tick.", Topic.CONFUSED),
        ("Thank you, that helps me.", Topic.THANKS),
    ],
)
def test_what_is_asked_and_thanked_is_answered(words: str, topic: Topic) -> None:
    session = talk(OWNED, words)
    assert session.plan is not None
    assert topic in (session.plan.topic, (session.plan.also or (None, None))[1])


def test_a_question_not_understood_is_asked_again() -> None:
    session = talk(OWNED, "Sorry, I don't understand the question.")
    assert session.plan is not None
    assert session.plan.ask is session.state.memory.asked[0]


def test_a_fix_is_heard_before_anything_else_is_raised() -> None:
    session = talk("I see.", OWNED, FIXED)
    assert session.plan is not None
    assert session.plan.topic is Topic.DONE


@pytest.mark.parametrize(
    "words",
    [
        "I'm worried sick that I lose the job over this.",
        "What did the regional director say to you?",
        "I wanted to ask where it saves, and whether one has to press twice, and then I never did.",
    ],
)
def test_the_charge_does_not_follow_on_fear_on_a_question_or_on_a_long_answer(words: str) -> None:
    assert move(talk("I see.", "All right.", words))[0] is not Move.CHARGE


def test_what_she_asked_for_is_held_against_nobody() -> None:
    held = setting("straight-talker")
    talked = Talk(held)
    state = talked.state
    talked.state = state.remembering(type(state.memory)(asking=Need.PERCEPTION))
    talked.say("You think I'm lazy.", E.ATTRIBUTES_MOTIVE)
    assert talked.plans[-1].move is not Move.CHALLENGE
    assert talked.say("You think I'm lazy.", E.ATTRIBUTES_MOTIVE).move is not Move.WARN


def test_one_doubtful_wording_in_a_turn_that_reads_well_is_not_challenged() -> None:
    words = "I went to the four shifts after and counted it each time. I told you on the Friday, nobody sent me."
    assert move(talk(OWNED, words))[0] is not Move.CHALLENGE


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_the_next_question_follows_on_what_was_said(persona: str) -> None:
    held = setting(persona)
    state = Talk(held).state
    needs = {item.need for item in held.persona.agenda}
    after_error = next_need(held.persona, state, Topic.ERROR)
    assert after_error in {Need.EARLY_WORD, Need.IMPACT, Need.RESPONSIBILITY, Need.LEARNING, Need.PLAN} & needs
    asked = next_need(held.persona, state, Question.JOB)
    assert asked in {Need.PLAN, Need.CHECK, None}


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("I looked at my checks with the deputy once a week for the whole of the last long month", ""),
        ("I got a warning letter and that doesn't feel like coaching to me at all.", "I got a warning letter"),
        ("From tomorrow I'd like to bring you the letters two days before they go out to them.", ""),
    ],
)
def test_no_quotation_breaks_off_in_mid_thought(said: str, quote: str) -> None:
    assert whole_quote(said) == quote


def test_the_sentence_said_back_is_a_whole_one() -> None:
    assert telling_sentence("An hour. I knew it at five already.") == "I knew it at five already."
    assert telling_sentence("So what? I forgot the list.") == "I forgot the list."


def test_a_good_talk_that_is_left_early_ends_on_a_kind_word() -> None:
    session = talk(OWNED, "The planners had old figures because of me.", FIXED, "Thank you. I have to get back now.")
    assert session.ending is Ending.ENDED_BY_USER
    kind = [line.say for line in session.setting.persona.endings[Ending.ENDED_BY_USER].says if line.to]
    assert session.scripted_reply in kind


def test_the_list_of_priorities_does_not_name_what_is_in_already() -> None:
    for persona in PERSONA_IDS:
        assert not any("one" in line.slots for line in setting(persona).persona.answers[Question.PRIORITIES])
