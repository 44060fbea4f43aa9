from __future__ import annotations

import pytest
from pydantic import ValidationError

from simulator.domain.appraisal import Appraisal, Scores
from simulator.domain.base import two_decimals
from simulator.domain.events import Dimension, EventName
from simulator.domain.persona import Bank, Line, Pronouns
from simulator.domain.transcript import SupervisorTurn, Transcript
from simulator.resources import Library
from tests.dialogue.make import reading


def test_values_are_frozen_and_refuse_unknown_keys() -> None:
    appraisal = Appraisal(overall=0.5)
    with pytest.raises(ValidationError):
        appraisal.overall = 1.0  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        Appraisal.model_validate({"overall": 0.5, "mood": "good"})


def test_values_with_the_same_content_are_equal() -> None:
    assert reading("I forgot it.", EventName.NAMES_OWN_ERROR) == reading("I forgot it.", EventName.NAMES_OWN_ERROR)
    assert reading("I forgot it.", EventName.NAMES_OWN_ERROR) != reading("I forgot it.", EventName.REGRET)


def test_floats_are_printed_with_two_decimals() -> None:
    appraisal = Appraisal(overall=1 / 3, dimensions=Scores(respect=-0.001))
    assert appraisal.model_dump()["overall"] == 0.33
    assert '"respect":0.0' in appraisal.model_dump_json()
    assert str(two_decimals(-0.001)) == "0.0"


def test_scores_are_read_by_dimension() -> None:
    scores = Scores(ownership=2.0)
    assert scores.get(Dimension.OWNERSHIP) == 2.0
    assert [scores.get(dimension) for dimension in Dimension if dimension is not Dimension.OWNERSHIP] == [None] * 6


def test_not_scored_is_not_zero() -> None:
    assert Appraisal(unscored="empty").overall is None
    for wrong in ({"overall": None}, {"overall": 0.0, "unscored": "empty"}):
        with pytest.raises(ValidationError, match="overall is missing exactly where unscored"):
            Appraisal.model_validate(wrong)


@pytest.mark.parametrize(
    ("say", "reason"),
    [
        ("You said $quotation.", "slot \\$quotation, which does not exist"),
        ("It cost $5.", "broken slot"),
        ("And then", "does not end like a sentence"),
    ],
)
def test_a_line_that_cannot_be_said_is_refused(say: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Line.model_validate(say)


def test_a_line_is_plain_text_or_a_mapping() -> None:
    assert Line.model_validate("Go on.") == Line(say="Go on.")
    assert Line.model_validate({"say": "It cost $$5.", "to": ["plan"]}).slots == frozenset()
    assert Line(say='You said "$quote" about $work.').slots == {"quote", "work"}


def test_a_bank_needs_two_lines_a_mood_and_one_that_always_fits() -> None:
    with pytest.raises(ValidationError, match="level is missing"):
        Bank.model_validate({"cold": ["One.", "Two."]})
    with pytest.raises(ValidationError, match="at least two lines that fit every topic"):
        Bank.model_validate({"any": ["One.", {"say": "Two.", "to": ["plan"]}]})
    with pytest.raises(ValidationError, match=r"cold needs at least one line without a topic and without \$quote"):
        Bank.model_validate({"any": ['You said "$quote".', 'And "$promise"?']})


def test_pronouns() -> None:
    forms = [(one.subject, one.them, one.their) for one in map(Pronouns.model_validate, ("she", "he", "they"))]
    assert forms == [("she", "her", "her"), ("he", "him", "his"), ("they", "them", "their")]


def _transcript(shipped: Library, *turns: SupervisorTurn) -> Transcript:
    return Transcript(
        persona=shipped.persona("the-letter"),
        scenario=shipped.scenario("the-letter"),
        seed=0,
        difficulty="normal",
        backend="scripted",
        versions={},
        turns=turns,
    )


def test_turns_of_a_transcript_hang_together(shipped: Library) -> None:
    first, second = SupervisorTurn(id="a", parent=None, text="x"), SupervisorTurn(id="b", parent="a", text="y")
    assert len(_transcript(shipped, first, second).turns) == 2
    with pytest.raises(ValidationError, match='"b" has the parent "a", which does not come before'):
        _transcript(shipped, second, first)
    with pytest.raises(ValidationError, match='turn id "a" is used twice'):
        _transcript(shipped, first, first)


def test_a_transcript_survives_its_own_json(shipped: Library) -> None:
    transcript = _transcript(shipped, SupervisorTurn(id="a", parent=None, text="x"))
    assert Transcript.model_validate_json(transcript.model_dump_json(by_alias=True)) == transcript
