"""Trust over the turns as charts: Vega-Lite pictures, which the browser draws."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ..debrief.compare import TwoWays
from ..debrief.export.labels import Labels
from ..domain.persona import Persona
from ..domain.report import Moment, Report

_WON, _LOST = "#2b7a6f", "#b4642b"
_QUIET = "#8a8378"
_SMALL = {"fontSize": 12, "fontWeight": 600}
#: Under this level of trust a label stands above its point, clear of the axis.
_LOW = 14
#: On a phone the names of the bars take a third of the picture.
_LABELS = Labels(far=7, name=3, half=2.7, reach=0.37)


def ink() -> str:
    """The colour of writing in a chart, by the theme of this window."""
    return "#ece7de" if st.context.theme.type == "dark" else "#23272b"


def trust_chart(persona: Persona, report: Report, ink: str = "#23272b") -> dict[str, Any]:
    """Trust (0 to 100) after each of the user's turns, turning points marked, the bars of the terms as dashed lines.

    Won and lost differ in shape as well as in colour, and each is labelled. Returns a Vega-Lite specification.
    """
    last = len(report.trust) - 1
    return {
        "height": 280,
        "layer": [
            _bars(persona),
            _bar_names(persona, ink),
            _line(persona, report),
            _moments(report, last),
            *_moment_names(persona, report, ink, last),
        ],
        "background": "transparent",
        "config": _config(),
    }


def two_lines(persona: Persona, ways: TwoWays, ink: str = "#23272b") -> dict[str, Any]:
    """Trust on both ways of one talk; the first one dashed, each named at its end. A Vega-Lite specification."""
    last = max(len(ways.first.trust), len(ways.other.trust)) - 1
    layers = [_bars(persona), _bar_names(persona, ink)]
    for name, trust, color, dash in (
        ("as first said", ways.first.trust, _LOST, [5, 4]),
        ("said differently", ways.other.trust, _WON, [1, 0]),
    ):
        points = [{"turn": number, "trust": value} for number, value in enumerate(trust)]
        mark = {"type": "line", "strokeWidth": 3, "color": color, "strokeDash": dash}
        encoding = {"x": _x(last), "y": _y(title=f"{persona.name}'s trust")}
        layers.append({"data": {"values": points}, "mark": {**mark, "point": {"color": color}}, "encoding": encoding})
        layers.append(_end_name(points[-1], name, ink, last, above=trust[-1] >= _other_end(ways, trust)))
    return {"height": 240, "layer": layers, "background": "transparent", "config": _config()}


def _other_end(ways: TwoWays, trust: tuple[float, ...]) -> float:
    other = ways.other.trust if trust is ways.first.trust else ways.first.trust
    return other[-1]


def _end_name(point: dict[str, float], name: str, ink: str, last: int, *, above: bool) -> dict[str, Any]:
    mark = {"type": "text", "align": "right", "dy": -14 if above else 18, "color": ink, **_SMALL}
    encoding = {"x": _x(last), "y": _y(), "text": {"value": name}}
    return {"data": {"values": [point]}, "mark": mark, "encoding": encoding}


def _config() -> dict[str, Any]:
    return {"axis": {"grid": False, "labelFontSize": 12, "titleFontSize": 12}, "view": {"stroke": None}}


def _x(last: int) -> dict[str, Any]:
    axis = {"tickMinStep": 1, "format": "d", "labelOverlap": True}
    scale = {"nice": False, "domain": [0, last + 0.25]}
    return {"field": "turn", "type": "quantitative", "title": "your turn", "axis": axis, "scale": scale}


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
    mark = {"type": "rule", "strokeDash": [4, 4], "opacity": 0.55, "color": _QUIET}
    return {"data": _terms(persona), "mark": mark, "encoding": {"y": _y("bar")}}


def _bar_names(persona: Persona, ink: str) -> dict[str, Any]:
    mark = {"type": "text", "align": "left", "dx": 4, "dy": -7, "color": ink, "opacity": 0.75, "fontSize": 12}
    encoding = {"x": {"value": 0}, "y": _y("bar"), "text": {"field": "name"}}
    return {"data": _terms(persona), "mark": mark, "encoding": encoding}


def _line(persona: Persona, report: Report) -> dict[str, Any]:
    points = [{"turn": number, "trust": trust} for number, trust in enumerate(report.trust)]
    return {
        "data": {"values": points},
        "mark": {"type": "line", "strokeWidth": 3, "color": _WON, "point": {"color": _WON, "size": 40}},
        "encoding": {"x": _x(len(points) - 1), "y": _y(title=f"{persona.name}'s trust")},
    }


def _value(report: Report, moment: Moment) -> dict[str, Any]:
    return {
        "turn": moment.number,
        "trust": report.trust[moment.number],
        "kind": moment.kind,
        "points": f"{moment.kind} {abs(moment.amount):.1f}",
        "words": moment.quote or moment.why,
    }


def _moments(report: Report, last: int) -> dict[str, Any]:
    kinds = ["won", "lost"]
    shapes = ["triangle-up", "triangle-down"]
    return {
        "data": {"values": [_value(report, moment) for moment in report.moments]},
        "mark": {"type": "point", "filled": True, "size": 200, "opacity": 1},
        "encoding": {
            "x": _x(last),
            "y": _y(),
            "color": {"field": "kind", "legend": None, "scale": {"domain": kinds, "range": [_WON, _LOST]}},
            "shape": {"field": "kind", "legend": None, "scale": {"domain": kinds, "range": shapes}},
            "tooltip": [{"field": "points", "title": "trust"}, {"field": "words", "title": "your words"}],
        },
    }


def _named_above(persona: Persona, report: Report, moment: Moment) -> bool:
    trust, across = report.trust[moment.number], moment.number / (len(report.trust) - 1)
    return trust < _LOW or _LABELS.above(persona, trust, won=moment.kind == "won", across=across)


def _moment_names(persona: Persona, report: Report, ink: str, last: int) -> list[dict[str, Any]]:
    """What each turning point won or lost, above or below its mark."""
    above = [one for one in report.moments if _named_above(persona, report, one)]
    below = [one for one in report.moments if one not in above]
    return [
        {
            "data": {"values": [_value(report, moment) for moment in moments]},
            "mark": {"type": "text", "dy": dy, "color": ink, **_SMALL},
            "encoding": {"x": _x(last), "y": _y(), "text": {"field": "points"}},
        }
        for moments, dy in ((above, -16), (below, 18))
        if moments
    ]
