"""Names are replaced in every text; trust and scores stay, and every quotation still stands in its turn."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.debrief.export import as_csv, as_html, as_json, as_markdown
from simulator.debrief.name_guesses import suggested_names
from simulator.debrief.names import pairs_from, with_names_replaced
from simulator.debrief.report import report
from simulator.dialogue.again import two_weeks_later
from simulator.dialogue.session import as_transcript, leave, play
from simulator.domain.transcript import Transcript
from simulator.errors import BadText
from tests.debrief.make import BLAMED, OWNED, PROMISED, VAGUE, Said, played
from tests.dialogue.make import setting

NAMED: Said = (
    "Anna Berg told me on Friday. ANNA was right, James' list was mine and Milan’s was not. Will it do? I told anna.",
    0.4,
    (),
)


def whole(transcript: Transcript) -> Transcript:
    """The transcript, after every quotation was found in its turn."""
    for turn in transcript.user_turns:
        for event in turn.appraisal.events:
            assert turn.text[event.start : event.end] == event.quote
            for share in event.words:
                assert turn.text[share.start : share.end] == share.quote
        for row in turn.ledger:
            assert row.quote in turn.text
    return transcript


def figures(transcript: Transcript) -> object:
    """Everything that is a number in the talk and in its report."""
    made = report(transcript)
    return (
        [(turn.trust, turn.patience, turn.clarity, turn.appraisal.dimensions) for turn in transcript.user_turns],
        [[(event.name, event.weight) for event in turn.appraisal.events] for turn in transcript.user_turns],
        [[(row.rule, row.amount, row.before, row.after) for row in turn.ledger] for turn in transcript.user_turns],
        [(item.value, item.low, item.high) for item in made.dimensions],
        [(item.skill, item.state) for item in made.skills],
        (made.trust, made.fair.series, made.hers.series, made.apology and made.apology.score),
        [(moment.number, moment.amount, moment.rule) for moment in made.moments],
    )


def test_whole_words_in_their_case_and_possessives() -> None:
    names = {"Anna Berg": "Person A", "Anna": "Person A", "James": "Kim", "Milan": "Person B", "Will": "Jo"}
    told = whole(with_names_replaced(played(NAMED), names)).user_turns[0].text
    assert told == (
        "Person A told me on Friday. PERSON A was right, Kim's list was mine and Person B’s was not. Jo it do? "
        "I told person a."
    )


def test_words_that_only_look_like_a_name_stay() -> None:
    said: Said = ("I will ask Will. Annabel and Joanna will, too; mark my words, Mark.", 0.0, ())
    told = with_names_replaced(played(said), {"Will": "Jo", "Anna": "Kim", "Mark": "Lee"}).user_turns[0].text
    assert told == "I will ask Jo. Annabel and Joanna will, too; mark my words, Lee."


def test_nothing_else_keeps_the_name() -> None:
    transcript = played(BLAMED, OWNED, PROMISED, VAGUE)
    assert "Milan" in as_json(transcript)
    told = whole(with_names_replaced(transcript, {"Milan": "Person B"}))
    made = report(told)
    for text in (as_json(told), as_html(told, made), as_markdown(told, made), as_csv(told)):
        assert not re.search(r"milan", text, re.IGNORECASE)
    assert figures(told) == figures(transcript)


def test_what_an_earlier_talk_left_is_replaced_too() -> None:
    words = ("I did not send it to Milan.", "You have it by noon on Thursday, Milan too.")
    session, _ = play(setting("the-letter"), words)
    later, _ = play(two_weeks_later(leave(session)), ("I kept it, and Milan saw.",))
    told = with_names_replaced(as_transcript(later, "scripted"), {"Milan": "Person B"})
    assert "Milan" not in as_json(told)


def test_no_names_change_nothing() -> None:
    transcript = played(OWNED)
    assert with_names_replaced(transcript, {}) is transcript
    assert as_json(with_names_replaced(transcript, {"Xerxes": "Person A"})) == as_json(transcript)


def test_the_names_of_the_talk_are_suggested() -> None:
    said: Said = (
        "Honestly, I told Anna Berg and then Milan. Zoltan saw it on Friday, in the Excel list. I know. HR did not. "
        "What'll you do?",
        0.0,
        (),
    )
    told = suggested_names(played(said))
    assert told["Anna Berg"] == told["Anna"] == told["Berg"]
    assert {"Milan", "Zoltan"} <= told.keys()
    assert len({told["Anna"], told["Milan"], told["Zoltan"]}) == 3
    assert not {"Honestly", "Friday", "Excel", "HR", "I", "Marian", "What"} & told.keys()


def test_the_list_as_it_is_typed() -> None:
    assert pairs_from("Anna = Person A\n\n Milan=B \n") == {"Anna": "Person A", "Milan": "B"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Anna", "Line 1: write"),
        ("\nAnna =", "Line 2: write"),
        ("= B", "Line 1: write"),
        ("Anna = <b>", "Line 1: a stand-in"),
        ("Anna = $name", "Line 1: a stand-in"),
        (f"{'x' * 61} = B", "at most 60"),
        ("\n".join(f"Name{number} = B" for number in range(61)), "too many"),
    ],
)
def test_a_list_that_cannot_be_used_is_said(text: str, reason: str) -> None:
    with pytest.raises(BadText, match=reason):
        pairs_from(text)


WORDS = st.sampled_from(
    ["Anna", "anna", "ANNA", "Berg", "Milan's", "James'", "I did not send", "the report", "$", ".", "É"]
)
STAND_INS = st.from_regex(r"[A-Za-z][a-z ]{0,8}[a-z]", fullmatch=True)


@given(
    said=st.lists(WORDS, min_size=1, max_size=14),
    names=st.dictionaries(
        st.sampled_from(["Anna", "Berg", "Anna Berg", "Milan", "James", "report", "É", "send"]), STAND_INS, max_size=5
    ),
)
@settings(max_examples=120, deadline=None)
def test_quotations_hold_and_no_figure_moves(said: list[str], names: dict[str, str]) -> None:
    session, _ = play(setting("the-letter"), (" ".join(said), "You have it by Friday at noon, Anna."))
    transcript = as_transcript(session, "scripted")
    told = whole(with_names_replaced(transcript, names))
    assert figures(told) == figures(transcript)
