"""The whole reading: exact spans, agreement with the labels, fairness, unscored turns, speed."""

from __future__ import annotations

import time

import pytest

from simulator.domain.events import Dimension, EventName
from simulator.tone import appraise

from .helpers import SCALES, dev_turns, overall, rank_correlation, value

_FLOORS = {
    "overall": 0.85, "respect": 0.75, "ownership": 0.75, "perspective": 0.75, "composure": 0.75, "commitment": 0.75,
    "inquiry": 0.7, "initiative": 0.65,
}  # fmt: skip
_MISSED = "The delivery notes for the Marsh account were never sent."


@pytest.mark.parametrize("scale", SCALES)
def test_agrees_with_the_labels(scale: str) -> None:
    turns = dev_turns()
    read = [value(appraise(turn.user, turn.supervisor), scale) for turn in turns]
    assert rank_correlation(read, [turn.gold(scale) for turn in turns]) >= _FLOORS[scale]


def test_every_score_is_backed_by_exact_words() -> None:
    for turn in dev_turns():
        appraisal = appraise(turn.user, turn.supervisor)
        for event in appraisal.events:
            assert event.quote == turn.user[event.start : event.end]
            assert event.quote.strip()
        starts = [event.start for event in appraisal.events]
        assert starts == sorted(starts)
        for dimension in Dimension:
            weights = [event.weight for event in appraisal.events if event.dimension is dimension]
            score = appraisal.dimensions.get(dimension)
            assert (score is None) == (not any(weights))
            if score is not None:
                assert score == pytest.approx(max(-2, min(2, sum(weights))), abs=0.011)


def test_spans_point_into_what_was_typed() -> None:
    user = (
        "I\u200b f\u043ergot\u200d it \U0001f643. That\u2019s \u00f6n me. Fr\u00edday n\u00f3on it\u2019s on your desk."
    )
    appraisal = appraise(user, _MISSED)
    assert appraisal.events
    assert all(event.quote == user[event.start : event.end] for event in appraisal.events)


def test_the_same_words_read_the_same() -> None:
    turn = dev_turns()[3]
    assert appraise(turn.user, turn.supervisor) == appraise(turn.user, turn.supervisor)


@pytest.mark.parametrize(
    "voices",
    [
        (
            "I forgot to send them. That's on me. You'll have them by Friday noon.",
            "Forgot them. My fault. Friday noon they're with you.",
            "The notes were my task. I did not send them. I will send them by Friday at 12:00.",
            "Sorry. I forget to send the notes, it is my mistake. I will send until Friday noon.",
            "I'm so sorry, madam, I forgot to send them, the fault is all mine. You will have them by Friday noon.",
            "Aye, I clean forgot them, that's my own doing. Ye'll have them Friday noon.",
            "I fucking forgot them, that's on me. You'll have them Friday noon.",
            "I regret that I failed to send them; the responsibility is mine. You will have them by noon on Friday.",
            "i forgot to send em thats on me youll have them by friday noon",
        ),
        (
            "I'll try to do better.",
            "i will try do better",
            "I shall endeavour to do better in future.",
            "ill do better boss",
        ),
        (
            "Nobody told me they were mine to send.",
            "nobody told me i had to send them",
            "No one informed me that the notes were my responsibility.",
            "No one tell me this is my job.",
        ),
    ],
)
def test_every_register_is_read_nearly_alike(voices: tuple[str, ...]) -> None:
    # Within 0.3 is wanted and not yet reached: test_fair.py measures how far it is on sets that nobody tuned on.
    scores = [overall(voice, _MISSED) for voice in voices]
    assert max(scores) - min(scores) <= 1.0
    assert len({score > 0 for score in scores}) == 1


@pytest.mark.parametrize(
    ("supervisor", "user"),
    [
        ("", "Good morning!"),
        ("", "Thanks! I'm really happy it worked!"),
        ("Can you help Tom?", "Yes!"),
        ("How are you?", "I have spoken to HR."),
        ("What is wrong?", "I felt bullied in that meeting and I want to raise it with HR."),
        ("Please sign here.", "I'd like to talk to my union rep before I sign."),
        ("", "Please don't touch me."),
        ("Why are you upset?", "My manager touched me and I asked him to stop. I don't want to work with him alone."),
        ("What happened?", "He hit me."),
        ("Why were you late?", "I was harassed because of my religion."),
        ("Any injuries?", "No, nobody was hurt."),
        ("Where is it?", "The report is in the shared folder."),
        ("The team is struggling.", "How can I support the team?"),
        ("", "My wife is ill. Can we move the meeting to two?"),
    ],
)
def test_nobody_is_blamed_for_a_decent_turn(supervisor: str, user: str) -> None:
    assert overall(user, supervisor) >= -0.2


@pytest.mark.parametrize(
    "insult",
    ["I hope you die.", "Women like you should stay at home.", "You are a horrible person.", "You fat pig."],
)
def test_an_insult_is_not_made_up_for_by_a_plan(insult: str) -> None:
    read = appraise(f"It was my mistake. It'll be done by noon tomorrow. {insult}", "It's late.")
    assert (read.dimensions.respect or 0) <= -0.5
    assert (read.overall or 0) <= 0.5


@pytest.mark.parametrize("illness", ["therapy", "chemo", "my mum's hospital", "rehab"])
def test_illness_changes_no_number(illness: str) -> None:
    said = "I was at {0} and I didn't send them. Wednesdays are {0}, so the notes move to Tuesday four o'clock."
    ill, other = (appraise(said.format(why), _MISSED) for why in (illness, "dialysis"))
    assert ill.dimensions == other.dimensions
    assert ill.overall == other.overall


def test_telling_an_illness_earns_nothing() -> None:
    plain = "I didn't send them. You'll have them Friday noon."
    told = f"I have depression. {plain}"
    assert overall(told, _MISSED) <= overall(plain, _MISSED) + 0.05


@pytest.mark.parametrize("asked", ["", _MISSED, "What happened, and what will be different?"])
@pytest.mark.parametrize("illness", ["I have depression and I'm on tablets.", "I have ADHD.", "I have a disability."])
def test_telling_an_illness_beside_a_plan_costs_nothing(illness: str, asked: str) -> None:
    plan = "You'll have the November one on Wednesday by four."
    told = appraise(f"{illness} {plan}", asked)
    assert told.overall == pytest.approx(overall(plan, asked), abs=0.05)
    assert not {event.name for event in told.said} & {EventName.EXCUSE, EventName.DEFENSIVE}


@pytest.mark.parametrize(
    "padding",
    [
        "Sorry, sorry, I am so sorry, I apologise again. ",
        "You are the most wonderful manager I have ever had. ",
        "Moving forward I will leverage synergies with all stakeholders. ",
    ],
)
def test_padding_earns_nothing(padding: str) -> None:
    plain = "I forgot to send the notes. You'll have them Friday noon."
    assert overall(padding + plain, _MISSED) <= overall(plain, _MISSED) + 0.4


def test_a_bad_end_spoils_a_good_start() -> None:
    good = "I forgot them and that's on me."
    assert overall(f"{good} But you just want me gone, don't you.", _MISSED) < 0 < overall(good, _MISSED)


@pytest.mark.parametrize(
    ("user", "reason"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("\U0001f44d", "no words"),
        ("...", "no words"),
        ("Ich habe das leider vergessen und schicke es morgen", "not English"),
        ("je suis désolé, c'est ma faute", "not English"),
        ("Прости, я забыл", "not English"),
        ("asdkjhqwe zxcvmn qwrtpsd", "unreadable"),
    ],
)
def test_what_cannot_be_read_is_not_scored(user: str, reason: str) -> None:
    appraisal = appraise(user, _MISSED)
    assert appraisal.unscored == reason
    assert appraisal.overall is None
    assert not appraisal.events


@pytest.mark.parametrize(
    "user",
    [
        "Mine.",
        "Friday noon",
        "ok",
        "k",
        "Priya",
        "Osei, Tanner, Wojcik",
        "nae bother",
        "14:30",
        "I forget send report",
        "wdym",
    ],
)
def test_short_and_accented_english_is_english(user: str) -> None:
    assert appraise(user).unscored is None


def test_distress_comes_before_everything() -> None:
    appraisal = appraise("I want to kill myself.")
    assert appraisal.distress
    assert appraisal.unscored == "distress"


def test_reads_hundreds_of_turns_a_second() -> None:
    turns = dev_turns()
    for turn in turns:
        appraise(turn.user, turn.supervisor)
    start = time.process_time()
    for turn in turns:
        appraise(turn.user, turn.supervisor)
    assert len(turns) / (time.process_time() - start) > 200


@pytest.mark.parametrize(
    "piece",
    [
        "a-",
        "i ",
        "1.",
        "'a",
        '"',
        "no ",
        "if ",
        "you ",
        ", ",
        " ",
        "i did not think ",
        "the team had to ",
        "5 pm ",
        "a.m. ",
        "!?",
    ],
)
def test_no_pattern_runs_away(piece: str) -> None:
    user = (piece * 100_000)[:100_000]
    appraise("warm up", "Why is it late again?")
    start = time.process_time()
    appraise(user, "Why is it late again?")
    assert time.process_time() - start < 3


@pytest.mark.parametrize("words", ["I don't blame you for that.", "You did right to check, and I don't blame you."])
def test_blaming_nobody_is_no_outburst(words: str) -> None:
    assert EventName.OUTBURST not in {event.name for event in appraise(words).events}


def test_asking_what_is_meant_is_not_hostile() -> None:
    found = {event.name for event in appraise("Is that what you mean, or shall I keep a list?").events}
    assert EventName.HOSTILE_QUESTION not in found
