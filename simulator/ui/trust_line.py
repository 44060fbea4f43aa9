"""One small picture of trust over the turns, the same axes for everybody, drawn without a chart library."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from .html import escape

_WIDE, _HIGH, _LEFT, _TOP = 240, 96, 6, 6
#: Each is told from the light and from the dark page; what they mean is also said by shape and in words.
_LINE, _WON, _LOST, _GREY = "#2b8f83", "#2b8f83", "#c4702f", "#857e73"


@dataclass(frozen=True)
class TrustLine:
    """What one picture shows.

    Attributes:
        levels: trust before the first word and after each turn, in points, 0 to 100.
        turns: how many turns the axis has room for.
        bar: trust from which this supervisor agrees to terms, in points.
        parts: the turn where the supervisors part, from 1.
        moved: the turn that moved this one most, from 1.
        low: the level at the foot of the picture.
        high: the level at its head.
    """

    levels: Sequence[float]
    turns: int
    bar: float | None = None
    parts: int | None = None
    moved: int | None = None
    low: float = 0
    high: float = 100

    def x(self, turn: float) -> float:
        """Where a turn stands."""
        return round(_LEFT + turn / max(1, self.turns) * (_WIDE - 2 * _LEFT), 1)

    def y(self, level: float) -> float:
        """Where a level stands."""
        return round(_TOP + (self.high - level) / (self.high - self.low) * (_HIGH - 2 * _TOP), 1)


def room_for(levels: Sequence[float]) -> tuple[float, float]:
    """The lowest and the highest level of axes that all these fit on: whole tens, with room for a mark."""
    low = max(0, int((min(levels, default=0) - 5) // 10 * 10))
    high = min(100, int(-((-max(levels, default=100) - 5) // 10) * 10))
    return low, max(high, low + 20)


def picture(line: TrustLine, said: str) -> str:
    """The picture with ``said`` in its place for whoever does not see it.

    An image, because pages let no SVG through as markup.
    """
    inside = _grid(line) + _parting(line) + _course(line) + _marks(line)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}">{inside}</svg>'
    address = f"data:image/svg+xml;base64,{b64encode(svg.encode('utf-8')).decode('ascii')}"
    return f'<img class="trust-line" role="img" alt="{escape(said)}" aria-label="{escape(said)}" src="{address}">'


def _grid(line: TrustLine) -> str:
    drawn = "".join(
        f'<line x1="{line.x(0)}" x2="{line.x(line.turns)}" y1="{line.y(level)}" y2="{line.y(level)}" stroke="{_GREY}" '
        f'stroke-width=".6" opacity=".45"/>'
        for level in (line.low, (line.low + line.high) / 2, line.high)
    )
    if line.bar is None:
        return drawn
    return drawn + (
        f'<line x1="{line.x(0)}" x2="{line.x(line.turns)}" y1="{line.y(line.bar)}" y2="{line.y(line.bar)}" '
        f'stroke="{_GREY}" stroke-width="1.2" stroke-dasharray="4 4"/>'
    )


def _parting(line: TrustLine) -> str:
    if line.parts is None:
        return ""
    x = line.x(line.parts)
    return f'<rect x="{x - 5}" y="{_TOP}" width="10" height="{_HIGH - 2 * _TOP}" fill="{_GREY}" opacity=".28"/>'


def _course(line: TrustLine) -> str:
    points = " ".join(f"{line.x(turn)},{line.y(level)}" for turn, level in enumerate(line.levels))
    dots = "".join(
        f'<circle cx="{line.x(turn)}" cy="{line.y(level)}" r="1.8" fill="{_LINE}"/>'
        for turn, level in enumerate(line.levels)
    )
    drawn = f'<polyline points="{points}" fill="none" stroke="{_LINE}" stroke-width="2.2" stroke-linejoin="round"/>'
    return drawn + dots


def _marks(line: TrustLine) -> str:
    """A triangle where they were moved most: up in one colour, down in the other."""
    if line.moved is None or line.moved >= len(line.levels):
        return ""
    up = line.levels[line.moved] >= line.levels[line.moved - 1]
    x, y, size = line.x(line.moved), line.y(line.levels[line.moved]), 6 if up else -6
    corners = f"{x},{y - size} {x - 6},{y + size * 0.8} {x + 6},{y + size * 0.8}"
    return f'<polygon points="{corners}" fill="{_WON if up else _LOST}"/>'
