"""Statements are heard as they were meant: short answers, words taken back or misheard, no words yet, a first sorry."""

from __future__ import annotations

import pytest

from simulator.dialogue.few_words import few_words
from simulator.dialogue.gist import at_a_loss, gist, meant
from simulator.dialogue.session import answer, hear
from simulator.dialogue.state import Memory
from simulator.domain.conduct import Charge, Move, Need, Question, Topic
from simulator.domain.text import NormalText
from simulator.domain.transcript import UserTurn
from tests.dialogue.make import charged, setting
from tests.dialogue.test_occasions import OWNED, move, talk
from tests.shipped import PERSONA_IDS

_WHICH, _WHETHER, _ANYTHING = "Which day goes in?", "And do they know?", "Is there something I hold up?"


def after(question: str, words: str, asking: Need | None = Need.PLAN) -> Topic | None:
    memory = Memory(questioned=bool(question), question=question, waits=bool(question), asking=asking)
    return few_words(NormalText(words), memory, ())


@pytest.mark.parametrize(
    ("question", "words", "topic"),
    [
        (_WHICH, "Friday.", Topic.GIVEN),
        (_WHICH, "both", Topic.GIVEN),
        (_WHICH, "Yes.", Topic.ONE_WORD),
        (_WHICH, "ok", Topic.ONE_WORD),
        (_WHICH, "Whatever.", Topic.ONE_WORD),
        (_WHICH, "Nothing yet.", Topic.NOT_YET),
        (_WHICH, "I haven't decided.", Topic.NOT_YET),
        (_WHICH, "Nobody.", Topic.ONE_WORD),
        (_WHETHER, "Yes.", Topic.GIVEN),
        (_WHETHER, "no", Topic.GIVEN),
        (_ANYTHING, "No.", Topic.GIVEN),
        (_ANYTHING, "Yes.", Topic.ONE_WORD),
        ("", "Okay.", Topic.AGREED),
        ("", "Good morning, Marian.", Topic.GREETING),
        ("", "Friday at noon, on your desk.", None),
    ],
)
def test_a_word_or_two_are_weighed_against_what_she_said(question: str, words: str, topic: Topic | None) -> None:
    assert after(question, words) is topic


def test_asked_who_knew_nobody_is_an_answer() -> None:
    assert after("Who knew before I did?", "Nobody.", Need.EARLY_WORD) is Topic.GIVEN


def test_a_yes_to_what_she_pressed_for_is_not_enough() -> None:
    pressed = Memory(questioned=False, waits=True)
    assert few_words(NormalText("okay"), pressed, ()) is Topic.ONE_WORD


@pytest.mark.parametrize("persona", PERSONA_IDS)
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Hello.", (Move.PROBE, Topic.GREETING)),
        ("I'm sorry.", (Move.PROBE, Topic.SORRY)),
        ("I don't know how to start.", (Move.SILENCE, Topic.SEARCHING)),
        ("sorry. just give me a second", (Move.SILENCE, Topic.SEARCHING)),
    ],
)
def test_the_first_words_of_somebody_shy_are_met(words: str, expected: tuple[Move, Topic], persona: str) -> None:
    session = talk(words, persona=persona)
    assert move(session) == expected
    bank = session.setting.persona.lines[expected[0]].for_mood(session.mood)
    assert any(line.say in session.scripted_reply for line in bank if expected[1] in line.to)


@pytest.mark.parametrize(
    "words",
    [
        "I'm sorry I snapped at you.",
        "I didn't mean to be rude.",
        "That was a joke, sorry.",
        "That came out wrong.",
        "I shouldn't have said that.",
        "you keep hearing me wrong",
    ],
)
def test_words_taken_back_or_misheard_are_let_go(words: str) -> None:
    session = talk(OWNED, words)
    assert move(session) == (Move.PROBE, Topic.MEANT)
    last = session.turns[-1]
    assert isinstance(last, UserTurn)
    assert not [row for row in last.ledger if row.variable == "trust" and row.amount < 0]


def test_what_else_was_said_is_taken_up_with_it() -> None:
    session = talk(
        "Whatever. You always pick on me.", "Sorry I snapped. I left the September report lying, that was me."
    )
    assert move(session) == (Move.PROBE, Topic.MEANT)
    assert session.plan is not None
    assert session.plan.also == (Move.ACKNOWLEDGE, Topic.ERROR)


def test_a_denial_of_tone_answers_only_a_fault_that_was_found() -> None:
    words = NormalText("I'm not being rude, I'm nervous.")
    assert meant(words, accused=True) == ("I'm not being rude",)
    assert meant(words, accused=False) == ()


@pytest.mark.parametrize(
    "words",
    [
        "I don't know what to say. I left four things undone, I told nobody, and the planners paid for it, and the"
        " caretaker had cold rooms all night.",
        "I know how to start.",
    ],
)
def test_whoever_finds_words_is_not_at_a_loss(words: str) -> None:
    assert not at_a_loss(NormalText(words))


def test_not_yet_keeps_her_question_open() -> None:
    session = talk(OWNED, "I'll do it on Friday at noon, and you'll have it on your desk.")
    session = hear(answer(session, "Who has it in hand if you're out?"), "Nobody yet.", "u9")
    assert move(session) == (Move.PROBE, Topic.NOT_YET)
    assert "evades" not in [row.rule for row in session.turns[-1].ledger]  # type: ignore[union-attr]


def test_a_charge_denied_with_nothing_to_show_is_asked_after() -> None:
    session = charged(setting("own-it"), ["I see."])
    session = hear(session, "No. That's not mine, it went to Milan.", "u20")
    assert move(session) == (Move.PROBE, Topic.DISPUTED)
    session = hear(answer(session, session.scripted_reply), "I have his mail of the twenty-second.", "u21")
    assert move(session)[0] is Move.DROP_CHARGE


def test_an_apology_for_a_tone_confesses_to_no_charge() -> None:
    session = charged(setting("circling-coach"), ["I see."])
    session = hear(
        session, "I didn't mean to snap at you before. It's been a long month and I took it out on you.", "u20"
    )
    assert "false_confession" not in [row.rule for row in session.turns[-1].ledger]  # type: ignore[union-attr]
    assert session.state.memory.charge is Charge.STANDS


@pytest.mark.parametrize(
    "words",
    [
        "fuck. fuck. right. yeah. i never. im doing it now",
        "Nobody told them, and that's my name on the list for the 12th.",
        "That's not your fault, you couldn't know.",
        "I was afraid you'd think I'm a stupid man.",
        "my desk drawer lol. no the renewals. theyre in three places",
        "At nine in the evening, when the lorry is gone and the pallet is still standing there like a dog.",
        "I've swapped two of my Sundays to her, she's got them in writing.",
    ],
)
def test_what_is_no_fault_is_neither_challenged_nor_warned(words: str) -> None:
    assert move(talk(OWNED, words))[0] not in (Move.CHALLENGE, Move.WARN, Move.PAUSE)


@pytest.mark.parametrize(
    "words",
    [
        "Mostly I hear your shoes. I know that's silly.",
        "I was never told it was wrong.",
        "I think about it every night.",
        "Is there still time to put it right with you?",
        "They get up at three and then I send them a bill.",
        "I know how it looks.",
        "You don't need to ask me for it.",
    ],
)
def test_what_is_no_merit_is_not_praised(words: str) -> None:
    assert move(talk("I see.", words))[0] not in (Move.ACKNOWLEDGE, Move.TEST, Move.SOFTEN)


def test_two_things_said_are_both_taken_up() -> None:
    words = "I left the September report lying for five days. I'll ring the planners on Thursday at nine and say so."
    session = talk("I see.", words, persona="circling-coach")
    assert session.plan is not None
    assert (session.plan.topic, session.plan.also) == (Topic.ERROR, (Move.ACKNOWLEDGE, Topic.PLAN))
    assert "Thursday at nine" in session.scripted_reply


def test_of_equals_the_one_that_tells_most_is_said_back() -> None:
    session = talk(OWNED, "Tomorrow. I'll ring the caretaker tomorrow at ten.")
    assert session.plan is not None
    assert session.plan.quote == "I'll ring the caretaker tomorrow at ten"


def test_asked_who_bore_it_whoever_is_named_is_the_answer() -> None:
    words = NormalText("Two engineers, an hour, in the rain.")
    assert gist(words, asked=True, asking=Need.IMPACT) == (Topic.IMPACT, words.original)
    assert gist(NormalText("Nobody, I think."), asked=True, asking=Need.IMPACT) == (Topic.GIVEN, "Nobody, I think.")


def test_a_story_is_said_back_by_its_point() -> None:
    words = "I had three lorries at once, and the radio was broken, and Ahmed was off, and then I just clocked out."
    found = gist(NormalText(words), asked=False, asking=None)
    assert found == (Topic.TOLD, "then I just clocked out")


def test_the_letter_read_is_no_story() -> None:
    assert gist(NormalText("I have read the letter twice."), asked=False, asking=None) is None


def test_whoever_would_sooner_not_speak_of_home_is_left_in_peace() -> None:
    session = talk(OWNED, "My wife moved out in September.", "I'd rather not talk about that.")
    assert session.plan is not None
    assert (session.plan.move, session.plan.question) == (Move.ANSWER, Question.PRIVATE)


def test_whoever_lists_the_things_is_not_asked_which_they_are() -> None:
    session = talk("The report, the bakery letter, the call and the gate code.", persona="undecided")
    assert Need.ERROR in session.state.memory.answered


def test_a_charge_passed_over_for_another_error_is_not_confessed() -> None:
    session = charged(setting("mirror"), ["I see."])
    session = hear(session, "Fair. Then the call to Linden House. I promised four o'clock and went home.", "u20")
    assert "false_confession" not in [row.rule for row in session.turns[-1].ledger]  # type: ignore[union-attr]
