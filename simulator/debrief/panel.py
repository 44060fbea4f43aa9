"""The same words before every supervisor: how each would have taken them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..dialogue.endings import goodbye
from ..dialogue.session import FAREWELL_ID, replay, retake, setting_of
from ..domain.persona import Persona
from ..domain.report import Panel, PanelSeat
from ..domain.transcript import Transcript, UserTurn
from .moments import heaviest_row, trust_changes


def panel(transcript: Transcript, personas: Iterable[Persona]) -> Panel:
    """One seat a supervisor, in the order given; each hears every turn up to her own ending."""
    return Panel(supervisors=tuple(_seat(transcript, persona) for persona in personas))


def _seat(transcript: Transcript, persona: Persona) -> PanelSeat:
    setting = replace(setting_of(transcript), persona=persona)
    heard: list[UserTurn] = []
    session = replay(setting, ())
    for turn in transcript.turns:
        session = retake(session, turn)
        taken = session.turns[-1]
        if isinstance(taken, UserTurn):
            heard.append(taken)
        if session.ending is not None:
            break
    turns = tuple(heard)
    left = bool(transcript.turns) and transcript.turns[-1].id == FAREWELL_ID
    changes = trust_changes(session.opening_trust, turns)
    most = max(range(len(turns)), key=lambda index: (abs(changes[index]), -index), default=None)
    row = heaviest_row(turns[most], won=changes[most] > 0) if most is not None else None
    return PanelSeat(
        persona=persona.id,
        name=persona.name,
        trust=tuple(turn.trust for turn in turns),
        ending=session.ending or (goodbye(setting, session.state) if left else None),
        turning_point=turns[most].id if most is not None and row else None,
        turning_quote=row.quote if row else None,
        amount=changes[most] if most is not None else 0.0,
    )
