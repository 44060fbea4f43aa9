"""Progress over made-up series: noise against real change, hints apart, forks and imported talks left out."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count

import pytest

from simulator.debrief.practise import what_to_practise
from simulator.debrief.progress import progress
from simulator.debrief.report import report
from simulator.debrief.talk_read import left_out, talk_read
from simulator.debrief.unseen import first_talks, unseen_check
from simulator.domain.conduct import Ending
from simulator.domain.events import Dimension
from simulator.domain.events import EventName as E
from simulator.domain.persona import Persona
from simulator.domain.progress import (
    DimensionRead,
    Measured,
    Progress,
    SkillRead,
    SkillState,
    TalkKind,
    TalkRead,
)
from simulator.domain.report import Skill
from simulator.resources import Library
from tests.debrief.make import EXCUSED, OWNED, PLAIN, PROMISED, RUDE, VAGUE, ended, played
from tests.shipped import PERSONA_IDS

_numbers = count()


def talk(
    persona: str,
    overall: float | None = 0.0,
    *,
    band: float = 0.4,
    kind: TalkKind = "own",
    hints: int = 0,
    skills: dict[Skill, SkillState] | None = None,
    ownership: float | None = None,
) -> TalkRead:
    states = skills or {Skill.BE_ACCOUNTABLE: "not shown"}
    measured = None if ownership is None else Measured(value=ownership, band=0.5)
    return TalkRead(
        id=f"t{next(_numbers)}",
        persona=persona,
        name=persona.title(),
        kind=kind,
        hints=hints,
        overall=None if overall is None else Measured(value=overall, band=band),
        dimensions=(DimensionRead(dimension=Dimension.OWNERSHIP, measured=measured),),
        skills=tuple(
            SkillRead(
                skill=skill,
                state=state,
                shown="You have it by noon" if state in ("shown", "mixed") else None,
                broken="I will do better" if state in ("broken", "mixed") else None,
                broken_by=(E.VAGUE_PROMISE,) if state in ("broken", "mixed") else (),
            )
            for skill, state in states.items()
        ),
    )


@pytest.fixture
def gallery(shipped: Library) -> list[Persona]:
    return list(shipped.personas.values())


class TestTheClaim:
    def test_nothing_is_claimed_without_talks(self, gallery: list[Persona]) -> None:
        check = unseen_check((), gallery)
        assert (check.claim, check.needed, check.unmet) == ("not yet", 4, PERSONA_IDS)
        assert check.in_words == "Nothing can be claimed yet."

    @pytest.mark.parametrize("met", [1, 2, 3])
    def test_up_to_three_first_talks_claim_nothing(self, gallery: list[Persona], met: int) -> None:
        talks = [talk(one, overall) for one, overall in zip(PERSONA_IDS[:met], (-2.0, 2.0, 2.0), strict=False)]
        check = unseen_check(talks, gallery)
        assert (check.claim, check.needed, check.difference) == ("not yet", 4 - met, None)
        assert f"{4 - met} more" in check.because or "one more" in check.because

    def test_a_difference_beyond_the_noise_is_progress(self, gallery: list[Persona]) -> None:
        check = unseen_check(
            [talk(one, overall) for one, overall in zip(PERSONA_IDS, (-0.8, -0.7, 1.1, 1.2), strict=False)], gallery
        )
        assert check.claim == "better"
        assert check.difference == pytest.approx(1.9)
        assert check.noise is not None
        assert check.difference is not None
        assert check.noise < check.difference
        assert [one.persona for one in check.early] == list(PERSONA_IDS[:2])
        assert [one.persona for one in check.later] == list(PERSONA_IDS[2:4])

    def test_the_same_the_other_way_round_is_said_too(self, gallery: list[Persona]) -> None:
        talks = [talk(one, overall) for one, overall in zip(PERSONA_IDS, (1.1, 1.2, -0.8, -0.7), strict=False)]
        assert unseen_check(talks, gallery).claim == "worse"

    def test_a_difference_inside_the_readings_own_error_is_none(self, gallery: list[Persona]) -> None:
        talks = [talk(one, overall) for one, overall in zip(PERSONA_IDS, (0.0, 0.0, 0.35, 0.35), strict=False)]
        check = unseen_check(talks, gallery)
        assert check.claim == "no difference"
        assert check.noise == pytest.approx(0.4)

    def test_talks_that_scatter_widely_need_a_larger_difference(self, gallery: list[Persona]) -> None:
        talks = [talk(one, overall) for one, overall in zip(PERSONA_IDS, (-1.0, 1.0, 0.2, 1.8), strict=False)]
        check = unseen_check(talks, gallery)
        assert check.claim == "no difference"
        assert check.noise is not None
        assert check.noise > 3

    def test_pure_noise_is_rarely_called_progress(self, gallery: list[Persona]) -> None:
        from random import Random

        draw, claimed = Random(7), 0
        for _ in range(400):
            talks = [talk(one, max(-2, min(2, draw.gauss(0, 0.2))), band=0.4) for one in PERSONA_IDS[:6]]
            claimed += unseen_check(talks, gallery).claim != "no difference"
        assert claimed <= 20

    def test_at_most_three_a_side_the_first_and_the_latest(self, gallery: list[Persona]) -> None:
        check = unseen_check([talk(one) for one in PERSONA_IDS], gallery)
        assert [one.persona for one in (*check.early, *check.later)] == [*PERSONA_IDS[:3], *PERSONA_IDS[-3:]]
        assert check.unmet == ()

    def test_only_the_first_talk_with_somebody_counts(self) -> None:
        talks = [talk("mirror", -1.0), talk("mirror", 2.0), talk("teacher", 0.5)]
        assert [one.overall.value for one in first_talks(talks)] == [-1.0, 0.5]

    @pytest.mark.parametrize("before", [{"kind": "fork"}, {"hints": 1}, {"kind": "left out"}, {"kind": "later"}])
    def test_what_is_no_first_talk_still_means_that_they_were_met(
        self, gallery: list[Persona], before: dict[str, object]
    ) -> None:
        talks = [talk("mirror", 1.0).model_copy(update=before), talk("mirror", 2.0)]
        assert first_talks(talks) == ()
        assert "mirror" not in unseen_check(talks, gallery).unmet

    def test_an_imported_talk_is_no_meeting(self, gallery: list[Persona]) -> None:
        talks = [talk("mirror", 1.0, kind="imported")]
        assert first_talks(talks) == ()
        assert "mirror" in unseen_check(talks, gallery).unmet
        assert [one.overall.value for one in first_talks([*talks, talk("mirror", 0.5)])] == [0.5]


class TestTheMatrix:
    def test_hints_are_kept_apart(self, gallery: list[Persona]) -> None:
        told = progress(
            [
                talk("mirror", skills={Skill.BE_ACCOUNTABLE: "broken"}),
                talk("mirror", skills={Skill.BE_ACCOUNTABLE: "shown"}, hints=2),
            ],
            gallery,
        )
        alone = {(cell.skill, cell.persona): cell for cell in told.without_hints.cells}
        helped = {(cell.skill, cell.persona): cell for cell in told.with_hints.cells}
        assert alone[Skill.BE_ACCOUNTABLE, "mirror"].latest == "broken"
        assert helped[Skill.BE_ACCOUNTABLE, "mirror"].latest == "shown"
        assert [one.talks for one in told.without_hints.supervisors] == [1]
        assert told.change is None

    def test_the_latest_and_how_often(self, gallery: list[Persona]) -> None:
        states: tuple[SkillState, ...] = ("broken", "shown", "mixed", "shown")
        told = progress([talk("mirror", skills={Skill.GO_BEYOND: state}) for state in states], gallery)
        cell = next(one for one in told.without_hints.cells if one.skill is Skill.GO_BEYOND)
        assert (cell.latest, cell.shown, cell.mixed, cell.broken, cell.not_shown) == ("shown", 2, 1, 1, 0)
        assert len(told.without_hints.cells) == 7

    def test_imported_and_stopped_talks_are_in_nothing(self, gallery: list[Persona]) -> None:
        told = progress([talk("mirror", kind="imported"), left_out("x", "teacher", "Samuel")], gallery)
        assert (told.talks, told.not_counted) == (0, 1)
        assert told.without_hints.supervisors == ()
        assert told.practise is None


class TestFirstAgainstLatest:
    def test_a_dimension_is_better_only_beyond_the_noise(self, gallery: list[Persona]) -> None:
        for latest, verdict in ((0.6, "within the noise"), (0.8, "better"), (-0.8, "worse")):
            change = progress([talk("mirror", ownership=0.0), talk("teacher", ownership=latest)], gallery).change
            assert change is not None
            one = next(one for one in change.dimensions if one.dimension is Dimension.OWNERSHIP)
            assert one.verdict == verdict
            assert one.noise == pytest.approx(0.707, abs=0.001)

    def test_what_was_not_shown_is_not_compared(self, gallery: list[Persona]) -> None:
        change = progress([talk("mirror"), talk("teacher", ownership=1.0)], gallery).change
        assert change is not None
        assert {one.verdict for one in change.dimensions} == {"not shown in both"}

    def test_forks_and_hints_are_left_out(self, gallery: list[Persona]) -> None:
        talks = [talk("mirror"), talk("teacher"), talk("mirror", kind="fork"), talk("objective", hints=1)]
        change = progress(talks, gallery).change
        assert change is not None
        assert (change.first.persona, change.latest.persona) == ("mirror", "teacher")


class TestWhatToPractise:
    def test_what_was_broken_most_lately_with_somebody_who_weighs_it(self, gallery: list[Persona]) -> None:
        talks = [
            talk("mirror", skills={Skill.TAKE_THEIR_SIDE: "broken", Skill.BE_ACCOUNTABLE: "mixed"}),
            talk("teacher", skills={Skill.BE_ACCOUNTABLE: "broken"}),
        ]
        found = what_to_practise(talks, gallery)
        assert found is not None
        assert (found.skill, found.persona, found.quote) == (
            Skill.BE_ACCOUNTABLE,
            "clear-expectations",
            "I will do better",
        )
        assert found.why == "Be accountable was broken in 2 of your last 2 talks, most lately with Teacher."

    def test_only_the_last_five_count(self, gallery: list[Persona]) -> None:
        old = [talk("mirror", skills={Skill.TAKE_THEIR_SIDE: "broken"}) for _ in range(6)]
        new = [talk("mirror", skills={Skill.GO_BEYOND: "broken"}) for _ in range(5)]
        found = what_to_practise([*old, *new], gallery)
        assert found is not None
        assert found.skill is Skill.GO_BEYOND

    def test_where_nothing_was_broken_what_was_not_shown(self, gallery: list[Persona]) -> None:
        skills: dict[Skill, SkillState] = dict.fromkeys(Skill, "shown")
        found = what_to_practise([talk("mirror", skills=skills | {Skill.HOLD_YOUR_GROUND: "not shown"})], gallery)
        assert found is not None
        assert (found.skill, found.quote) == (Skill.HOLD_YOUR_GROUND, None)
        assert what_to_practise([talk("mirror", skills=skills)], gallery) is None

    def test_what_broke_it_chooses_who_tests_it(self, gallery: list[Persona]) -> None:
        read = SkillRead(skill=Skill.TAKE_THEIR_SIDE, state="broken", broken="Poor me", broken_by=(E.SELF_PITY,))
        found = what_to_practise([talk("mirror").model_copy(update={"skills": (read,)})], gallery)
        assert found is not None
        assert found.persona == "objective"


class TestReadingATalk:
    def test_the_numbers_are_those_of_the_report(self) -> None:
        transcript = played(OWNED, EXCUSED, PROMISED)
        read, whole = talk_read(transcript, "a"), report(transcript)
        for one, summary in zip(read.dimensions, whole.dimensions, strict=True):
            assert (one.measured and one.measured.value) == summary.value
        assert [one.state for one in read.skills] == [one.state for one in whole.skills]
        scored = [value for value in whole.fair.series if value is not None]
        assert read.overall is not None
        assert read.overall.value == pytest.approx(sum(scored) / len(scored))

    def test_more_turns_less_noise(self) -> None:
        one, four = talk_read(played(OWNED), "a").overall, talk_read(played(OWNED, PLAIN, VAGUE, PROMISED), "b").overall
        assert one is not None
        assert four is not None
        assert one.band == pytest.approx(2 * four.band)

    def test_quotes_are_exact_and_tell_no_illness(self) -> None:
        transcript = played(EXCUSED, ("Well, my father is ill.", -0.8, ((E.EXCUSE, "my father is ill"),)), OWNED)
        said = " ".join(turn.text for turn in transcript.user_turns)
        read = talk_read(transcript, "a")
        quotes = [one.quote for one in read.dimensions] + [
            words for one in read.skills for words in (one.shown, one.broken)
        ]
        assert "my week was terrible" in quotes
        assert all(quote is None or quote in said for quote in quotes)
        assert "father" not in read.model_dump_json()
        only = talk_read(played(("My father is ill.", -0.8, ((E.EXCUSE, "My father is ill"),))), "b")
        assert "ill" not in str([one.quote for one in only.dimensions] + [one.quote for one in only.skills])

    def test_of_a_talk_that_stopped_for_help_nothing_is_kept(self) -> None:
        read = talk_read(ended(played(OWNED, RUDE), Ending.STOPPED_FOR_HELP), "a", at=datetime(2026, 11, 1, tzinfo=UTC))
        assert (read.kind, read.persona, read.overall, read.skills, read.quote) == (
            "left out", "the-letter", None, (), None,
        )  # fmt: skip

    def test_where_a_talk_comes_from(self) -> None:
        transcript = played(OWNED)
        assert talk_read(transcript, "a").kind == "own"
        assert talk_read(transcript, "a", fork=True).kind == "fork"
        for backend in ("imported", "none"):
            assert talk_read(transcript.model_copy(update={"backend": backend}), "a").kind == "imported"

    def test_what_was_said_in_another_talk_counts_there(self) -> None:
        transcript = played(OWNED, EXCUSED, PROMISED)
        read, alone = talk_read(transcript, "a", fork=True, since=2), talk_read(played(PROMISED), "b")
        assert read.overall == alone.overall
        assert [one.state for one in read.skills] == [one.state for one in alone.skills]
        assert talk_read(transcript, "a", fork=True, since=3).kind == "left out"

    def test_the_whole_is_a_document(self, gallery: list[Persona]) -> None:
        talks = [talk_read(played(OWNED, EXCUSED, persona=one), one) for one in PERSONA_IDS[:4]]
        told = progress(talks, gallery)
        assert Progress.model_validate_json(told.model_dump_json(by_alias=True)).talks == 4
        assert told == progress(talks, gallery)
