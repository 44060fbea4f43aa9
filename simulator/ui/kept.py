"""What the debrief page works out once and keeps for this window: reports, and the talks beside them."""

from __future__ import annotations

from typing import Any, TypeVar

from ..debrief.report import report
from ..dialogue.session import Session
from ..domain.report import Report
from ..domain.transcript import Transcript
from . import beginning, shared
from .beginning import turns_before

#: So many are kept; a window looks at few at a time.
_MOST = 8
_Made = TypeVar("_Made")


def debrief(run: str, session: Session) -> tuple[Transcript, Report]:
    """The transcript and its report, made anew only where the talk went on."""
    key = (shared.owner(), run, session.head, session.broken_off, session.ending)
    kept: tuple[Transcript, Report] | None = _kept().get(key)
    if kept is None:
        transcript = shared.app().transcript(shared.owner(), run, session)
        kept = _keep(key, (transcript, report(transcript, since=turns_before(run))))
    return kept


def transcript_of(run: str, changed_at: object) -> Transcript:
    """Another talk of the owner's as it stands in the database; ``changed_at`` says when it last changed.

    Raises:
        NotFound: it is not there any more.
    """
    key = (shared.owner(), run, changed_at)
    kept: Transcript | None = _kept().get(key)
    if kept is None:
        app = shared.app()
        kept = _keep(key, app.transcript(shared.owner(), run, app.session(shared.owner(), run)))
    return kept


def forget(run: str) -> None:
    """Let go of everything that this window holds of a talk: it was deleted."""
    beginning.forget()
    _kept().clear()  # reports of other talks are soon made anew
    for held in ("said_again", "guesses", "new_links"):
        shared.remembered(held).pop(run, None)


def _kept() -> dict[tuple[object, ...], Any]:
    kept: dict[tuple[object, ...], Any] = shared.remembered("debriefs")
    return kept


def _keep(key: tuple[object, ...], made: _Made) -> _Made:
    kept = _kept()
    while len(kept) >= _MOST:
        kept.pop(next(iter(kept)))
    kept[key] = made
    return made
