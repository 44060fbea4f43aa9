"""The transcript as a table for spreadsheets: one row a turn, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import unicodedata

from ...domain.appraisal import Appraisal
from ...domain.events import Dimension
from ...domain.transcript import Transcript, Turn, UserTurn, other_side

_DIMENSIONS = tuple(dimension.value for dimension in Dimension)
COLUMNS = (
    "turn", "speaker", "text", "overall", "likely_low", "likely_high", "not_scored", *_DIMENSIONS, "events",
    "trust", "patience", "clarity", "complete",
)  # fmt: skip
_STARTS_A_FORMULA = frozenset("=+-@")
_HIDDEN_START = frozenset("\t\r\n")
Cell = str | float | int | None


def as_csv(transcript: Transcript) -> str:
    """CSV with a byte order mark, as spreadsheets want it; empty cells for what was not scored.

    Turns count from 1, scores are -2..+2, trust, patience and clarity 0..100 after the turn. Text that a spreadsheet
    would take for a formula begins with an apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    scored = not transcript.needs_help
    for number, turn in enumerate(transcript.turns, start=1):
        cells = _cells(turn, other_side(transcript), scored=scored)
        writer.writerow(safe(number if name == "turn" else cells.get(name)) for name in COLUMNS)
    return "\ufeff" + out.getvalue()


def safe(cell: Cell) -> Cell:
    """A cell that is text and nothing else; numbers stay numbers."""
    if cell is None:
        return ""
    if not isinstance(cell, str) or not cell:
        return cell
    # Spreadsheets pass over leading space, and take the wide forms of the signs for the signs.
    first = unicodedata.normalize("NFKC", cell.lstrip()[:1])
    return f"'{cell}" if cell[0] in _HIDDEN_START or first in _STARTS_A_FORMULA else cell


def _cells(turn: Turn, name: str, *, scored: bool) -> dict[str, Cell]:
    if not isinstance(turn, UserTurn):
        return {"speaker": name, "text": turn.text, "complete": "yes" if turn.complete else "no"}
    said: dict[str, Cell] = {"speaker": "You", "text": turn.text, "complete": "yes"}
    return said | _scores(turn) if scored else said


def _scores(turn: UserTurn) -> dict[str, Cell]:
    appraisal = turn.appraisal
    low, high = appraisal.likely or (None, None)
    cells: dict[str, Cell] = {
        "overall": _rounded(appraisal.overall),
        "likely_low": _rounded(low),
        "likely_high": _rounded(high),
        "not_scored": appraisal.unscored or "",
        "events": _events(appraisal),
        "trust": _rounded(turn.trust),
        "patience": _rounded(turn.patience),
        "clarity": _rounded(turn.clarity),
    }
    return cells | {name: _rounded(value) for name, value in appraisal.dimensions.model_dump().items()}


def _events(appraisal: Appraisal) -> str:
    """What the turn did, each thing with its words and what it adds to its dimension."""
    return " | ".join(
        f"{event.name.value} {event.dimension.value} {event.weight:+.2f} “{event.quote}”" for event in appraisal.found
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2) + 0.0
