"""The pocket card, the quarrel of the two that part most, and the evening after a later talk."""

from __future__ import annotations

from functools import cache

import pytest

from simulator.debrief.panel import panel
from simulator.debrief.report import report
from simulator.dialogue.again import two_weeks_later
from simulator.dialogue.session import as_transcript, leave, play
from simulator.domain.report import Panel
from simulator.domain.transcript import Transcript
from simulator.resources import library
from tests.dialogue.make import setting
from tests.shipped import PERSONA_IDS

WORDS = (
    "I didn't send the September report on the ninth. That was my job and I let it slip.",
    "You'll have the November report on Wednesday by four.",
    "What do you expect of me until the end of the month?",
    "I can't take on the archive before January, and I'd rather say so now.",
)
EXCUSE = ("I was overloaded, so I couldn't keep up with the calls.", "The system was down half of that week.")


def talk(*words: str, persona: str = "own-it") -> Transcript:
    session, unused = play(setting(persona), words)
    return as_transcript(session if session.ending else leave(session), "scripted", unused=unused)


@cache
def heard(*words: str) -> Panel:
    return panel(talk(*words), library().personas.values())


def test_the_pocket_card_is_in_the_users_own_words() -> None:
    card = report(talk(*WORDS)).pocket_card
    assert card.opening is not None
    assert card.opening in WORDS[0]
    assert card.promise is not None
    assert card.promise in WORDS[1]
    assert card.question == WORDS[2]
    assert card.limit is not None
    assert card.limit == WORDS[3]


def test_what_was_not_said_stays_empty_on_the_card() -> None:
    card = report(talk(*EXCUSE)).pocket_card
    assert (card.promise, card.question, card.limit) == (None, None, None)


def test_two_quarrel_about_one_sentence_of_the_user() -> None:
    quarrel = heard(*EXCUSE).quarrel
    assert quarrel is not None
    assert any(quarrel.sentence in said for said in EXCUSE)
    harsh, mild = quarrel.verdict.persona, quarrel.rebuttals[0].persona
    assert harsh != mild
    assert quarrel.rebuttals[1].persona == harsh
    changes = {seat.persona: seat.trust for seat in heard(*EXCUSE).supervisors}
    start = {one: library().persona(one).stance.start.trust for one in PERSONA_IDS}
    lost = {one: changes[one][-1] - start[one] for one in (harsh, mild)}
    assert lost[harsh] < lost[mild]
    assert all("$" not in turn.says for turn in (quarrel.verdict, *quarrel.rebuttals))


def test_whoever_was_won_opens_with_the_words_that_did_it_and_the_other_doubts_them() -> None:
    told = heard("I'm scared I'm going to lose this job, and I'd sooner say it to you.", "I didn't send the report.")
    quarrel = told.quarrel
    assert quarrel is not None
    first = library().persona(quarrel.verdict.persona).quarrel
    second = library().persona(quarrel.rebuttals[0].persona).quarrel
    assert first is not None
    assert second is not None
    opens = {line.say.partition("$")[0] for line in first.verdict.well}
    assert any(quarrel.verdict.says.startswith(words) for words in opens)
    doubts = {line.say.partition("$")[0] for line in second.rebuts.badly}
    assert any(quarrel.rebuttals[0].says.startswith(words) for words in doubts)
    assert quarrel.rebuttals[1].persona == quarrel.verdict.persona


@pytest.mark.parametrize(
    "words",
    ["You're an idiot and so is everyone here.", "You just want me gone.", "My father has been ill, I couldn't do it."],
)
def test_nobody_quarrels_about_a_blow_or_an_illness(words: str) -> None:
    assert heard(words).quarrel is None


def test_the_verdict_quotes_the_sentence() -> None:
    quarrel = heard(*EXCUSE).quarrel
    assert quarrel is not None
    assert quarrel.sentence.split()[0] in quarrel.verdict.says


def test_the_three_who_differ_most_are_named_the_harshest_first() -> None:
    told = heard(*WORDS)
    moved = {
        seat.persona: seat.trust[-1] - library().persona(seat.persona).stance.start.trust for seat in told.supervisors
    }
    harshest, between, mildest = (moved[one] for one in told.differ_most)
    assert harshest == min(moved.values())
    assert mildest == max(moved.values())
    assert harshest <= between <= mildest


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_everybody_can_quarrel_and_the_column_s_own_quarrel_is_written(persona: str) -> None:
    quarrel = library().persona(persona).quarrel
    assert quarrel is not None
    assert quarrel.to, "nobody to quarrel with"
    assert set(quarrel.to) <= set(PERSONA_IDS) - {persona}
    written = {"own-it": {"health-aware", "teacher"}, "health-aware": {"own-it"}, "teacher": {"own-it"}}
    assert written.get(persona, set()) <= set(quarrel.to)


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_the_evening_is_about_eighty_words_after_a_first_talk_and_after_a_later_one(persona: str) -> None:
    session, _ = play(setting(persona), WORDS)
    first = session if session.ending else leave(session)
    again, _ = play(two_weeks_later(first), ("Yes, it was on your desk on Wednesday at three.",))
    for one in (first, leave(again) if again.ending is None else again):
        evening = report(as_transcript(one, "scripted")).evening
        assert 45 <= len(evening.split()) <= 110, evening
