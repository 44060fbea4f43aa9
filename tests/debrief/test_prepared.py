"""What was planned beside what was said."""

from __future__ import annotations

import pytest

from simulator.debrief.prepared import Beside, planned_beside_said
from simulator.debrief.report import report
from simulator.domain.events import EventName as E
from simulator.domain.transcript import LedgerRow, Transcript
from tests.debrief.make import ASKED, OWNED, PLAIN, PROMISED, SILENT, Said, played

LIMIT: Said = ("I do not say yes to what was not mine.", 0.5, ((E.NAMES_LIMIT, "I do not say yes"),))
MOTIVE: Said = ("You just want me gone.", -1.0, ((E.ATTRIBUTES_MOTIVE, "You just want me gone"),))
CHECKED: Said = ("Am I right that you want me gone?", 0.8, ((E.CHECKS_PERCEPTION, "Am I right"),))

FEARED: Said = ("Am I losing my job over this?", 0.5, ((E.ASKS_JOB_SAFETY, "Am I losing my job"),))


def beside(notes: dict[str, str], *said: Said) -> tuple[Beside, ...]:
    transcript = played(*said)
    return planned_beside_said(notes, transcript, report(transcript).promises)


def only(notes: dict[str, str], *said: Said) -> Beside:
    (found,) = beside(notes, *said)
    return found


def test_nothing_written_or_nothing_said_compares_nothing() -> None:
    assert beside({}, OWNED) == ()
    assert beside({"opening": "  ", "facts": "It was late."}, OWNED) == ()
    assert beside({"opening": "I did not send it."}, SILENT) == ()


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ((OWNED, PLAIN), "You began as you had planned."),
        ((PLAIN, OWNED), "came later, as number 2"),
        ((PLAIN,), "You began in another way."),
    ],
)
def test_the_opening_line_beside_the_first_words(said: tuple[Said, ...], remark: str) -> None:
    found = only({"opening": "I did not send the report"}, *said)
    assert remark in found.remark
    assert found.said == (said[0][0],)
    assert found.planned == "I did not send the report"


def test_a_planned_sentence_after_another_one_is_not_a_planned_beginning() -> None:
    late: Said = (f"Well, it was a busy month. {OWNED[0]}", 0.5, ())
    found = only({"opening": "I did not send the report"}, late)
    assert found.said == ("Well, it was a busy month.",)
    assert "something else came before it" in found.remark


def test_a_greeting_is_no_first_sentence() -> None:
    hello: Said = ("Hi... um.", 0.0, ())
    found = only({"opening": "I did not send the report"}, hello, (f"Hello. {OWNED[0]}", *OWNED[1:]))
    assert found.remark == "You began as you had planned."
    assert found.said == (OWNED[0],)
    assert only({"opening": "I did not send the report"}, hello).said == ()


def test_silence_is_no_first_word() -> None:
    assert only({"opening": "I did not send the report"}, SILENT, OWNED).said == (OWNED[0],)


@pytest.mark.parametrize(
    ("offer", "said", "remark"),
    [
        ("The next one by noon on Thursday", PROMISED, "You promised what you had planned"),
        ("A call with every customer", PROMISED, "not what you had planned"),
        ("The list every day", PLAIN, "No promise was made"),
    ],
)
def test_the_offer_beside_the_promises(offer: str, said: Said, remark: str) -> None:
    assert remark in only({"offer": offer}, said).remark


def test_the_limit_beside_the_limits_named() -> None:
    named = only({"limit": "Nothing that was not mine"}, PLAIN, LIMIT)
    assert named.said == (LIMIT[0],)
    assert named.remark == "You said where you stand."
    assert "No limit was named" in only({"limit": "Nothing that was not mine"}, PLAIN).remark


def test_a_false_confession_is_said_to_have_crossed_the_line() -> None:
    transcript = played(PLAIN)
    row = LedgerRow(variable="trust", rule="false_confession", quote="", amount=-5, before=30, after=25)
    turn = transcript.user_turns[0].model_copy(update={"ledger": (row,)})
    turns = tuple(turn if one.id == turn.id else one for one in transcript.turns)
    crossed: Transcript = transcript.model_copy(update={"turns": turns})
    (found,) = planned_beside_said({"limit": "Only what is mine"}, crossed, ())
    assert found.remark == "You owned up to something that was not yours."


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ((CHECKED,), "You asked instead of assuming."),
        ((MOTIVE,), "A question would have found out."),
        ((CHECKED, MOTIVE), "You asked, and you also spoke"),
        ((PLAIN,), "still a guess"),
        ((ASKED,), "still a guess"),
        ((FEARED,), "You asked instead of assuming."),
    ],
)
def test_a_guess_beside_whether_it_was_asked(said: tuple[Said, ...], remark: str) -> None:
    assert remark in only({"guesses": "That I am to be got rid of"}, *said).remark


def test_words_stay_exactly_as_they_were_typed() -> None:
    odd: Said = ("<b>I</b> did not send the $5 report", 0.2, ())
    found = only({"opening": "*I* did not send the report"}, odd)
    assert (found.planned, found.said) == ("*I* did not send the report", (odd[0],))
