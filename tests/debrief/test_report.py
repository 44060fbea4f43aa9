"""The debrief as a whole: exact quotes, one strength first, few suggestions, two judgements kept apart."""

from __future__ import annotations

import re
from itertools import pairwise
from string import Template

import pytest

from simulator.debrief.facts import facts_in
from simulator.debrief.marks import pieces
from simulator.debrief.panel import panel
from simulator.debrief.report import report
from simulator.debrief.rubric import over_time
from simulator.dialogue.hearing import drawn_hidden_fact
from simulator.dialogue.quoting import short_quote
from simulator.domain.conduct import Ending
from simulator.domain.events import Dimension
from simulator.domain.events import EventName as E
from simulator.domain.report import Apology, Report, Skill
from simulator.domain.transcript import LedgerRow, Transcript
from simulator.resources import Library
from simulator.tone.lexicon import lexicon
from tests.debrief.make import (
    ASKED,
    BLAMED,
    EXCUSED,
    GOODBYE,
    LETS_GO,
    OWNED,
    PLAIN,
    PROMISED,
    RUDE,
    SILENT,
    VAGUE,
    Said,
    ended,
    played,
)
from tests.dialogue.make import setting
from tests.shipped import PERSONA_IDS, SCENARIO_IDS

TALKS: dict[str, tuple[Said, ...]] = {
    "good": (OWNED, PROMISED, ASKED, PLAIN, PROMISED, OWNED),
    "mixed": (EXCUSED, VAGUE, OWNED, SILENT, PROMISED, PLAIN),
    "bad": (BLAMED, EXCUSED, RUDE, RUDE, RUDE, RUDE, RUDE),
    "left": (OWNED, GOODBYE),
    "let go": (EXCUSED, BLAMED, EXCUSED, PLAIN, LETS_GO),
    "silent": (SILENT, SILENT),
    "long": (PLAIN,) * 16,
}


def apology_in(transcript: Transcript) -> Apology:
    """The apology of a talk that did not stop for help."""
    found = report(transcript).apology
    assert found is not None
    return found


def check_quotes(transcript: Transcript, made: Report) -> None:
    """Every quotation is exactly what was said in that turn."""
    said = {turn.id: turn.text for turn in transcript.user_turns}
    for items in [item.evidence for item in made.dimensions] + [item.shown + item.broken for item in made.skills]:
        for item in items:
            assert item.quote == said[item.turn][item.start : item.end]
    quotes = [(item.turn, item.quote) for item in made.strengths]
    quotes += [(item.turn, item.quote) for item in made.suggestions]
    quotes += [(item.turn, item.quote) for item in made.moments]
    quotes += [(item.turn, item.quote) for item in made.promises]
    quotes += [(part.turn, part.quote) for part in apology_in(transcript).parts if part.turn and part.quote]
    for turn, quote in quotes:
        assert quote in said[turn]


@pytest.mark.parametrize("talk", TALKS)
@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_a_report_on_any_conversation(persona: str, talk: str) -> None:
    transcript = played(*TALKS[talk], persona=persona)
    made = report(transcript)
    check_quotes(transcript, made)
    assert made == report(transcript)
    assert Report.model_validate_json(made.model_dump_json(by_alias=True)).persona == persona
    assert len(made.suggestions) <= 4
    assert len(made.strengths) <= 3
    assert len(made.moments) <= 3
    assert [item.dimension for item in made.dimensions] == list(Dimension)
    assert {item.skill for item in made.skills} == set(Skill)
    assert len(made.trust) == len(transcript.user_turns) + 1
    assert len(made.fair.series) == len(made.hers.series) == len(transcript.user_turns)
    for change, (before, after) in zip(made.hers.series, pairwise(made.trust), strict=True):
        assert change == pytest.approx(after - before, abs=0.01)
    assert made.ending == transcript.ending
    assert len({item.another_way for item in made.suggestions}) == len(made.suggestions)
    assert not any("$" in item.happened + item.another_way for item in made.suggestions)


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_an_illness_is_told_to_nobody_that_evening(persona: str) -> None:
    assert "father" not in report(played(OWNED, EXCUSED, PROMISED, persona=persona)).evening


@pytest.mark.parametrize("ending", [one for one in Ending if one is not Ending.STOPPED_FOR_HELP])
@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_the_evening_is_hers_and_quotes_the_user(persona: str, ending: Ending) -> None:
    for seed, scenario in enumerate(SCENARIO_IDS):
        transcript = ended(played(OWNED, BLAMED, PROMISED, persona=persona, scenario=scenario, seed=seed), ending)
        evening = report(transcript).evening
        assert 40 <= len(evening.split()) <= 130, evening
        assert "$" not in evening
        quotes = [short_quote(row.quote) for turn in transcript.user_turns for row in turn.ledger if row.quote]
        assert sum(1 for quote in set(quotes) if f'"{quote}"' in evening or quote in evening) >= 2
        leaving = transcript.persona.evening.leaves[ending]
        if ending is Ending.ENDED_BY_USER:  # a promise was given
            assert transcript.persona.evening.parted is not None
            leaving = transcript.persona.evening.parted.promised
        assert _said(leaving.say, transcript) in evening


def _said(line: str, transcript: Transcript) -> str:
    return Template(line).substitute(dict(transcript.scenario.slots))


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_the_evening_quotes_the_best_and_the_worst(persona: str) -> None:
    steady: Said = ("I can wait for that.", 0.2, (E.STEADY,))
    minor: Said = ("I do not know yet.", -0.2, (E.CURT,))
    evening = report(played(steady, minor, BLAMED, OWNED, persona=persona)).evening
    assert "it is his fault" in evening
    assert any(quote in evening for _, quote in OWNED[2])


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_an_evening_without_anything_to_quote(persona: str) -> None:
    evening = report(played(PLAIN, persona=persona)).evening
    assert 30 <= len(evening.split()) <= 130
    lines = played(persona=persona).persona.evening
    assert any(_said(line.say, played(persona=persona)) in evening for line in lines.nothing_kept)


def test_no_evening_after_a_conversation_that_stopped_for_help() -> None:
    assert report(ended(played(OWNED), Ending.STOPPED_FOR_HELP)).evening == ""


def test_a_talk_that_stopped_for_help_has_no_part_of_a_score() -> None:
    talk = ended(played(OWNED, PROMISED), Ending.STOPPED_FOR_HELP)
    told = report(talk).model_dump()
    kept = {"schema_", "persona", "persona_assumed", "scenario", "ending", "evening_to", "round"}
    nothing = {"series": (), "summary": "Nothing of this talk is scored."}
    assert (told.pop("fair"), told.pop("hers")) == (nothing, nothing)
    assert not any(told.pop("pocket_card").values())
    assert {name: value for name, value in told.items() if name not in kept and value} == {}
    assert panel(talk, [talk.persona]).supervisors == ()


def test_a_report_on_nothing_said() -> None:
    made = report(played())
    assert (made.strengths, made.suggestions, made.moments, made.promises) == ((), (), (), ())
    assert made.fair.summary == "Nothing here could be scored."
    assert all(item.value is None for item in made.dimensions)
    assert made.gap is None


class TestCoach:
    def test_a_good_turn_gets_no_criticism(self) -> None:
        good_with_a_slip = (
            "I forgot it, my week was bad, but you have it by four.",
            1.2,
            (E.EXCUSE, E.DATED_COMMITMENT),
        )
        made = report(played(good_with_a_slip, OWNED, PROMISED, ASKED))
        assert [item for item in made.suggestions if item.quote] == []

    def test_what_went_wrong_is_quoted_with_another_way(self) -> None:
        transcript = played(EXCUSED)
        first = report(transcript).suggestions[0]
        assert (first.turn, first.quote) == ("u1", "my week was terrible")
        errors = transcript.scenario.facts_user_knows.errors
        assert any(error.own_words in first.another_way for error in errors)

    @pytest.mark.parametrize("scenario", SCENARIO_IDS)
    def test_another_way_is_made_of_what_the_user_knows(self, scenario: str) -> None:
        transcript = played(BLAMED, VAGUE, EXCUSED, scenario=scenario)
        knows = transcript.scenario.facts_user_knows
        theirs = [knows.plan_words, *(error.own_words for error in knows.errors)]
        theirs += [error.impact_words for error in knows.errors]
        sentences = [sentence for words in theirs for sentence in re.split(r"(?<=[.!?])\s+", words)]
        suggestions = report(transcript).suggestions
        assert suggestions
        for item in suggestions:
            assert any(words in item.another_way for words in sentences) or not facts_in(item.another_way).all, item

    def test_the_gravest_comes_first(self) -> None:
        made = report(played(VAGUE, EXCUSED, RUDE))
        assert made.suggestions[0].quote in RUDE[0]

    def test_the_error_that_was_meant_is_the_one_offered(self) -> None:
        said: Said = ("The gate code for Meadow Street, mistakes were made there.", -0.5, (E.PASSIVE_VOICE,))
        assert "gate code" in report(played(said)).suggestions[0].another_way

    def test_what_was_never_said_is_suggested_without_a_quote(self) -> None:
        made = report(played(PLAIN))
        assert made.suggestions
        assert {item.quote for item in made.suggestions} == {""}

    def test_nothing_is_missing_where_everything_was_said(self) -> None:
        assert report(played(OWNED, PROMISED, ASKED)).suggestions == ()

    def test_strengths_are_the_strongest_words_of_different_kinds(self) -> None:
        made = report(played(OWNED, OWNED, PROMISED, ASKED))
        assert len(made.strengths) == 3
        assert len({item.why for item in made.strengths}) == 3
        assert made.strengths[0].quote in OWNED[0]

    def test_no_strength_is_invented(self) -> None:
        assert report(played(BLAMED, RUDE)).strengths == ()

    def test_a_false_confession_is_answered_with_the_evidence(self) -> None:
        confesses: Said = ("Yes, that one was my fault, too.", 0.5, (E.GENERAL_RESPONSIBILITY,))
        transcript = played(PLAIN, PLAIN, PLAIN, confesses)
        assert transcript.scenario.false_charge is not None
        ways = [item.another_way for item in report(transcript).suggestions]
        assert transcript.scenario.false_charge.own_words in ways


class TestMoments:
    def test_turning_points_stand_in_the_order_of_the_talk_with_exact_words(self) -> None:
        transcript = played(OWNED, PLAIN, EXCUSED, RUDE)
        moments = report(transcript).moments
        assert [(item.number, item.kind) for item in moments] == [(1, "won"), (3, "lost"), (4, "lost")]
        assert [item.quote for item in moments][:2] == [OWNED[2][0][1], "my week was terrible and my father is ill"]
        assert moments[0].why == lexicon().catalogue[E.NAMES_OWN_ERROR].why

    def test_small_movements_are_no_turning_point(self) -> None:
        steady: Said = ("I can wait.", 0.2, (E.STEADY,))
        assert report(played(PLAIN, VAGUE, steady)).moments == ()
        assert report(played(steady)).trust[-1] > report(played(steady)).trust[0]

    def test_the_reason_of_a_happening_is_in_plain_words(self) -> None:
        corrects = setting().scenario.false_charge
        assert corrects is not None
        said: Said = (corrects.own_words, 1.0, ())
        moment = report(played(PLAIN, PLAIN, PLAIN, said)).moments[-1]
        assert (moment.rule, moment.kind) == ("charge_corrected", "won")
        assert moment.why == "You corrected a charge that was not true, with evidence."
        assert moment.quote in corrects.own_words

    def test_a_denial_that_puts_the_charge_right_is_held_against_nobody(self) -> None:
        corrects = setting().scenario.false_charge
        assert corrects is not None
        words = corrects.own_words
        said: Said = (words, 0.4, ((E.DENIAL, words), (E.EVADES, words), (E.CONTEMPT, words)))
        transcript = played(PLAIN, PLAIN, PLAIN, said)
        skills = {one.skill: one for one in report(transcript).skills}
        ground = skills[Skill.HOLD_YOUR_GROUND]
        assert ground.shown[0].quote in words
        assert [one.event for one in ground.broken] == [E.CONTEMPT]
        assert skills[Skill.TAKE_THE_INITIATIVE].broken == skills[Skill.BE_ACCOUNTABLE].broken == ()
        only_denied: Said = (words, 0.4, ((E.DENIAL, words),))
        [marked] = pieces(played(PLAIN, PLAIN, PLAIN, only_denied).user_turns[-1])
        assert marked.tone == "noted"
        assert "not held against you" in marked.reasons[0]

    def test_nothing_of_a_turn_that_was_taken_badly_goes_on_the_card_or_shows_a_skill(self) -> None:
        words = "You're the one who never answers, and I said so at the meeting."
        harsh: Said = (words, -1.2, ((E.SEES_HER_SIDE, words), (E.NAMES_LIMIT, words)))
        told = report(played(harsh))
        assert told.pocket_card.opening is None
        assert told.pocket_card.limit is None
        assert all(not one.shown for one in told.skills)

    def test_a_question_says_nowhere_where_somebody_stops(self) -> None:
        words = "Is there anything I can do so that you need not read it all?"
        asked: Said = (words, 0.8, ((E.SAYS_NEED, words),))
        assert report(played(asked)).pocket_card.limit is None

    def test_a_vague_promise_is_noted_and_no_more(self) -> None:
        tones = {piece.tone for piece in pieces(played(VAGUE).user_turns[0])}
        assert "noted" in tones
        assert "good" not in tones


class TestJudgements:
    @pytest.mark.parametrize(
        ("overall", "words"),
        [(1.5, "more after these words"), (-1.5, "less after these words"), (0.1, "much as before")],
    )
    def test_the_fair_view(self, overall: float, words: str) -> None:
        assert words in report(played(("Something.", overall, ()))).fair.summary

    def test_hers_is_said_with_her_name(self) -> None:
        made = report(played(RUDE))
        assert made.hers.summary.startswith("Marian trusts you less than before:")

    def test_where_words_lift_trust_no_higher_it_says_so(self) -> None:
        talk = played(OWNED)
        assert "no higher" not in report(talk).hers.summary
        (mine,) = talk.user_turns
        held = LedgerRow(
            variable="trust", rule="words_alone", quote="", amount=-1.0, before=mine.trust + 1.0, after=mine.trust
        )
        high = mine.model_copy(update={"ledger": (*mine.ledger, held)})
        talk = talk.model_copy(update={"turns": tuple(high if turn is mine else turn for turn in talk.turns)})
        assert report(talk).hers.summary.endswith("Words lift it no higher than that; kept promises do.")

    def test_where_they_differ_it_is_said_whose_it_is(self, shipped: Library) -> None:
        for persona in PERSONA_IDS:
            gap = report(played(("Something.", 1.5, ()), persona=persona)).gap
            whose = {"she": "hers", "he": "his", "they": "theirs"}[shipped.persona(persona).pronouns.subject]
            assert gap is not None
            assert gap.endswith(f"The difference is {whose}, not yours.")
        assert "could be harder to win" in str(report(played(("I forgot it.", -1.0, (E.NAMES_OWN_ERROR,)))).gap)
        assert report(played(OWNED)).gap is None

    def test_not_scored_is_left_out_and_shown(self) -> None:
        made = report(played(SILENT, OWNED))
        assert made.not_scored == ("u1: empty",)
        assert made.fair.series == (None, 1.8)


class TestRubric:
    def test_dimensions_have_a_mean_and_a_band(self) -> None:
        one = next(item for item in report(played(OWNED, BLAMED)).dimensions if item.dimension is Dimension.OWNERSHIP)
        assert (one.value, one.turns, one.course) == (-1.0, 2, "relapse")
        assert one.low is not None
        assert one.high is not None
        assert -2 <= one.low < -1 < one.high <= 2
        assert [item.quote for item in one.evidence] == [OWNED[2][0][1], "it is his fault"]

    def test_the_band_narrows_with_more_turns(self) -> None:
        widths = []
        for count in (1, 4):
            items = report(played(*[PROMISED] * count)).dimensions
            one = next(item for item in items if item.dimension is Dimension.COMMITMENT)
            assert one.low is not None
            assert one.high is not None
            widths.append(one.high - one.low)
        assert widths[1] < widths[0]

    def test_skills_are_shown_broken_mixed_or_not_shown(self) -> None:
        states = {item.skill: item.state for item in report(played(OWNED, EXCUSED, RUDE)).skills}
        assert states[Skill.CLARIFY_YOUR_INTENTIONS] == "mixed"
        assert states[Skill.TAKE_THEIR_SIDE] == "shown"
        assert states[Skill.HOLD_YOUR_GROUND] == "broken"
        assert states[Skill.EXAMINE_YOUR_STORY] == "not shown"

    def test_what_was_not_shown_is_listed(self) -> None:
        made = report(played(OWNED))
        assert "commitment" in made.not_shown
        assert "hold_your_ground" in made.not_shown
        assert "ownership" not in made.not_shown

    def test_responsibility_counts_most_in_an_apology_and_forgiveness_least(self) -> None:
        scores = {
            name: apology_in(played(("It was me.", 0.5, (name,)))).score
            for name in (E.NAMES_OWN_ERROR, E.DATED_COMMITMENT, E.REGRET, E.ASKS_FORGIVENESS)
        }
        assert (
            scores[E.NAMES_OWN_ERROR] > scores[E.DATED_COMMITMENT] > scores[E.REGRET] > scores[E.ASKS_FORGIVENESS] > 0
        )

    def test_a_part_of_an_apology_is_the_clearest_that_was_said(self) -> None:
        meek: Said = ("That is no excuse, I know.", 0.3, ((E.GENERAL_RESPONSIBILITY, "no excuse"),))
        apology = report(played(meek, OWNED)).apology
        assert apology is not None
        responsibility = next(part for part in apology.parts if part.name == "responsibility")
        assert responsibility.quote == "I did not send the report on Friday the ninth"

    def test_a_fact_that_tells_how_it_came_about_is_an_explanation(self) -> None:
        told: Said = ("I kept things in three places, mail, paper, my head.", 0.2, ())
        parts = {part.name: part for part in apology_in(played(OWNED, told)).parts}
        assert (parts["explanation"].said, parts["explanation"].quote) == (True, told[0])
        parts = {part.name: part for part in apology_in(played(OWNED)).parts}
        assert not parts["explanation"].said

    def test_a_skill_is_shown_with_the_whole_clause(self) -> None:
        asked: Said = ("What would you need to see by Friday?", 1.0, ((E.SEES_HER_SIDE, "you need to see"),))
        talk = played(asked)
        skill = next(one for one in report(talk).skills if one.skill is Skill.EXAMINE_YOUR_STORY)
        assert [one.quote for one in skill.shown] == ["What would you need to see by Friday"]
        assert all(one.quote == talk.user_turns[0].text[one.start : one.end] for one in skill.shown)

    def test_a_limit_beside_a_fault_is_on_the_card_with_its_clause(self) -> None:
        limit: Said = (
            "On Thursdays I leave at three, so what.",
            0.4,
            ((E.NAMES_LIMIT, "I leave at three"), (E.BRUSHES_OFF, "so what")),
        )
        assert report(played(limit)).pocket_card.limit == "On Thursdays I leave at three"

    def test_regret_and_forgiveness_are_never_missed(self) -> None:
        parts = (E.NAMES_OWN_ERROR, E.DATED_COMMITMENT, E.EXPLANATION, E.EARLY_WARNING)
        made = apology_in(played(("It was me.", 1.0, parts)))
        assert made.note.startswith("Complete.")
        assert [part.name for part in made.parts if not part.said] == ["regret", "forgiveness"]

    def test_no_apology_is_said_so(self) -> None:
        made = apology_in(played(PLAIN))
        assert made.score == 0
        assert "did not apologise" in made.note


class TestPromises:
    def test_what_by_when_and_the_exact_words(self) -> None:
        promises = report(played(PROMISED)).promises
        assert [item.quote for item in promises] == [quote for name, quote in PROMISED[2] if name is E.DATED_COMMITMENT]
        assert promises[0].by_when is not None
        assert promises[0].by_when in PROMISED[0]

    def test_a_vague_promise_is_none(self) -> None:
        assert report(played(VAGUE)).promises == ()

    def test_an_undated_promise_has_no_date(self) -> None:
        said: Said = ("I will bring you the list.", 0.6, (E.UNDATED_ACTION,))
        assert [item.by_when for item in report(played(said)).promises] == [None]

    def test_dots_and_a_question_before_it_do_not_hide_a_promise(self) -> None:
        words = "……………………… Could you wait a little? I'll send the November report on Friday by four."
        said: Said = (words, 0.6, ((E.DATED_COMMITMENT, "I'll send the November report on Friday"),))
        assert [item.by_when for item in report(played(said)).promises] == ["on Friday by four"]


def test_the_hidden_fact_is_disclosed() -> None:
    for seed in range(6):
        transcript = played(PLAIN, persona="undecided", seed=seed)
        fact = drawn_hidden_fact(transcript.persona, seed)
        assert fact is not None
        assert report(transcript).hidden_fact == fact.text
    assert report(played(PLAIN)).hidden_fact is None


@pytest.mark.parametrize(
    ("values", "number", "course"),
    [
        ([1.0, 1.0], 1.0, "even"),
        ([-1.0, -1.0], -1.0, "even"),
        # rude first, then put right: the fault counts half
        ([-2.0, 1.0, 1.0], 1 / 3, "repair"),
        # a good talk that ends in an outburst is no better than halfway to the outburst
        ([1.5, 1.5, 1.5, -2.0], -0.6875, "relapse"),
        ([1.5, -2.0, 1.5, -2.0], -1.0, "relapse"),
        ([-0.3, 1.0], 0.35, "even"),
    ],
)
def test_a_relapse_is_not_averaged_away_and_a_repair_is_credited(
    values: list[float], number: float, course: str
) -> None:
    value, went = over_time(values)
    assert value == pytest.approx(number)
    assert went == course


def test_of_a_second_version_only_what_is_new_is_praised_and_corrected() -> None:
    transcript = played(OWNED, EXCUSED, BLAMED, PROMISED)
    new = {turn.id for turn in transcript.user_turns[3:]}
    whole, told = report(transcript), report(transcript, since=3)
    assert {one.turn for one in told.strengths} | {one.turn for one in told.suggestions} <= new
    assert not {one.turn for one in whole.suggestions} <= new
    assert (told.dimensions, told.moments, told.trust) == (whole.dimensions, whole.moments, whole.trust)
