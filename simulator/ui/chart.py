"""Trust over the turns as a chart: a Vega-Lite picture, which the browser draws."""

from __future__ import annotations

from typing import Any

from ..domain.persona import Persona
from ..domain.report import Report

_WON, _LOST = "#2b7a6f", "#b4642b"


def trust_chart(persona: Persona, report: Report) -> dict[str, Any]:
    """Trust (0 to 100) after each of the user's turns, turning points marked, the bars of the terms as dashed lines.

    Won and lost differ in shape as well as in colour. Returns a Vega-Lite specification.
    """
    return {
        "height": 280,
        "layer": [_bars(persona), _bar_names(persona), _line(persona, report), _moments(report)],
        "config": {"axis": {"grid": False, "labelFontSize": 12, "titleFontSize": 12}, "view": {"stroke": None}},
    }


def _x() -> dict[str, Any]:
    axis = {"tickMinStep": 1, "format": "d"}
    return {"field": "turn", "type": "quantitative", "title": "your turn", "axis": axis, "scale": {"nice": False}}


def _y(field: str = "trust", title: str | None = None) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": title, "scale": {"domain": [0, 100]}}


def _terms(persona: Persona) -> dict[str, Any]:
    bars = persona.stance.thresholds
    return {
        "values": [
            {"bar": bars.agreement.trust, "name": "agrees to terms"},
            {"bar": bars.conditional.trust, "name": "on conditions"},
        ]
    }


def _bars(persona: Persona) -> dict[str, Any]:
    mark = {"type": "rule", "strokeDash": [4, 4], "opacity": 0.55, "color": "#8a8378"}
    return {"data": _terms(persona), "mark": mark, "encoding": {"y": _y("bar")}}


def _bar_names(persona: Persona) -> dict[str, Any]:
    mark = {"type": "text", "align": "left", "dx": 4, "dy": -7, "color": "#8a8378", "fontSize": 12}
    encoding = {"x": {"value": 0}, "y": _y("bar"), "text": {"field": "name"}}
    return {"data": _terms(persona), "mark": mark, "encoding": encoding}


def _line(persona: Persona, report: Report) -> dict[str, Any]:
    points = [{"turn": number, "trust": trust} for number, trust in enumerate(report.trust)]
    return {
        "data": {"values": points},
        "mark": {"type": "line", "strokeWidth": 3, "color": _WON, "point": {"color": _WON, "size": 40}},
        "encoding": {"x": _x(), "y": _y(title=f"{persona.name}'s trust")},
    }


def _moments(report: Report) -> dict[str, Any]:
    values = [
        {
            "turn": moment.number,
            "trust": report.trust[moment.number],
            "kind": moment.kind,
            "points": f"{moment.kind} {abs(moment.amount):.1f}",
            "words": moment.quote or moment.why,
        }
        for moment in report.moments
    ]
    kinds = ["won", "lost"]
    return {
        "data": {"values": values},
        "mark": {"type": "point", "filled": True, "size": 200, "opacity": 1},
        "encoding": {
            "x": _x(),
            "y": _y(),
            "color": {"field": "kind", "legend": None, "scale": {"domain": kinds, "range": [_WON, _LOST]}},
            "shape": {
                "field": "kind",
                "legend": None,
                "scale": {"domain": kinds, "range": ["triangle-up", "triangle-down"]},
            },
            "tooltip": [{"field": "points", "title": "trust"}, {"field": "words", "title": "your words"}],
        },
    }
