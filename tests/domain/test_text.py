from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.text import NormalText, Span, shown_exactly

ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("aeiouAEI .!?\n'\"\u200b\u0301\u00ad\u202eаеорсﬁ½İß’“…"),
        st.sampled_from("ab. "),
    ),
    max_size=200,
)


@given(ANY_TEXT)
def test_every_sentence_is_quoted_from_the_original_and_in_order(words: str) -> None:
    text = NormalText(words)
    before = 0
    for sentence in text.sentences:
        origin = text.origin(sentence.start, sentence.end)
        assert text.quote(sentence.start, sentence.end) == words[origin.start : origin.end]
        assert before <= origin.start < origin.end <= len(words)
        before = origin.end if origin.end > before else before


@given(ANY_TEXT)
def test_every_place_of_the_copy_leads_back_into_the_original(words: str) -> None:
    text = NormalText(words)
    places = [text.origin(place, place + 1) for place in range(len(text.copy))]
    assert all(0 <= span.start < span.end <= len(words) for span in places)
    assert [span.start for span in places] == sorted(span.start for span in places)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=80))
def test_plain_english_is_only_made_lower_case(words: str) -> None:
    assert NormalText(words).copy == words.lower()


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing_more(words: str) -> None:
    once = NormalText(words.lower()).copy
    assert NormalText(once).copy == NormalText(NormalText(once).copy).copy


def test_look_alikes_in_a_latin_text_become_latin() -> None:
    text = NormalText("I fоrgоt the repоrt")  # Cyrillic o
    assert text.copy == "i forgot the report"
    start = text.copy.index("forgot")
    assert text.quote(start, start + 6) == "fоrgоt"


def test_a_text_all_in_cyrillic_keeps_its_letters() -> None:
    assert NormalText("Я не отправил отчёт").copy.startswith("я не отправил")


def test_zero_width_and_control_characters_do_not_hide_a_word() -> None:
    text = NormalText("I for\u200bgot\x07 the re\u00adport.")
    assert text.copy == "i forgot the report."
    start = text.copy.index("forgot")
    assert text.quote(start, start + 6) == "for\u200bgot"


def test_accents_and_typographic_quotes_are_plain_in_the_copy() -> None:
    assert NormalText("“Déjà vu”, it’s – well").copy == '"deja vu", it\'s - well'


def test_one_letter_that_becomes_two_is_quoted_whole() -> None:
    text = NormalText("I ﬁxed it")
    assert text.copy == "i fixed it"
    assert text.quote(2, 4) == "ﬁ"
    assert text.quote(3, 4) == "ﬁ"


def test_sentences_end_at_marks_and_line_breaks_but_not_inside_numbers() -> None:
    text = NormalText("It came at 3.30 pm. Really?\nYes")
    assert [text.quote(span.start, span.end) for span in text.sentences] == ["It came at 3.30 pm.", "Really?", "Yes"]


def test_words_keep_their_apostrophes() -> None:
    assert NormalText("I didn’t. You're 2 late!").words == ("i", "didn't", "you're", "2", "late")


@given(ANY_TEXT, st.integers(0, 200), st.integers(0, 200))
def test_clauses_hold_the_words_they_stand_around(words: str, start: int, length: int) -> None:
    start = min(start, len(words))
    end = min(len(words), start + length)
    span = NormalText(words).clauses_around(start, end)
    assert 0 <= span.start <= len(words)
    assert words[start:end].strip() in words[span.start : span.end]
    assert words[span.start : span.end] == words[span.start : span.end].strip()


@pytest.mark.parametrize(
    ("part", "clauses"),
    [
        ("did", "I did not ring at 3.30 pm"),
        ("you", "you had to"),
        ("and you", "and you had to"),
        ("ring at 3.30 pm, and", "I did not ring at 3.30 pm, and you had to"),
        ("ask", "Will you ask"),
        ("Well", "Well"),
    ],
)
def test_clauses_around_some_words(part: str, clauses: str) -> None:
    words = "Well, I did not ring at 3.30 pm, and you had to. Will you ask?"
    start = words.index(part)
    span = NormalText(words).clauses_around(start, start + len(part))
    assert words[span.start : span.end] == clauses


def test_a_clause_without_an_end_is_not_searched_for_ever() -> None:
    words = "x" * 100_000
    assert NormalText(words).clauses_around(50_000, 50_010) == Span(50_000, 50_010)


def test_an_empty_span_points_at_one_place() -> None:
    assert NormalText("é").origin(0, 0) == NormalText("e").origin(0, 0)
    assert NormalText("é").origin(1, 1).start == 1


def test_a_hundred_thousand_characters_are_quick() -> None:
    for words in ("é." * 50_000, "a.a" * 33_333, "!?" * 50_000, "а\u200bb " * 25_000, "x" * 100_000, "\n" * 100_000):
        start = time.perf_counter()
        text = NormalText(words)
        assert len(text.sentences) <= 100_000
        assert isinstance(text.words, tuple)
        assert time.perf_counter() - start < 1.5


@given(ANY_TEXT)
def test_shown_text_keeps_everything_but_control_characters(words: str) -> None:
    shown = shown_exactly(words)
    assert shown_exactly(shown) == shown
    assert [letter for letter in words if letter.isalnum()] == [letter for letter in shown if letter.isalnum()]
    assert "\x00" not in shown_exactly(words + "\x00")


def test_shown_text_keeps_line_breaks() -> None:
    assert shown_exactly("a\x1b\nb\tc\ud800") == "a\nb\tc"


@given(st.text(alphabet="ab…½ﬁ\u200b é.?! \n"))
def test_a_sentence_is_found_again_by_the_words_quoted_from_it(words: str) -> None:
    text = NormalText(words)
    for span in text.sentences:
        assert text.sentence_of(*text.origin(*span)) is not None


def test_an_ellipsis_before_a_sentence_does_not_shift_it() -> None:
    text = NormalText("……… Could you wait? I'll send it on Friday.")
    start = text.original.index("I'll")
    found = text.sentence_of(start, start + 4)
    assert found is not None
    assert text.quote(*found) == "I'll send it on Friday."
    assert text.sentence_of(0, len(text.original)) is None
