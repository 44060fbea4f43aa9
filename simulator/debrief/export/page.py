"""The debrief as one HTML file: no script, no request, readable on a screen, on paper and in the dark.

The style sheet is the only thing that its own policy lets in, by its hash. Every word from a file or a person goes
through ``_text``.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from ...domain.report import DimensionSummary, Moment, Report, Suggestion
from ...domain.text import shown_exactly
from ...domain.transcript import SupervisorTurn, Transcript, Turn, UserTurn, headline, other_side
from ...resources import portrait_svg
from ...safety.help import help_text
from ..marks import leaning, pieces
from .pictures import band, inline, trust_line
from .wording import OUTCOMES, SKILLS, Front, about, amount, figures, front, signed

_STYLE = Path(__file__).with_name("page.css")


def as_html(transcript: Transcript, report: Report) -> str:
    """One document that holds everything: the first page, the figures, the scored transcript.

    A talk in which somebody spoke in distress shows where to turn and the bare words.
    """
    if transcript.needs_help:
        body = _help() + _bare(transcript)
    else:
        body = _first_page(transcript, report) + _figures(transcript, report) + _scored(transcript)
    return _document(headline(transcript), f"<main>{body}{_foot(transcript)}</main>")


def _text(words: str) -> str:
    """Words as text, never as markup."""
    return escape(shown_exactly(words), quote=True)


@cache
def _style() -> tuple[str, str]:
    """The style sheet, and its hash as a policy names it."""
    style = _STYLE.read_text("utf-8")
    return style, b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")


def _document(title: str, body: str) -> str:
    style, digest = _style()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<meta name="referrer" content="no-referrer"><title>{_text(title)}</title><style>{style}</style></head>'
        f"<body>{body}</body></html>\n"
    )


def _first_page(transcript: Transcript, report: Report) -> str:
    page = front(transcript, report)
    return (
        f'<section class="first">{_head(transcript, page.title, page.about)}{_evening(page)}'
        f'<div class="two">{_good(page)}{_to_try(page)}</div>'
        f"<figure><figcaption>{_text(transcript.persona.name)}’s trust, turn by turn</figcaption>"
        f"{trust_line(transcript.persona, report)}</figure>{_moments(page.moments)}{_pocket(page)}"
        f'<p class="judged">{" ".join(_text(words) for words in page.judgements)}</p></section>'
    )


def _head(transcript: Transcript, title: str, line: str) -> str:
    drawn = portrait_svg(transcript.persona.id)
    portrait = inline(drawn) if drawn else f'<span class="portrait letter">{_text(transcript.persona.name[:1])}</span>'
    return f"<header>{portrait}<div><h1>{_text(title)}</h1><p>{_text(line)}</p></div></header>"


def _evening(page: Front) -> str:
    told = f"<h2>{_text(page.evening_title)}</h2><blockquote>{_text(page.evening)}</blockquote>" if page.evening else ""
    return told + (f'<p class="next">{_text(page.what_next)}</p>' if page.what_next else "")


def _quoted(words: str) -> str:
    return f'<q class="said">{_text(words)}</q>' if words else ""


def _good(page: Front) -> str:
    quote, why = page.good
    return f'<section class="card"><h2>What was good</h2>{_quoted(quote)}<p>{_text(why)}</p></section>'


def _to_try(page: Front) -> str:
    quote, happened, another = page.to_try
    way = f'<p class="another"><b>Another way</b> {_quoted(another)}</p>' if another else ""
    return f'<section class="card try"><h2>One thing to try</h2>{_quoted(quote)}<p>{_text(happened)}</p>{way}</section>'


def _moments(moments: tuple[Moment, ...]) -> str:
    if not moments:
        return ""
    rows = "".join(
        f'<li class="{moment.kind}"><b>{amount(moment)}</b> <small>turn {moment.number}</small>{_quoted(moment.quote)}'
        f"<p>{_text(moment.why)}</p></li>"
        for moment in moments
    )
    return f'<h2>Turning points</h2><ol class="moments">{rows}</ol>'


def _pocket(page: Front) -> str:
    rows = "".join(
        f"<dt>{title}</dt><dd>{_quoted(words) if said else f'<i>{_text(words)}</i>'}</dd>"
        for title, words, said in page.pocket
    )
    return f'<section class="pocket"><h2>For your pocket, in your own words</h2><dl>{rows}</dl></section>'


def _figures(transcript: Transcript, report: Report) -> str:
    rows = "".join(_dimension(summary) for summary in report.dimensions)
    skills = "".join(
        f"<li><span>{SKILLS[item.skill.value]}</span>"
        f'<span class="state {item.state.replace(" ", "-")}">{item.state}</span></li>'
        for item in report.skills
    )
    more = "".join(_more(suggestion) for suggestion in report.suggestions[1:])
    more = f'<h2>Also worth a try</h2><ul class="more">{more}</ul>' if more else ""
    return (
        '<section class="figures"><h2>Dimensions</h2><p class="quiet">From −2 to +2. The dot is the value, the bar its '
        f'noise band: what lies within it may be chance.</p><table>{rows}</table>{more}<div class="two"><div>'
        "<h2>Skills</h2>"
        f'<ul class="skills">{skills}</ul>{_apology(report)}</div>'
        f"<div>{_promises(transcript, report)}</div></div></section>"
    )


def _apology(report: Report) -> str:
    if report.apology is None:
        return ""
    said = ", ".join(part.name for part in report.apology.parts if part.said) or "none"
    return f'<p class="quiet">Parts of an apology that were there: {said}. {_text(report.apology.note)}</p>'


def _more(suggestion: Suggestion) -> str:
    return (
        f"<li>{_quoted(suggestion.quote)}<p>{_text(suggestion.happened)}</p>"
        f'<p class="another"><b>Another way</b> {_quoted(suggestion.another_way)}</p></li>'
    )


def _dimension(summary: DimensionSummary) -> str:
    name = summary.dimension.value.capitalize()
    if summary.value is None or summary.low is None or summary.high is None:
        return f'<tr><th scope="row">{name}</th><td colspan="2" class="quiet">not shown</td><td></td></tr>'
    quote = _quoted(summary.telling) if summary.telling else ""
    course = f" <small>{summary.course_in_words}</small>" if summary.course_in_words else ""
    return (
        f'<tr><th scope="row">{name}</th><td class="drawn">{band(summary)}</td>'
        f'<td class="num">{signed(summary.value)}</td><td class="words">{quote}{course}</td></tr>'
    )


def _promises(transcript: Transcript, report: Report) -> str:
    blocks = [
        ("What became of your promises", [(item.promise, OUTCOMES[item.how]) for item in report.accounts]),
        ("What you promised", [(item.quote, item.by_when or "no time named") for item in report.promises]),
    ]
    told = "".join(_quotes(title, rows) for title, rows in blocks if rows)
    if report.hidden_fact:
        told += f"<h2>What {_text(transcript.persona.name)} did not say</h2><p>{_text(report.hidden_fact)}</p>"
    return (
        told
        or "<h2>What you promised</h2><p>Nothing yet. A promise with a day and an hour is one that can be kept.</p>"
    )


def _quotes(title: str, rows: list[tuple[str, str]]) -> str:
    listed = "".join(f"<li>{_quoted(words)} <small>{_text(note)}</small></li>" for words, note in rows)
    return f"<h2>{title}</h2><ul>{listed}</ul>"


def _scored(transcript: Transcript) -> str:
    blocks, number = [], 0
    for turn in transcript.turns:
        number += isinstance(turn, UserTurn)
        blocks.append(_turn(turn, other_side(transcript), number))
    return (
        '<section class="talk"><h2>Every word, and what it did</h2><p class="quiet">Numbers lead from the marked words '
        "to their reasons. <mark class=good>Underlined</mark> helped, <mark class=bad>dashed</mark> hurt, "
        f"<mark class=noted>dotted</mark> was noticed only.</p>{''.join(blocks)}</section>"
    )


def _hers(turn: SupervisorTurn, name: str) -> str:
    broke = "" if turn.complete else "<p class=quiet>The reply broke off here. It is not scored.</p>"
    return f'<article class="hers"><h3>{_text(name)}</h3><div class="words">{_text(turn.text)}</div>{broke}</article>'


def _turn(turn: Turn, name: str, number: int) -> str:
    if isinstance(turn, SupervisorTurn):
        return _hers(turn, name)
    words, notes, count = [], [], 0
    for piece in pieces(turn):
        if piece.tone is None:
            words.append(_text(piece.words))
            continue
        count += 1
        words.append(f'<mark class="{piece.tone}" data-n="{count}">{_text(piece.words)}</mark>')
        notes.append(f'<li class="{piece.tone}" value="{count}">{_text(" ".join(piece.reasons))}</li>')
    wording = "".join(f"<li>{_text(leaning(event))}</li>" for event in turn.appraisal.worded if event.words)
    aside = (f"<ol>{''.join(notes)}</ol>" if notes else "") + (f"<ul>{wording}</ul>" if wording else "")
    said = "".join(words) if turn.text.strip() else ""
    silence = "" if said else "<p class=quiet>You said nothing.</p>"
    return (
        f'<article class="yours"><div><h3>You, turn {number}</h3><div class="words">{said}</div>{silence}'
        f'<p class="scores">{_text(figures(turn))}</p></div><aside>{aside}</aside></article>'
    )


def _bare(transcript: Transcript) -> str:
    name = other_side(transcript)
    blocks = [
        _hers(turn, name)
        if isinstance(turn, SupervisorTurn)
        else f'<article class="yours bare"><div><h3>You</h3><div class="words">{_text(turn.text)}</div></div></article>'
        for turn in transcript.turns
    ]
    return (
        f'<section class="talk"><h2>What was said</h2><p class="quiet">{_text(about(transcript))}</p>'
        f"{''.join(blocks)}</section>"
    )


def _help() -> str:
    words = help_text()
    lines = "".join(
        f"<li><b>{_text(line.name)}</b>{'' if line.country == 'any' else f' ({line.country})'}: {_text(line.contact)} "
        f"({_text(line.hours)})</li>"
        for line in words.lines
    )
    paragraphs = "".join(f"<p>{_text(paragraph)}</p>" for paragraph in words.text)
    return f'<section class="help"><h1>{_text(words.title)}</h1>{paragraphs}<ul>{lines}</ul></section>'


def _foot(transcript: Transcript) -> str:
    version = transcript.versions.get("simulator", "")
    return (
        f"<footer>Seed {transcript.seed}, {transcript.difficulty}, version {_text(version)}. Tone is read by rules, "
        "in English only; nobody has shown that practice changes a real talk.</footer>"
    )
