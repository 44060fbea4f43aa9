"""Trust over the turns as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.persona import Persona
from ..domain.report import Report

if TYPE_CHECKING:
    import altair as alt

_LINE, _WON, _LOST = "#2b7a6f", "#2b7a6f", "#b4642b"


def trust_chart(persona: Persona, report: Report) -> alt.LayerChart | alt.FacetChart:
    """Trust (0 to 100) after each of the user's turns, the turning points marked, the bars of her terms as rules."""
    import altair as alt

    points = [{"turn": number, "trust": trust} for number, trust in enumerate(report.trust)]
    moments = [
        {
            "turn": moment.number,
            "trust": report.trust[moment.number],
            "what": f"{moment.kind} {abs(moment.amount):.1f}",
            "words": moment.quote or moment.why,
        }
        for moment in report.moments
    ]
    bars = [
        {"bar": persona.stance.thresholds.agreement.trust, "name": "agrees to terms"},
        {"bar": persona.stance.thresholds.conditional.trust, "name": "on conditions"},
    ]
    x = alt.X(
        "turn:Q", title="your turn", axis=alt.Axis(tickMinStep=1, format="d", grid=False), scale=alt.Scale(nice=False)
    )
    y = alt.Y("trust:Q", title=f"{persona.name}'s trust", scale=alt.Scale(domain=[0, 100]))
    rules = alt.Chart(alt.InlineData(values=bars)).mark_rule(strokeDash=[4, 4], opacity=0.5).encode(y="bar:Q")
    names = (
        alt.Chart(alt.InlineData(values=bars))
        .mark_text(align="left", dx=4, dy=-6, opacity=0.8)
        .encode(x=alt.value(0), y="bar:Q", text="name:N")
    )
    line = (
        alt.Chart(alt.InlineData(values=points))
        .mark_line(strokeWidth=3, color=_LINE, point={"color": _LINE})
        .encode(x=x, y=y)
    )
    marks = (
        alt.Chart(alt.InlineData(values=moments))
        .mark_point(size=190, filled=True, opacity=1)
        .encode(
            x="turn:Q",
            y="trust:Q",
            color=alt.condition(alt.expr.substring(alt.datum.what, 0, 3) == "won", alt.value(_WON), alt.value(_LOST)),
            shape=alt.condition(
                alt.expr.substring(alt.datum.what, 0, 3) == "won", alt.value("triangle-up"), alt.value("triangle-down")
            ),
            tooltip=[alt.Tooltip("what:N", title="trust"), alt.Tooltip("words:N", title="your words")],
        )
    )
    return alt.layer(rules, names, line, marks).properties(height=280)
