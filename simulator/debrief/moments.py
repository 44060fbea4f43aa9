"""The turns that won or lost most, with the exact words of the row that weighed most."""

from __future__ import annotations

from itertools import pairwise

from ..domain.events import EventName
from ..domain.persona import Persona
from ..domain.report import Moment
from ..domain.transcript import LedgerRow, UserTurn

#: In points of trust; smaller movements are no turning point.
_SMALLEST = 1.0
_HAPPENINGS = {
    "silence": "Nothing was said.",
    "not_understood": "The words could not be read.",
    "need_heard": "{They} heard something {they} had been waiting for.",
    "error_named": "You named an error that stands on {their} list.",
    "fact_told": "You told {them} something {they} did not know.",
    "charge_corrected": "You corrected a charge that was not true, with evidence.",
    "charge_disputed": "You disputed a charge without the evidence for it.",
    "false_confession": "You said yes to something that was not your doing.",
    "hidden_fact_found": "Your question brought out what {they} had kept back.",
    "cap_a_turn": "One turn can move {them} only so far.",
    "time_passes": "{Their} time is short; every turn uses a little of it.",
}


def trust_changes(persona: Persona, turns: tuple[UserTurn, ...]) -> tuple[float, ...]:
    """The change of trust a user turn, in points; the first counts from where the persona starts."""
    levels = (float(persona.stance.start.trust), *(turn.trust for turn in turns))
    return tuple(round(after - before, 2) for before, after in pairwise(levels))


def turning_points(persona: Persona, turns: tuple[UserTurn, ...], most: int = 3) -> tuple[Moment, ...]:
    """At most ``most`` turns that moved trust most, in order of the conversation."""
    changes = trust_changes(persona, turns)
    ranked = sorted(range(len(turns)), key=lambda index: (-abs(changes[index]), index))[:most]
    found = [
        _moment(persona, turns[index], index + 1, changes[index])
        for index in sorted(ranked)
        if abs(changes[index]) >= _SMALLEST
    ]
    return tuple(moment for moment in found if moment is not None)


def _moment(persona: Persona, turn: UserTurn, number: int, amount: float) -> Moment | None:
    row = heaviest_row(turn, won=amount > 0)
    if row is None:
        return None
    return Moment(
        turn=turn.id,
        number=number,
        kind="won" if amount > 0 else "lost",
        amount=amount,
        rule=row.rule,
        quote=row.quote,
        why=why(persona, row, turn),
    )


def heaviest_row(turn: UserTurn, *, won: bool) -> LedgerRow | None:
    """The row that moved trust most in one direction."""
    sign = 1 if won else -1
    rows = [
        row for row in turn.ledger if row.variable == "trust" and row.amount * sign > 0 and row.rule != "cap_a_turn"
    ]
    return max(rows, key=lambda row: row.amount * sign) if rows else None


def why(persona: Persona, row: LedgerRow, turn: UserTurn) -> str:
    """The reason of one row, in plain words."""
    rule = row.rule.partition(":")[0]
    if rule in _HAPPENINGS:
        they = persona.pronouns
        return _HAPPENINGS[rule].format(
            they=they.subject,
            them=they.them,
            their=they.their,
            They=they.subject.capitalize(),
            Their=they.their.capitalize(),
        )
    name = EventName(rule)
    return next(event.why for event in turn.appraisal.events if event.name is name)
