"""One turn as a stream of events: accepted, then her reply piece by piece, then finished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..backends.base import closed
from ..domain.conduct import Move
from ..domain.transcript import SupervisorTurn, UserTurn
from ..errors import BackendError
from .check import ReplyGuard
from .prompting import reply_request, system_prompt
from .session import Session, answer, hear

if TYPE_CHECKING:
    from ..backends.base import Backend


@dataclass(frozen=True)
class UserTurnAccepted:
    """The user's words are read and weighed; save them before asking for the next event."""

    turn: UserTurn
    session: Session


@dataclass(frozen=True)
class ReplyText:
    """Her reply so far, whole: show it in place of what was shown before."""

    text: str


@dataclass(frozen=True)
class Notice:
    """One sentence for the user about something that went wrong with the model."""

    text: str


@dataclass(frozen=True)
class ReplyFinished:
    """Her reply is over; ``turn.complete`` is false where it broke off."""

    turn: SupervisorTurn
    session: Session


TurnEvent = UserTurnAccepted | ReplyText | Notice | ReplyFinished


def take_turn(session: Session, words: str, turn_id: str, backend: Backend) -> Iterator[TurnEvent]:
    """Hear the user and let her answer.

    Yields ``UserTurnAccepted`` first and resumes when the caller asks for more; a turn in distress ends there.
    """
    heard = hear(session, words, turn_id)
    accepted = heard.turns[-1]
    assert isinstance(accepted, UserTurn)
    yield UserTurnAccepted(accepted, heard)
    if heard.plan is not None:
        yield from reply(heard, backend)


def reply(session: Session, backend: Backend) -> Iterator[TurnEvent]:
    """Her answer to the last user turn, through the backend, checked as it comes.

    When nothing usable arrives her scripted line is said instead; when the reply breaks off half-way, what came
    is kept and marked incomplete.
    """
    assert session.plan is not None, "she owes no answer"
    if session.plan.move is Move.STEP_OUT:  # the page's own word: no model speaks it
        yield from _finished(session, session.scripted_reply)
        return
    request = reply_request(session.setting, session.turns, session.plan, session.scripted_reply)
    scripted = backend.name == "scripted"
    guard = ReplyGuard("" if scripted else system_prompt(session.setting))
    complete, notice = True, None
    try:
        pieces = backend.stream(request)
        with closed(pieces):
            for piece in pieces:
                if scripted:
                    guard.text += piece
                else:
                    guard.feed(piece)
                if guard.failed or guard.full:
                    break
                yield ReplyText(guard.text)
    except BackendError as error:
        complete = not guard.text.strip()
        notice = f"{error} What you said is kept."
    guard.finish()
    text = guard.text.strip()
    if guard.failed:
        notice = f"The model's reply was set aside because {guard.failed}."
    elif not text and notice is None:
        notice = "The model's reply was empty."
    if guard.failed or not text:
        text, complete = session.scripted_reply, True
        notice = f"{notice} This line is from the script."
    if notice:
        yield Notice(notice)
    yield from _finished(session, text, complete=complete)


def _finished(session: Session, text: str, *, complete: bool = True) -> Iterator[TurnEvent]:
    yield ReplyText(text)
    finished = answer(session, text, complete=complete)
    turn = finished.turns[-1]
    assert isinstance(turn, SupervisorTurn)
    yield ReplyFinished(turn, finished)
