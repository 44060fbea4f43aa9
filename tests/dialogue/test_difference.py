"""The supervisors differ as the persona table says, from real words to trust."""

from __future__ import annotations

import pytest

from simulator.dialogue.session import play
from tests.bench.difference import CLAIMS, Claim, holds, moved, ranked
from tests.dialogue.make import setting


@pytest.mark.parametrize(
    ("claim", "words"), [pytest.param(claim, words, id=claim.says) for claim in CLAIMS for words in claim.talks]
)
def test_words_move_those_most_whom_they_should(claim: Claim, words: tuple[str, ...]) -> None:
    assert holds(claim, words), [(one, moved(one, words)) for one in ranked(claim, words)][:4]


def test_circumstances_with_a_plan_cost_nothing_with_health_aware() -> None:
    for words in (
        "My father has been ill, so I couldn't keep up. From now on Petra takes the calls on Thursdays.",
        "I've had a hard time at home, so the report was late. You have the next one on Wednesday by four.",
    ):
        assert moved("health-aware", (words,)) >= 0


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
