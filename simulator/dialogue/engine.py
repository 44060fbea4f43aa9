"""One turn as a stream of events: accepted, then her reply piece by piece, then finished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..backends.base import Backend, Calls, ReplyRequest, closed
from ..domain.conduct import Move
from ..domain.transcript import SupervisorTurn, UserTurn
from ..errors import BackendError
from .check import ReplyGuard, guard_for
from .prompting import repaired, reply_request
from .session import Session, answer, hear


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
class Waiting:
    """The model is asked again in so many seconds, and why; told through ``Calls.waiting``, before the wait."""

    why: str
    seconds: float


@dataclass(frozen=True)
class ReplyFinished:
    """Her reply is over; ``turn.complete`` is false where it broke off, or where none came at all."""

    turn: SupervisorTurn
    session: Session


TurnEvent = UserTurnAccepted | ReplyText | Notice | Waiting | ReplyFinished


def take_turn(
    session: Session, words: str, turn_id: str, backend: Backend, calls: Calls | None = None
) -> Iterator[TurnEvent]:
    """Hear the user and let her answer.

    Yields ``UserTurnAccepted`` first and resumes when the caller asks for more; a turn in distress ends there.
    """
    heard = hear(session, words, turn_id)
    accepted = heard.turns[-1]
    assert isinstance(accepted, UserTurn)
    yield UserTurnAccepted(accepted, heard)
    if heard.plan is not None:
        yield from reply(heard, backend, calls)


def reply(session: Session, backend: Backend, calls: Calls | None = None) -> Iterator[TurnEvent]:
    """Her answer to the last user turn, through the backend, checked as it comes.

    A reply that cannot stand is asked for once more, within the turn's calls and time; when that cannot stand either,
    her scripted line is said instead. When the model fails, what came of its reply is kept and marked incomplete:
    whoever reads it can ask again, or let the scripted line stand. ``calls.stop()`` ends it from another thread.
    """
    assert session.plan is not None, "she owes no answer"
    if session.plan.move is Move.STEP_OUT:  # the page's own word: no model speaks it
        yield from _finished(session, session.scripted_reply)
        return
    calls = calls or Calls()
    plain = reply_request(session.setting, session.turns, session.plan, session.scripted_reply, calls.context_tokens)
    request = replace(plain, calls=calls)
    attempt = _Attempt(guard_for(session))
    yield from attempt.of(backend, request)
    if attempt.guard.failed and calls.left > 0 and not calls.stopped:
        yield Notice(f"The model's reply was set aside because {attempt.guard.failed}; it is asked once more.")
        yield ReplyText("")  # nothing of it stays on the page while the next one is on its way
        attempt = _Attempt(guard_for(session))
        yield from attempt.of(backend, repaired(request))
    if attempt.guard.failed:
        yield Notice(f"The model's reply was set aside because {attempt.guard.failed}. This line is from the script.")
        yield from _finished(session, session.scripted_reply)
        return
    if attempt.trouble:
        trouble = "You stopped the reply." if calls.stopped else attempt.trouble
        yield Notice(f"{trouble} What you said is kept.")
    yield from _finished(session, attempt.text, complete=not attempt.trouble)


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

    @property
    def text(self) -> str:
        """What came of it."""
        return self.guard.text.strip()

    @property
    def trouble(self) -> str | None:
        """Why it is not whole, in one sentence; None where it is."""
        if self._error is None:
            return None if self.text else "The model's reply was empty."
        return str(self._error)


def _finished(session: Session, text: str, *, complete: bool = True) -> Iterator[TurnEvent]:
    yield ReplyText(text)
    finished = answer(session, text, complete=complete)
    turn = finished.turns[-1]
    assert isinstance(turn, SupervisorTurn)
    yield ReplyFinished(turn, finished)
