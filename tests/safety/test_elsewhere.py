"""When not to practise: recognised where it is described, and not where it only sounds like it."""

from __future__ import annotations

import pytest

from simulator.safety.elsewhere import not_for_practice

from .lines import listed, ordinary_turns


@pytest.mark.parametrize("line", listed("elsewhere.yaml", "described"))
def test_it_is_recognised(line: str) -> None:
    assert not_for_practice("", line)


@pytest.mark.parametrize("line", listed("elsewhere.yaml", "not"))
def test_other_words_bring_no_card(line: str) -> None:
    assert not_for_practice(line) is None


def test_ordinary_turns_hardly_ever_bring_it() -> None:
    found = [turn for turn in ordinary_turns() if not_for_practice(turn)]
    assert len(found) <= 10, found
