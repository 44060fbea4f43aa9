"""The styles of the PDF: sizes in points."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from .ink import BOLD, SANS, SERIF

INK, SOFT, LINE, CARD, ACCENT, GOOD, BAD = (
    "#1c1f22", "#5c574e", "#d9d1c3", "#f4f0e8", "#1f5c57", "#2b7a6f", "#a9531f",
)  # fmt: skip
#: Behind marked words, by their tone, and the sign that says the same without colour.
WASH = {"good": "#dcebe5", "bad": "#f6e2d2", "noted": "#ebe6db"}
SIGN = {"good": "+", "bad": "−", "noted": "·"}


def style(font: str, size: float, leading: float, color: str = INK, before: float = 0) -> ParagraphStyle:
    """A paragraph in one font; long words are broken rather than run off the paper."""
    return ParagraphStyle(
        f"{font}{size}{color}{before}", fontName=font, fontSize=size, leading=leading, textColor=HexColor(color),
        spaceBefore=before, splitLongWords=1, bulletFontName=font,
    )  # fmt: skip


BODY, SMALL = style(SANS, 9.2, 13.4, INK, 0.8 * mm), style(SANS, 8, 11.4, SOFT, 0.6 * mm)
QUOTE, EVENING = style(SERIF, 9.6, 14, INK, 1.2 * mm), style(SERIF, 11.4, 17.4)
TITLE, HEADING, LABEL = style(SERIF, 20, 25), style(BOLD, 10.2, 14), style(BOLD, 8, 11, SOFT)
WORDS, HERS = style(SANS, 9.8, 16.4, INK, 0.6 * mm), style(SERIF, 9.4, 14.4, SOFT, 0.8 * mm)
SECTION = ParagraphStyle("section", HEADING, spaceBefore=4.5 * mm, spaceAfter=1.2 * mm)
CHAPTER, OTHER_WAY, POCKET_TITLE = style(SERIF, 14, 19), style(BOLD, 8, 12, ACCENT), style(BOLD, 8.6, 13)
NOTE = ParagraphStyle("note", style(SANS, 8, 11), leftIndent=16, firstLineIndent=-12)
HELP = style(SANS, 10.5, 16, INK, 2 * mm)
