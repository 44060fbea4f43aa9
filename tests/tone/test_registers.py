"""Swearing at things, titles and a lost verb change nothing in what is read."""

from __future__ import annotations

import pytest

from simulator.domain.text import NormalText
from simulator.tone import appraise
from simulator.tone.lexicon import lexicon
from simulator.tone.reading import Reading

from .helpers import names

_LATE = "The March tally came late."


def _canonical(words: str) -> str:
    return " ".join(Reading(NormalText(words), lexicon().speller).text.split())


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("I never bloody sent it.", "i never sent it."),
        ("I damn well forgot the sodding thing.", "i forgot the thing."),
        ("She had sod all.", "she had nothing."),
        ("That is fair, sir, and it was me, ma'am.", "that is fair, and it was me."),
        ("The phone's the worst of it.", "the phone is the worst of it."),
        ("Dean's doing, not mine.", "dean's doing, not mine."),
        ("Damn you and your bloody form.", "damn you and your bloody form."),
        ("Yes, sir, no, sir.", "yes, sir, no, sir."),
        ("I don't give a damn about it.", "i do not give a damn about it."),
        ("Bloody hell.", "hell."),
    ],
)
def test_what_only_lends_weight_is_left_out(said: str, read: str) -> None:
    assert _canonical(said) == read


@pytest.mark.parametrize(
    "said",
    [
        "I didn't send it.",
        "I never bloody sent it.",
        "Didn't send it.",
        "The omission was mine.",
        "My cock-up.",
        "I bloody well left it lying for a week.",
        "It was remiss of me.",
    ],
)
def test_an_error_is_owned_in_every_register(said: str) -> None:
    assert "names_own_error" in names(said, _LATE)
    assert all(event.quote == said[event.start : event.end] for event in appraise(said, _LATE).events)


@pytest.mark.parametrize("said", ["You never told me.", "He never sent it.", "Nobody's fault but the system's."])
def test_what_others_did_is_not_owned(said: str) -> None:
    assert "names_own_error" not in names(said, _LATE)
