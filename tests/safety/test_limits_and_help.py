"""How long a text may be, and the words for somebody who needs help."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.config import load_settings
from simulator.errors import BadFile, BadText
from simulator.safety.help import help_text, help_text_or_shipped
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


OWN = """
lines:
  - country: GB
    name: Our own listening service
    contact: extension 4321
    hours: weekdays, nine to five
    source: our intranet
    checked: "2026-11-27, called"
"""


def test_an_organisation_puts_its_own_lines_over_ours(tmp_path: Path) -> None:
    file = tmp_path / "help.yaml"
    file.write_text(OWN, "utf-8")
    own = help_text(file)
    assert [line.contact for line in own.lines] == ["extension 4321"]
    assert (own.title, own.not_practice) == (help_text().title, help_text().not_practice)
    assert load_settings({"SIMULATOR_HELP_FILE": str(file)}, tmp_path).help_file == file


@pytest.mark.parametrize("text", ["lines: []", "lines: [", "title: 5", "unknown: x"])
def test_a_broken_file_of_its_own_is_named_and_hides_no_help(tmp_path: Path, text: str) -> None:
    file = tmp_path / "help.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadFile, match="help"):
        help_text(file)
    assert help_text_or_shipped(file) == help_text()
    assert help_text_or_shipped(tmp_path / "none.yaml") == help_text()
