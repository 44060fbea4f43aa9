"""What a turn is about where no rule of tone speaks, and how she takes that up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.dialogue.following import follow_on
from simulator.dialogue.gist import gist, leaves, proposes
from simulator.dialogue.lines import speak
from simulator.dialogue.occasions import question
from simulator.dialogue.plan import Plan
from simulator.dialogue.session import Session
from simulator.dialogue.state import opening_state
from simulator.domain.conduct import Ending, Move, Need, Topic
from simulator.domain.text import NormalText
from tests.dialogue.make import charged, setting
from tests.dialogue.test_occasions import OWNED, move, talk
from tests.shipped import PERSONA_IDS


def about(words: str, *, asked: bool = False, asking: Need | None = None) -> Topic | None:
    found = gist(NormalText(words), asked=asked, asking=asking)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("I was embarrassed, that's the truth of it.", Topic.FELT),
        ("Someone to check the labels with me, that's all I'd ask.", Topic.WISH),
        ("You could sit with me for ten minutes.", Topic.WISH),
        ("OK. I can live with that.", Topic.AGREED),
        ("Good. I'll start tonight.", Topic.AGREED),
        ("Deal?", Topic.AGREED),
        ("The caretaker rang three times, he had cold rooms until morning.", Topic.IMPACT),
        ("I sat on it because one figure was missing.", Topic.TOLD),
        ("Thursday at two, next letter on your desk.", Topic.AHEAD),
        ("There is a lorry in the yard.", None),
    ],
)
def test_what_is_said_is_taken_for_what_it_is(words: str, topic: Topic | None) -> None:
    assert about(words) is topic


def test_after_a_question_what_is_said_is_the_answer() -> None:
    assert about("The third night in a row.", asked=True, asking=Need.LIMIT) is Topic.GIVEN
    assert about("I let the day go by.", asked=True, asking=Need.ERROR) is Topic.GIVEN


def test_a_story_is_no_answer_to_a_question_about_oneself() -> None:
    assert about("Aisle seven. I just left it.", asked=True, asking=Need.STANDING) is Topic.TOLD


def test_what_was_not_meant_is_not_what_is_taken_up() -> None:
    found = gist(NormalText("I wasn't pointing a finger. Mine was the letter."), asked=False, asking=None)
    assert found == (Topic.TOLD, "Mine was the letter.")


def test_of_a_long_sentence_only_the_clause_that_says_it_is_said_back() -> None:
    words = "The figures came in on the Thursday, I wanted to polish them over the weekend, and then it was Wednesday."
    assert gist(NormalText(words), asked=False, asking=None) == (Topic.TOLD, "I wanted to polish them over the weekend")


@pytest.mark.parametrize(
    "words", ["I'm off, I've got calls.", "Let's leave it there for today.", "That's me done, thanks."]
)
def test_whoever_gets_up_is_not_held(words: str) -> None:
    assert leaves(NormalText(words))
    assert ending(talk(OWNED, words)) is Ending.ENDED_BY_USER


def ending(session: Session) -> Ending | None:
    assert session.plan is not None
    return session.plan.ending


def test_a_lorry_that_is_off_leaves_nobody() -> None:
    assert not leaves(NormalText("The Keller lorry was off before I looked."))


def test_asked_whether_ones_own_plan_would_do_she_takes_it_up() -> None:
    words = "You have the next letter on Thursday at two. Would that be early enough for you?"
    assert proposes(NormalText(words))
    assert move(talk("I see.", words))[1] is Topic.PLAN


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_a_yes_is_followed_by_no_further_question(persona: str) -> None:
    session = talk(OWNED, "OK. I can live with that.", persona=persona)
    assert move(session) == (Move.PROBE, Topic.AGREED)
    assert not session.scripted_reply.endswith("?")


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_a_word_on_what_was_said_comes_before_a_further_charge(persona: str) -> None:
    held = setting(persona)
    assert held.scenario.false_charge is not None
    session = charged(held, ["We had three new people that month.", "I went through the list with them one by one."])
    before, _, charge = session.turns[-1].text.partition(held.scenario.false_charge.says)
    assert before.strip()
    assert not charge.strip() or charge.strip().endswith(("?", ".", "!"))


def test_what_she_had_an_answer_to_is_not_asked_next() -> None:
    session = talk(OWNED, "The lads on earlies, they drove out twice.")
    assert session.plan is not None
    answered = session.state.memory.answered
    assert answered
    assert session.plan.ask not in answered


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_a_change_of_subject_is_said_as_one(persona: str) -> None:
    held = setting(persona)
    state = replace(opening_state(held.persona), user_turns=3)
    for item in held.persona.agenda:
        follows = item.need in follow_on(Topic.AHEAD)
        said = speak(held, state, Plan(Move.PROBE, state.mood, Topic.AHEAD, "I ring them first", ask=item.need))
        turned = any(turn in said.text for turn in held.persona.turns)
        assert turned is (not follows and said.text.endswith("?")), said.text


@pytest.mark.parametrize(
    "words",
    [
        "You have the list by four on Friday. Have we got a deal or not?",
        "I ring you the day before. Early enough?",
        "Could we settle on Wednesday at noon?",
    ],
)
def test_a_plan_may_be_put_as_a_question(words: str) -> None:
    assert proposes(NormalText(words))


@pytest.mark.parametrize(
    "words",
    ["Which page do you mean?", "Sorry, you've lost me.", "A list of what?", "Give you what?", "What's the clash?"],
)
def test_whoever_does_not_follow_her_says_so(words: str) -> None:
    found = question(NormalText(words), ())
    assert found is not None
    assert found[0] is Topic.CONFUSED
