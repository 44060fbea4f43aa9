"""What the coach advises is good by our own reading of tone: nobody is sent into a trap."""

from __future__ import annotations

from string import Template

import pytest

from simulator.debrief.coach import ways
from simulator.debrief.facts import facts_in
from simulator.dialogue.moves import choose
from simulator.dialogue.stance import weigh
from simulator.domain.conduct import Move
from simulator.domain.events import EventName as E
from simulator.domain.text import NormalText
from simulator.resources import Library
from simulator.tone.appraise import appraise
from tests.dialogue.make import Talk, setting
from tests.shipped import SCENARIO_IDS

PROMPT = "What happened, and what will be different?"
#: Advice that stands by itself, without the scenario's words.
PATTERNS = [way.another_ways for way in ways().ways] + [missing.another_ways for missing in ways().missing]
ADVICE = [pattern.say for patterns in PATTERNS for pattern in patterns]
PLAIN_ADVICE = sorted({words for words in ADVICE if not Template(words).get_identifiers()})


def names(words: str) -> set[E]:
    return {event.name for event in appraise(words, PROMPT).events}


@pytest.mark.parametrize("scenario", SCENARIO_IDS)
def test_the_errors_own_words_name_the_error(shipped: Library, scenario: str) -> None:
    for error in shipped.scenario(scenario).facts_user_knows.errors:
        read = appraise(error.own_words, PROMPT)
        assert E.NAMES_OWN_ERROR in names(error.own_words), error.own_words
        assert (read.overall or 0) > 0.3, error.own_words


@pytest.mark.parametrize("scenario", SCENARIO_IDS)
def test_the_words_for_the_impact_name_it(shipped: Library, scenario: str) -> None:
    for error in shipped.scenario(scenario).facts_user_knows.errors:
        assert names(error.impact_words) & {E.NAMES_IMPACT, E.SEES_HER_SIDE}, error.impact_words
        assert (appraise(error.impact_words, PROMPT).overall or 0) > 0, error.impact_words


@pytest.mark.parametrize("scenario", SCENARIO_IDS)
def test_the_words_for_the_plan_can_be_checked(shipped: Library, scenario: str) -> None:
    words = shipped.scenario(scenario).facts_user_knows.plan_words
    assert E.DATED_COMMITMENT in names(words), words
    assert (appraise(words, PROMPT).overall or 0) > 0.3, words


@pytest.mark.parametrize("scenario", SCENARIO_IDS)
def test_the_words_for_the_false_charge_correct_it(shipped: Library, scenario: str) -> None:
    talk = Talk(setting("teacher", scenario))
    for _ in range(3):
        talk.say("I see.")
    assert talk.plans[-1].move is Move.CHARGE
    false = shipped.scenario(scenario).false_charge
    assert false is not None
    read = appraise(false.own_words, talk.replies[-1])
    movement = weigh(talk.setting, talk.state, NormalText(false.own_words), read)
    assert choose(talk.setting, movement, read).move is Move.DROP_CHARGE
    assert movement.after.levels.trust > movement.before.levels.trust


@pytest.mark.parametrize("words", PLAIN_ADVICE)
def test_advice_without_the_scenario_costs_nothing(words: str) -> None:
    read = appraise(words, PROMPT)
    assert (read.overall or 0) >= 0, [(event.name, event.quote) for event in read.events]


@pytest.mark.parametrize("pattern", sorted(set(ADVICE)))
def test_a_pattern_states_no_fact_of_its_own(pattern: str) -> None:
    slots = dict.fromkeys(Template(pattern).get_identifiers(), "")
    assert facts_in(Template(pattern).substitute(slots)).all == {}
