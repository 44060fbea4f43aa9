"""What moves her, by how much, and what never does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.dialogue.hearing import drawn_hidden_fact
from simulator.dialogue.rules import rules
from simulator.dialogue.stance import weigh
from simulator.dialogue.state import Levels, Memory, State, opening_state
from simulator.domain.appraisal import Appraisal
from simulator.domain.conduct import Charge, Need
from simulator.domain.events import EventName as E
from simulator.domain.text import NormalText
from simulator.domain.transcript import Difficulty, LedgerRow
from simulator.resources import library
from tests.dialogue.make import Talk, reading, setting
from tests.shipped import PERSONA_IDS, SCENARIO_IDS

VARIABLES = ("trust", "patience", "clarity")
DIFFICULTIES: tuple[Difficulty, ...] = ("easy", "normal", "hard")
EVENT_LISTS = st.lists(st.sampled_from(list(E)), max_size=6)


def rows_of(rows: tuple[LedgerRow, ...], variable: str) -> list[LedgerRow]:
    return [row for row in rows if row.variable == variable]


def moved(
    persona: str, *events: E, words: str = "Something was said here.", difficulty: Difficulty = "normal"
) -> Levels:
    """How far one turn moves her from her start, in tenths."""
    here = setting(persona, difficulty=difficulty)
    before = replace(opening_state(here.persona), levels=Levels(500, 500, 500))
    after = weigh(here, before, NormalText(words), reading(words, *events)).after.levels
    passing = rules().happenings.time_passes.patience * rules().difficulty[difficulty].loss // 100
    return Levels(after.trust - 500, after.patience - 500 - passing, after.clarity - 500)


@given(
    persona=st.sampled_from(PERSONA_IDS),
    scenario=st.sampled_from(SCENARIO_IDS),
    difficulty=st.sampled_from(DIFFICULTIES),
    turns=st.lists(EVENT_LISTS, min_size=1, max_size=8),
    seed=st.integers(0, 5),
)
@settings(max_examples=150, deadline=None)
def test_the_ledger_of_any_conversation_sums_up(
    persona: str, scenario: str, difficulty: Difficulty, turns: list[list[E]], seed: int
) -> None:
    here = setting(persona, scenario, seed, difficulty)
    state = opening_state(here.persona)
    caps = rules().cap
    for names in turns:
        before = state
        movement = weigh(here, state, NormalText("Some words."), reading("Some words.", *names))
        state = movement.after
        for variable in VARIABLES:
            level = getattr(before.levels, variable)
            for row in rows_of(movement.rows, variable):
                assert row.amount != 0
                assert round(row.before * 10) == level
                assert round((row.before + row.amount) * 10) == round(row.after * 10)
                level = round(row.after * 10)
            assert level == getattr(state.levels, variable)
            assert 0 <= level <= 1000
            change = level - getattr(before.levels, variable)
            passing = 20 if variable == "patience" else 0
            assert -caps.loss - passing <= change <= caps.gain
        assert state.user_turns == before.user_turns + 1


@given(turns=st.lists(EVENT_LISTS, min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_the_same_turns_give_the_same_ledger(turns: list[list[E]]) -> None:
    talks = [Talk(setting("teacher", "warehouse", seed=3)) for _ in range(2)]
    for talk in talks:
        for names in turns:
            talk.say("Some words.", *names)
    assert [one.rows for one in talks[0].movements] == [one.rows for one in talks[1].movements]
    assert talks[0].replies == talks[1].replies


def test_a_single_turn_is_capped_both_ways() -> None:
    worst = moved("the-letter", E.CONTEMPT, E.THREAT, E.DENIAL, E.BLAMES_SUPERVISOR)
    best = moved("the-letter", E.NAMES_OWN_ERROR, E.NAMES_IMPACT, E.FIX_DONE, E.DATED_COMMITMENT)
    assert worst.trust == -rules().cap.loss
    assert best.trust == rules().cap.gain


def test_the_cap_is_a_row_of_its_own() -> None:
    talk = Talk(setting())
    talk.state = replace(talk.state, levels=Levels(500, 500, 500))
    talk.say("Words.", E.CONTEMPT, E.THREAT, E.DENIAL)
    cap = [row for row in talk.movements[0].rows if row.rule == "cap_a_turn" and row.variable == "trust"]
    assert [row.amount > 0 for row in cap] == [True]


def test_losses_are_larger_than_gains() -> None:
    gains = [rules().events[name].trust for name in E if rules().events[name].trust > 0]
    losses = [-rules().events[name].trust for name in E if rules().events[name].trust < 0]
    assert sum(losses) / len(losses) > sum(gains) / len(gains)
    assert max(losses) > max(gains)
    assert rules().cap.loss > rules().cap.gain


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_gains_shrink_when_the_same_comes_again_and_losses_do_not(persona: str) -> None:
    here = setting(persona)

    def amounts(name: E) -> list[float]:
        state = replace(opening_state(here.persona), levels=Levels(500, 900, 300))
        found = []
        for _ in range(6):
            movement = weigh(here, state, NormalText("Words."), reading("Words.", name))
            state = replace(movement.after, levels=Levels(500, 900, 300))
            found.append(sum(row.amount for row in movement.rows if row.variable == "trust" and row.rule == name))
        return found

    gains, losses = amounts(E.NAMES_IMPACT), amounts(E.BRUSHES_OFF)
    assert gains[0] > 0
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > gains[1] > gains[2]
    assert gains[4] == gains[5] == 0
    assert losses[0] < 0
    assert len(set(losses)) == 1


@pytest.mark.parametrize("persona", PERSONA_IDS)
@pytest.mark.parametrize(
    "name",
    [
        E.COURTESY, E.CONSIDERATE, E.FLATTERY, E.PANIC, E.BEGGING, E.SELF_FLAGELLATION, E.ANXIOUS,
        E.ASKS_FORGIVENESS, E.SMALL_TALK, E.VAGUE_PROMISE, E.ASKS_IF_BOT, E.SAYS_GOODBYE,
    ],
)  # fmt: skip
def test_words_that_move_no_trust(persona: str, name: E) -> None:
    talk = Talk(setting(persona))
    for _ in range(5):
        talk.say("Only these words.", name)
    assert [row for one in talk.movements for row in one.rows if row.variable == "trust"] == []


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_being_nice_for_a_whole_conversation_wins_no_terms(persona: str) -> None:
    talk = Talk(setting(persona))
    for _ in range(8):
        talk.say("Thank you, you are so kind.", E.COURTESY, E.CONSIDERATE, E.FLATTERY)
    assert talk.trust == setting(persona).persona.stance.start.trust


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_difficulty_changes_what_earns_movement(persona: str) -> None:
    gains = [moved(persona, E.SEES_HER_SIDE, difficulty=level).trust for level in DIFFICULTIES]
    losses = [moved(persona, E.BRUSHES_OFF, difficulty=level).trust for level in DIFFICULTIES]
    assert gains[0] > gains[1] > gains[2] > 0
    assert 0 > losses[0] > losses[1] > losses[2]


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_difficulty_changes_what_earns_and_not_what_is_said(persona: str) -> None:
    """On hard a general word is worth a far smaller share of a specific one; nobody is ruder for it."""

    def share(difficulty: Difficulty) -> float:
        general = moved(persona, E.GENERAL_RESPONSIBILITY, difficulty=difficulty).trust
        return general / moved(persona, E.NAMES_OWN_ERROR, difficulty=difficulty).trust

    assert share("hard") < 0.6 * share("normal") < 0.6 * share("easy")
    plans = []
    for difficulty in DIFFICULTIES:
        talk = Talk(setting(persona, difficulty=difficulty))
        plan = talk.say("My week was terrible.", E.EXCUSE)
        plans.append((plan.move, plan.topic))
    assert len(set(plans)) == 1


def test_a_mistake_of_the_heart_and_one_of_the_hand_are_weighed_by_what_the_breach_demands() -> None:
    assert set(rules().facets.values()) == {"ability", "benevolence", "integrity", "apology"}
    integrity = rules().breach["integrity"]
    assert integrity["apology"].gain < integrity["ability"].gain < 100 < integrity["integrity"].loss
    assert rules().breach["competence"] == {}


def test_an_apology_repairs_less_where_something_was_untrue() -> None:
    def gain(scenario: str, name: E) -> float:
        here = setting("teacher", scenario)
        movement = weigh(here, opening_state(here.persona), NormalText("Words."), reading("Words.", name))
        return sum(row.amount for row in movement.rows if row.variable == "trust")

    integrity = next(one.id for one in library().scenarios.values() if one.breach == "integrity")
    competence = next(one.id for one in library().scenarios.values() if one.breach == "competence")
    for name in (E.REGRET, E.GENERAL_RESPONSIBILITY, E.REPENTANCE):
        assert gain(integrity, name) < gain(competence, name)
    assert gain(integrity, E.DENIAL) < gain(competence, E.DENIAL)
    assert gain(integrity, E.REGRET) / gain(competence, E.REGRET) < 0.6
    for name in (E.DATED_COMMITMENT, E.FIX_DONE, E.NAMES_OWN_ERROR):
        assert 0.8 < gain(integrity, name) / gain(competence, name) < 1, "good work and candour repair nearly as much"
    assert gain(integrity, E.NAMES_IMPACT) == gain(competence, E.NAMES_IMPACT)


@pytest.mark.parametrize("name", [E.BEYOND_THE_JOB, E.OFFERS_HELP])
def test_effort_wins_nothing_before_the_job_itself_is_credible(name: E) -> None:
    early, late = Talk(setting()), Talk(setting())
    early.say("I could take the archive on as well.", name)
    late.say("I forgot the report.", E.NAMES_OWN_ERROR)
    late.say("I could take the archive on as well.", name)
    assert sum(row.amount for row in early.movements[-1].rows if row.variable == "trust") == 0
    assert sum(row.amount for row in late.movements[-1].rows if row.variable == "trust") > 0


@pytest.mark.parametrize("persona", PERSONA_IDS)
@pytest.mark.parametrize("scenario", SCENARIO_IDS)
def test_correcting_a_false_charge_ends_above_confessing_to_it(persona: str, scenario: str) -> None:
    ends = {}
    false = library().scenario(scenario).false_charge
    assert false is not None
    for way in ("corrects", "confesses", "passes over"):
        talk = Talk(setting(persona, scenario))
        for _ in range(12):
            if talk.plans and talk.plans[-1].move == "charge":
                break
            talk.say("I see.")
        assert talk.plans[-1].move == "charge", "she never raised it"
        if way == "corrects":
            assert talk.say(false.own_words, E.CALM_CORRECTION).move == "drop_charge"
            assert any(row.rule == "charge_corrected" for row in talk.movements[-1].rows)
        elif way == "confesses":
            talk.say("Yes, that was my mistake too, I am sorry.", E.NAMES_OWN_ERROR, E.REGRET)
            assert any(row.rule == "false_confession" for row in talk.movements[-1].rows)
        else:
            talk.say("I see.")
        ends[way] = talk.trust
    assert ends["corrects"] > ends["passes over"] > ends["confesses"]


def test_a_confession_to_a_false_charge_is_no_owned_error() -> None:
    talk = Talk(setting())
    talk.state = talk.state.remembering(replace(talk.state.memory, charge=Charge.RAISED))
    talk.say("Yes, that was me.", E.NAMES_OWN_ERROR)
    assert talk.state.memory.admitted == ()
    assert Need.ERROR not in talk.state.memory.heard


def test_disputing_a_charge_without_evidence_costs_only_patience() -> None:
    talk = Talk(setting())
    for _ in range(3):
        talk.say("I see.")
    assert talk.plans[-1].move == "charge"
    talk.say("That is not true.", E.DENIAL)
    rows = talk.movements[-1].rows
    assert [row.rule for row in rows if row.variable == "trust"] == []
    assert "charge_disputed" in [row.rule for row in rows if row.variable == "patience"]


@pytest.mark.parametrize("scenario_id", SCENARIO_IDS)
def test_facts_count_once_when_told_and_quote_the_sentence(scenario_id: str) -> None:
    here = setting("teacher", scenario_id)
    for fact in here.scenario.told_only:
        words = f"I want to say something. It is about {' and '.join(group[0] for group in fact.cues)}."
        talk = Talk(here)
        talk.say(words)
        rows = [row for row in talk.movements[0].rows if row.rule == f"fact_told:{fact.id}"]
        assert {row.variable for row in rows} == {"trust", "clarity"}
        assert {row.quote for row in rows} == {words.partition(". ")[2]}
        talk.say(words)
        assert not [row for row in talk.movements[1].rows if row.rule.startswith(f"fact_told:{fact.id}")]


def test_a_thing_mended_is_told_of_what_the_turn_before_had_named() -> None:
    owned, mended = "I did not send the renewal letter to the bakery.", "I rang them, and it is paid back now."
    talk = Talk(setting("teacher"))
    talk.say(owned, E.NAMES_OWN_ERROR)
    talk.say(mended, E.FIX_DONE)
    assert "bakery-call" in talk.state.memory.told
    for before, events in ((owned, ()), ("I promised Linden House a call.", (E.FIX_DONE,))):
        talk = Talk(setting("teacher"))
        talk.say(before)
        talk.say(mended, *events)
        assert "bakery-call" not in talk.state.memory.told, "nobody named it, or nothing was mended"


def test_half_a_fact_is_not_told() -> None:
    here = setting()
    for fact in here.scenario.told_only:
        assert weigh(here, opening_state(here.persona), NormalText("Well."), reading("Well.")).heard.facts == ()
        words = f"It is about {fact.cues[0][0]}."
        assert fact.id not in Talk(here).state.memory.told
        assert fact.id not in dict(
            weigh(here, opening_state(here.persona), NormalText(words), reading(words)).heard.facts
        ) or all(cues[0] in words for cues in fact.cues)


@pytest.mark.parametrize("scenario_id", SCENARIO_IDS)
def test_an_error_named_is_taken_off_her_list_once(scenario_id: str) -> None:
    here = setting("own-it", scenario_id)
    for error in here.scenario.facts_user_knows.errors:
        talk = Talk(here)
        talk.say(error.own_words, E.NAMES_OWN_ERROR)
        assert error.id in talk.state.memory.errors_named
        assert f"error_named:{error.id}" in [row.rule for row in talk.movements[0].rows]
        talk.say(error.own_words, E.NAMES_OWN_ERROR)
        assert f"error_named:{error.id}" not in [row.rule for row in talk.movements[1].rows]


def test_a_need_is_met_once() -> None:
    talk = Talk(setting())
    talk.say("The planners had old figures.", E.NAMES_IMPACT)
    talk.say("The planners had old figures.", E.NAMES_IMPACT)
    met = [[row.rule for row in one.rows if row.rule == "need_heard:impact"] for one in talk.movements]
    assert met == [["need_heard:impact"], []]


def test_distress_moves_nothing() -> None:
    here = setting()
    before = opening_state(here.persona)
    for appraisal in (
        Appraisal(unscored="distress", distress=True),
        reading("It is all over.", E.PANIC, E.NAMES_OWN_ERROR, distress=True),
    ):
        movement = weigh(here, before, NormalText("It is all over."), appraisal)
        assert movement.after == before
        assert movement.rows == ()


@pytest.mark.parametrize(("unscored", "rule"), [("empty", "silence"), ("not English", "not_understood")])
def test_words_that_cannot_be_scored_cost_patience_only(unscored: str, rule: str) -> None:
    talk = Talk(setting())
    talk.say("", unscored=unscored)  # type: ignore[arg-type]
    assert {row.variable for row in talk.movements[0].rows} == {"patience"}
    assert rule in [row.rule for row in talk.movements[0].rows]


def test_levels_stay_between_nothing_and_all() -> None:
    here = setting()
    low = State(Levels(5, 5, 5), Memory())
    after = weigh(here, low, NormalText("No."), reading("No.", E.CONTEMPT)).after.levels
    assert (after.trust, after.patience) == (0, 0)
    high = State(Levels(995, 995, 995), Memory())
    after = weigh(here, high, NormalText("Yes."), reading("Yes.", E.NAMES_OWN_ERROR, E.DATED_COMMITMENT)).after.levels
    assert (after.trust, after.clarity) == (995, 1000), "words lift trust only so far, and never lower it for that"


def test_little_trust_is_lost_more_slowly_but_is_lost() -> None:
    here = setting()
    losses = []
    for trust in (500, 400, 200, 100, 50):
        before = State(Levels(trust, 500, 500), Memory())
        after = weigh(here, before, NormalText("Words."), reading("Words.", E.BRUSHES_OFF)).after
        losses.append(trust - after.levels.trust)
    assert losses[0] == losses[1] > losses[2] > losses[3] == losses[4] > 0


def test_the_seed_draws_the_hidden_fact_and_its_weights() -> None:
    drawn = {_hidden(seed) for seed in range(40)}
    assert len(drawn) == len(library().persona("undecided").hidden)
    assert _hidden(7) == _hidden(7)


def _hidden(seed: int) -> str:
    fact = drawn_hidden_fact(library().persona("undecided"), seed)
    assert fact is not None
    return fact.id


@pytest.mark.parametrize("seed", range(8))
def test_a_good_question_brings_the_hidden_fact_out_once(seed: int) -> None:
    here = setting("undecided", seed=seed)
    fact = drawn_hidden_fact(here.persona, seed)
    assert fact is not None
    words = f"May I ask about {' and '.join(group[0] for group in fact.cues)}?"
    talk = Talk(here)
    plan = talk.say(words)
    assert plan.move == "disclose"
    assert any(row.rule == "hidden_fact_found" for row in talk.movements[0].rows)
    openings = [line.say[:20] for line in fact.reveals]
    assert talk.replies[-1][:20] in openings or any("$" in opening for opening in openings)
    assert not any(row.rule == "hidden_fact_found" for row in _again(talk, words))


def _again(talk: Talk, words: str) -> tuple[LedgerRow, ...]:
    talk.say(words)
    return talk.movements[-1].rows
