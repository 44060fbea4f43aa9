"""Which of her answers a question wants, and that she gives it: alone, beside something done right, and only once."""

from __future__ import annotations

import pytest

from simulator.dialogue.questions import may_want, surely_wants
from simulator.dialogue.session import play
from simulator.domain.conduct import Question
from simulator.domain.transcript import SupervisorTurn
from simulator.resources import library
from tests.dialogue.make import setting
from tests.shipped import PERSONA_IDS


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("May I have until Thursday?", Question.TIME),
        ("Could we get two more days for the stock count?", Question.TIME),
        ("How long have I got?", Question.TIME),
        ("Can the audit wait till Monday?", Question.TIME),
        ("Would you give me a week before you decide?", Question.TIME),
        ("Where do we go from here?", Question.NEXT),
        ("So what’s the next step?", Question.NEXT),
        ("Okay, what now?", Question.NEXT),
        ("Who else knows?", Question.WHO_KNOWS),
        ("Are you angry with me?", Question.HER_FEELINGS),
        ("When do you, Denise, want to hear of it?", Question.EARLY),
        ("Have you told the others?", Question.WHO_KNOWS),
        ("Does the ward manager know?", Question.WHO_KNOWS),
        ("And what if I slip again?", Question.WHAT_IF),
        ("What happens if they shout at me?", Question.WHAT_IF),
        ("Would that be all right with you?", Question.WOULD_DO),
        ("Is that early enough?", Question.WOULD_DO),
        ("What if I rang you every Tuesday?", Question.WOULD_DO),
        ("Why do you read everything I write?", Question.WHY),
        ("Would you mind if I asked Priya?", Question.MAY_I),
        ("Can we go through the list together?", Question.TOGETHER),
        ("can you look over the first one before i send it", Question.TOGETHER),
        ("What would you do in my shoes?", Question.ADVICE),
        ("So what is this about?", Question.MISSED),
        ("Is it ok with you if I leave at four?", Question.MAY_I),
        ("How do I win back your trust?", Question.REGAIN),
        ("When will you stop checking my till?", Question.REGAIN),
        ("Can you give me an example?", Question.MISSED),
        ("Does anybody else have to know about my dad?", Question.PRIVATE),
        ("Is it only between us?", Question.PRIVATE),
        ("Please don't tell the others.", Question.PRIVATE),
        ("Will you keep the bit about my father to yourself?", Question.PRIVATE),
        ("I don't want it passed on.", Question.PRIVATE),
        ("Four o'clock, deal?", Question.WOULD_DO),
        ("Is it enough for Wednesday?", Question.WOULD_DO),
        ("Have you given up on me?", Question.HER_FEELINGS),
        ("So, are we agreed on Tuesday at four?", Question.WOULD_DO),
        ("Would the end of August do for you?", Question.WOULD_DO),
        ("is a day enough for you", Question.WOULD_DO),
        ("When will you find out?", Question.WHEN_HER),
        ("Would Wednesday suit you, or is Wednesday bad?", Question.WOULD_DO),
        ("is nine at night ok", Question.WOULD_DO),
        ("Is it a yes to Wednesday?", Question.WOULD_DO),
        ("where do you want to start", Question.PRIORITIES),
        ("What will you tell the director?", Question.WHO_KNOWS),
        ("Do you read the letter on the same day?", Question.WHEN_HER),
        ("What is 'wriggle'?", Question.MEANING),
        ("What do you mean by tick?", Question.MEANING),
        ("Did you think I would lie to you?", Question.HER_FEELINGS),
    ],
)
def test_what_is_surely_asked(sentence: str, kind: Question) -> None:
    assert surely_wants(sentence) is kind


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Could you show me how?", Question.TOGETHER),
        ("Could I bring my notes next time?", Question.MAY_I),
        ("Shall I write to the customer myself?", Question.CONFIRM),
        ("did u mean one for every call?", Question.CONFIRM),
    ],
)
def test_what_may_be_asked_where_the_tone_knows_nothing_better(sentence: str, kind: Question) -> None:
    assert surely_wants(sentence) is None
    assert may_want(sentence) is kind


@pytest.mark.parametrize(
    "sentence",
    ["Why did I do it?", "Did you tell me that on Monday?", "Where is the stapler?"],
)
def test_what_is_none_of_these(sentence: str) -> None:
    assert surely_wants(sentence) is None


def _answers(persona: str, kind: Question) -> list[str]:
    return [line.say.split("$")[0] for line in library().persona(persona).answers[kind]]


def _replies(persona: str, *words: str) -> list[str]:
    session, _ = play(setting(persona), words)
    return [turn.text for turn in session.turns if isinstance(turn, SupervisorTurn)][1:]


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_she_answers_what_is_asked(persona: str) -> None:
    said = _replies(persona, "Who else knows about it?", "What happens now?", "And what if it goes wrong again?")
    for reply, kind in zip(said, (Question.WHO_KNOWS, Question.NEXT, Question.WHAT_IF), strict=True):
        assert any(reply.startswith(start) for start in _answers(persona, kind)), reply


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_beside_a_plan_she_says_whether_it_would_do(persona: str) -> None:
    first = "I didn't send the September report on the ninth. That was my job and I let it slip."
    plan = "You'll have the October report on Tuesday at noon. Would that be all right with you?"
    reply = _replies(persona, first, plan)[1]
    assert any(start in reply for start in _answers(persona, Question.WOULD_DO)), reply


def test_a_question_typed_without_its_mark_is_answered() -> None:
    reply = _replies("came-back", "ok i forgot the report", "what if i cant keep it up")[1]
    assert any(reply.startswith(start) for start in _answers("came-back", Question.WHAT_IF)), reply


def test_a_question_asks_and_promises_nothing() -> None:
    session, _ = play(setting(), ("Could I leave at four on Tuesdays?",))
    assert not session.state.memory.promises


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_whoever_asks_for_discretion_is_promised_it(persona: str) -> None:
    told = "My dad is very ill, and on Thursdays I take him to the clinic."
    whole = f"I ring by four even when there's no news. {told} I don't want it passed on."
    assert any(start in _replies(persona, whole)[0] for start in _answers(persona, Question.PRIVATE))
    for asks in (
        "Does anybody else have to know about my dad?",
        "I just don't want it going round. Please don't tell them.",
    ):
        reply = _replies(persona, told, asks)[1]
        assert any(start in reply for start in _answers(persona, Question.PRIVATE)), reply


def test_no_answer_is_given_twice() -> None:
    said = _replies(
        "own-it", *(f"Who else knows about {thing}?" for thing in ("it", "the report", "the audit", "this"))
    )
    assert len(set(said)) == len(said)
