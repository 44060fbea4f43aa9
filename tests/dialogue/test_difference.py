"""The supervisors differ as the persona table says, from real words to trust."""

from __future__ import annotations

from functools import cache
from statistics import mean

import pytest

from simulator.dialogue.session import play
from simulator.domain.transcript import UserTurn
from tests.dialogue.make import setting
from tests.shipped import PERSONA_IDS

_SEEDS = range(3)


@cache
def moved(persona: str, words: tuple[str, ...]) -> float:
    """What these words do to trust, the mean of a few seeds."""
    return mean(_moved(persona, words, seed) for seed in _SEEDS)


def _moved(persona: str, words: tuple[str, ...], seed: int) -> float:
    session, _ = play(setting(persona, seed=seed), words)
    last = [turn for turn in session.turns if isinstance(turn, UserTurn)][-1]
    return round(last.trust - session.opening_trust, 2)


def ranked(*words: str) -> list[str]:
    """The supervisors by what these words do to their trust, the most won first."""
    return sorted(PERSONA_IDS, key=lambda persona: -moved(persona, words))


def test_an_excuse_without_a_plan_costs_most_with_own_it() -> None:
    for words in (
        "The system was down half of that week, so the report couldn't go out.",
        "My father has been ill, so I couldn't keep up with the calls.",
        "I had three people off sick and no time for anything else.",
    ):
        losses = {persona: moved(persona, (words,)) for persona in PERSONA_IDS}
        # With little trust to lose, a loss is smaller in points; what counts is the share of what there was.
        shares = {persona: loss / setting(persona).persona.stance.start.trust for persona, loss in losses.items()}
        assert min(shares, key=lambda persona: shares[persona]) == "own-it", shares


def test_circumstances_with_a_plan_cost_nothing_with_health_aware() -> None:
    for words in (
        "My father has been ill, so I couldn't keep up. From now on Petra takes the calls on Thursdays.",
        "I've had a hard time at home, so the report was late. You have the next one on Wednesday by four.",
    ):
        assert moved("health-aware", (words,)) >= 0


def test_asking_for_written_expectations_moves_circling_coach_most() -> None:
    for words in (
        "Could I have the expectations in writing, please?",
        "Would you write down what you expect of me, so that we can both check it?",
    ):
        assert ranked(words)[0] == "circling-coach", [(one, moved(one, (words,))) for one in ranked(words)][:3]


def test_a_catastrophe_repeated_costs_most_with_objective() -> None:
    words = (
        "It's a catastrophe, I'll lose everything.",
        "Everything is ruined, my career is over.",
        "It's a disaster and I'm finished.",
    )
    assert ranked(*words)[-1] == "objective", [(one, moved(one, words)) for one in ranked(*words)][-3:]


def test_a_dated_promise_earns_most_with_clear_expectations() -> None:
    for words in (
        "You'll have the November report on Wednesday by four.",
        "By Friday noon the call-back list is on your desk.",
    ):
        assert ranked(words)[0] == "clear-expectations", [(one, moved(one, (words,))) for one in ranked(words)][:3]


def test_saying_what_one_needs_moves_teacher_and_straight_talker_most() -> None:
    for words in (
        "What I need from you is one hour a day without calls.",
        "To do this well I need you to tell me by Monday which two come first.",
    ):
        assert set(ranked(words)[:2]) == {"teacher", "straight-talker"}, [
            (one, moved(one, (words,))) for one in ranked(words)
        ][:4]


def test_going_along_with_the_checks_moves_protector_most() -> None:
    words = "I know why you check everything, and I'm glad to bring you the list every day."
    assert ranked(words)[0] == "protector", [(one, moved(one, (words,))) for one in ranked(words)][:3]


def test_claiming_to_know_her_motives_costs_most_with_mirror() -> None:
    words = "You just want to get rid of me."
    shares = {one: moved(one, (words,)) / setting(one).persona.stance.start.trust for one in PERSONA_IDS}
    assert min(shares, key=lambda one: shares[one]) == "mirror", shares


@pytest.mark.parametrize("words", ["I'm afraid of losing this job. Where do I stand?"])
def test_fear_said_once_and_plainly_moves_straight_talker_most(words: str) -> None:
    assert ranked(words)[0] == "straight-talker", [(one, moved(one, (words,))) for one in ranked(words)][:3]


def test_a_lie_is_final_with_takes_the_heat() -> None:
    """Where something was untrue no words of an agreement are ever within her reach (comment 2)."""
    words = (
        "I wrote that the checks were done, and they weren't. That was a lie, and it was mine.",
        "The night team had to do them again because of me, and you stood there for it.",
        "Every check list comes to you by six, signed, with the time on it.",
        "If I miss one, I tell you within the hour.",
        "What would you have to see by the end of the month?",
        "I see why you look at everything now, and that is fair.",
    )
    session, _ = play(setting("takes-the-heat", "hospital-ward"), words)
    assert session.state.levels.trust < session.setting.persona.stance.thresholds.conditional.trust * 10
    other, _ = play(setting("teacher", "hospital-ward"), words)
    assert other.state.levels.trust >= other.setting.persona.stance.thresholds.conditional.trust * 10
