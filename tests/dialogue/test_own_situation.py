"""Somebody's own situation: their words are heard in hers, and said to her as one says things to somebody."""

from __future__ import annotations

import pytest

from simulator.dialogue.own_situation import own_scenario, paid, promised, spoken, thing
from simulator.dialogue.session import begin, hear, leave
from simulator.dialogue.stance import Setting
from simulator.domain.events import EventName as E
from simulator.resources import library, own_situation
from simulator.tone.appraise import appraise
from tests.shipped import PERSONA_IDS


@pytest.mark.parametrize(
    ("what", "named"),
    [
        ("I sent the Hartmann invoice to the wrong client", "the Hartmann invoice"),
        ("I did not send the March report", "the March report"),
        ("missed my deadline for the grant application", "the deadline"),
        ("I lost a patient's chart", "the patient's chart"),
        ("ignored the emails from HR", "the work on the emails"),
        ("I told my boss the audit was finished when it wasn't", "the audit"),
        ("I gave my manager the wrong figures", "the work on the figures"),
        ("I promised the roof inspection by Friday and didn't do it", "the roof inspection"),
    ],
)
def test_the_thing_is_named_in_the_users_own_words(what: str, named: str) -> None:
    assert thing(what) == named


@pytest.mark.parametrize(
    "what",
    [
        "",
        "never told my boss",
        "I snapped at a colleague in the meeting",
        "I was late three times in May",
        "I sent it to the wrong client",
        "My manager thinks I lied",
        "double booked",
        "$quote <b>the</b>",
    ],
)
def test_where_no_thing_can_be_named_safely_the_general_words_stay(what: str) -> None:
    assert thing(what) is None
    assert own_scenario(what, "", "", "", "").slots.one == own_situation().slots.one


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("never told my boss about the leak", "I never told you about the leak."),
        ("forgot to call the client back", "I forgot to call the client back."),
        ("I gave my manager the wrong figures", "I gave you the wrong figures."),
        ("I used my boss's login", "I used your login."),
        ("i lost the file", "I lost the file."),
        ("double-booked the hall", "I double-booked the hall."),
    ],
)
def test_what_went_wrong_is_said_to_her_in_the_first_person(what: str, said: str) -> None:
    assert spoken(what) == said


@pytest.mark.parametrize(
    "what",
    ["my boss thinks I lied", "I didn't tell my boss that she had to present", "The report was late", "chaos", ""],
)
def test_what_cannot_be_turned_round_is_not_put_into_speech(what: str) -> None:
    assert spoken(what) is None
    words = own_scenario(what, "", "", "", "").facts_user_knows.errors[0].own_words
    assert "boss" not in words
    assert words.startswith("I ")


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        ("send the list every Friday", "I will send the list every Friday."),
        ("to call back within a day", "I will call back within a day."),
        ("run it past my boss before it goes out", "I will run it past you before it goes out."),
        ("You have it every Thursday at four", "You have it every Thursday at four."),
        ("a weekly update on Fridays", "What I can promise is this: a weekly update on Fridays."),
    ],
)
def test_a_promise_is_said_as_one(promise: str, said: str) -> None:
    assert promised(promise) == said


@pytest.mark.parametrize(
    ("hurt", "part"),
    [
        ("The two planners who had to guess.", "the two planners who had to guess"),
        ("my boss", "you"),
        ("my colleague had to do all of the whole thing over again", None),
        ("nobody really", None),
        ("", None),
    ],
)
def test_those_who_paid_are_named_only_where_they_are_people(hurt: str, part: str | None) -> None:
    assert paid(hurt) == part


def test_her_first_words_and_the_words_for_the_impact_are_of_the_users_matter() -> None:
    scenario = own_scenario("I sent the Hartmann invoice to the wrong client", "", "our two clerks", "", "")
    for persona in PERSONA_IDS:
        opened = begin(Setting(library().persona(persona), scenario, 0, "normal"))
        talk = leave(hear(opened, "It was a busy week.", "u1"))
        said = " ".join(turn.text for turn in talk.turns)
        assert "last piece of work" not in said, said
    impact = scenario.facts_user_knows.errors[0].impact_words
    assert impact == "Our two clerks had to deal with the Hartmann invoice because of me."
    assert E.NAMES_IMPACT in {event.name for event in appraise(impact, "What happened?").said}
    assert scenario.slots.hurt == "the two clerks"
