"""The pictures of the page as SVG: trust from turn to turn, and a dimension with its noise band.

Colours come from the page's style sheet by class; nothing here needs a request or an inline style.
"""

from __future__ import annotations

import re

from ...domain.persona import Persona
from ...domain.report import DimensionSummary, Moment, Report
from .labels import Labels
from .wording import amount

_WIDTH, _HEIGHT = 720, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 16, 18, 26
_MOST_DOTS, _MOST_TICKS = 40, 13
_LABELS = Labels(far=11, name=5.5, half=3, reach=0.2)


def trust_line(persona: Persona, report: Report) -> str:
    """Trust (0 to 100) before the first word and after each turn; turning points marked, her terms as dashed bars."""
    place = _Places(len(report.trust))
    points = [(place.x(number), place.y(trust)) for number, trust in enumerate(report.trust)]
    parts = [
        *(_level(place, level) for level in (0, 100)),
        _bar(place, persona.stance.thresholds.agreement.trust, "agrees to terms"),
        _bar(place, persona.stance.thresholds.conditional.trust, "on conditions"),
        *(_tick(place, number) for number in place.ticks()),
        f'<polyline class="line" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>',
        *(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>' for x, y in points[:_MOST_DOTS]),
        *(_moment(place, persona, moment, report.trust[moment.number]) for moment in report.moments),
    ]
    label = f"Trust from {report.trust[0]:.0f} to {report.trust[-1]:.0f} of 100 over {len(report.trust) - 1} turns"
    return f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">{"".join(parts)}</svg>'


class _Places:
    """Where turns and levels stand in the picture."""

    def __init__(self, count: int) -> None:
        self.last = max(1, count - 1)
        self.drawn = count - 1

    def x(self, turn: int) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * turn / self.last

    def y(self, trust: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - trust / 100)

    def ticks(self) -> range:
        return range(0, self.drawn + 1, max(1, -(-self.drawn // _MOST_TICKS)))


def _level(place: _Places, level: int) -> str:
    y = place.y(level)
    return (
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="axis" x="{_LEFT - 6}" y="{y + 3.5:.1f}" text-anchor="end">{level}</text>'
    )


def _bar(place: _Places, level: int, name: str) -> str:
    y = place.y(level)
    return (
        f'<line class="bar" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
        f'<text class="axis" x="{_LEFT + 4}" y="{y - 4:.1f}">{name}</text>'
    )


def _tick(place: _Places, number: int) -> str:
    name = "start" if number == 0 else str(number)
    anchor = "start" if number == 0 else "middle"
    x = _LEFT if number == 0 else place.x(number)
    return f'<text class="axis" x="{x:.1f}" y="{_HEIGHT - 8}" text-anchor="{anchor}">{name}</text>'


def _moment(place: _Places, persona: Persona, moment: Moment, trust: float) -> str:
    """A triangle that points up where trust was won, down where it was lost, with its points."""
    x, y, up = place.x(moment.number), place.y(trust), moment.kind == "won"
    side = -1 if up else 1
    shape = f"{x - 7:.1f},{y - side * 5:.1f} {x + 7:.1f},{y - side * 5:.1f} {x:.1f},{y + side * 7:.1f}"
    above = _LABELS.above(persona, trust, won=up, across=moment.number / place.last)
    below = y + (-12 if above else 20)
    anchor = "end" if x > _WIDTH - 50 else "middle"
    return (
        f'<polygon class="{moment.kind}" points="{shape}"/>'
        f'<text class="points {moment.kind}" x="{min(x, _WIDTH - _RIGHT):.1f}" y="{below:.1f}" text-anchor="{anchor}">'
        f"{amount(moment)}</text>"
    )


def band(summary: DimensionSummary) -> str:
    """A dimension between -2 and +2: its value as a dot, its noise band as a bar, the middle as a line."""
    assert summary.value is not None
    assert summary.low is not None
    assert summary.high is not None
    low, high, dot = (round((value + 2) * 50 + 8, 1) for value in (summary.low, summary.high, summary.value))
    label = f"{summary.value:+.1f}, between {summary.low:+.1f} and {summary.high:+.1f}"
    return (
        f'<svg class="scale" viewBox="0 0 216 18" role="img" aria-label="{label}">'
        '<rect class="track" x="4" y="6" width="208" height="6" rx="3"/>'
        '<line class="zero" x1="108" x2="108" y1="2" y2="16"/>'
        f'<rect class="band" x="{low}" y="5" width="{max(1.0, high - low):.1f}" height="8" rx="4"/>'
        f'<circle class="dot" cx="{dot}" cy="9" r="5"/></svg>'
    )


_NAMESPACE = re.compile(r'\sxmlns="[^"]*"')


def inline(svg: str) -> str:
    """A drawn portrait as a part of a page: decoration that needs no name and no address."""
    bare = _NAMESPACE.sub("", re.sub(r"<title>.*?</title>", "", svg, flags=re.DOTALL), count=1)
    return bare.replace("<svg", '<svg class="portrait" aria-hidden="true"', 1).replace(' role="img"', "", 1).strip()
