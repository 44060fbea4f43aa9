"""Nothing is advised that was not put into the talk, read again, and made of what the user's character knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from simulator.debrief.coach import suggestions, trigger, ways
from simulator.debrief.facts import facts_in
from simulator.debrief.known import Known, kept_private, plain, situation
from simulator.debrief.rehearsal import employees
from simulator.debrief.substitution import CLEARLY, Substitution, put_into
from simulator.dialogue.cues import cues_hit
from simulator.dialogue.session import answer, as_transcript, begin, hear
from simulator.domain.events import EventName as E
from simulator.domain.report import Suggestion
from simulator.domain.text import NormalText
from simulator.domain.transcript import SupervisorTurn, Transcript, UserTurn
from simulator.tone.appraise import appraise
from tests.dialogue.make import charged, setting
from tests.shipped import PERSONA_IDS, SCENARIO_IDS

BLIND = Path(__file__).parents[1] / "data" / "employees_blind.yaml"
APOLOGIES = {E.REGRET, E.ASKS_FORGIVENESS, E.REPENTANCE}


def talk(scenario: str, words: tuple[str, ...], persona: str = "the-letter", seed: int = 0) -> Transcript:
    """What these words lead to, heard to the end whatever she makes of them."""
    session = begin(setting(persona, scenario, seed))
    for number, said in enumerate(words):
        session = hear(replace(session, ending=None), said, f"u{number}")
        if session.plan is not None:
            session = answer(session, session.scripted_reply)
    return as_transcript(session, "scripted")


@cache
def talks(scenario: str) -> tuple[Transcript, ...]:
    """The scripted employees, the blind ones too, in one situation; the supervisors take turns.

    In the letter's situation all of them, in the others a third each: over the four every voice is heard.
    """
    voices = [voice for path in (None, BLIND) for kind in employees(path).values() for voice in kind]
    others = [one for one in SCENARIO_IDS if one != "the-letter"]
    if scenario in others:
        voices = voices[others.index(scenario) % 3 :: 3]
    people = iter(PERSONA_IDS * len(voices))
    return tuple(talk(scenario, voice, next(people), number) for number, voice in enumerate(voices))


@cache
def advised(scenario: str) -> tuple[tuple[Transcript, tuple[Suggestion, ...]], ...]:
    return tuple((held, suggestions(held)) for held in talks(scenario))


def shown(scenario: str) -> Iterator[tuple[Transcript, UserTurn, Suggestion]]:
    for held, made in advised(scenario):
        for one in made:
            yield held, next(turn for turn in held.user_turns if turn.id == one.turn), one


@pytest.mark.parametrize("scenario", SCENARIO_IDS)
class TestEverySuggestionShown:
    def test_the_reading_improves_and_nothing_good_is_lost(self, scenario: str) -> None:
        for held, turn, one in shown(scenario):
            place = held.turns.index(turn)
            line = next((t.text for t in reversed(held.turns[:place]) if isinstance(t, SupervisorTurn)), "")
            said = appraise(turn.text, line)
            read = [appraise(words, line) for words in put_into(turn.text, one.quote, one.another_way)]
            now = next(reading for reading in read if reading.overall == one.after)
            assert one.before == said.overall
            if any(row.rule == "false_confession" for row in turn.ledger):
                continue  # owning what is not true reads well; her ledger knows better
            assert now.overall is not None
            if said.overall is None:
                assert now.overall > 0
                continue
            assert now.overall >= said.overall + CLEARLY
            for name, value in now.dimensions.model_dump().items():
                before = getattr(said.dimensions, name)
                assert value is None or value >= 0 or (before is not None and before < 0), (one, name)

    def test_every_word_number_and_time_is_known(self, scenario: str) -> None:
        for held, turn, one in shown(scenario):
            before = held.turns[: held.turns.index(turn)]
            labels = {label for item in situation(held.scenario) for label in item.labels}
            labels |= {label for said in before for label in facts_in(said.text).all}
            assert set(facts_in(one.another_way).all) <= labels, one
            assert Known(held.scenario, before).refusal(one.another_way) is None

    def test_nothing_of_home_or_health(self, scenario: str) -> None:
        for held, _, one in shown(scenario):
            assert not set(facts_in(one.another_way).words) & kept_private(held.scenario), one
            assert not set(facts_in(one.quote).words) & kept_private(held.scenario), one

    def test_quotes_are_exact_and_few_and_no_other_way_comes_twice(self, scenario: str) -> None:
        for held, made in advised(scenario):
            said = {turn.id: turn.text for turn in held.user_turns}
            assert len(made) <= 4
            assert all(one.quote in said[one.turn] for one in made)
            assert len({one.another_way for one in made}) == len(made)
            assert len({(one.turn, one.quote, one.happened) for one in made}) == len(made)

    def test_no_turn_that_was_good_is_criticised(self, scenario: str) -> None:
        for _, turn, one in shown(scenario):
            assert not one.quote or (turn.appraisal.overall or 0.0) < 0.8

    def test_no_false_confession_and_no_second_apology(self, scenario: str) -> None:
        for held, turn, one in shown(scenario):
            names = {event.name for event in appraise(one.another_way).said}
            earlier = {event.name for item in held.user_turns if item.id != turn.id for event in item.appraisal.said}
            assert not names & APOLOGIES or not earlier & APOLOGIES
            false = held.scenario.false_charge
            assert false is not None
            if cues_hit(false.mention, NormalText(one.another_way).copy):
                assert plain(one.another_way) == plain(false.own_words)

    def test_nearly_every_talk_with_a_fault_has_one(self, scenario: str) -> None:
        faulty = [
            made for held, made in advised(scenario) if any(trigger(w, t) for t in held.user_turns for w in ways().ways)
        ]
        assert sum(bool(made) for made in faulty) >= 0.95 * len(faulty)


VAGUE = "I'll try to do better from now on."
SOFT = "Mistakes were made with the report."

INVENTED = [
    ("the-letter", "I didn't send the September report, and Mrs Okafor had to ask for it.", "okafor"),
    ("the-letter", "I didn't send the March report.", "march"),
    ("the-letter", "I didn't send the September report on Tuesday 9 October.", "tuesday 9 october"),
    ("the-letter", "I didn't send the September report on 12 September.", "12 september"),
    ("the-letter", "I did not send the report on the eleventh.", "the eleventh"),
    ("the-letter", "I promised Linden House a call by five and did not ring.", "by five"),
    ("the-letter", "I promised Linden House a call by 16:45 and did not ring.", "16:45"),
    ("the-letter", "I did not ring Linden House at half past six.", "half past six"),
    ("the-letter", "The caretaker rang four times because of me.", "four times"),
    ("the-letter", "Two engineers stood at a locked gate for two hours because of me.", "two hours"),
    ("the-letter", "I did not send the September report, and it cost us £4,000.", "£4,000"),
    ("the-letter", "I did not send the September report, and it cost us 900 euros.", "900 euros"),
    ("the-letter", "I did not send the September report, and half of it was wrong.", "half"),
    ("the-letter", "I will bring you every open promise tomorrow at five.", "at five"),
    ("the-letter", "I will bring you the list on Saturday.", "saturday"),
    ("the-letter", "I'll have it done by Friday.", "friday"),
    ("the-letter", "You have it by the end of the week.", "the end of the week"),
    ("the-letter", "You have it tonight.", "tonight"),
    ("the-letter", "I did not send the September report because the server crashed.", "server"),
    ("the-letter", "It was mine, and Petra saw it.", "petra"),
    ("the-letter", "It was mine, as the HR people said.", "hr"),
    ("the-letter", "I let the planners down with the gate code.", "planners"),
    ("the-letter", "I sent the September report on Friday 9 October.", "i sent"),
    ("the-letter", "I did send the September report.", "i did send"),
    ("the-letter", "I've told the planners already, and it was mine.", "i have told|i've told"),
    ("accounts-office", "I did not release twelve invoices.", "twelve invoices"),
    ("accounts-office", "I did not release the invoices of Orchid Tiles.", "orchid"),
    ("hospital-ward", "I left the fluid chart of bed four empty.", "four"),
    ("school", "I sent the letter about the trip two weeks late.", "two weeks"),
    ("school", "I sent the letter home on time.", "i sent"),
    ("warehouse", "I skipped the count in aisle nine.", "nine"),
    ("warehouse", "I did not book the Keller pallet, and Rosa had to drive again.", "rosa"),
]


@pytest.mark.parametrize(("scenario", "words", "word"), INVENTED)
def test_an_invented_fact_is_refused_and_named(scenario: str, words: str, word: str) -> None:
    held = talk(scenario, (VAGUE, SOFT))
    turn = held.user_turns[-1]
    refused = Substitution(held).check(turn, SOFT, words).refused
    assert refused is not None
    assert any(one in refused.lower() for one in word.split("|")), refused


HOME = {
    "the-letter": ["My father is ill, and I did not send the report.", "I was at the clinic.", "I've been depressed."],
    "accounts-office": ["My brother died in June, and I missed it.", "I can't sleep, and I missed the reminders."],
    "hospital-ward": ["I had a panic attack and left the chart empty.", "My mother had a stroke, and it slipped."],
    "school": ["My marriage ended, and the letter went late.", "I couldn't sleep, and I let the day pass."],
    "warehouse": ["My daughter was in hospital, and I skipped it.", "Her asthma kept me up, and I missed the pallet."],
}


@pytest.mark.parametrize("scenario", SCENARIO_IDS)
def test_home_and_illness_are_refused_even_where_they_were_told(scenario: str) -> None:
    told = talk(scenario, (*HOME[scenario], SOFT))
    check, turn = Substitution(told), told.user_turns[-1]
    for words in HOME[scenario]:
        assert "nobody's business" in str(check.check(turn, SOFT, words).refused), words


@pytest.mark.parametrize("scenario", SCENARIO_IDS)
def test_what_she_learns_only_if_told_is_no_advice_until_it_was(scenario: str) -> None:
    held = talk(scenario, (VAGUE, SOFT))
    known = Known(held.scenario, held.turns)
    assert all(known.refusal(fact.text) is not None for fact in held.scenario.told_only)


@pytest.mark.parametrize("scenario", SCENARIO_IDS)
class TestTheFalseCharge:
    def test_a_confession_is_answered_with_the_evidence(self, scenario: str) -> None:
        raised = charged(setting("teacher", scenario), ("I see.",))
        held = as_transcript(hear(raised, "Yes, that one was my fault, too.", "confesses"), "scripted")
        assert held.scenario.false_charge is not None
        way = next(one for one in suggestions(held) if one.turn == "confesses")
        assert way.another_way == held.scenario.false_charge.own_words

    @pytest.mark.parametrize(
        "words", ["That was my fault.", "I did that, and it was my mistake.", "That one is on me."]
    )
    def test_it_is_never_confessed_to(self, scenario: str, words: str) -> None:
        raised = charged(setting("teacher", scenario), ("I see.",))
        held = as_transcript(hear(raised, "Whatever. Things happen.", "u"), "scripted")
        assert Substitution(held).check(held.user_turns[-1], "Whatever.", words).refused is not None


def test_an_apology_is_not_advised_twice() -> None:
    sorry = "I'm sorry, I did not send the September report."
    once = talk("the-letter", (SOFT,))
    again = talk("the-letter", (sorry, SOFT))
    other = "I'm sorry. I promised Linden House a call by four and did not ring."
    assert Substitution(once).check(once.user_turns[-1], SOFT, other).refused is None
    assert "apology" in str(Substitution(again).check(again.user_turns[-1], SOFT, other).refused)


def test_an_error_that_was_named_is_not_named_again() -> None:
    owned = "I did not send the September report on Friday 9 October. It was mine to send."
    held = talk("the-letter", (owned, SOFT))
    assert "named before" in str(Substitution(held).check(held.user_turns[-1], SOFT, owned).refused)


def test_what_was_good_in_the_turn_stays() -> None:
    words = "I forgot the renewal letter to the bakery, but Milan is useless and it is his fault, too."
    held = talk("the-letter", (words,))
    check, turn = Substitution(held), held.user_turns[-1]
    instead = "I promised Linden House a call by four and did not ring. I gave my word and did not keep it."
    whole, *_ = put_into(words, "Milan is useless", instead)
    assert "bakery" not in whole
    assert "renewal" in str(check.check(turn, words, instead).refused)
    kept = check.check(turn, "Milan is useless", instead)
    assert kept.refused is None
    assert kept.before is not None
    assert kept.after is not None
    assert kept.after > kept.before


@pytest.mark.parametrize(
    "words", ["", "   ", "…", "Ich habe den Bericht nicht geschickt.", "me " * 80, "I will never be late again."]
)
def test_words_that_are_no_advice(words: str) -> None:
    held = talk("the-letter", (VAGUE,))
    assert Substitution(held).check(held.user_turns[-1], "", words).refused is not None


@pytest.mark.parametrize(
    ("text", "quote", "made"),
    [
        ("Fine. Mistakes were made. Go on.", "were made", ["Fine. X. Go on."]),
        ("Fine, but mistakes were made.", "mistakes were made", ["X.", "Fine. X."]),
        ("no stops here", "stops", ["X."]),
        ("Well.", "", ["Well. X."]),
        ("well", "", ["well. X."]),
        ("", "", ["X."]),
        ("One. Two. Three.", "One. Two.", ["X. Three."]),
    ],
)
def test_where_it_is_put(text: str, quote: str, made: list[str]) -> None:
    put = [" ".join(words.split()) for words in put_into(text, quote, "X.")]
    assert put[: len(made)] == made


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("at half past four", "4:30"), ("at 16:30", "4:30"), ("at 4.30 pm", "4:30"), ("by four", "4:00"),
        ("at 4 pm", "4:00"), ("four o'clock", "4:00"), ("a quarter to eight", "7:45"), ("by noon", "noon"),
        ("on Friday 9 October", "9 october"), ("on October 9th", "9 october"), ("on the ninth of October", "9 october"),
        ("Friday, 9 October", "friday 9"), ("the twenty-sixth", "day 26"), ("tomorrow", "tomorrow"),
        ("£4,000", "£4,000"), ("for two hours", "2 hour"), ("eleven invoices", "11 invoic"), ("Fridays", "friday"),
    ],
)  # fmt: skip
def test_a_fact_has_one_label_however_it_is_written(words: str, label: str) -> None:
    assert label in facts_in(f"It was {words}.").all


@pytest.mark.parametrize(
    "words", ["I'd like a minute before I answer.", "Which part do you mean?", "It's mine. Isn't it?"]
)
def test_general_words_state_nothing(words: str) -> None:
    assert facts_in(words).all == {}
