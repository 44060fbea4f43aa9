"""A long talk before a model: the prompt stops growing, its front stays the same, and no promise is forgotten."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from statistics import median

import pytest

from simulator.dialogue.again import two_weeks_later
from simulator.dialogue.compaction import BLOCK, KEPT, NOTE, clipped, note_of, remember
from simulator.dialogue.plan import Plan
from simulator.dialogue.prompting import reply_request
from simulator.dialogue.session import begin, leave, play
from simulator.domain.appraisal import Appraisal
from simulator.domain.conduct import Mood, Move
from simulator.domain.transcript import SupervisorTurn, Turn, UserTurn
from simulator.tone.appraise import appraise
from tests.dialogue.make import setting

PLAN = Plan(Move.PROBE, Mood.LEVEL)
GUIDE = "You say a few things slipped. I have four written down. Which ones do you have?"
HERS = "I have that. What did it cost the planners, and what happens on the next one?"
SAID = (
    "I didn't send the September report, and that was mine.",
    "The planners sat there with old figures because of me.",
    "You'll have the November report on Wednesday by four.",
    "What do you expect of me until the end of the month?",
    "I'd rather you looked at it on the Monday before.",
    "It was a bad week, and I should have told you on the day.",
    "I'll ring the depot every morning before nine.",
    "I typed the wrong cost centre twice.",
    "Honestly I don't know what else I can say.",
    "By Friday noon the list is on your desk.",
)


@cache
def read(words: str) -> Appraisal:
    """The reading of these words."""
    return appraise(words)


def talk(exchanges: int, said: tuple[str, ...] = SAID) -> tuple[Turn, ...]:
    """A talk with so many user turns, the last unanswered."""
    turns: list[Turn] = [SupervisorTurn(id="opening", parent=None, text="Sit down.", move=Move.OPEN)]
    for number in range(exchanges):
        words = said[number % len(said)]
        turns.append(user(words, f"u{number}", turns[-1].id))
        turns.append(SupervisorTurn(id=f"r{number}", parent=f"u{number}", text=HERS))
    return tuple(turns[:-1])


def user(words: str, name: str, parent: str) -> UserTurn:
    return UserTurn(id=name, parent=parent, text=words, appraisal=read(words), trust=30, patience=60, clarity=20)


def prompt(exchanges: int, context_tokens: int = 6000, said: tuple[str, ...] = SAID) -> str:
    request = reply_request(setting(), talk(exchanges, said), PLAN, GUIDE, context_tokens)
    return "\n".join(f"{message.role}: {message.content}" for message in request.messages)


def test_a_short_talk_is_shown_word_for_word() -> None:
    turns = talk(BLOCK + KEPT - 1)
    seen = remember(turns, None, 100_000)
    assert (seen.note, seen.recent) == ("", turns)


def test_at_turn_100_the_prompt_is_no_longer_than_at_turn_30() -> None:
    assert len(prompt(100)) <= len(prompt(30))
    assert len(prompt(30)) < len(prompt(15)) + NOTE


def test_no_promise_is_forgotten_in_a_long_talk() -> None:
    promises = tuple(f"You'll have list {letter} by Friday noon." for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    shown = prompt(100, said=(*promises, *SAID))
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        assert f"You'll have list {letter}" in shown


def test_what_was_owned_up_to_and_asked_is_in_the_note() -> None:
    note = note_of(talk(20), None)
    assert 'They promised: "You\'ll have the November report on Wednesday by four"' in note
    assert "They owned up to:" in note
    assert "I didn't send the September report" in note
    assert "They asked you:" in note
    assert len(note) <= NOTE


def test_the_front_of_the_prompt_stays_the_same_from_turn_to_turn() -> None:
    never_twice = tuple(f"{SAID[number % len(SAID)]} That is point {number}." for number in range(100))
    prompts = [prompt(number, said=never_twice) for number in range(10, 101)]
    assert len(prompts[-1]) <= len(prompts[20]) + len(HERS)
    shares = [_common(one, other) / len(one) for one, other in pairwise(prompts)]
    compacting = [number for number, share in enumerate(shares, start=11) if share < 0.75]
    assert compacting == list(range(16, 100, BLOCK))
    assert median(share for share in shares if share >= 0.75) >= 0.9


def _common(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def test_user_and_supervisor_take_turns_whatever_is_left_out() -> None:
    for exchanges in (1, 2, 16, 17, 30, 47):
        messages = reply_request(setting(), talk(exchanges), PLAN, GUIDE).messages
        roles = [message.role for message in messages]
        assert roles[0] == "system"
        assert roles[1::2] == ["user"] * len(roles[1::2])
        assert roles[2::2] == ["assistant"] * len(roles[2::2])
        assert roles[-1] == "user"


@pytest.mark.parametrize("length", [900, 4000])
def test_long_turns_are_noted_down_earlier(length: int) -> None:
    said = tuple(f"Number {number}. {'I should have told you on the day. ' * 200}"[:length] for number in range(40))
    for tokens in (2500, 6000):
        for exchanges in range(1, 40, 3):
            shown = prompt(exchanges, tokens, said)
            assert len(shown) < tokens * 3.5 + NOTE + length
            assert said[exchanges - 1] in shown, "the last words are always whole"


def test_a_second_talk_begins_with_what_the_first_one_left() -> None:
    session, _ = play(setting(), ("I did not send the September report.", "You have it on Thursday by noon."))
    later = begin(two_weeks_later(leave(session)))
    words = "It was there at eleven."
    request = reply_request(later.setting, (*later.turns, user(words, "u1", "opening")), PLAN, GUIDE)
    scene = request.messages[1].content
    assert "some weeks later" in scene
    assert "You have it on Thursday by noon" in scene
    assert "I did not send the September report" in scene


def test_quotes_are_cut_at_a_word() -> None:
    assert clipped("one two  three\nfour", 100) == "one two three four"
    assert clipped("one two three four", 12) == "one two…"
    assert clipped("x" * 50, 10) == "x" * 9 + "…"
