"""The Markdown shows the words exactly as they were typed, once it is rendered."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from simulator.debrief.export import as_csv, as_markdown, exact
from simulator.debrief.report import report
from simulator.domain.events import EventName as E
from simulator.domain.transcript import FROM_OUTSIDE, other_side
from simulator.safety.help import help_text
from tests.debrief.make import BLAMED, OWNED, PROMISED, SILENT, VAGUE, Said, played
from tests.shipped import PERSONA_IDS

NASTY = (
    "$5 and $6",
    ":red[x] and :material/bolt:",
    "<b>bold</b> <script>alert(1)</script>",
    "![](http://example.com/x.png)",
    "[click](javascript:alert(1))",
    "# no heading",
    "1. no list",
    "- no list",
    "* no * list **bold** _it_ ~~gone~~",
    "> no quotation",
    "`code` ```more```",
    "| a | b |",
    "&amp; &lt; &#36;",
    "back\\slash",
    "---",
    "===",
    "http://example.com www.example.com a@b.de",
    "one\n\ntwo\n    three",
)


def rendered(text: str) -> str:
    """What a reader sees of a Markdown text, without the marks and with single spaces."""
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


@pytest.mark.parametrize("words", NASTY)
def test_words_are_shown_as_they_were_typed(words: str) -> None:
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(exact(words))
    assert re.fullmatch(r"<p>[^<]*</p>\n", page), page
    assert rendered(exact(words)) == " ".join(words.split())
    assert not re.search(r"(?<!\\)(?:[$\[<`*_~|]|:(?=\S))", exact(words))


@given(st.text(alphabet=st.sampled_from("ab $:[]()<>!#*_`~|\\&;.-+=\n1"), max_size=40))
@settings(max_examples=150)
def test_no_words_become_markup(words: str) -> None:
    assert rendered(f"“{exact(words)}”") == " ".join(f"“{' '.join(words.split())}”".split())


def test_a_document_with_nasty_words_shows_them_all() -> None:
    said: list[Said] = [(words, -0.5, (E.EXCUSE,)) for words in NASTY[:6]]
    transcript = played(*said)
    page = as_markdown(transcript, report(transcript))
    seen = rendered(page)
    for words in (" ".join(turn.text.split()) for turn in transcript.user_turns):
        assert words in seen
    assert "<b>" not in page.replace("\\<", "")
    assert "![]" not in page


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_a_document_holds_the_whole_debrief(persona: str) -> None:
    transcript = played(BLAMED, SILENT, OWNED, PROMISED, VAGUE, persona=persona)
    made = report(transcript)
    seen = rendered(as_markdown(transcript, made))
    assert seen.startswith(f"A conversation with {transcript.persona.name}")
    for text in (made.evening, made.hers.summary, made.fair.summary, made.strengths[0].why):
        assert " ".join(text.split()) in seen
    for suggestion in made.suggestions:
        assert " ".join(suggestion.another_way.split()) in seen
    for turn in transcript.turns:
        assert " ".join(turn.text.split()) in seen
    assert "(silence)" in seen
    assert "Not scored: empty." in seen
    assert "Not ended yet." in seen
    assert [promise.quote for promise in made.promises if promise.quote not in seen] == []


def test_an_ending_says_what_happens_next() -> None:
    transcript = played(OWNED, leaves=True)
    assert transcript.ending is not None
    seen = rendered(as_markdown(transcript, report(transcript)))
    assert "You ended it." in seen
    assert " ".join(transcript.persona.endings[transcript.ending].next.split()) in seen


def test_a_reply_that_broke_off_is_marked() -> None:
    transcript = played(OWNED)
    last = transcript.turns[-1].model_copy(update={"complete": False})
    broken = transcript.model_copy(update={"turns": (*transcript.turns[:-1], last)})
    assert "(broke off)" in as_markdown(broken, report(broken))


def test_a_talk_in_distress_shows_where_to_turn_and_no_score() -> None:
    transcript = played(OWNED)
    turn = transcript.user_turns[0]
    marked = turn.model_copy(update={"appraisal": turn.appraisal.model_copy(update={"distress": True})})
    stopped = transcript.model_copy(update={"turns": (transcript.turns[0], marked)})
    seen = rendered(as_markdown(stopped, report(stopped)))
    assert seen.startswith(help_text().title)
    assert " ".join(turn.text.split()) in seen
    assert "Trust" not in seen
    assert "What to try" not in seen


def test_of_a_talk_from_outside_nobody_here_is_said_to_have_spoken() -> None:
    talk = played(OWNED, PROMISED).model_copy(update={"backend": FROM_OUTSIDE})
    made, name = report(talk), talk.persona.name
    written = as_markdown(talk, made)
    assert written.startswith(f"# A conversation of yours, as {name} would take it")
    assert f"**{name}:**" not in written
    assert f"**{other_side(talk)}:**" in written
    assert f'"{name}"' not in as_csv(talk)
