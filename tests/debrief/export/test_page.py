"""The web page: every word as text, nothing fetched, nothing run, the same figures as the report."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.debrief.export import as_html
from simulator.debrief.export.wording import signed
from simulator.debrief.report import report
from simulator.domain.conduct import Ending
from simulator.domain.events import EventName as E
from simulator.domain.text import shown_exactly
from simulator.domain.transcript import Transcript
from simulator.safety.help import help_text
from tests.debrief.make import BLAMED, OWNED, PROMISED, SILENT, VAGUE, Said, ended, played
from tests.shipped import PERSONA_IDS

from .hostile import HOSTILE

VOID = {"meta", "br", "img", "link"}


class Page(HTMLParser):
    """The text of the elements of one class, every tag, and every attribute."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if dict(attrs).get("class") == "words" and tag == "div":
            self.words.append("")
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if ("style", "") not in self.open:
            self.text += data
        if ("div", "words") in self.open:
            self.words[-1] += data


def page_of(transcript: Transcript) -> str:
    return as_html(transcript, report(transcript))


def checked(transcript: Transcript) -> Page:
    """The page, after nothing in it was found that runs or fetches."""
    made = page_of(transcript)
    page = Page(made)
    assert not page.tags & {"script", "link", "img", "iframe", "object", "embed", "form", "a", "base", "image", "use"}
    assert {name for name in page.attributes if name.startswith("on") or name in ("src", "href", "style")} == set()
    style = re.search(r"<style>(.*?)</style>", made, re.DOTALL)
    assert style
    assert "url(" not in style[1]
    assert "@import" not in style[1]
    assert page.words == [shown_exactly(turn.text) if turn.text.strip() else "" for turn in transcript.turns]
    return page


def test_hostile_words_are_text_and_nothing_else() -> None:
    said: list[Said] = [(words, -0.2, ()) for words in HOSTILE]
    for first in range(0, len(said), 6):
        checked(played(*said[first : first + 6]))


def test_marked_words_are_hostile_too() -> None:
    words = "</mark></style><script>alert(1)</script>"
    page = checked(played((f"I mean {words} it", -0.5, ((E.EXCUSE, words),)), SILENT))
    assert "mark" in page.tags


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_words_become_markup(words: str) -> None:
    checked(played((words, 0.1, ())))


def test_a_hundred_thousand_characters() -> None:
    checked(played(("word <b> " * 11_111, 0.1, ())))


def test_no_address_outside_and_a_policy_that_lets_nothing_in() -> None:
    page = page_of(played(OWNED, PROMISED))
    assert not re.search(r"https?:|//[a-z]|data:", page)
    assert "default-src &#x27;none&#x27;" in page or "default-src 'none'" in page
    assert "unsafe" not in page


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_the_page_says_what_the_report_says(persona: str) -> None:
    transcript = played(BLAMED, SILENT, OWNED, PROMISED, VAGUE, persona=persona)
    made = report(transcript)
    page = checked(transcript)
    text = " ".join(page.text.split())
    told = [made.evening, made.hers.summary, made.fair.summary, made.strengths[0].why, made.suggestions[0].another_way]
    for words in (*told, *(moment.why for moment in made.moments), *(promise.quote for promise in made.promises)):
        assert " ".join(words.split()) in text
    for item in made.dimensions:
        assert item.dimension.value.capitalize() in text
        assert item.value is None or signed(item.value) in text
    for turn in transcript.user_turns:
        assert f"trust now {turn.trust:.0f}" in text or turn.appraisal.unscored
        for event in turn.appraisal.said:
            assert event.why in text
    assert "portrait" in page_of(transcript)


def test_a_talk_in_distress_shows_where_to_turn_and_no_score() -> None:
    transcript = played(OWNED, BLAMED)
    last = transcript.turns[-2]
    marked = last.model_copy(
        update={"appraisal": transcript.user_turns[-1].appraisal.model_copy(update={"distress": True})}
    )
    stopped = transcript.model_copy(update={"turns": (*transcript.turns[:-2], marked, transcript.turns[-1])})
    page = checked(ended(stopped, Ending.STOPPED_FOR_HELP))
    assert help_text().title in page.text
    for tried in ("One thing to try", "Turning points", "Dimensions", "trust now"):
        assert tried not in page.text
    assert "mark" not in page.tags
