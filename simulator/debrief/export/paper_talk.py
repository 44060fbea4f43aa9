"""The scored transcript as paragraphs for the PDF; for a talk in distress the bare words and where to turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer

from ...domain.transcript import SupervisorTurn, Transcript, Turn, UserTurn, other_side
from ...safety.help import help_text
from ..marks import Piece, pieces
from .ink import BOLD, SANS, SERIF, drops_signs, printed
from .paper_styles import BODY, CHAPTER, HELP, HERS, LABEL, NOTE, SIGN, SMALL, SOFT, TITLE, WASH, WORDS
from .wording import figures

#: In characters: longer paragraphs are cut before they are set, because setting one takes the square of its length.
_LONGEST = 3_000


def scored(transcript: Transcript) -> Iterator[Flowable]:
    """Every turn: the words with their marks, the figures, and the reasons by number."""
    yield Paragraph("Every word, and what it did", CHAPTER)
    yield Paragraph(
        printed("Numbers lead from the marked words to their reasons; + helped, − hurt, · was noticed only."), SMALL
    )
    if any(drops_signs(turn.text) for turn in transcript.turns):
        yield Paragraph(
            printed("Signs that no font here has stand as □; the web page holds them as they were typed."), SMALL
        )
    number = 0
    for turn in transcript.turns:
        number += isinstance(turn, UserTurn)
        yield CondPageBreak(22 * mm)
        yield from _turn(turn, other_side(transcript), number)


def _turn(turn: Turn, name: str, number: int) -> Iterator[Flowable]:
    yield Spacer(0, 3.4 * mm)
    if isinstance(turn, SupervisorTurn):
        yield from _her_words(turn, name)
        return
    yield Paragraph(f"You, turn {number}", LABEL)
    cut = pieces(turn)
    if not turn.text.strip():
        yield Paragraph("You said nothing.", SMALL)
    for block in _blocks(cut):
        yield Paragraph(block, WORDS)
    yield Paragraph(printed(figures(turn)), SMALL)
    notes = [piece for piece in cut if piece.tone]
    for count, piece in enumerate(notes, start=1):
        assert piece.tone is not None
        sign = printed(f"{count} {SIGN[piece.tone]}")
        yield Paragraph(f"{sign}&nbsp; {printed(' '.join(piece.reasons))}", NOTE)


def _her_words(turn: SupervisorTurn, name: str) -> Iterator[Flowable]:
    yield Paragraph(printed(name, BOLD), LABEL)
    for block in _blocks((Piece(turn.text),), SERIF):
        yield Paragraph(block, HERS)
    if not turn.complete:
        yield Paragraph("The reply broke off here. It is not scored.", SMALL)


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
    return f'<font backColor="{WASH[piece.tone]}">{printed(words)}</font>{number}'


def bare(transcript: Transcript) -> Iterator[Flowable]:
    """What was said, nothing scored, marked or corrected."""
    yield Paragraph("What was said", CHAPTER)
    for turn in transcript.turns:
        yield Spacer(0, 3 * mm)
        if isinstance(turn, SupervisorTurn):
            yield from _her_words(turn, other_side(transcript))
            continue
        yield Paragraph("You", LABEL)
        for block in _blocks((Piece(turn.text),)):
            yield Paragraph(block, WORDS)


def where_to_turn() -> Iterator[Flowable]:
    """The fixed words for a person in distress, and the lines to call."""
    words = help_text()
    yield Paragraph(printed(words.title, SERIF), TITLE)
    for paragraph in words.text:
        yield Paragraph(printed(paragraph), HELP)
    yield Spacer(0, 3 * mm)
    for line in words.lines:
        place = "" if line.country == "any" else f" ({line.country})"
        yield Paragraph(f"<b>{printed(line.name)}</b>{printed(f'{place}: {line.contact} ({line.hours})')}", BODY)
