"""One turn as a stream of events, whatever the backend does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from simulator.backends.base import Backend, Calls, ReplyRequest
from simulator.backends.retrying import Patience, Retrying
from simulator.backends.scripted import ScriptedBackend
from simulator.dialogue.engine import Notice, ReplyFinished, ReplyText, TurnEvent, UserTurnAccepted, reply, take_turn
from simulator.dialogue.prompting import DIRECTIONS, FENCE_OPEN
from simulator.dialogue.session import Session, begin, hear
from simulator.domain.conduct import Ending, Move
from simulator.domain.transcript import SupervisorTurn, UserTurn
from simulator.errors import BackendBusy, BackendRefused, BrokenReply
from simulator.tone.appraise import appraise
from tests.dialogue.make import setting

WORDS = "I did not send the report on Friday. That was mine to do."


class Voice:
    """A backend that says what the test wrote; it notes what it was asked and whether it was closed."""

    name = "test"
    model: str | None = "test-model"

    def __init__(self, pieces: Callable[[], Iterator[str]]) -> None:
        self._pieces = pieces
        self.requests: list[ReplyRequest] = []
        self.closed = 0

    def stream(self, request: ReplyRequest) -> Iterator[str]:
        self.requests.append(request)
        try:
            yield from self._pieces()
        finally:
            self.closed += 1


def saying(*pieces: str, then: Exception | None = None) -> Voice:
    """A voice that says these pieces, and fails after them where an error is given."""

    def speak() -> Iterator[str]:
        yield from pieces
        if then is not None:
            raise then

    return Voice(speak)


def played(backend: Backend, session: Session | None = None) -> list[TurnEvent]:
    return list(take_turn(session or begin(setting()), WORDS, "u1", backend))


def the_end(events: list[TurnEvent]) -> ReplyFinished:
    last = events[-1]
    assert isinstance(last, ReplyFinished)
    return last


def notices(events: list[TurnEvent]) -> list[str]:
    return [event.text for event in events if isinstance(event, Notice)]


def test_the_users_turn_is_accepted_before_the_backend_is_asked() -> None:
    voice = saying("Go on.")
    events = take_turn(begin(setting()), WORDS, "u1", voice)
    accepted = next(events)
    assert isinstance(accepted, UserTurnAccepted)
    assert (accepted.turn.id, accepted.turn.text, accepted.turn.parent) == ("u1", WORDS, "opening")
    assert voice.requests == []
    next(events)
    assert len(voice.requests) == 1


def test_a_good_reply_grows_and_finishes() -> None:
    events = played(saying("Go ", "on. ", "What happened?"))
    texts = [event.text for event in events if isinstance(event, ReplyText)]
    assert texts == ["Go ", "Go on. ", "Go on. What happened?", "Go on. What happened?"]
    end = the_end(events)
    assert (end.turn.text, end.turn.complete, end.turn.parent) == ("Go on. What happened?", True, "u1")
    assert end.session.turns[-1] == end.turn
    assert end.session.plan is None
    assert notices(events) == []


def test_the_scripted_backend_says_the_scripted_line() -> None:
    heard = hear(begin(setting()), WORDS, "u1")
    end = the_end(played(ScriptedBackend()))
    assert end.turn.text == heard.scripted_reply
    assert end.turn.complete


@pytest.mark.parametrize("error", [BackendRefused("The key is wrong."), BackendBusy("The server is busy.")])
def test_failing_before_the_first_word_leaves_the_choice_open(error: Exception) -> None:
    events = played(saying(then=error))
    end = the_end(events)
    assert (end.turn.text, end.turn.complete) == ("", False)
    assert end.session.broken_off
    assert notices(events) == [f"{error} What you said is kept."]


def test_breaking_off_half_way_keeps_what_came_and_says_so() -> None:
    events = played(saying("I hear that, ", "and", then=BrokenReply("The reply broke off.")))
    end = the_end(events)
    assert (end.turn.text, end.turn.complete) == ("I hear that, and", False)
    assert notices(events) == ["The reply broke off. What you said is kept."]


@pytest.mark.parametrize("pieces", [(), ("  ", "\n")])
def test_an_empty_reply_is_no_reply_and_is_not_hidden(pieces: tuple[str, ...]) -> None:
    events = played(saying(*pieces))
    end = the_end(events)
    assert (end.turn.text, end.turn.complete) == ("", False)
    assert notices(events) == ["The model's reply was empty. What you said is kept."]


@pytest.mark.parametrize(
    "pieces",
    [
        ("As an AI", " I can not say."),
        ("I see. ", "You: I am sorry."),
        (f"{FENCE_OPEN} Private",),
        ("Fine. I am an AI",),
    ],
)
def test_a_reply_out_of_role_is_replaced_visibly(pieces: tuple[str, ...]) -> None:
    voice = saying(*pieces, " And more.", " And more still.")
    events = played(voice)
    end = the_end(events)
    assert end.turn.text == hear(begin(setting()), WORDS, "u1").scripted_reply
    assert end.turn.complete
    assert ["asked once more" in notice for notice in notices(events)] == [True, False]
    assert all("set aside" in notice for notice in notices(events))
    assert not any("more still" in event.text for event in events if isinstance(event, ReplyText))
    assert voice.closed == len(voice.requests) == 2


def test_a_reply_that_could_not_stand_is_repaired_once_and_then_stands() -> None:
    replies = iter((("As an AI I can not say.",), ("I have four. ", "Which ones do you have?")))
    voice = Voice(lambda: iter(next(replies)))
    events = played(voice)
    end = the_end(events)
    assert (end.turn.text, end.turn.complete) == ("I have four. Which ones do you have?", True)
    assert len(notices(events)) == 1
    first, second = voice.requests
    assert second.messages[:-1] == first.messages[:-1], "the prefix stays as it was"
    assert second.messages[-1].content.startswith(first.messages[-1].content)
    assert "could not be used" in second.messages[-1].content


def test_no_more_than_three_calls_go_out_in_a_turn_the_repair_included() -> None:
    calls = 0

    def speak() -> Iterator[str]:
        nonlocal calls
        calls += 1
        if calls < 3:
            raise BackendBusy("The server is busy.")
        yield "As an AI I can not say."

    retrying = Retrying(Voice(speak), patience=Patience(first_wait=0))
    events = list(take_turn(begin(setting()), WORDS, "u1", retrying))
    assert calls == 3
    assert the_end(events).turn.text == hear(begin(setting()), WORDS, "u1").scripted_reply


def test_a_turn_that_is_stopped_keeps_what_came_and_asks_no_more() -> None:
    calls = Calls()

    def speak() -> Iterator[str]:
        yield "I hear that"
        calls.stop()
        raise BrokenReply("The connection was lost.")

    voice = Voice(speak)
    events = list(take_turn(begin(setting()), WORDS, "u1", voice, calls))
    end = the_end(events)
    assert (end.turn.text, end.turn.complete) == ("I hear that", False)
    assert notices(events) == ["You stopped the reply. What you said is kept."]
    assert len(voice.requests) == 1


def test_nobody_is_asked_for_a_repair_once_the_turn_is_stopped() -> None:
    calls = Calls()

    def speak() -> Iterator[str]:
        calls.stop()
        yield "As an AI I can not say."

    voice = Voice(speak)
    end = the_end(list(take_turn(begin(setting()), WORDS, "u1", voice, calls)))
    assert len(voice.requests) == 1
    assert end.turn.text == hear(begin(setting()), WORDS, "u1").scripted_reply


def test_the_readers_choice_is_what_the_next_words_are_read_against() -> None:
    broken = the_end(played(saying("Whose ", "job", then=BrokenReply("It broke off.")))).session
    heard = hear(broken, "Mine.", "u2")
    opening = begin(setting()).turns[0]
    last = heard.turns[-1]
    assert isinstance(last, UserTurn)
    assert last.appraisal == appraise("Mine.", opening.text)


def test_private_notes_are_not_read_out() -> None:
    private = " ".join(setting().persona.sheet.private_worry.split()[:10])
    events = played(saying("Well. ", private, " indeed."))
    assert "private notes" in notices(events)[0]
    assert private not in the_end(events).turn.text


def test_a_fault_in_a_broken_reply_is_not_kept() -> None:
    end = the_end(played(saying("I am an AI", then=BrokenReply("It broke off."))))
    assert end.turn.text == hear(begin(setting()), WORDS, "u1").scripted_reply
    assert end.turn.complete


def test_a_long_reply_is_cut_and_the_model_let_go() -> None:
    voice = saying("One. ", "Two. ", "Three. ", "Four. ", "Five.")
    events = played(voice)
    assert the_end(events).turn.text == "One. Two. Three."
    assert voice.closed == 1
    assert notices(events) == []


def test_going_away_lets_the_model_go() -> None:
    voice = saying("One ", "two ", "three.")
    events = take_turn(begin(setting()), WORDS, "u1", voice)
    next(events), next(events)
    events.close()  # type: ignore[attr-defined]
    assert voice.closed == 1


def test_a_backend_without_generators_will_do() -> None:
    class Plain:
        name = "plain"
        model = None

        def stream(self, request: ReplyRequest) -> Iterator[str]:
            return iter(["Go on."])

    assert the_end(played(Plain())).turn.text == "Go on."


def test_a_person_in_distress_is_not_sent_to_any_backend() -> None:
    voice = saying("Go on.")
    events = list(take_turn(begin(setting()), "I want to kill myself.", "u1", voice))
    assert [type(event) for event in events] == [UserTurnAccepted]
    accepted = events[0]
    assert isinstance(accepted, UserTurnAccepted)
    assert accepted.session.ending is Ending.STOPPED_FOR_HELP
    assert accepted.turn.ledger == ()
    assert voice.requests == []


def test_an_answer_owed_can_be_asked_for_later_and_is_the_same() -> None:
    heard = hear(begin(setting()), WORDS, "u1")
    later = the_end(list(reply(heard, ScriptedBackend())))
    assert later.turn == the_end(played(ScriptedBackend())).turn


def test_the_model_never_moves_the_numbers() -> None:
    one, other = (the_end(played(saying(text))).session for text in ("Go on.", "I trust you completely now!"))
    assert one.state == other.state
    assert one.turns[:-1] == other.turns[:-1]
    assert isinstance(one.turns[-1], SupervisorTurn)


def test_the_request_ends_with_the_users_words_and_her_direction() -> None:
    voice = saying("Go on.")
    played(voice)
    request = voice.requests[0]
    assert request.messages[-1].content.startswith(WORDS)
    assert request.scripted_reply in request.messages[-1].content


def test_the_word_outside_the_role_is_the_pages_own_and_no_model_is_asked() -> None:
    voice = saying("I am a person.")
    end = the_end(list(take_turn(begin(setting()), "Are you a bot?", "u1", voice)))
    assert voice.requests == []
    assert "program" in end.turn.text
    assert end.turn.move is Move.STEP_OUT
    assert end.session.plan is None


def test_every_move_that_a_model_speaks_has_a_direction() -> None:
    assert set(DIRECTIONS) == set(Move) - {Move.STEP_OUT}
