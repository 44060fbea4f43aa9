"""The PDF: words come out of it as they went in, whatever they are, and the first page is one page."""

from __future__ import annotations

import io
import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from simulator.debrief.export import as_pdf
from simulator.debrief.export.ink import drops_signs, printed
from simulator.debrief.export.portrait import Portrait
from simulator.debrief.report import report
from simulator.domain.conduct import Ending
from simulator.domain.transcript import Transcript
from simulator.resources import portrait_svg
from simulator.safety.help import help_text
from tests.debrief.make import BLAMED, OWNED, PROMISED, SILENT, VAGUE, Said, ended, played
from tests.shipped import PERSONA_IDS

from .hostile import HOSTILE


def pages(transcript: Transcript) -> list[str]:
    reader = PdfReader(io.BytesIO(as_pdf(transcript, report(transcript))))
    return [page.extract_text() for page in reader.pages]


def squeezed(words: str) -> str:
    """The words without white space: where lines break is the paper's business."""
    return "".join(unicodedata.normalize("NFC", words).split())


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_the_first_page_is_one_page_and_the_rest_is_every_word(persona: str) -> None:
    transcript = played(BLAMED, SILENT, OWNED, PROMISED, VAGUE, persona=persona)
    made = report(transcript)
    first, *rest = pages(transcript)
    for words in (made.evening, made.suggestions[0].another_way, made.hers.summary, "For your pocket"):
        assert squeezed(words) in squeezed(first)
    assert "Every word, and what it did" in rest[0]
    assert "Every word" not in first
    said = squeezed("".join(re.sub(r"\d+$", "", page.strip()) for page in rest))
    for turn in transcript.turns:
        if not isinstance(turn, type(transcript.user_turns[0])):
            assert squeezed(turn.text) in said
    for turn in transcript.user_turns:
        if turn.appraisal.overall is not None:
            assert f"trustnow{turn.trust:.0f}" in said


@pytest.mark.parametrize(
    "words",
    ["naïve Ärger ẞ œuvre", "Привет, это Ё", "Ελλάδα ώρα", "“quotes” ‘and’ – dashes — … €5", "=1+1 <b>x</b> &amp; $"],
)
def test_words_in_three_scripts_come_out(words: str) -> None:
    assert squeezed(words) in squeezed("".join(pages(played((words, 0.0, ())))[1:]))
    assert not drops_signs(words)


def test_what_has_no_sign_is_named_or_boxed() -> None:
    told = "".join(pages(played(("👏 done 日本", 0.0, ())))[1:])
    assert squeezed("[clapping hands sign] done □□") in squeezed(told)
    assert squeezed("Signs that no font here has stand as □") in squeezed(told)


def test_hostile_words_break_nothing() -> None:
    said: list[Said] = [(words, -0.2, ()) for words in HOSTILE]
    for first in range(0, len(said), 6):
        told = squeezed("".join(pages(played(*said[first : first + 6]))[1:]))
        for words, _, _ in said[first : first + 6]:
            if words.isascii() and words.isprintable():
                assert squeezed(words) in told


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_words_become_markup(words: str) -> None:
    transcript = played((words, 0.0, ()))
    assert as_pdf(transcript, report(transcript)).startswith(b"%PDF")
    assert not re.search(r"<(?!/?font|br/)", printed(words))


@pytest.mark.parametrize("words", ["word " * 20_000, "x" * 100_000], ids=["words", "one word"])
def test_a_hundred_thousand_characters_in_a_few_seconds(words: str) -> None:
    transcript = played((words, 0.0, ()))
    begun = time.process_time()
    assert len(as_pdf(transcript, report(transcript))) > 10_000
    assert time.process_time() - begun < 20


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_every_shape_of_a_portrait_is_drawn(persona: str) -> None:
    svg = portrait_svg(persona)
    assert svg
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=0)
    Portrait(svg, 40).drawOn(canvas, 10, 10)
    canvas.save()
    content = PdfReader(io.BytesIO(out.getvalue())).pages[0].get_contents()
    assert content is not None
    painted = re.findall(rb"\s(?:f|S|B)(?=\s)", content.get_data())
    assert len(painted) == len(re.findall(r"<(?:path|circle|ellipse)", svg))


def test_the_same_talk_gives_the_same_bytes() -> None:
    transcript = played(OWNED, PROMISED)
    assert as_pdf(transcript, report(transcript)) == as_pdf(transcript, report(transcript))


def test_a_talk_in_distress_shows_where_to_turn_and_no_score() -> None:
    transcript = played(OWNED)
    turn = transcript.user_turns[0]
    marked = turn.model_copy(update={"appraisal": turn.appraisal.model_copy(update={"distress": True})})
    stopped = transcript.model_copy(update={"turns": (transcript.turns[0], marked)})
    told = "".join(pages(ended(stopped, Ending.STOPPED_FOR_HELP)))
    assert squeezed(help_text().title) in squeezed(told)
    assert "trust now" not in told
    assert "One thing to try" not in told
