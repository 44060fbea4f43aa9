"""The guess, and the gap to what happened."""

from __future__ import annotations

import pytest

from simulator.debrief.asked import help_asked_for
from simulator.debrief.guess import gap, most_moving
from simulator.debrief.moments import trust_changes, turning_points
from simulator.dialogue.session import as_transcript, play
from tests.debrief.make import ASKED, BLAMED, EXCUSED, OWNED, PLAIN, PROMISED, RUDE, SILENT, played
from tests.dialogue.make import setting

MIXED = played(EXCUSED, OWNED, BLAMED, PROMISED)


def test_what_moved_her_most_each_way_is_what_the_ledger_says() -> None:
    won, lost = most_moving(MIXED)
    changes = trust_changes(MIXED.start_trust, MIXED.user_turns)
    assert won is not None
    assert lost is not None
    assert (won.amount, lost.amount) == (max(changes), min(changes))
    for one in (won, lost):
        turn = MIXED.user_turns[one.number - 1]
        assert one.turn == turn.id
        assert one.words in turn.text


def test_they_are_the_turning_points_too() -> None:
    won, lost = most_moving(MIXED)
    assert {one.number for one in (won, lost) if one} <= {moment.number for moment in turning_points(MIXED)}


def test_a_right_guess_is_said_to_be_one() -> None:
    won, lost = most_moving(MIXED)
    assert won is not None
    assert lost is not None
    for one in (won, lost):
        told = gap(MIXED, one.number)
        assert told.right is True
        assert told.in_words.startswith("You felt it where it was.")
        assert f"“{won.words}” (turn {won.number}, {won.amount:.1f} points up)" in told.in_words
        assert f"“{lost.words}” (turn {lost.number}, {-lost.amount:.1f} points down)" in told.in_words


def test_a_wrong_guess_is_told_what_that_turn_did() -> None:
    won, lost = most_moving(MIXED)
    found = {one.number for one in (won, lost) if one}
    other = next(number for number in range(1, 5) if number not in found)
    told = gap(MIXED, other)
    assert told.right is False
    assert told.in_words.startswith(f"Turn {other} moved her, too (")
    small = played(OWNED, PLAIN, RUDE)
    assert gap(small, 2).in_words.startswith("Turn 2 may have felt like it, and left her trust where it was.")


def test_of_two_turns_that_moved_her_as_much_either_is_right() -> None:
    words = (
        "You're right to push. I did not send the September report, and the planners had old figures because of me.",
        "I see.",
        "You'll have the November report on Wednesday by four, and I tell you the day before if it slips.",
    )
    alike = as_transcript(play(setting("the-letter", seed=7), words)[0], "scripted")
    changes = trust_changes(alike.start_trust, alike.user_turns)
    assert changes[0] == changes[2] == max(changes)
    for number in (1, 3):
        told = gap(alike, number)
        assert told.right is True
        assert told.won is not None
        assert told.won.number == number


def test_not_knowing_is_no_mistake() -> None:
    told = gap(MIXED, None)
    assert told.right is None
    assert told.in_words.startswith("From inside a talk this is hard to tell.")


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ((OWNED,), "and no turn lost her much."),
        ((RUDE,), "and no turn won her much yet."),
        ((PLAIN,), "No single turn moved her much, one way or the other."),
    ],
)
def test_one_way_only_or_none(said: tuple[tuple[str, float, tuple[()]], ...], ends: str) -> None:
    assert gap(played(*said), None).in_words.endswith(ends)


def test_at_most_three_short_sentences_and_no_sermon() -> None:
    for transcript in (MIXED, played(OWNED, ASKED), played(RUDE, SILENT), played(SILENT, SILENT)):
        for guessed in (None, *range(1, len(transcript.user_turns) + 1)):
            told = gap(transcript, guessed).in_words
            for word in ("wrong", "should", "mistake", "must", "bad"):
                assert word not in told.lower().replace("“" + transcript.user_turns[0].text, "")


def test_silence_has_no_words_to_quote() -> None:
    lost = most_moving(played(SILENT, SILENT))[1]
    if lost is not None:
        assert lost.words == ""
        assert "your silence" in lost.in_words


@pytest.mark.parametrize(
    ("lines", "drafts", "said"),
    [
        (0, 0, ""),
        (2, 0, "You asked for a line twice."),
        (1, 3, "You asked for a line once and had a draft checked three times."),
        (0, 12, "You had a draft checked 12 times."),
    ],
)
def test_help_that_was_asked_for_is_counted_and_no_more(lines: int, drafts: int, said: str) -> None:
    assert help_asked_for(lines, drafts) == said


def test_turns_of_another_talk_are_left_out() -> None:
    won, lost = most_moving(MIXED, since=3)
    assert won is not None
    assert won.number == 4
    assert lost is None
    assert gap(MIXED, None, since=3).in_words.endswith("and no new turn lost her much.")
