"""The same words before every supervisor: how each would have taken them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..dialogue.endings import goodbye
from ..dialogue.session import FAREWELL_ID, Session, replay, retake, setting_of
from ..domain.persona import Persona
from ..domain.report import Panel, PanelSeat
from ..domain.transcript import Transcript, UserTurn
from .moments import heaviest_row, trust_changes
from .quarrel import Seated, quarrel

_MOST_DIFFERENT = 3


def panel(transcript: Transcript, personas: Iterable[Persona]) -> Panel:
    """One seat a supervisor, in the order given; each hears every turn up to her own ending."""
    heard = [_hear(transcript, persona) for persona in personas]
    seats = tuple(_seat(transcript, session, seated) for session, seated in heard)
    return Panel(
        supervisors=seats,
        differ_most=_differ_most([seated for _, seated in heard]),
        quarrel=quarrel([seated for _, seated in heard], transcript.scenario, transcript.seed),
    )


def _differ_most(seats: Sequence[Seated]) -> tuple[str, ...]:
    """The harshest, the one in the middle, and the mildest: by what the words did to trust as a whole."""
    moved = sorted((round(sum(seat.changes), 1), seat.persona.id) for seat in seats if seat.changes)
    if len(moved) <= _MOST_DIFFERENT:
        return tuple(persona for _, persona in moved)
    (least, harshest), (most, mildest) = moved[0], moved[-1]
    between = min(moved[1:-1], key=lambda one: (abs(one[0] - (least + most) / 2), one[1]))
    return harshest, between[1], mildest


def _hear(transcript: Transcript, persona: Persona) -> tuple[Session, Seated]:
    session = replay(replace(setting_of(transcript), persona=persona), ())
    heard: list[UserTurn] = []
    for turn in transcript.turns:
        session = retake(session, turn)
        taken = session.turns[-1]
        if isinstance(taken, UserTurn):
            heard.append(taken)
        if session.ending is not None:
            break
    turns = tuple(heard)
    return session, Seated(persona, turns, trust_changes(session.opening_trust, turns))


def _seat(transcript: Transcript, session: Session, seated: Seated) -> PanelSeat:
    turns, changes = seated.turns, seated.changes
    left = bool(transcript.turns) and transcript.turns[-1].id == FAREWELL_ID
    most = max(range(len(turns)), key=lambda index: (abs(changes[index]), -index), default=None)
    row = heaviest_row(turns[most], won=changes[most] > 0) if most is not None else None
    return PanelSeat(
        persona=seated.persona.id,
        name=seated.persona.name,
        trust=tuple(turn.trust for turn in turns),
        ending=session.ending or (goodbye(session.setting, session.state) if left else None),
        turning_point=turns[most].id if most is not None and row else None,
        turning_quote=row.quote if row else None,
        amount=changes[most] if most is not None else 0.0,
    )
