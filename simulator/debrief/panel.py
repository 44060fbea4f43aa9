"""The same words before every supervisor: how each would have taken them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..dialogue.endings import goodbye
from ..dialogue.session import FAREWELL_ID, Session, replay, retake, setting_of
from ..domain.persona import Persona
from ..domain.report import Panel, PanelSeat, Parting, PartingSide
from ..domain.transcript import Transcript, UserTurn
from .moments import apart, heaviest_row, trust_changes
from .quarrel import Seated, quarrel

_MOST_DIFFERENT = 3
#: In points of trust: where the changes of one turn lie closer together, nobody parts.
_LEAST_SPREAD = 1.0


def panel(transcript: Transcript, personas: Iterable[Persona]) -> Panel:
    """One seat a supervisor, in the order given; each hears every turn up to her own ending.

    Words spoken in distress are put before nobody: such a talk has no seats.
    """
    if transcript.needs_help:
        return Panel(supervisors=())
    heard = [_hear(transcript, persona) for persona in personas]
    seats = tuple(_seat(transcript, session, seated) for session, seated in heard)
    differ_most = _differ_most([seated for _, seated in heard])
    return Panel(
        supervisors=seats,
        differ_most=differ_most,
        parts_at=_parts_at([seated for _, seated in heard if seated.persona.id in differ_most]),
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


def _parts_at(seats: Sequence[Seated]) -> Parting | None:
    """The turn that they take most differently, the first of equals, while all of them are still listening."""
    shared = min((len(seat.changes) for seat in seats), default=0)
    if len(seats) < 2 or not shared:
        return None
    spreads = [apart([seat.changes[place] for seat in seats]) for place in range(shared)]
    place = max(range(shared), key=lambda one: (spreads[one], -one))
    if spreads[place] < _LEAST_SPREAD:
        return None
    sides = tuple(sorted((_side(seat, place) for seat in seats), key=lambda side: (side.change, side.persona)))
    return Parting(
        turn=seats[0].turns[place].id,
        number=place + 1,
        spread=spreads[place],
        sides=sides,
        in_words=f"At turn {place + 1} {_how(sides)}: {'; '.join(_moved(side) for side in sides)}.",
    )


def _how(sides: Sequence[PartingSide]) -> str:
    """They part where the words won one and not another, or lost one and not another."""
    same_way = min(side.change for side in sides) * max(side.change for side in sides) > 0
    return "it weighs differently with them" if same_way else "they part"


def _side(seat: Seated, place: int) -> PartingSide:
    change = seat.changes[place]
    row = heaviest_row(seat.turns[place], won=change > 0)
    return PartingSide(
        persona=seat.persona.id, name=seat.persona.name, change=change, quote=(row.quote or None) if row else None
    )


def _moved(side: PartingSide) -> str:
    size = round(abs(side.change), 1)
    if not size:
        return f"{side.name} is not moved"
    points = "point" if size == 1 else "points"
    return f"{side.name} trusts you {size:.1f} {points} {'more' if side.change > 0 else 'less'}"


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
        start=session.opening_trust,
        turning_number=most + 1 if most is not None and row else None,
    )
