"""The picture that a card travels in: a PNG of the portrait, the card's JSON as base64 in a text chunk."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from colorsys import hls_to_rgb
from threading import Lock

import pypdfium2
from PIL import Image, PngImagePlugin
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from ..debrief.export.ink import load_fonts
from ..debrief.export.paper_pictures import Badge
from ..debrief.export.portrait import Portrait
from ..domain.persona import Persona
from ..errors import BadFile
from ..resources import portrait_svg

KEYWORD = "chara"
_SIDE, _FACE = 512, 416
_MOST_PIXELS = 16_000_000
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)
#: PDFium may be in one thread only.
_ONE_AT_A_TIME = Lock()


def words_in(raw: bytes, source: str) -> str:
    """The text under ``chara`` in a PNG.

    Raises:
        BadFile: it cannot be read, or holds no card.
    """
    try:
        with Image.open(io.BytesIO(raw), formats=["PNG"]) as picture:
            assert isinstance(picture, PngImagePlugin.PngImageFile)
            if picture.width * picture.height > _MOST_PIXELS or picture.is_animated:
                raise BadFile(source, "", "is a moving picture or one of too many pixels; a card is one small picture.")
            held = picture.text.get(KEYWORD)
    except _UNREADABLE as error:
        raise BadFile(source, "", "is no PNG picture that can be read; save it anew.") from error
    if held is None:
        raise BadFile(source, "", "is a picture without a character card in it.")
    return str(held)


def picture_with(card: bytes, persona: Persona) -> bytes:
    """A PNG of a supervisor's portrait, with the bytes of a card in it; the same bytes for the same card."""
    text = PngImagePlugin.PngInfo()
    text.add_text(KEYWORD, base64.b64encode(card).decode("ascii"))
    made = io.BytesIO()
    _drawn(persona).save(made, "PNG", pnginfo=text, optimize=True)
    return made.getvalue()


def _drawn(persona: Persona) -> Image.Image:
    """The portrait, or a round letter where nobody drew one, on a field of the supervisor's colour."""
    load_fonts()
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=(_SIDE, _SIDE), invariant=1)
    canvas.setFillColor(Color(*hls_to_rgb(persona.hue / 360, 0.9, 0.3)))
    canvas.rect(0, 0, _SIDE, _SIDE, stroke=0, fill=1)
    svg = portrait_svg(persona.id)
    face = Portrait(svg, _FACE) if svg else Badge(persona)
    canvas.translate((_SIDE - _FACE) / 2, (_SIDE - _FACE) / 2)
    canvas.scale(_FACE / face.width, _FACE / face.width)
    face.drawOn(canvas, 0, 0)
    canvas.save()
    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(page.getvalue()) as document:
        drawn: Image.Image = document[0].render(scale=1).to_pil()
    return drawn
