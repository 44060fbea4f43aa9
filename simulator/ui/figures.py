"""How the talk went: both judgements, the trust line with its turning points, and the ledger behind them."""

from __future__ import annotations

import streamlit as st

from ..debrief.moments import why
from ..domain.persona import Persona
from ..domain.report import Moment, Report
from ..domain.transcript import LedgerRow, Transcript
from .chart import ink, trust_chart
from .html import escape, signed

#: In so few turns the figures turn by turn stand open.
_FEW = 6
_MARKS = {"won": "▲", "lost": "▼"}


def section(transcript: Transcript, report: Report) -> None:
    """The trust line and everything that explains it."""
    persona = transcript.persona
    st.subheader("How it went", anchor="how-it-went")
    gap = f'<p class="quiet">{escape(report.gap)}</p>' if report.gap else ""
    st.html(
        f'<div class="judge"><div class="try"><h4>How {escape(persona.name)} took it</h4>'
        f"{escape(report.hers.summary)}</div>"
        f'<div class="try"><h4>How a fair supervisor would</h4>{escape(report.fair.summary)}</div></div>{gap}'
    )
    st.html(
        f'<p class="quiet">{escape(persona.name)}’s trust, from 0 to 100, after each of your turns. The dashed lines '
        "are the trust that terms take; a day and a way to check it are needed besides.</p>"
    )
    st.vega_lite_chart(
        trust_chart(persona, report, ink()), width="stretch", key="trust-chart", alt=_chart_in_words(persona, report)
    )
    st.html(_jumps(report))
    st.subheader("Turning points")
    if report.moments:
        st.html("".join(_moment(transcript, moment) for moment in report.moments))
    else:
        st.html(
            f'<p class="quiet">No turn moved {persona.pronouns.them} by a whole point. Said out loud and by name, one '
            "error, one day and one question move most; try one of them in the turn above.</p>"
        )
    st.html(_fair_against_hers(persona, report))


def _chart_in_words(persona: Persona, report: Report) -> str:
    """What the chart shows, for whoever does not see it."""
    levels = ", ".join(f"{trust:.0f}" for trust in report.trust)
    moments = "".join(
        f" Turn {moment.number} {moment.kind} {abs(moment.amount):.1f} points." for moment in report.moments
    )
    return f"{persona.name}'s trust at the start and after each of your turns: {levels}.{moments}"


def _jumps(report: Report) -> str:
    """A row of links under the chart: one a turn, turning points with their mark."""
    kinds = {moment.number: moment.kind for moment in report.moments}
    links = "".join(
        f'<a href="#turn-{number}" class="{kinds.get(number, "")}" aria-label="Turn {number}'
        f'{f", {kinds[number]}" if number in kinds else ""}">{number}'
        f"{f' <span aria-hidden=true>{_MARKS[kinds[number]]}</span>' if number in kinds else ''}</a>"
        for number in range(1, len(report.trust))
    )
    return (
        f'<nav class="jumps" aria-label="To a turn of the transcript"><span class="quiet">To turn</span>{links}</nav>'
    )


def _moment(transcript: Transcript, moment: Moment) -> str:
    quote = f'<span class="said">“{escape(moment.quote)}”</span><br>' if moment.quote else ""
    return (
        f'<div class="moment"><span class="points {moment.kind}"><span aria-hidden="true">{_MARKS[moment.kind]}</span> '
        f'{signed(moment.amount)}<br><a class="quiet" href="#turn-{moment.number}">turn {moment.number}</a></span>'
        f"<div>{quote}{escape(moment.why)}{_ledger(transcript, moment)}</div></div>"
    )


def _ledger(transcript: Transcript, moment: Moment) -> str:
    """Every movement of that turn, folded."""
    persona = transcript.persona
    turn = transcript.user_turns[moment.number - 1]
    rows = "".join(_row(persona, row) for row in turn.ledger)
    return (
        f"<details><summary>All that moved {persona.pronouns.them} in this turn</summary>"
        '<table class="dims ledger"><thead><tr><th scope="col">What</th><th scope="col">Your words</th>'
        f'<th scope="col">Moved</th></tr></thead><tbody>{rows}</tbody></table></details>'
    )


def _row(persona: Persona, row: LedgerRow) -> str:
    quote = f"“{escape(row.quote)}”" if row.quote else ""
    return (
        f'<tr><td>{escape(why(persona, row))}</td><td class="said">{quote}</td>'
        f'<td class="num">{row.variable} {signed(row.amount)}<br><span class="quiet">{row.before:.1f} → {row.after:.1f}'
        "</span></td></tr>"
    )


def _fair_against_hers(persona: Persona, report: Report) -> str:
    name = escape(persona.name)
    rows = "".join(
        f'<tr><td data-what="Turn"><a href="#turn-{number}">{number}</a></td>'
        f'<td class="num" data-what="Trust">{report.trust[number]:.0f}</td>'
        f'<td data-what="{name} moved by">{_bar(change or 0.0, 16)}</td><td class="num">{signed(change or 0.0)}</td>'
        f'<td data-what="A fair supervisor">{_bar(fair or 0.0, 2)}</td>'
        f'<td class="num">{"–" if fair is None else signed(fair)}</td></tr>'
        for number, (change, fair) in enumerate(zip(report.hers.series, report.fair.series, strict=True), start=1)
    )
    is_open = " open" if len(report.hers.series) <= _FEW else ""
    return (
        f'<details class="fair"{is_open}><summary>Turn by turn: {name} against a fair supervisor</summary>'
        f'<table class="dims"><thead><tr><th scope="col">Turn</th><th scope="col">Trust</th>'
        f'<th scope="col" colspan="2">{name}’s trust moved by</th><th scope="col" colspan="2">A fair supervisor, '
        f"−2 to +2</th></tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _bar(value: float, most: float) -> str:
    """A small bar from the middle, to the right for more and to the left for less."""
    width = min(1.0, abs(value) / most) * 50
    left = 50 if value >= 0 else 50 - width
    kind = "won" if value >= 0 else "lost"
    return (
        '<div class="scale small" aria-hidden="true"><span class="zero"></span>'
        f'<span class="bar {kind}" style="left:{left:.0f}%;width:{width:.0f}%"></span></div>'
    )
