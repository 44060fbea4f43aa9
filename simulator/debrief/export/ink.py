"""Words for paper: fonts that come along, and what stands where they have no sign.

Nothing is lost silently: what no font here can draw is named in brackets (``[party popper]``) or stands as ``□``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

SANS, BOLD, SERIF, SYMBOLS = "Sans", "SansBold", "Serif", "Symbols"
_FILES = {
    SANS: "NotoSans-Regular.ttf",
    BOLD: "NotoSans-Bold.ttf",
    SERIF: "NotoSerif-Regular.ttf",
    SYMBOLS: "DejaVuSans.ttf",
}
_FOLDER = Path(__file__).parent / "fonts"
_NO_SIGN = "□"
#: Categories that have no shape of their own: control and format characters, half characters, private ones.
_SHAPELESS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
_SKIN_TONES = range(0x1F3FB, 0x1F400)


@cache
def load_fonts() -> dict[str, frozenset[int]]:
    """Make the fonts known, once; returns by name the characters that each can draw."""
    drawn = {}
    for name, file in _FILES.items():
        font = TTFont(name, str(_FOLDER / file))
        pdfmetrics.registerFont(font)
        drawn[name] = frozenset(font.face.charToGlyph)
    pdfmetrics.registerFontFamily(SANS, normal=SANS, bold=BOLD, italic=SANS, boldItalic=BOLD)
    pdfmetrics.registerFontFamily(SERIF, normal=SERIF, bold=BOLD, italic=SERIF, boldItalic=BOLD)
    return drawn


def printed(words: str, font: str = SANS) -> str:
    """Words as the library's markup, never taken for markup; line breaks stay, and each sign has a font that has it."""
    signs = [sign for letter in unicodedata.normalize("NFC", words) for sign in _signs(letter, font)]
    runs = groupby(signs, key=lambda sign: sign[0])
    return "".join(_run(name, "".join(text for _, text in run), font) for name, run in runs)


def drops_signs(words: str) -> bool:
    """Whether something in the words has no sign here and no name that stands for it."""
    return any(sign == (SYMBOLS, _NO_SIGN) for letter in words if letter != _NO_SIGN for sign in _signs(letter, SANS))


def plain(words: str) -> str:
    """Words for a place without markup, such as the document's title."""
    return "".join(letter for letter in words if unicodedata.category(letter) not in _SHAPELESS)


def _run(name: str, text: str, font: str) -> str:
    marked = escape(text, quote=False).replace("\n", "<br/>")
    return marked if name == font else f'<font name="{name}">{marked}</font>'


def _signs(letter: str, font: str) -> Iterator[tuple[str, str]]:
    """The font and the text that stand for one character; nothing for what has no shape."""
    fonts = load_fonts()
    if letter in "\n\t":
        yield font, "\n" if letter == "\n" else "    "
    elif letter in _JOINERS or ord(letter) in _SKIN_TONES:
        return
    elif unicodedata.category(letter) in _SHAPELESS:
        if unicodedata.category(letter) in ("Cs", "Co", "Cn"):
            yield SYMBOLS, _NO_SIGN
    elif ord(letter) in fonts[font]:
        yield font, letter
    elif ord(letter) in fonts[SYMBOLS]:
        yield SYMBOLS, letter
    elif unicodedata.category(letter).startswith("Z"):
        yield font, " "
    elif unicodedata.category(letter) == "So" and (name := unicodedata.name(letter, "")):
        yield font, f"[{name.lower()}]"
    else:
        yield SYMBOLS, _NO_SIGN
