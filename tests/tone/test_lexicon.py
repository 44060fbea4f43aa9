"""The word lists and the small pattern language they are written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.domain.events import EventName
from simulator.domain.text import NormalText
from simulator.files import read_yaml
from simulator.tone import lexicon as lexicon_module
from simulator.tone.lexicon import lexicon
from simulator.tone.morphology import Form, inflect
from simulator.tone.reading import Reading
from simulator.tone.templates import TemplateError, compile_templates

SPELLING = Path(lexicon_module.__file__).parent / "lexicon" / "spelling.yaml"


def _matches(source: str, text: str) -> bool:
    return any(template.pattern.search(text) for template in compile_templates(source, lexicon().slots))


def test_every_event_is_in_the_catalogue() -> None:
    assert set(lexicon().catalogue) == set(EventName) - {EventName.WORDING}


def test_every_template_compiles() -> None:
    for template, _ in (*lexicon().index.templates, *lexicon().context_index.templates):
        assert template.pattern
    for rule in lexicon().rules:
        assert all(template.pattern for template in (*rule.unless, *rule.unless_turn))


def test_every_condition_names_a_feature() -> None:
    known = {*lexicon().contexts, "silent", "question", "yes_no", "tense", "issue_strict", "control_plain", "serious",
             "pointed", "asks_plan_strict", "asks_acceptance_only", "asks_yes"}  # fmt: skip
    for rule in lexicon().rules:
        assert {*rule.data.when, *rule.data.not_when} <= known
    for echo in lexicon().echoes:
        assert {*echo.when, *echo.not_when} <= known


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("i (did|do) not know", "well, i did not know", True),
        ("i did? not", "i not", False),
        ("i (really )?forgot", "i forgot", True),
        ("forget ~2 form", "forget the other form", True),
        ("forget ~1 form", "forget the other blue form", False),
        ("apolog*", "apologies", True),
        ("times?", "one time", True),
        ("a b", "a. b", False),
        ("{err.past} it", "i missed it", True),
    ],
)
def test_templates(source: str, text: str, expected: bool) -> None:
    assert _matches(source, text) is expected


@pytest.mark.parametrize("source", ["(a|b", "a)", "{no_such_list}", "", "(a)? (b)?"])
def test_a_broken_template_is_refused(source: str) -> None:
    with pytest.raises(TemplateError):
        compile_templates(source, lexicon().slots)


@pytest.mark.parametrize(
    ("phrase", "form", "expected"),
    [
        ("skip", Form.PAST, "skipped"),
        ("let slide", Form.PAST, "let slide"),
        ("try", Form.PAST, "tried"),
        ("miss", Form.THIRD, "misses"),
        ("write up", Form.ING, "writing up"),
        ("write", Form.PARTICIPLE, "written"),
        ("lie", Form.ING, "lying"),
    ],
)
def test_verb_forms(phrase: str, form: Form, expected: str) -> None:
    irregular = {"let": ("let", "let"), "write": ("wrote", "written")}
    assert inflect(phrase, form, irregular) == expected


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("I've", "i have"),
        ("didnt", "did not"),
        ("ill send it", "i will send it"),
        ("my mum is ill", "my mum is ill"),
        ("I should of rung", "i should have rung"),
        ("ur on it tmrw", "your on it tomorrow"),
        ("Ah didnae ken whit ye meant", "i did not know what you meant"),
        ("it's no ma fault", "it is not my fault"),
        ("it's no problem", "it is no problem"),
        ("t'sheets'll be wi' t' rest", "the sheets will be with the rest"),
        ("I were goin' to tell thee nowt", "i was going to tell you nothing"),
        ("if I were you", "if i were you"),
        ("workin again within margin'", "working again within margin'"),
        ("mi a go clear it", "i will go clear it"),
        ("I go do am now", "i will do it now"),
        ("they're fixin to go", "they are going to go"),
        ("I ain't been there", "i have not been there"),
        ("soooo sorry, pleeease waittt", "so sorry, please wait"),
        ("he should'nt've done w/o it", "he should not have done without it"),
        ("till the till's fixed", "until the till's fixed"),
        ("the wi-fi is down", "the wi-fi is down"),
    ],
)
def test_the_canonical_copy(typed: str, canonical: str) -> None:
    reading = Reading(NormalText(typed), lexicon().speller)
    assert reading.text == canonical
    span = reading.origin(0, len(reading.text))
    assert typed[span.start : span.end] == typed


@pytest.mark.parametrize(
    "typed", ["'Ah, no, he said.'", "the 1000 xxx", "it is fine' and 'good'", "Don, the ion, Kent and a robin"]
)
def test_plain_words_are_left_alone(typed: str) -> None:
    assert Reading(NormalText(typed), lexicon().speller).text == typed.lower()


def test_evidence_of_a_rewritten_token_is_quoted_as_typed() -> None:
    typed = "Aye, t'sheets are gettin' done wi' 'em"
    reading = Reading(NormalText(typed), lexicon().speller)
    assert reading.text == "yes, the sheets are getting done with them"
    for words, source in (("sheets are", "t'sheets are"), ("getting", "gettin'"), ("with them", "wi' 'em")):
        start = reading.text.index(words)
        span = reading.origin(start, start + len(words))
        assert typed[span.start : span.end] == source


def test_every_token_is_written_once() -> None:
    data = read_yaml(SPELLING, "spelling")
    written = [token for group in data["tokens"].values() for tokens in group.values() for token in tokens]
    assert len(written) == len(set(written))
    assert not set(written) & set(data["dropped_g"])
