"""Conversations come in as plain text, too."""

from __future__ import annotations

import pytest

from simulator.debrief.plaintext import turns_from_text
from simulator.domain.transcript import UserTurn
from simulator.errors import BadText


def read(text: str) -> list[tuple[str, str]]:
    return [("you" if isinstance(turn, UserTurn) else "boss", turn.text) for turn in turns_from_text(text)]


def test_labels_in_any_case_and_lines_that_go_on() -> None:
    text = "\nBOSS: What happened?\nyou:  I forgot it.\nIt was mine.\n\n  Boss : And now?\nMe: Soon.\nManager: Good.\n"
    assert read(text) == [
        ("boss", "What happened?"),
        ("you", "I forgot it.\nIt was mine."),
        ("boss", "And now?"),
        ("you", "Soon."),
        ("boss", "Good."),
    ]


def test_turns_hang_together() -> None:
    turns = turns_from_text("You: a\nBoss: b\nYou: c")
    assert [(turn.id, turn.parent) for turn in turns] == [("t1", None), ("t2", "t1"), ("t3", "t2")]


def test_silence_is_kept() -> None:
    assert read("You:\nBoss: Well?") == [("you", ""), ("boss", "Well?")]


def test_a_colon_in_the_words_is_no_label() -> None:
    assert read("You: I said this: it was me.\nNote: it was.") == [("you", "I said this: it was me.\nNote: it was.")]


def test_windows_line_ends() -> None:
    assert read("Boss: a\r\nYou: b\r\n") == [("boss", "a"), ("you", "b")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", 'no line that begins with "You:"'),
        ("Boss: hello", 'no line that begins with "You:"'),
        ("\n\nHello\nYou: hi", "Line 3 has no speaker"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, reason: str) -> None:
    with pytest.raises(BadText, match=reason):
        turns_from_text(text)
