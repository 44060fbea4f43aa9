"""The page does not contradict itself, and does not advise what our own reader takes badly."""

from __future__ import annotations

import re
from functools import cache
from io import StringIO
from itertools import product

import pytest
from rich.console import Console

from simulator.debrief.export import as_markdown
from simulator.debrief.export.wording import front
from simulator.debrief.imported import given_in, taken
from simulator.debrief.praised import is_praised
from simulator.debrief.report import report
from simulator.dialogue.own_situation import own_scenario
from simulator.dialogue.session import as_transcript, leave, play
from simulator.dialogue.stance import Setting
from simulator.domain.report import Report
from simulator.domain.transcript import Transcript
from simulator.pretty_advice import advice
from simulator.resources import library
from simulator.tone.appraise import appraise
from tests.shipped import PERSONA_IDS

OWN = own_scenario(
    "never told my boss that the Hartmann invoice went out wrong",
    "last Tuesday",
    "our two clerks",
    "run every invoice past Jo",
    "",
)
TALKS = (
    (
        "Um.",
        "I don't know where to start.",
        "Mistakes were made.",
        "Look, others are late as well.",
        "Do I lose it all?",
    ),
    ("What do you want from me?", "Which of them counts most for you?", "I'll do better.", "It was only one letter."),
    ("I didn't send the September report. That was mine.", "The system was down though.", "I'll call them today."),
    ("Am I being let go?", "You just want me gone.", "What would you need to see by Friday?", "Fine."),
    ("That was me, I lost the hotel file.", "No wait, that went to Milan.", "Nothing goes out before you've seen it."),
    ("I promise I'll work every weekend.", "Why are you always checking on me?", "How do you see it?", "Whatever."),
)


@cache
def debrief(number: int, persona: str, *, own: bool) -> tuple[Transcript, Report]:
    scenario = OWN if own else library().scenario("the-letter")
    session, _ = play(Setting(library().persona(persona), scenario, number, "normal"), TALKS[number])
    transcript = as_transcript(session if session.ending else leave(session), "scripted")
    return transcript, report(transcript)


EVERY = list(product(range(len(TALKS)), PERSONA_IDS[::4], (False, True)))


@pytest.mark.parametrize(("number", "persona", "own"), EVERY)
def test_what_is_praised_is_held_against_nobody(number: int, persona: str, own: bool) -> None:
    transcript, told = debrief(number, persona, own=own)
    turns = {turn.id: turn for turn in transcript.user_turns}
    for suggestion in told.suggestions:
        assert not suggestion.quote or not is_praised(turns[suggestion.turn], suggestion.quote), suggestion
    for strength in told.strengths:
        assert (turns[strength.turn].appraisal.overall or 0) > -0.3, strength
        assert strength.quote in turns[strength.turn].text
    quotes = [(strength.turn, strength.quote) for strength in told.strengths]
    assert len(set(quotes)) == len(quotes)


@pytest.mark.parametrize(("number", "persona", "own"), EVERY)
def test_every_other_wording_reads_clearly_better_by_our_own_reader(number: int, persona: str, own: bool) -> None:
    _, told = debrief(number, persona, own=own)
    for suggestion in told.suggestions:
        assert suggestion.after is not None
        assert suggestion.after > 0
        assert suggestion.before is None or suggestion.after >= suggestion.before + 0.3
        assert (appraise(suggestion.another_way).overall or 0) >= 0, suggestion.another_way
        assert "boss" not in suggestion.another_way
        assert suggestion.quote.lower().strip(" .,!") not in ("um", "uh", "well", "hi")


@pytest.mark.parametrize("persona", PERSONA_IDS[::4])
def test_a_praised_question_a_praised_promise_and_a_praised_limit_are_on_the_card(persona: str) -> None:
    words = (
        "Which of them counts most for you?",
        "No client hears a date until you've said yes, starting Monday.",
        "I can't take on the archive before January, and I'd rather say so now.",
    )
    session, _ = play(Setting(library().persona(persona), library().scenario("the-letter"), 0, "normal"), words)
    card = report(as_transcript(session, "scripted")).pocket_card
    assert card.question == words[0]
    assert card.promise is not None
    assert card.promise in words[1]
    assert card.limit == words[2]


OUTSIDE = """Boss: You sent the wrong figures to the board.
You: That wasn't my fault, finance gave them to me late.
Boss: You signed them off.
You: Mistakes were made. I'll try to be more careful.
Boss: So what now?
You: I don't know what else you want from me.
"""


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_a_talk_from_outside_is_told_as_one_she_was_not_in(persona: str) -> None:
    told = report(taken(given_in(OUTSIDE), library().persona(persona)))
    evening = library().persona(persona).evening
    assert told.evening_title.startswith(f"{library().persona(persona).name} was not in this talk. ")
    assert not any(line.say in told.evening for line in evening.wrong)
    assert not any(line.say[:20] in told.evening for line in evening.begins)
    assert all(line.say not in told.evening for line in evening.leaves.values())
    assert "would trust you" in told.hers.summary


def test_every_form_of_the_debrief_says_that_she_was_not_in_it() -> None:
    transcript = taken(given_in(OUTSIDE))
    told = report(transcript)
    console = Console(width=200, record=True, file=StringIO())
    console.print(*advice(transcript, told))
    for form in (console.export_text(), as_markdown(transcript, told), front(transcript, told).evening_title):
        assert "was not in this talk" in form


@pytest.mark.parametrize("persona", PERSONA_IDS[::3])
def test_advice_for_a_talk_from_outside_puts_no_fact_in_the_users_mouth(persona: str) -> None:
    told = report(taken(given_in(OUTSIDE), library().persona(persona)))
    assert told.suggestions
    for suggestion in told.suggestions:
        words = suggestion.another_way.lower()
        assert not any(fact in words for fact in ("friday", "noon", "i did not finish", "waiting", "the day before"))
        assert not {"she", "he", "her", "him"} & set(suggestion.happened.lower().split())


WEAK = ("I will do better, I promise.", "I'll try harder from now on.", "I'm trying my best here.")


def told(words: tuple[str, ...], persona: str, seed: int = 0) -> tuple[Transcript, Report]:
    session, _ = play(Setting(library().persona(persona), library().scenario("the-letter"), seed, "normal"), words)
    transcript = as_transcript(leave(session), "scripted")
    return transcript, report(transcript)


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_where_nothing_was_good_nothing_is_praised_and_one_true_thing_is_said(persona: str) -> None:
    for seed in range(4):
        transcript, made = told(WEAK, persona, seed)
        evening = transcript.persona.evening
        assert made.strengths == ()
        assert not any(words in made.evening for words in ("do better", "try harder", "my best"))
        assert any(line.say in made.evening for line in evening.nothing_kept)
        assert not any(line.say in made.evening for line in evening.nothing_lost)
    came = re.compile(r"[Tt]hey (?:did|came|appeared|showed|turned up|fronted up)|Attendance, one of one")
    assert all(came.search(line.say) for line in library().persona(persona).evening.nothing_kept)


def test_no_skill_is_shown_by_a_nod_nor_broken_by_a_good_turn() -> None:
    nod = "Ok that's fair. I did not send it, and I should have told you. The planners had old numbers because of me."
    for persona in PERSONA_IDS:
        _, made = told(("Hi, I'm nervous.", nod), persona)
        states = {item.skill.value: item for item in made.skills}
        assert states["examine_your_story"].state == "not shown"
        assert states["clarify_your_intentions"].state == "shown"
        assert not any("fair" in item.quote for one in made.skills for item in (*one.shown, *one.broken))
        assert not any(item.turn == made.strengths[0].turn for one in made.skills for item in one.broken)


@pytest.mark.parametrize(
    ("words", "is_asked"),
    [
        ("I don't know what you want from me, honestly.", False),
        ("I don't know what you expect of me. Could you tell me?", True),
    ],
)
def test_not_knowing_what_is_expected_is_a_question_only_where_it_is_asked(words: str, is_asked: bool) -> None:
    _, made = told((words,), "teacher")
    assert bool(made.strengths) is is_asked
    assert (made.pocket_card.question is not None) is is_asked
