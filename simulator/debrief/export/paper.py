"""The debrief on A4 as PDF: the first page on one sheet, then the scored transcript."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepInFrame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from ...domain.report import Moment, Report
from ...domain.transcript import SupervisorTurn, Transcript, Turn, UserTurn
from ...safety.help import help_text
from ..marks import Piece, pieces
from .ink import BOLD, SANS, SERIF, load_fonts, plain, printed
from .paper_pictures import ACCENT, BAD, CARD, GOOD, INK, LINE, SOFT, Badge, TrustLine
from .wording import Front, amount, figures, front, needs_help

_MARGIN, _TOP = 18 * mm, 16 * mm
_WIDTH, _HEIGHT = A4[0] - 2 * _MARGIN, A4[1] - 2 * _TOP
#: In characters: longer paragraphs are cut before they are set, because setting one takes the square of its length.
_LONGEST = 3_000
_WASH = {"good": "#dcebe5", "bad": "#f6e2d2", "noted": "#ebe6db"}
_SIGN = {"good": "+", "bad": "−", "noted": "·"}


def _style(font: str, size: float, leading: float, color: str = INK, before: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font}{size}{color}{before}", fontName=font, fontSize=size, leading=leading, textColor=color,
        spaceBefore=before, splitLongWords=1, bulletFontName=font,
    )  # fmt: skip


_BODY, _SMALL = _style(SANS, 9.2, 13.4, INK, 0.8 * mm), _style(SANS, 8, 11.4, SOFT, 0.6 * mm)
_QUOTE, _EVENING = _style(SERIF, 9.6, 14, INK, 1.2 * mm), _style(SERIF, 11.4, 17.4)
_TITLE, _HEADING, _LABEL = _style(SERIF, 20, 25), _style(BOLD, 10.2, 14), _style(BOLD, 8, 11, SOFT)
_WORDS, _HERS = _style(SANS, 9.8, 16.4, INK, 0.6 * mm), _style(SERIF, 9.4, 14.4, SOFT, 0.8 * mm)


def as_pdf(transcript: Transcript, report: Report) -> bytes:
    """A PDF of A4 pages, the same bytes for the same talk. A talk in distress shows where to turn and the bare words."""
    load_fonts()
    if needs_help(transcript):
        story = [*_help(), Spacer(0, 8 * mm), *_bare(transcript)]
    else:
        page = front(transcript, report)
        first = KeepInFrame(_WIDTH, _HEIGHT - 2, list(_first_page(transcript, report, page)), mode="shrink")
        story = [first, PageBreak(), *_scored(transcript)]
    return _bound(story, f"A conversation with {transcript.persona.name}")


def _bound(story: list[Flowable], title: str) -> bytes:
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=A4, title=plain(title), author="Before the talk", lang="en", invariant=1, pageCompression=1
    )
    frame = Frame(_MARGIN, _TOP, _WIDTH, _HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates([PageTemplate("page", [frame], onPage=_numbered)])
    document.build(story)
    return out.getvalue()


def _numbered(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont(SANS, 7.5)
    canvas.setFillColor(SOFT)
    canvas.drawRightString(A4[0] - _MARGIN, 9 * mm, str(document.page))


def _first_page(transcript: Transcript, report: Report, page: Front) -> Iterator[Flowable]:
    persona = transcript.persona
    titles = [Paragraph(printed(page.title, SERIF), _TITLE), Paragraph(printed(page.about), _SMALL)]
    yield _columns([[Badge(persona)], titles], [19 * mm, _WIDTH - 19 * mm])
    if page.evening:
        yield _heading(page.evening_title)
        yield _ruled([Paragraph(printed(page.evening, SERIF), _EVENING)])
    if page.what_next:
        yield Spacer(0, 2 * mm)
        yield Paragraph(printed(page.what_next), _BODY)
    yield Spacer(0, 5.5 * mm)
    half = _WIDTH / 2 - 2 * mm
    yield _cards([list(_good(page)), list(_to_try(page))], half)
    yield Spacer(0, 6 * mm)
    yield Paragraph(printed(f"{persona.name}’s trust, turn by turn"), _SMALL)
    yield TrustLine(persona, report, _WIDTH)
    if page.moments:
        yield _heading("Turning points")
        width = _WIDTH / 3
        yield _columns([list(_moment(moment)) for moment in page.moments], [width] * len(page.moments))
    yield Spacer(0, 6 * mm)
    yield _pocket(page)
    yield Spacer(0, 3 * mm)
    yield Paragraph(printed(" ".join(page.judgements)), _SMALL)


def _heading(words: str) -> Paragraph:
    return Paragraph(printed(words, BOLD), ParagraphStyle("heading", _HEADING, spaceBefore=4.5 * mm, spaceAfter=1.2 * mm))


def _quoted(words: str) -> list[Flowable]:
    return [Paragraph(printed(f"“{words}”", SERIF), _QUOTE)] if words else []


def _good(page: Front) -> Iterator[Flowable]:
    yield Paragraph("What was good", _HEADING)
    yield from _quoted(page.good[0])
    yield Paragraph(printed(page.good[1]), _BODY)


def _to_try(page: Front) -> Iterator[Flowable]:
    quote, happened, another = page.to_try
    yield Paragraph("One thing to try", _HEADING)
    yield from _quoted(quote)
    yield Paragraph(printed(happened), _BODY)
    if another:
        yield Paragraph("Another way", _style(BOLD, 8, 12, ACCENT))
        yield from _quoted(another)


def _moment(moment: Moment) -> Iterator[Flowable]:
    color = GOOD if moment.kind == "won" else BAD
    head = f'<font name="{BOLD}" color="{color}" size="10">{printed(amount(moment), BOLD)}</font>  turn {moment.number}'
    yield Paragraph(head, _SMALL)
    yield from _quoted(moment.quote)
    yield Paragraph(printed(moment.why), _SMALL)


def _pocket(page: Front) -> Table:
    rows = [
        [Paragraph(title, _style(BOLD, 8.6, 13)), Paragraph(_pocket_words(words, said=said), _QUOTE)]
        for title, words, said in page.pocket
    ]
    rows.insert(0, [Paragraph("For your pocket, in your own words", _HEADING), ""])
    table = Table(rows, [34 * mm, _WIDTH - 34 * mm])
    table.setStyle(
        TableStyle(
            [
                ("SPAN", (0, 0), (1, 0)),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BOX", (0, 0), (-1, -1), 0.9, ACCENT, "butt", (3, 3)),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -2), 2),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, 0), 6),
                ("LEFTPADDING", (0, 0), (0, -1), 9),
            ]
        )
    )
    return table


def _pocket_words(words: str, *, said: bool) -> str:
    return printed(f"“{words}”", SERIF) if said else f'<font name="{SANS}" color="{SOFT}" size="8.4">{printed(words)}</font>'


def _columns(cells: Sequence[list[Flowable]], widths: list[float]) -> Table:
    table = Table([list(cells)], widths, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table


def _ruled(inside: list[Flowable]) -> Table:
    table = Table([[inside]], [_WIDTH])
    table.setStyle(
        TableStyle([("LINEBEFORE", (0, 0), (0, -1), 2, ACCENT), ("LEFTPADDING", (0, 0), (-1, -1), 10), _NO_TOP, _NO_BOTTOM])
    )
    return table


_NO_TOP, _NO_BOTTOM = ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)


def _cards(cards: list[list[Flowable]], width: float) -> Table:
    table = Table([[cards[0], "", cards[1]]], [width, _WIDTH - 2 * width, width])
    boxes = [("BACKGROUND", (column, 0), (column, 0), CARD) for column in (0, 2)]
    table.setStyle(
        TableStyle(
            [
                *boxes,
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 9),
                ("RIGHTPADDING", (0, 0), (-1, -1), 9),
                ("TOPPADDING", (0, 0), (-1, -1), 7),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
                ("ROUNDEDCORNERS", [5, 5, 5, 5]),
            ]
        )
    )
    return table


def _scored(transcript: Transcript) -> Iterator[Flowable]:
    yield Paragraph("Every word, and what it did", _style(SERIF, 14, 19))
    yield Paragraph(
        printed("Numbers lead from the marked words to their reasons; + helped, − hurt, · was noticed only."), _SMALL
    )
    number = 0
    for turn in transcript.turns:
        number += isinstance(turn, UserTurn)
        yield CondPageBreak(22 * mm)
        yield from _turn(turn, transcript.persona.name, number)


def _turn(turn: Turn, name: str, number: int) -> Iterator[Flowable]:
    yield Spacer(0, 3.4 * mm)
    if isinstance(turn, SupervisorTurn):
        yield from _her_words(turn, name)
        return
    yield Paragraph(f"You, turn {number}", _LABEL)
    cut, notes = pieces(turn), []
    if not turn.text.strip():
        yield Paragraph("You said nothing.", _SMALL)
    for block in _blocks(cut):
        yield Paragraph(block, _WORDS)
    yield Paragraph(printed(figures(turn)), _SMALL)
    notes = [piece for piece in cut if piece.tone]
    for count, piece in enumerate(notes, start=1):
        assert piece.tone is not None
        sign = printed(f"{count} {_SIGN[piece.tone]}")
        yield Paragraph(f"{sign}&nbsp; {printed(' '.join(piece.reasons))}", _NOTE)


_NOTE = ParagraphStyle(
    "note", fontName=SANS, fontSize=8, leading=11, textColor=INK, leftIndent=16, firstLineIndent=-12, splitLongWords=1
)


def _her_words(turn: SupervisorTurn, name: str) -> Iterator[Flowable]:
    yield Paragraph(printed(name, BOLD), _LABEL)
    for block in _blocks((Piece(turn.text),), SERIF):
        yield Paragraph(block, _HERS)
    if not turn.complete:
        yield Paragraph("The reply broke off here. It is not scored.", _SMALL)


def _blocks(cut: Sequence[Piece], font: str = SANS) -> Iterator[str]:
    """The words as paragraphs of bounded length, marks and their numbers inside."""
    block, length, count = "", 0, 0
    for piece in cut:
        parts = [piece.words[place : place + _LONGEST] for place in range(0, len(piece.words), _LONGEST)]
        count += piece.tone is not None
        for index, part in enumerate(parts):
            if length and length + len(part) > _LONGEST:
                yield block
                block, length = "", 0
            last = index == len(parts) - 1
            block += _marked(part, piece, count if last else 0) if piece.tone else printed(part, font)
            length += len(part)
    if block:
        yield block


def _marked(words: str, piece: Piece, count: int) -> str:
    assert piece.tone is not None
    number = f'<super size="6.4"><font color="{SOFT}"> {count}</font></super>' if count else ""
    return f'<font backColor="{_WASH[piece.tone]}">{printed(words)}</font>{number}'


def _bare(transcript: Transcript) -> Iterator[Flowable]:
    yield Paragraph("What was said", _style(SERIF, 14, 19))
    for turn in transcript.turns:
        yield Spacer(0, 3 * mm)
        if isinstance(turn, SupervisorTurn):
            yield from _her_words(turn, transcript.persona.name)
            continue
        yield Paragraph("You", _LABEL)
        for block in _blocks((Piece(turn.text),)):
            yield Paragraph(block, _WORDS)


def _help() -> Iterator[Flowable]:
    words = help_text()
    yield Paragraph(printed(words.title, SERIF), _TITLE)
    for paragraph in words.text:
        yield Paragraph(printed(paragraph), _style(SANS, 10.5, 16, INK, 2 * mm))
    yield Spacer(0, 3 * mm)
    for line in words.lines:
        place = "" if line.country == "any" else f" ({line.country})"
        yield Paragraph(f"<b>{printed(line.name)}</b>{printed(f'{place}: {line.contact} ({line.hours})')}", _BODY)
