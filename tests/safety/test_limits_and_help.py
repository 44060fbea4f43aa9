"""How long a text may be, and the words for somebody who needs help."""

from __future__ import annotations

import pytest

from simulator.errors import BadText
from simulator.safety.help import help_text
from simulator.safety.limits import APPRAISE_LIMIT, PAGE_LIMIT, check_length


@pytest.mark.parametrize("limit", [PAGE_LIMIT, APPRAISE_LIMIT])
def test_the_limit_itself_still_fits(limit: int) -> None:
    check_length("é" * limit, limit)
    with pytest.raises(BadText) as caught:
        check_length("é" * (limit + 1), limit)
    assert f"{limit + 1:,}" in str(caught.value)
    assert f"{limit:,}" in str(caught.value)
    assert "shorten it by 1 " in str(caught.value)


def test_the_help_text_is_whole() -> None:
    text = help_text()
    assert text.lines
    assert text.choices.talk
    assert text.not_practice.places
    assert all(line.checked and line.source for line in text.lines)
    assert help_text() is text


def test_the_lines_of_ones_own_country_come_first_and_none_is_lost() -> None:
    text = help_text()
    for country in ("GB", "DE", "any", "XX"):
        lines = text.lines_for(country)
        assert sorted(lines, key=lambda line: line.name) == sorted(text.lines, key=lambda line: line.name)
        own = [line for line in text.lines if line.country == country]
        assert list(lines[: len(own)]) == own
        assert lines[len(own)].country == "any" if country != "any" else True
