"""The table: what a spreadsheet reads back is what was said, and nothing in it is a formula."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.debrief.export import as_csv
from simulator.debrief.export.sheet import COLUMNS, safe
from simulator.domain.transcript import Transcript, UserTurn
from tests.debrief.make import BLAMED, OWNED, PROMISED, SILENT, Said, played

from .hostile import HOSTILE


def rows(transcript: Transcript) -> list[dict[str, str]]:
    text = as_csv(transcript)
    assert text.startswith("\ufeff")
    text.encode("utf-8")
    read = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert tuple(read[0]) == COLUMNS
    assert {len(row) for row in read} == {len(COLUMNS)}
    return [dict(zip(COLUMNS, row, strict=True)) for row in read[1:]]


def test_every_turn_is_a_row_with_its_figures() -> None:
    transcript = played(OWNED, BLAMED, SILENT, PROMISED)
    read = rows(transcript)
    assert [row["turn"] for row in read] == [str(number) for number in range(1, len(transcript.turns) + 1)]
    for row, turn in zip(read, transcript.turns, strict=True):
        assert row["text"] == turn.text
        assert row["complete"] == "yes"
        if not isinstance(turn, UserTurn):
            assert row["speaker"] == transcript.persona.name
            assert row["overall"] == row["trust"] == ""
            continue
        appraisal = turn.appraisal
        assert row["speaker"] == "You"
        assert row["overall"] == ("" if appraisal.overall is None else str(round(appraisal.overall, 2)))
        assert float(row["trust"]) == round(turn.trust, 2)
        assert row["not_scored"] == (appraisal.unscored or "")
        for event in appraisal.found:
            assert f"“{event.quote}”" in row["events"]


def test_hostile_words_come_back_and_none_is_a_formula() -> None:
    said: list[Said] = [(words, 0.0, ()) for words in HOSTILE]
    for first in range(0, len(said), 6):
        transcript = played(*said[first : first + 6])
        for row, turn in zip(rows(transcript), transcript.turns, strict=True):
            assert row["text"] in (turn.text, f"'{turn.text}")
            assert row["text"].lstrip()[:1] not in {"=", "+", "-", "@", "＝"}
            assert row["text"][:1] not in {"\t", "\r", "\n"}


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_words_come_back(words: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_NONNUMERIC).writerow([safe(words), 1.5])
    ((read, number),) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert (read, number) in ((words, "1.5"), (f"'{words}", "1.5"))
    assert not read or read.lstrip()[:1] not in set("=+-@")


def test_numbers_stay_numbers() -> None:
    assert safe(-1.5) == -1.5
    assert safe(None) == ""


def test_a_hundred_thousand_characters() -> None:
    words = "=x," * 33_333
    assert rows(played((words, 0.0, ())))[1]["text"] == f"'{words}"
