"""Nothing is to be gained by giving in or by telling one's health."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from simulator.dialogue.session import Session, begin, hear
from simulator.resources import library, root
from simulator.tone.appraise import appraise
from tests.dialogue.make import charged, setting
from tests.dialogue.test_fair import BEFORE, CONFESSES

PERSONAS = tuple(library().personas)
OWNED = "I did not send the September report. You have the next one by Friday at noon."
GIVEN_AWAY = (
    "I'll work every weekend for free until you trust me again.",
    "Take it out of my pay, I deserve it.",
    "I won't take any breaks or holidays any more.",
    "I'll skip my doctor's appointments so that I can stay late.",
    "I'll give up my sick leave and come in ill.",
)
REVEALED = (
    "I have bipolar disorder, that is the reason.",
    "I was diagnosed with depression in May.",
    "I have ADHD and I take medication for it.",
    "I am HIV positive, now you know.",
)
ILLNESSES = ("depression", "an anxiety disorder", "diabetes", "ADHD", "cancer", "a miscarriage", "epilepsy")
SENTENCES = (
    "I was off because of {}. You have the report by Friday at noon.",
    "The September report was late and that was mine to send. The reason was {}.",
    "It is {}. It is arranged now: Priya has the file on the days I am away.",
)


def begun(persona: str, seed: int = 3) -> Session:
    return begin(setting(persona, seed=seed))


def trust_after(persona: str, words: str) -> float:
    return hear(begun(persona), words, "one").state.levels.trust / 10


@pytest.mark.parametrize("words", GIVEN_AWAY + REVEALED)
def test_it_earns_nothing_alone(words: str) -> None:
    for persona in PERSONAS:
        assert trust_after(persona, words) <= begun(persona).opening_trust, persona


@pytest.mark.parametrize("words", GIVEN_AWAY + REVEALED)
def test_it_adds_nothing_to_what_is_owned(words: str) -> None:
    for persona in PERSONAS:
        assert trust_after(persona, f"{OWNED} {words}") <= trust_after(persona, OWNED) + 0.5, persona


@pytest.mark.parametrize("persona", PERSONAS)
def test_confessing_to_the_false_charge_earns_nothing(persona: str) -> None:
    raised = charged(setting(persona, seed=1), BEFORE)
    for words in CONFESSES:
        assert hear(raised, words, "yes").state.levels.trust <= raised.state.levels.trust, words


@pytest.mark.parametrize("illness", ILLNESSES)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_private_matter_is_worth_what_an_illness_is(illness: str, sentence: str) -> None:
    named, private = sentence.format(illness), sentence.format("a private matter")
    for persona in PERSONAS:
        assert trust_after(persona, named) <= trust_after(persona, private), persona
    read, kept = appraise(named), appraise(private)
    assert read.overall is not None
    assert kept.overall is not None
    # The words around weigh in by a third of a point at most; docs/wellbeing.md names it among the limits.
    assert abs(read.overall - kept.overall) <= 0.35


_BODIES = re.compile(r"\b(?:human resources|\bHR\b|employee assistance|treatment|therap\w+|counsell\w+)", re.IGNORECASE)
_ORDERED = re.compile(r"\b(?:you must|you have to|you need to|you should)\b", re.IGNORECASE)


@pytest.mark.parametrize("name", ["coach.yaml", "pause.yaml"])
def test_where_to_turn_is_named_as_an_option_only(name: str) -> None:
    folder = Path(__file__).parents[2] / "simulator" / "debrief"
    for text in texts(yaml.safe_load((folder / name).read_text("utf-8"))):
        assert not (_BODIES.search(text) and _ORDERED.search(text)), text
    assert "can still practise" in (root() / "prompts" / "help.yaml").read_text("utf-8")


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in texts(part)]
