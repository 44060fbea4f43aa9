"""The debrief on A4 as PDF: the first page on one sheet, then the scored transcript."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
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
from ...domain.transcript import Transcript, headline
from ...resources import portrait_svg
from .ink import BOLD, SANS, SERIF, load_fonts, plain, printed
from .paper_pictures import Badge, TrustLine
from .paper_styles import (
    ACCENT,
    BAD,
    BODY,
    CARD,
    EVENING,
    GOOD,
    HEADING,
    OTHER_WAY,
    POCKET_TITLE,
    QUOTE,
    SECTION,
    SMALL,
    SOFT,
    TITLE,
)  # fmt: skip
from .paper_talk import bare, scored, where_to_turn
from .portrait import Portrait
from .wording import Front, amount, front

_MARGIN, _TOP = 18 * mm, 16 * mm
_WIDTH, _HEIGHT = A4[0] - 2 * _MARGIN, A4[1] - 2 * _TOP


def as_pdf(transcript: Transcript, report: Report) -> bytes:
    """A PDF of A4 pages, the same bytes for the same talk.

    A talk in which somebody spoke in distress shows where to turn and the bare words.
    """
    load_fonts()
    if transcript.needs_help:
        story = [*where_to_turn(), Spacer(0, 8 * mm), *bare(transcript)]
    else:
        page = front(transcript, report)
        first = KeepInFrame(_WIDTH, _HEIGHT - 2, list(_first_page(transcript, report, page)), mode="shrink")
        story = [first, PageBreak(), *scored(transcript)]
    return _bound(story, headline(transcript))


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
    canvas.setFillColor(HexColor(SOFT))
    canvas.drawRightString(A4[0] - _MARGIN, 9 * mm, str(document.page))


def _first_page(transcript: Transcript, report: Report, page: Front) -> Iterator[Flowable]:
    persona = transcript.persona
    titles: list[Flowable] = [Paragraph(printed(page.title, SERIF), TITLE), Paragraph(printed(page.about), SMALL)]
    drawn = portrait_svg(persona.id)
    face = Portrait(drawn, 16 * mm) if drawn else Badge(persona)
    yield _columns([[face], titles], [21 * mm, _WIDTH - 21 * mm])
    if page.evening:
        yield _heading(page.evening_title)
        yield _ruled([Paragraph(printed(page.evening, SERIF), EVENING)])
    if page.what_next:
        yield Spacer(0, 2 * mm)
        yield Paragraph(printed(page.what_next), BODY)
    yield Spacer(0, 5.5 * mm)
    half = _WIDTH / 2 - 2 * mm
    yield _cards([list(_good(page)), list(_to_try(page))], half)
    yield Spacer(0, 6 * mm)
    yield Paragraph(printed(f"{persona.name}’s trust, turn by turn"), SMALL)
    yield TrustLine(persona, report, _WIDTH)
    if page.moments:
        yield _heading("Turning points")
        width = _WIDTH / 3
        yield _columns([list(_moment(moment)) for moment in page.moments], [width] * len(page.moments))
    yield Spacer(0, 6 * mm)
    yield _pocket(page)
    yield Spacer(0, 3 * mm)
    yield Paragraph(printed(" ".join(page.judgements)), SMALL)


def _heading(words: str) -> Paragraph:
    return Paragraph(printed(words, BOLD), SECTION)


def _quoted(words: str) -> list[Flowable]:
    return [Paragraph(printed(f"“{words}”", SERIF), QUOTE)] if words else []


def _good(page: Front) -> Iterator[Flowable]:
    yield Paragraph("What was good", HEADING)
    yield from _quoted(page.good[0])
    yield Paragraph(printed(page.good[1]), BODY)


def _to_try(page: Front) -> Iterator[Flowable]:
    quote, happened, another = page.to_try
    yield Paragraph("One thing to try", HEADING)
    yield from _quoted(quote)
    yield Paragraph(printed(happened), BODY)
    if another:
        yield Paragraph("Another way", OTHER_WAY)
        yield from _quoted(another)


def _moment(moment: Moment) -> Iterator[Flowable]:
    color = GOOD if moment.kind == "won" else BAD
    head = f'<font name="{BOLD}" color="{color}" size="10">{printed(amount(moment), BOLD)}</font>  turn {moment.number}'
    yield Paragraph(head, SMALL)
    yield from _quoted(moment.quote)
    yield Paragraph(printed(moment.why), SMALL)


def _pocket(page: Front) -> Table:
    rows: list[list[Paragraph | str]] = [
        [Paragraph(title, POCKET_TITLE), Paragraph(_pocket_words(words, said=said), QUOTE)]
        for title, words, said in page.pocket
    ]
    rows.insert(0, [Paragraph("For your pocket, in your own words", HEADING), ""])
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
    return (
        printed(f"“{words}”", SERIF)
        if said
        else f'<font name="{SANS}" color="{SOFT}" size="8.4">{printed(words)}</font>'
    )


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
        TableStyle(
            [("LINEBEFORE", (0, 0), (0, -1), 2, ACCENT), ("LEFTPADDING", (0, 0), (-1, -1), 10), _NO_TOP, _NO_BOTTOM]
        )
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
