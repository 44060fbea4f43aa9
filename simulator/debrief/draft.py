"""Check my draft: it is read, not saved and not scored, and one question comes back. No word of it is marked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..dialogue.consistency import clash, invented
from ..dialogue.hearing import MEETS
from ..dialogue.session import read_after, take
from ..domain.conduct import Need
from ..domain.text import NormalText
from ..domain.transcript import UserTurn, her_last_line
from .about_them import about_them
from .pause import pause_lines, waited_for

if TYPE_CHECKING:
    from ..dialogue.session import Session
    from ..domain.appraisal import Appraisal

#: A draft that a fair supervisor takes this well is asked for what is missing only.
_GOOD_DRAFT = 0.8
_ID = "draft"
_LONGEST_EARLIER = 14


def draft_question(session: Session, draft: str) -> str | None:
    """One question about a draft, by what it leaves open; None where it calls for help instead (show the help text).

    Nothing is kept: the session stays as it is.
    """
    reading = read_after(her_last_line(session.turns), draft)
    if reading.distress:
        return None
    ask, earlier = _question(session, draft, reading)
    return about_them(ask, session.setting.persona.pronouns, {"earlier": earlier})


def _question(session: Session, draft: str, reading: Appraisal) -> tuple[str, str]:
    """The question, and earlier words that it needs."""
    asks = pause_lines().draft
    if reading.unscored is not None:
        return (asks.empty if reading.unscored in ("empty", "no words") else asks.unread), ""
    after = take(replace(session, ending=None), draft, _ID, reading)
    turn = after.turns[-1]
    assert isinstance(turn, UserTurn)
    rules = {row.rule for row in turn.ledger}
    if "false_confession" in rules or "charge_disputed" in rules:
        return asks.charge, ""
    text = NormalText(draft)
    found = clash(session.state.memory, reading.said, text) if not rules & {"charge_corrected"} else None
    if found is not None and len(found.earlier.split()) <= _LONGEST_EARLIER:
        return asks.clash, found.earlier
    if invented(session.setting.scenario, reading.said, text)[1] is not None:
        return asks.invented, ""
    if (reading.overall or 0.0) < _GOOD_DRAFT:
        for event in sorted(reading.said, key=lambda event: event.strength):
            for after_it in asks.after:
                if event.name in after_it.events:
                    return after_it.ask, ""
    need = _open(after, reading)
    return (asks.needs[need] if need else asks.nothing), ""


def _open(after: Session, reading: Appraisal) -> Need | None:
    """What is asked for next: what follows from something in the draft, then what she waits for.

    How a plan would be checked, or what is heard if it slips, is nobody's question before there is one.
    """
    heard, said = after.state.memory.heard, {event.name for event in reading.said}
    follows = pause_lines().draft.follows
    told = [need for need in follows if said & MEETS[need]]
    waiting = [need for need in waited_for(after) if Need.PLAN in heard or need not in follows[Need.PLAN]]
    wanted = [need for one in told for need in follows[one] if need not in heard] + waiting
    return next(iter(wanted), None)
