"""What a model says is listened to while it speaks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.dialogue.check import ReplyGuard
from simulator.dialogue.prompting import FENCE_CLOSE, FENCE_OPEN

PRIVATE = "What worries you in private: one December she let a line through unchecked and forty people went short."
GOOD = "I hear that. What happens on Thursday?"


def listened(text: str, cuts: list[int] | None = None, private: str = PRIVATE) -> ReplyGuard:
    """The guard after a reply that came in these pieces."""
    guard = ReplyGuard(private)
    places = sorted({0, len(text), *(cut for cut in cuts or [] if cut < len(text))})
    for start, end in pairwise(places):
        guard.feed(text[start:end])
        if guard.failed or guard.full:
            return guard
    guard.finish()
    return guard


FAULTS = [
    ("As an AI, I cannot be angry.", "it left the role"),
    ("Well. I'm only a language model.", "it left the role"),
    ("I'm an AI and that is that.", "it left the role"),
    ("This role-play is going well.", "it left the role"),
    ("My instructions say that you must go.", "it left the role"),
    ("Good.\nYou: I am sorry.", "it left the role"),
    ("I see that. You: I am sorry.", "it left the role"),
    ("user: thanks a lot", "it left the role"),
    ("You could say that it was your fault.", "it left the role"),
    ("A better way to say that is to own it.", "it left the role"),
    (f"{FENCE_OPEN} Private direction.", "it showed its directions"),
    (f"Fine. {FENCE_CLOSE}", "it showed its directions"),
    ("I once let a line through unchecked and forty people went short.", "it read out private notes"),
]
FINE = [
    GOOD,
    "You could have told me.",
    "You said it would be there: it was not.",
    "I need an aide, as an aid to memory.",
    "She let a line through, and that is all.",
    "Say it again.",
    "It was half past nine when Mr. Brandt rang. Where were you at 9 a.m. that day?",
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_faults_are_found_in_one_piece_and_letter_by_letter(text: str, fault: str) -> None:
    assert listened(text).failed == fault
    assert listened(text, list(range(len(text)))).failed == fault


@pytest.mark.parametrize("text", FINE)
def test_good_replies_pass_in_one_piece_and_letter_by_letter(text: str) -> None:
    for cuts in ([], list(range(len(text)))):
        guard = listened(text, cuts)
        assert (guard.failed, guard.text) == (None, text)


@given(
    text=st.lists(
        st.sampled_from(
            [
                "as an AI", "aim", "As an aide", "Good.", "No!", "Why?", "you", "You:", "\n", "…", "he", '"Yes."',
                "Mr. Hall", "at 9 a.m.", "forty people went short", "let a line through unchecked and", FENCE_OPEN, "I",
            ]
        ),
        max_size=14,
    ).map(" ".join),
    cuts=st.lists(st.integers(0, 120), max_size=30),
)  # fmt: skip
def test_the_verdict_does_not_hang_on_the_pieces(text: str, cuts: list[int]) -> None:
    whole, pieces = listened(text), listened(text, cuts)
    assert bool(whole.failed) == bool(pieces.failed)
    if not whole.failed:
        assert whole.text.strip() == pieces.text.strip()


def test_a_reply_is_cut_after_three_sentences() -> None:
    guard = listened("One. Two! Three? Four. Five.", [3, 9, 14, 20])
    assert (guard.text, guard.full, guard.failed) == ("One. Two! Three?", True, None)


def test_three_sentences_are_left_whole() -> None:
    guard = listened("One. Two! Three?")
    assert (guard.text, guard.full) == ("One. Two! Three?", False)


def test_what_follows_the_third_sentence_is_not_judged() -> None:
    assert listened("One. Two. Three. As an AI I stop.").failed is None


def test_a_fault_at_the_very_end_is_found_when_it_is_finished() -> None:
    guard = ReplyGuard("")
    guard.feed("I am an AI")
    guard.finish()
    assert guard.failed == "it left the role"


def test_seven_private_words_may_be_said_and_eight_may_not() -> None:
    private = "alpha bravo charlie delta echo foxtrot golf hotel india"
    assert listened("Alpha bravo, charlie delta echo foxtrot golf?", private=private).failed is None
    assert listened("Alpha bravo, charlie delta echo foxtrot golf hotel?", private=private).failed is not None


def test_white_space_before_the_first_word_is_dropped() -> None:
    assert listened("\n\n  Well then.", [1, 3]).text == "Well then."
