"""Employees who speak differently are taken differently: from real words to her trust."""

from __future__ import annotations

from itertools import pairwise
from statistics import mean

import pytest

from simulator.dialogue.session import play
from simulator.domain.transcript import UserTurn
from tests.dialogue.make import setting
from tests.shipped import PERSONA_IDS

#: Six turns each, about the same month at the same office.
EMPLOYEES: dict[str, tuple[str, ...]] = {
    "owning": (
        "I didn't send the September report on the ninth. That was my job and I let it slip.",
        "The planners went into their meeting with old figures because of me, and you had to ask twice.",
        "I also never rang Linden House back. I gave my word and didn't keep it.",
        "From now on you get the list of open promises every day at half past four, so you can check it.",
        "The next report is with you on Thursday by noon, and if it slips I tell you the day before.",
        "What would you have to see by the end of the month to say that it works?",
    ),
    "vague": (
        "Yes, I know that things haven't been ideal.",
        "I'll try to do better from now on.",
        "I'll pay more attention, I promise.",
        "I guess I'll get to it soon.",
        "I'll be more careful in future.",
        "It'll be fine, I'm sure.",
    ),
    "blaming": (
        "Honestly, that was down to Milan. He never passes anything on.",
        "The system loses half of my messages, so it's hardly my fault.",
        "If the others did their part, the report would have been on time.",
        "You never told me that it was urgent, so that's on you as well.",
        "Nobody trained me for this, and the planners should have chased it.",
        "It was Petra's job to ring them, not mine.",
    ),
    "attacking": (
        "This is ridiculous. You're just out to get me.",
        "You have no idea what you are doing, and everybody knows it.",
        "Oh, brilliant. Another lecture from the queen of lists.",
        "You're a terrible boss and I'm sick of you.",
        "Shut up about your stupid report.",
        "Keep this up and you'll hear from my lawyer.",
    ),
}


def trust_after(persona: str, words: tuple[str, ...], seed: int) -> float:
    """Where a conversation leaves her trust, against where she began."""
    session, _ = play(setting(persona, seed=seed), words)
    last = next(turn for turn in reversed(session.turns) if isinstance(turn, UserTurn))
    return last.trust - session.setting.persona.stance.start.trust


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_owning_above_vague_above_blaming_above_attacking(persona: str) -> None:
    ends = {name: mean(trust_after(persona, words, seed) for seed in range(3)) for name, words in EMPLOYEES.items()}
    assert list(ends) == sorted(ends, key=lambda name: -ends[name]), ends
    assert ends["owning"] > 5
    assert 1 >= ends["vague"] > ends["blaming"], "vague words win nothing"
    assert all(better - worse >= 4 for better, worse in pairwise(ends.values())), ends


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_three_good_turns_in_a_row_are_felt(persona: str) -> None:
    assert trust_after(persona, EMPLOYEES["owning"][:3], 0) >= 5


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_rudeness_and_then_repair_recovers_partly(persona: str) -> None:
    rude = EMPLOYEES["attacking"][:1]
    repair = (
        "That was out of order, and you didn't deserve it. I'm sorry.",
        *EMPLOYEES["owning"][:3],
    )
    after_rude, after_repair = trust_after(persona, rude, 0), trust_after(persona, rude + repair, 0)
    assert after_rude < after_repair < trust_after(persona, EMPLOYEES["owning"][:4], 0)


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_begging_and_flattery_win_nothing(persona: str) -> None:
    begging = ("Please, please don't fire me. I'm begging you.", "I'm so stupid, I hate myself. Please.")
    flattery = ("You're the best boss I've ever had.", "I admire you so much, you're amazing at this.")
    assert trust_after(persona, begging, 0) <= 0
    assert trust_after(persona, flattery, 0) <= 0
