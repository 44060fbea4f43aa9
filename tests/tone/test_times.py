"""Which words of a promise name its time."""

from __future__ import annotations

import pytest

from simulator.dialogue.promises import time_of


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("You have the next one by Wednesday at noon.", "by Wednesday at noon"),
        ("The next ones lie on your desk every Monday by nine.", "every Monday by nine"),
        ("I send the following list on Friday, before ten.", "on Friday, before ten"),
        ("The coming issue is in by noon on Friday.", "by noon on Friday"),
        ("The next load leaves on Tuesday morning at the latest.", "on Tuesday morning at the latest"),
        ("You have the next one from me by the end of the week.", "by the end of the week"),
        ("You have all of it by the end of June.", "by the end of June"),
        ("You get a draft two days before the deadline.", "two days before the deadline"),
        ("It is done two days before you need it.", "two days before"),
        ("I show it to you before the next one.", "before the next one"),
        ("Every report is checked on Friday at noon.", "on Friday at noon"),
        ("I ring the house by Friday 14 March at nine.", "by Friday 14 March at nine"),
        ("You have the next one.", None),
        ("The next list will be a better one.", None),
    ],
)
def test_the_time_is_the_day_and_the_hour_and_not_what_is_due(words: str, when: str | None) -> None:
    assert time_of(words) == when
