"""Sums over rows that come out the same in whatever order the parts are done: whole hundredths, added up."""

from __future__ import annotations

from collections import Counter
from math import sqrt
from typing import Any

from pydantic import BaseModel

from ..domain.base import two_decimals
from ..domain.bulk import BatchRow, Figure, TalkRow

#: Columns of numbers that are summed up, wherever a row has them.
_MEASURED = (
    "overall",
    "respect",
    "ownership",
    "perspective",
    "composure",
    "commitment",
    "inquiry",
    "initiative",
    "trust_change",
    "trust_end",
    "patience_end",
    "clarity_end",
    "apology",
    "promises",
)
_GROUPED = ("persona", "employee", "scenario", "difficulty", "model")


class Spread(BaseModel):
    """Sums of one column, in hundredths."""

    count: int = 0
    total: int = 0
    squares: int = 0
    low: int = 0
    high: int = 0

    def add(self, value: float) -> None:
        """Take one number in."""
        whole = round(value * 100)
        self.merge(Spread(count=1, total=whole, squares=whole * whole, low=whole, high=whole))

    def merge(self, other: Spread) -> None:
        """Take in the sums of other rows."""
        self.low = min(self.low, other.low) if self.count else other.low
        self.high = max(self.high, other.high) if self.count else other.high
        self.count += other.count
        self.total += other.total
        self.squares += other.squares

    def figure(self) -> Figure:
        """The column in short."""
        if not self.count:
            return Figure(count=0, mean=None, deviation=None, low=None, high=None)
        spread = self.count * self.squares - self.total * self.total
        return Figure(
            count=self.count,
            mean=two_decimals(self.total / self.count / 100),
            deviation=two_decimals(sqrt(spread) / self.count / 100),
            low=self.low / 100,
            high=self.high / 100,
        )


class Tally(BaseModel):
    """What is counted and summed of some rows; words of distress are counted apart and summed nowhere."""

    rows: int = 0
    errors: int = 0
    distress: int = 0
    unscored: Counter[str] = Counter()
    endings: Counter[str] = Counter()
    figures: dict[str, Spread] = {}
    groups: dict[str, dict[str, Spread]] = {}

    def add(self, row: BatchRow) -> None:
        """Take one row in."""
        self.rows += 1
        cells = dict(row)
        ending = cells.get("ending")
        if ending is not None:
            self.endings[ending] += 1
        if row.distress:
            self.distress += 1
            return
        if row.overall is None:
            self.unscored[cells.get("unscored") or "no scored turn"] += 1
        for name in _MEASURED:
            if name in cells:
                spread = self.figures.setdefault(name, Spread())
                if cells[name] is not None:
                    spread.add(cells[name])
        if isinstance(row, TalkRow):
            self._group(cells, row.trust_change)

    def _group(self, cells: dict[str, Any], change: float) -> None:
        for name in _GROUPED:
            self.groups.setdefault(name, {}).setdefault(str(cells[name]), Spread()).add(change)

    def merge(self, other: Tally) -> None:
        """Take in the sums of other rows."""
        self.rows += other.rows
        self.errors += other.errors
        self.distress += other.distress
        self.unscored.update(other.unscored)
        self.endings.update(other.endings)
        for name, spread in other.figures.items():
            self.figures.setdefault(name, Spread()).merge(spread)
        for name, group in other.groups.items():
            for value, spread in group.items():
                self.groups.setdefault(name, {}).setdefault(value, Spread()).merge(spread)
