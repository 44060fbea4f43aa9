"""Not for sale: words that name nothing, or stand beside the question, earn no more than the plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from simulator.domain.events import Dimension
from simulator.tone import appraise
from tests.bench.fair import NOTHING

from .helpers import names, overall

_PAIRS = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "corpus" / "gaming_dev.yaml").read_text("utf-8"),
)
#: Pairs that still earn something.
_MOST_EARNING = {
    "recipe": 6,
    "buzzwords": 2,
    "length": 1,
    "salad": 3,
    "flattery": 0,
    "polish": 1,
    "repeated_apology": 1,
}
_LATE = "The March tally came late."


@pytest.mark.parametrize("kind", list(_MOST_EARNING))
def test_padding_of_the_development_pairs_does_not_pay(kind: str) -> None:
    gained = [
        overall(pair["gamed"], pair["supervisor"]) - overall(pair["plain"], pair["supervisor"])
        for pair in _PAIRS
        if pair["kind"] == kind
    ]
    assert sum(more > NOTHING for more in gained) <= _MOST_EARNING[kind]


@pytest.mark.parametrize(
    ("supervisor", "user"),
    [
        (_LATE, "March late. My doing. Both Thursday noon."),
        (_LATE, "forgot it. my fault. friday noon its with you"),
        (_LATE, "Mine. Planners sat without it, sorry. Next one Thursday ten, twice checked."),
        (_LATE, "Late, yes. Misread the sheet. April's ready already, on your desk."),
        ("When will the audit file be done?", "I'll send the stakeholders the list of deliverables by Friday noon."),
        ("What went wrong with the release?", "I merged to main without the CI gate. Rollback was at 14:10."),
        ("Who was affected?", "Mrs Odell. She came twice for nothing."),
        ("Who was affected?", "Which day do you mean, Monday or Tuesday?"),
        ("Why was it late?", "That wasn't my file. The log shows that Dean had it from the third on."),
        ("How are you?", "Bit tired, thanks. I sent the Marsh notes at nine."),
        ("What do you need from me?", "A list on Mondays. I've set up the sheet for it already."),
        ("Did you ring the Hallorans?", "Not yet. I'll ring them at two today."),
        ("What happened, and what will be different?", "You'll have the next one on Wednesday by four."),
        ("", "I forgot the tally. You'll have it on Thursday at ten."),
    ],
)
def test_terse_speech_jargon_and_answers_keep_everything(supervisor: str, user: str) -> None:
    assert not names(user, supervisor) & {"beside_the_question", "buzzwords", "idle_words", "loose_words"}


@pytest.mark.parametrize(
    ("event", "supervisor", "user"),
    [
        (
            "beside_the_question",
            "Who was affected?",
            "I didn't log it, that's on me. From Monday I log all of it by noon.",
        ),
        (
            "buzzwords",
            _LATE,
            "I'm taking the learnings and driving ownership across the stakeholder landscape.",
        ),
        (
            "idle_words",
            _LATE,
            "I want you to know that I take this very seriously and that I have been thinking a great deal about how "
            "important it is, to all of us, that things are as they should be.",
        ),
        ("loose_words", _LATE, "tally Thursday mine planners sorry check list feedback"),
        ("reports_words", _LATE, "He told me to shut up."),
        ("excuse_after_ownership", _LATE, "I forgot it and that's on me. But I was swamped."),
    ],
)
def test_says_so_in_an_event(event: str, supervisor: str, user: str) -> None:
    read = appraise(user, supervisor)
    marked = [one for one in read.events if one.name == event]
    assert marked
    assert all(one.quote == user[one.start : one.end] for one in marked)
    assert [one.implied for one in marked].count(False) == 1
    for dimension in Dimension:
        weights = [one.weight for one in read.events if one.dimension is dimension]
        assert (read.dimensions.get(dimension) or 0.0) == pytest.approx(max(-2, min(2, sum(weights))), abs=0.011)


def test_an_omission_quotes_the_smallest_sentence() -> None:
    user = "I forgot it. From Monday I log every one by noon, and the planners have the list."
    read = appraise(user, "How did the residents take it, and what did Mrs Odell say?")
    marked = [event for event in read.events if event.name == "beside_the_question"]
    assert {event.quote for event in marked} == {"I forgot it."}
    assert all(event.omission for event in marked)


_RECIPE = "The porters waited because of me. I've made a list and you'll have it every day at four. Could you check it?"


def test_a_recipe_beside_any_question_earns_nothing() -> None:
    asked = "How many of the beds did you actually strip?"
    assert overall(_RECIPE, asked) <= NOTHING
    assert overall(_RECIPE, "What will be different from now on?") > 1
    assert overall(f"Nine of the fourteen. {_RECIPE}", asked) > 1


def test_a_sentence_without_end_that_names_nothing_earns_nothing() -> None:
    endless = (
        "I have gone back over that moment, the moment of handing out the keys, more than once, and each time I go "
        "over it I come to the same conclusion, namely that what I handed out were not the right keys but wrong ones."
    )
    plain = "I handed out the wrong ones."
    line = "The guests got the wrong keys."
    assert "idle_words" in names(f"{plain} {endless}", line)
    assert overall(f"{plain} {endless}", line) <= overall(plain, line) + NOTHING


def test_somebody_elses_words_are_not_held_against_the_speaker() -> None:
    for user in ("He told me to shut up.", "She shouted at me 'get out, you idiot'."):
        read = appraise(user, _LATE)
        assert not read.dimensions.respect
        assert (read.overall or 0.0) >= -0.2


@pytest.mark.parametrize("insult", ["Women like you should stay at home.", "You are a horrible person."])
def test_contempt_costs_clearly_after_a_good_plan(insult: str) -> None:
    plan = "It was my mistake. It'll be done by noon tomorrow."
    assert overall(f"{plan} {insult}", "It's late.") < 0 < overall(plan, "It's late.")
