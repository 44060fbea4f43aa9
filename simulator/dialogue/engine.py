"""One turn as a stream of events: accepted, then her reply piece by piece, then finished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..backends.base import Backend, Calls, ReplyRequest, closed
from ..domain.conduct import Move
from ..domain.transcript import SupervisorTurn, UserTurn
from ..errors import BackendError
from .check import ReplyGuard, guard_for
from .prompting import repaired, reply_request
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

    A reply that cannot stand is asked for once more, within the turn's calls and time. When nothing usable arrives
    her scripted line is said instead; when the reply breaks off half-way, what came is kept and marked incomplete.
    """
    assert session.plan is not None, "she owes no answer"
    if session.plan.move is Move.STEP_OUT:  # the page's own word: no model speaks it
        yield from _finished(session, session.scripted_reply)
        return
    calls = Calls()
    request = replace(
        reply_request(session.setting, session.turns, session.plan, session.scripted_reply, session.state.memory),
        calls=calls,
    )
    attempt = _Attempt(guard_for(session))
    yield from attempt.of(backend, request)
    if attempt.guard.failed and calls.left > 0:
        yield Notice(f"The model's reply was set aside because {attempt.guard.failed}; it is asked once more.")
        attempt = _Attempt(guard_for(session))
        yield from attempt.of(backend, repaired(request))
    text, complete, notice = attempt.outcome()
    if not text:
        text, complete = session.scripted_reply, True
        notice = f"{notice} This line is from the script."
    if notice:
        yield Notice(notice)
    yield from _finished(session, text, complete=complete)


class _Attempt:
    """One reply as it comes through a backend.

    Attributes:
        guard: what may be shown of it, and why it cannot stand.
    """

    def __init__(self, guard: ReplyGuard) -> None:
        self.guard = guard
        self._error: BackendError | None = None

    def of(self, backend: Backend, request: ReplyRequest) -> Iterator[TurnEvent]:
        """Stream it, checked as it comes; her own scripted words need no check."""
        scripted = backend.name == "scripted"
        try:
            pieces = backend.stream(request)
            with closed(pieces):
                for piece in pieces:
                    if scripted:
                        self.guard.text += piece
                    else:
                        self.guard.feed(piece)
                    if self.guard.failed or self.guard.full:
                        break
                    yield ReplyText(self.guard.text)
        except BackendError as error:
            self._error = error
        self.guard.finish()

    def outcome(self) -> tuple[str, bool, str | None]:
        """What can stand of it (nothing where it failed), whether it is whole, and what to tell the user."""
        text = self.guard.text.strip()
        if self.guard.failed:
            return "", True, f"The model's reply was set aside because {self.guard.failed}."
        if self._error is not None:
            return text, not text, f"{self._error} What you said is kept."
        return text, True, None if text else "The model's reply was empty."


def _finished(session: Session, text: str, *, complete: bool = True) -> Iterator[TurnEvent]:
    yield ReplyText(text)
    finished = answer(session, text, complete=complete)
    turn = finished.turns[-1]
    assert isinstance(turn, SupervisorTurn)
    yield ReplyFinished(turn, finished)
