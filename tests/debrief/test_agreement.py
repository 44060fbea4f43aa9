"""The rules and a model side by side, with figures worked out by hand."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from simulator.debrief.agreement import agreement, side_by_side
from simulator.debrief.report import report
from simulator.domain.events import EventName as E
from simulator.domain.second_reading import Agreement, Answer, ComparedEvent, EventAnswer, SecondReading
from tests.debrief.make import EXCUSED, OWNED, SILENT, VAGUE, played


def pair(rules: bool, reader: Answer) -> ComparedEvent:
    return ComparedEvent(
        event=E.REGRET,
        rules=rules,
        rules_quote="words" if rules else None,
        reader=reader,
        reader_quote="words" if reader == "yes" else None,
        agree=rules == (reader == "yes") if reader in ("yes", "no") else None,
    )


def read(turn: str, number: int, *said: tuple[E, Answer, str | None]) -> SecondReading:
    answers = tuple(EventAnswer(event=event, answer=answer, quote=quote) for event, answer, quote in said)
    return SecondReading(turn=turn, number=number, model="reader-1", readings=1, answers=answers)


def test_agreement_and_kappa_are_those_worked_out_by_hand() -> None:
    """20 yes by both, 5 by the rules alone, 10 by the reader alone, 15 no by both: 0.7 of 50, by chance 0.5."""
    events = [pair(True, "yes")] * 20 + [pair(True, "no")] * 5 + [pair(False, "yes")] * 10 + [pair(False, "no")] * 15
    got = agreement(events)
    assert (got.n, got.percent) == (50, 70.0)
    assert got.kappa == pytest.approx(0.4)
    assert got.in_words == "the same on 70 % of 50 answers, kappa 0.40"


def test_worse_than_chance_is_below_nought() -> None:
    got = agreement([pair(True, "no")] * 5 + [pair(False, "yes")] * 5)
    assert (got.n, got.percent, got.kappa) == (10, 0.0, -1.0)


def test_where_both_always_say_no_there_is_no_kappa() -> None:
    assert agreement([pair(False, "no")] * 4) == Agreement(n=4, percent=100.0, kappa=None)


def test_what_was_not_answered_counts_for_neither_side() -> None:
    unanswered = [pair(True, "missing"), pair(False, "rejected"), pair(True, "undecided")]
    assert agreement([*unanswered, pair(True, "yes")]).n == 1
    assert agreement(unanswered) == Agreement(n=0, percent=None, kappa=None)
    assert agreement(unanswered).in_words == "no answers to compare"


def test_both_are_shown_with_their_quotes_and_failures_are_left_out() -> None:
    transcript = played(OWNED, EXCUSED, SILENT, VAGUE)
    readings = (
        read("u1", 1, (E.NAMES_OWN_ERROR, "yes", "I did not send the report"), (E.REGRET, "no", None)),
        SecondReading(turn="u2", number=2, model="reader-1", failed="The model did not answer in JSON."),
    )
    told = side_by_side(transcript, readings)
    assert told is not None
    assert (told.models, told.scored, told.read, told.failed) == (("reader-1",), 3, 1, 1)
    first, second = told.turns
    assert first.events[0].rules_quote == "I did not send the report on Friday the ninth"
    assert first.events[0].reader_quote == "I did not send the report"
    assert (first.events[0].agree, first.events[1].agree, first.events[1].quiet) == (True, True, True)
    assert (second.failed, second.agreement.n, second.events) == ("The model did not answer in JSON.", 0, ())
    assert told.agreement == first.agreement == Agreement(n=2, percent=100.0, kappa=1.0)


def test_nothing_asked_is_nothing_shown() -> None:
    transcript = played(OWNED)
    assert side_by_side(transcript, ()) is None
    assert side_by_side(transcript, [read("elsewhere", 1, (E.REGRET, "no", None))]) is None
    assert report(transcript).second_reader is None


@pytest.mark.parametrize(
    "broken",
    [
        {"failed": "Why.", "readings": 1},
        {"failed": None, "readings": 0},
        {"failed": "Why.", "answers": [{"event": "regret", "answer": "no"}]},
        {"readings": 1, "answers": [{"event": "regret", "answer": "yes"}]},
        {"readings": 1, "answers": [{"event": "regret", "answer": "no", "quote": "x"}]},
    ],
)
def test_a_failure_is_no_answer_and_a_yes_has_words(broken: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SecondReading.model_validate({"turn": "u1", "number": 1, "model": "m", **broken})
