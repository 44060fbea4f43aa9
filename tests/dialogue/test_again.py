"""Two weeks later, and again: each promise is brought up, and what became of it earns or costs trust."""

from __future__ import annotations

import pytest

from simulator.dialogue.accounts import account_of
from simulator.dialogue.again import CAN_CARRY, can_return, two_weeks_later
from simulator.dialogue.session import Session, as_transcript, begin, leave, play, replay, setting_of
from simulator.domain.conduct import Ending, Move, Topic
from simulator.domain.text import NormalText
from simulator.domain.transcript import CarriedPromise, Transcript, UserTurn
from tests.dialogue.make import setting
from tests.shipped import PERSONA_IDS

FIRST = (
    "I didn't send the September report on the ninth. That was my job and I let it slip.",
    "You get the list of open promises from me every day at half past four, so you can check it.",
    "The next report is with you on Thursday by noon.",
    "Thank you. Goodbye.",
)
KEPT = "Yes, I did, every day, and not one was missed."
WARNED = "It was late, but I told you the day before that it would be."
SILENT = "That one I forgot, and I said nothing."


def first(persona: str = "teacher", words: tuple[str, ...] = FIRST, seed: int = 0) -> Session:
    session, _ = play(setting(persona, seed=seed), words)
    return session if session.ending is not None else leave(session)


def later(*words: str, persona: str = "teacher", before: tuple[str, ...] = FIRST) -> Session:
    session, _ = play(two_weeks_later(first(persona, before)), words)
    return session


def gained(session: Session) -> float:
    turns = [turn for turn in session.turns if isinstance(turn, UserTurn)]
    return round(turns[-1].trust - session.opening_trust, 1)


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_each_promise_is_brought_up_in_the_users_words(persona: str) -> None:
    session = later(KEPT, KEPT, persona=persona)
    hers = [turn.text for turn in session.turns if not isinstance(turn, UserTurn)]
    assert "list of open promises" in hers[0]
    assert hers[0].endswith("?")
    assert [how for _, how in session.state.memory.accounts] == [Topic.KEPT, Topic.KEPT]


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_trust_starts_where_it_ended(persona: str) -> None:
    before = first(persona)
    after = begin(two_weeks_later(before))
    assert after.state.levels.trust == before.state.levels.trust
    assert after.state.levels.patience == after.setting.persona.stance.start.patience * 10
    assert after.state.memory.admitted == before.state.memory.admitted


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_kept_warned_and_silent_land_differently(persona: str) -> None:
    kept, warned, silent = (gained(later(words, words, persona=persona)) for words in (KEPT, WARNED, SILENT))
    assert kept > warned + 3
    assert warned > silent + 5
    assert silent < -4


def test_trust_above_terms_is_earned_by_promises_kept_and_not_by_words() -> None:
    words = (
        "I didn't send the September report on the ninth. That was my job and I let it slip.",
        "The planners sat there with old figures because of me.",
        "I also never rang Linden House back. I gave my word and didn't keep it.",
        "You get the list every day at half past four, so you can check it.",
        "The next report is with you on Thursday by noon, and if it slips I tell you the day before.",
        "What would you have to see by the end of the month to say that it works?",
        "I have put the renewal right with the bakery and it has been signed.",
        "I see why you check, and that is fair.",
    )
    session, _ = play(setting("teacher"), words)
    bars = session.setting.persona.stance.thresholds
    ceiling = bars.agreement.trust * 10 + 50
    assert session.state.levels.trust <= ceiling
    again, _ = play(two_weeks_later(session if session.ending else leave(session)), (KEPT, KEPT))
    assert again.state.levels.trust > ceiling


def test_more_than_one_person_can_carry_comes_due() -> None:
    promises = (
        "You have the September figures on Friday at noon.",
        "I bring you the list every day at four.",
        "I'll ring Linden House by Tuesday at ten.",
        "The renewal letters go out on Wednesday by five.",
        "I'll clean the archive by Monday at nine.",
        "Thank you. Goodbye.",
    )
    carried = two_weeks_later(first(words=promises)).carried
    assert carried is not None
    assert [promise.beyond for promise in carried.promises] == [False] * CAN_CARRY + [True] * (5 - CAN_CARRY)
    session = later(*[KEPT] * 5, before=promises)
    accounts = dict(session.state.memory.accounts)
    assert [accounts[number] for number in range(5)] == [Topic.KEPT] * 3 + [Topic.OVERLOAD] * 2
    told = later(*[KEPT] * 3, WARNED, WARNED, before=promises)
    assert gained(told) > gained(session)


def test_an_answer_that_does_not_say_is_asked_about_once_more() -> None:
    session = later("It has been a strange fortnight.", "Well, the weather was against us.", "Who knows.")
    moves = [(turn.move, turn.complete) for turn in session.turns if not isinstance(turn, UserTurn)]
    assert moves[1][0] is Move.ACCOUNT
    assert session.state.memory.accounts[0] == (0, Topic.UNSURE)


def test_an_answer_is_filed_under_the_promise_it_names() -> None:
    session = later("The report was late, but I told you the day before. The list you got every day, without fail.")
    assert dict(session.state.memory.accounts) == {0: Topic.KEPT, 1: Topic.WARNED}


@pytest.mark.parametrize(
    "words",
    [
        "Why are you so sure that I will fail again?",
        "On Thursdays I have to leave at three, that one I can't move.",
        "What will you do by Friday?",
        "If it can't be, I tell you on Tuesday before noon.",
        "I booked the wrong date for the delivery on the 17th and two drivers drove out for nothing.",
    ],
)
def test_a_question_a_limit_a_fallback_or_an_error_is_no_promise(words: str) -> None:
    carried = two_weeks_later(first(words=(*FIRST[:2], words, FIRST[-1]))).carried
    assert carried is not None
    assert [promise.words for promise in carried.promises if promise.words in words] == []


def test_a_return_can_be_returned_from() -> None:
    again = later(KEPT, KEPT, "You'll have the December report on Friday at noon.", "Thank you. Goodbye.")
    again = again if again.ending else leave(again)
    third = two_weeks_later(again)
    assert third.carried is not None
    assert third.carried.round == 3
    assert [promise.words for promise in third.carried.promises][-1].startswith("You'll have the December report")
    assert third.carried.earned > 0


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_a_later_talk_is_replayed_to_the_same_numbers(persona: str) -> None:
    session = later(KEPT, SILENT, "What do you expect of me now?", persona=persona)
    kept = Transcript.model_validate_json(as_transcript(session, "scripted").model_dump_json(by_alias=True))
    replayed = replay(setting_of(kept), kept.turns, kept.ending)
    assert replayed.state == session.state
    assert [turn for turn in replayed.turns if isinstance(turn, UserTurn)] == [
        turn for turn in session.turns if isinstance(turn, UserTurn)
    ]


@pytest.mark.parametrize("persona", PERSONA_IDS)
def test_nothing_said_in_the_first_talk_is_said_again(persona: str) -> None:
    session = later(KEPT, WARNED, "What do you expect of me now?", persona=persona)
    said = session.state.memory.said
    assert len(set(said)) == len(said)


def test_there_is_no_return_from_a_talk_that_goes_on_or_ended_for_good() -> None:
    assert not can_return(begin(setting()))
    session, _ = play(setting(), ("I want to kill myself.",))
    assert session.ending is Ending.STOPPED_FOR_HELP
    assert not can_return(session)


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("Yes.", Topic.KEPT),
        ("I sent it on Thursday at eleven.", Topic.KEPT),
        ("It went out on time.", Topic.KEPT),
        ("every day, without fail", Topic.KEPT),
        ("I haven't missed one.", Topic.KEPT),
        ("Nothing slipped.", Topic.KEPT),
        ("The list was on your desk each day.", Topic.KEPT),
        ("No.", Topic.SILENT),
        ("I missed two days.", Topic.SILENT),
        ("It went out a day late.", Topic.SILENT),
        ("I did it four days, except on Tuesday.", Topic.SILENT),
        ("I didn't manage it, and I should have told you.", Topic.SILENT),
        ("I couldn't finish it; I rang you on Wednesday to say so.", Topic.WARNED),
        ("Not on Thursday. I wrote to you on Tuesday that it would be Friday, and it was.", Topic.WARNED),
        ("It was late, as I told you beforehand.", Topic.WARNED),
        ("It has been a strange fortnight.", Topic.UNSURE),
        ("What do you mean?", Topic.UNSURE),
    ],
)
def test_how_a_promise_went_is_read_from_what_is_said(words: str, how: Topic) -> None:
    promise = CarriedPromise(words="You get the list every day", by_when="every day")
    assert account_of(NormalText(words), promise) is how
