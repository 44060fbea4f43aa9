"""Conversations from outside: read anew, or refused in one sentence; never anything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.debrief.imported import Given, brought_in, check_lengths, given_in, taken, tells_of_distress
from simulator.debrief.report import report
from simulator.domain.conduct import Ending
from simulator.domain.transcript import Transcript, UserTurn
from simulator.errors import InputError
from simulator.resources import library
from tests.debrief.make import BLAMED, OWNED, PROMISED, played

PLAIN = (
    "Boss: Where is the report?\nYou: I did not send it. That was mine.\n"
    "Boss: And now?\nYou: You have it by Friday at noon."
)


def spoken(given: Given) -> list[tuple[str, str]]:
    return [("you" if isinstance(turn, UserTurn) else "boss", turn.text) for turn in given.turns]


def test_plain_text_is_read_as_whom_one_names() -> None:
    given = brought_in(PLAIN)
    assert given.held is None
    told = taken(given, library().persona("protector"), library().scenario("the-letter"))
    assert told.persona.id == "protector"
    assert [turn.text for turn in told.turns] == [words for _, words in spoken(given)]
    assert all(turn.appraisal.overall is not None for turn in told.user_turns)
    assert report(told).trust[-1] == told.user_turns[-1].trust


def test_a_transcript_keeps_its_own_supervisor_and_is_believed_in_nothing_else() -> None:
    transcript = played(OWNED, BLAMED, PROMISED, persona="mirror", leaves=True)
    told = taken(brought_in(transcript.model_dump_json(by_alias=True).encode("utf-8-sig")))
    assert told.persona == transcript.persona
    assert told.ending is transcript.ending
    lied = json.loads(transcript.model_dump_json(by_alias=True))
    for turn in lied["turns"]:
        if turn["speaker"] == "user":
            turn |= {"trust": 100, "ledger": []}
            turn["appraisal"] |= {"overall": 2.0, "events": []}
    assert taken(brought_in(json.dumps(lied))).user_turns == told.user_turns
    assert taken(brought_in(json.dumps(lied)), library().persona("own-it")).persona.id == "own-it"


@pytest.mark.parametrize(
    ("text", "mine", "theirs"),
    [
        ("[12/03/2026, 14:05:11] Anna: Where is it?\n[12/03/2026, 14:06:02] Tom: Late.", ("Tom",), ("Anna",)),
        ("12/03/2026, 14:05 - Anna: Where is it?\n12/03/2026, 14:06 - Tom: Late.", ("tom",), ("anna",)),
        ("[2:05 PM] Anna Berg: Where is it?\n[2:06 PM] Tom: Late.", ("Tom",), ("Anna  Berg",)),
        ("\u200e[14:05, 3.12.2026] Anna: Where is it?\n[14:06, 3.12.2026] Tom: Late.", ("Tom",), ("Anna",)),
        ("Boss: Where is it?\nYou: Late.", (), ()),
        ("Anna: Where is it?\nTom: Late.", ("Tom",), ("Anna",)),
    ],
)
def test_what_a_messenger_puts_before_the_words_is_passed_over(
    text: str, mine: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    assert spoken(brought_in(text, mine, theirs)) == [("boss", "Where is it?"), ("you", "Late.")]


def test_a_line_with_a_time_by_somebody_else_is_not_swallowed() -> None:
    with pytest.raises(InputError, match='Line 2 is by "Carol"'):
        brought_in("[14:05, 3.12.2026] You: Late.\n[14:06, 3.12.2026] Carol: Hello.")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "nothing to read yet"),
        ("  \n ", "nothing to read yet"),
        (b"", "nothing to read yet"),
        (b"\xff\xfeYou: hi", "not UTF-8 at byte 0"),
        ("You: \ud800", "broken character at place 6"),
        ("Hello", "Line 1 has no speaker"),
        ("Boss: Hello", 'no line that begins with "You:"'),
        ("{", "ends before its JSON does"),
        ("{you: 1}", "is not valid JSON at line 1 column 2"),
        ("{}", "persona is missing"),
        ('{"a": 1}', "missing"),
        ("x" * 2_000_001, "at most 2,000,000 are read"),
        ("You: a\n" * 401, "401 turns and at most 400"),
        ("You: " + "a" * 4_001, "turn t1: This is 4,001 characters long"),
        (("You: " + "a" * 3_900 + "\n") * 26, "at most 100,000 are scored"),
    ],
)
def test_what_cannot_be_taken_is_said_in_one_sentence(content: str | bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        brought_in(content)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) <= 400


def test_words_of_distress_are_noticed_in_the_users_turns_only() -> None:
    assert tells_of_distress(brought_in("Boss: How are you?\nYou: I don't want to be alive any more."))
    assert not tells_of_distress(brought_in("Boss: I don't want to be alive any more.\nYou: I am sorry to hear that."))
    over_turns = "Boss: How are you?\nYou: I want to\nBoss: What do you want?\nYou: kill myself"
    assert tells_of_distress(brought_in(over_turns))
    assert not tells_of_distress(brought_in("Boss: How are you?\nYou: I want to\nBoss: What?\nYou: ask for leave"))


def test_a_seed_that_no_database_keeps() -> None:
    data = json.loads(played(OWNED).model_dump_json(by_alias=True))
    for seed in (2**63, 10**400):
        with pytest.raises(InputError):
            brought_in(json.dumps(data | {"seed": seed}))


def met(content: str | bytes, mine: tuple[str, ...] = ()) -> None:
    """Read or refused: a transcript that can be read again, or one short sentence."""
    try:
        given = brought_in(content, mine)
        told = taken(given)
    except InputError as error:
        refused = str(error)
    else:
        assert [turn.text for turn in told.turns] == [turn.text for turn in given.turns]
        Transcript.model_validate_json(told.model_dump_json(by_alias=True))
        return
    assert "\n" not in refused
    assert 0 < len(refused) <= 400


LINES = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.builds(
            "{}{}: {}".format,
            st.sampled_from(["", "[14:05] ", "12/03/2026, 14:05 - ", "\u200e", "  "]),
            st.sampled_from(["You", "Boss", "me", "Tom", "MANAGER", ""]),
            st.text(max_size=30),
        ),
    ),
    max_size=8,
)


@given(LINES.map("\n".join), st.lists(st.text(max_size=8), max_size=2))
@settings(max_examples=250, deadline=None)
def test_any_text_is_read_or_refused(text: str, names: list[str]) -> None:
    met(text, tuple(names))


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    met(content)


SHIPPED = json.loads(played(OWNED, BLAMED).model_dump_json(by_alias=True))
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A transcript with one value of it, at any depth, changed for something else."""
    data: Any = json.loads(json.dumps(SHIPPED))
    place, key = data, draw(st.sampled_from(sorted(data)))
    while isinstance(place[key], dict | list) and place[key] and draw(st.booleans()):
        place = place[key]
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    if draw(st.booleans()):
        place[key] = draw(ODD)
    elif isinstance(place, dict) and draw(st.booleans()):
        place[draw(st.text(max_size=10))] = draw(ODD)
    else:
        del place[key]
    return json.dumps(data)


@given(spoilt())
@settings(max_examples=250, deadline=None)
def test_any_transcript_is_read_or_refused(text: str) -> None:
    met(text)


def test_the_ending_that_nobody_told_is_not_made_up() -> None:
    transcript = played(OWNED).model_copy(update={"ending": Ending.AGREEMENT})
    assert taken(given_in(transcript.model_dump_json(by_alias=True))).ending is None


def test_a_file_of_endless_turns_is_refused_before_it_is_read() -> None:
    turns = given_in("You: a\n" * 2_001, "notes.txt").turns
    with pytest.raises(InputError, match=r"notes\.txt: has 2,001 turns and at most 2,000 are read"):
        check_lengths(turns, "notes.txt")


def test_a_talk_that_calls_for_help_as_a_whole_stopped_for_help() -> None:
    """Each line alone passes; read as one text they call for help."""
    lines = "You: I have written the letters.\nBoss: Which letters?\nYou: And I will not be here next week."
    given = given_in(lines)
    assert not any(turn.appraisal.distress for turn in taken(given).user_turns)
    made = taken(given)
    assert (made.ending, made.needs_help) == (Ending.STOPPED_FOR_HELP, True)
    assert report(made).apology is None


def test_what_is_wrong_in_notes_is_said_with_the_name_of_their_file() -> None:
    for text, said in (
        ("Hello there.\nYou: Hi.", 'notes.txt: Line 1 has no speaker; begin it with "You:" or "Boss:".'),
        ("Boss: Hello", 'notes.txt: There is no line that begins with "You:"; mark your own words with it.'),
        ("{", "notes.txt: ends before its JSON does, as if it was half written; write it whole."),
    ):
        with pytest.raises(InputError) as caught:
            given_in(text, "notes.txt")
        assert str(caught.value) == said
