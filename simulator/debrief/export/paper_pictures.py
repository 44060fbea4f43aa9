"""What the PDF draws itself: her badge, and trust from turn to turn with its turning points."""

from __future__ import annotations

from colorsys import hls_to_rgb

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from ...domain.persona import Persona
from ...domain.report import Moment, Report
from .ink import BOLD, SANS, SERIF, load_fonts
from .labels import Labels
from .paper_styles import ACCENT, BAD, GOOD, LINE, SOFT
from .wording import amount

_LEFT, _RIGHT, _ABOVE, _BELOW = 20.0, 10.0, 12.0, 14.0
_MOST_DOTS, _MOST_TICKS = 40, 13
_LABELS = Labels(far=8.7, name=4.5, half=2.7, reach=0.2)


class Badge(Flowable):
    """A round letter in a supervisor's colour."""

    def __init__(self, persona: Persona) -> None:
        super().__init__()
        self.letter, self.hue = persona.name[:1], persona.hue
        self.width = self.height = 14 * mm

    def draw(self) -> None:
        """Onto the page."""
        radius = self.width / 2
        self.canv.setFillColor(Color(*hls_to_rgb(self.hue / 360, 0.38, 0.32)))
        self.canv.circle(radius, radius, radius, stroke=0, fill=1)
        if ord(self.letter) in load_fonts()[SERIF]:
            self.canv.setFillColor(HexColor("#ffffff"))
            self.canv.setFont(SERIF, 20)
            self.canv.drawCentredString(radius, radius - 7, self.letter)


class TrustLine(Flowable):
    """Trust (0 to 100) before the first word and after each turn; the bars of her terms dashed."""

    def __init__(self, persona: Persona, report: Report, width: float) -> None:
        super().__init__()
        self.persona, self.report = persona, report
        self.width, self.height = width, 48 * mm

    def draw(self) -> None:
        """Onto the page."""
        self._scale()
        bars = self.persona.stance.thresholds
        self._bar(bars.agreement.trust, "agrees to terms")
        self._bar(bars.conditional.trust, "on conditions")
        points = [(self._x(number), self._y(trust)) for number, trust in enumerate(self.report.trust)]
        self.canv.setStrokeColor(HexColor(ACCENT))
        self.canv.setFillColor(HexColor(ACCENT))
        self.canv.setLineWidth(1.6)
        self.canv.setLineJoin(1)
        path = self.canv.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        self.canv.drawPath(path)
        for x, y in points[:_MOST_DOTS]:
            self.canv.circle(x, y, 1.7, stroke=0, fill=1)
        for moment in self.report.moments:
            self._moment(moment)

    def _x(self, turn: int) -> float:
        return _LEFT + (self.width - _LEFT - _RIGHT) * turn / max(1, len(self.report.trust) - 1)

    def _y(self, trust: float) -> float:
        return _BELOW + (self.height - _ABOVE - _BELOW) * trust / 100

    def _scale(self) -> None:
        self.canv.setStrokeColor(HexColor(LINE))
        self.canv.setFillColor(HexColor(SOFT))
        self.canv.setFont(SANS, 7)
        for level in (0, 100):
            self.canv.line(_LEFT, self._y(level), self.width - _RIGHT, self._y(level))
            self.canv.drawRightString(_LEFT - 4, self._y(level) - 2.4, str(level))
        turns = len(self.report.trust) - 1
        for number in range(0, turns + 1, max(1, -(-turns // _MOST_TICKS))):
            if number:
                self.canv.drawCentredString(self._x(number), 2, str(number))
            else:
                self.canv.drawString(_LEFT, 2, "start")

    def _bar(self, level: int, name: str) -> None:
        self.canv.saveState()
        self.canv.setDash(3, 3)
        self.canv.setStrokeColor(HexColor(SOFT))
        self.canv.setStrokeAlpha(0.55)
        self.canv.setLineWidth(0.5)
        self.canv.line(_LEFT, self._y(level), self.width - _RIGHT, self._y(level))
        self.canv.drawString(_LEFT + 3, self._y(level) + 2.4, name)
        self.canv.restoreState()

    def _moment(self, moment: Moment) -> None:
        """A triangle up where trust was won, down where it was lost."""
        x, y = self._x(moment.number), self._y(self.report.trust[moment.number])
        up = 1 if moment.kind == "won" else -1
        self.canv.setFillColor(HexColor(GOOD if up > 0 else BAD))
        path = self.canv.beginPath()
        path.moveTo(x - 4.4, y - 3 * up)
        path.lineTo(x + 4.4, y - 3 * up)
        path.lineTo(x, y + 4.6 * up)
        path.close()
        self.canv.drawPath(path, stroke=0, fill=1)
        self.canv.setFont(BOLD, 7.4)
        trust, across = self.report.trust[moment.number], moment.number / (len(self.report.trust) - 1)
        above = _LABELS.above(self.persona, trust, won=up > 0, across=across)
        self.canv.drawCentredString(min(x, self.width - _RIGHT - 4), y + 7 if above else y - 12, _figure(moment))


def _figure(moment: Moment) -> str:
    """Points won or lost, with the dash that the bold font has in place of a minus sign."""
    return amount(moment).replace("−", "–")
