"""The turns that won or lost most, with the exact words of the row that weighed most."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..domain.events import EventName
from ..domain.persona import Persona
from ..domain.report import Moment
from ..domain.transcript import LedgerRow, Transcript, UserTurn
from ..tone.lexicon import lexicon

#: In points of trust; smaller movements are no turning point.
SMALLEST = 1.0
_LIMITS = ("cap_a_turn", "words_alone")
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
    "told_before_found": "You told {them} of a mistake before {they} found it.",
    "catastrophe_repeated": "You painted the worst once more; once would have been candour.",
    "contradiction": "This does not fit with what you said before.",
    "promise_moved": "This promise is not the one you gave before.",
    "promise_kept": "You kept what you had promised.",
    "promise_slipped_warned": "A promise slipped, and {they} had been told in time.",
    "promise_slipped_silent": "A promise slipped, and nobody had said a word.",
    "promise_beyond": "More was promised than one person can carry, and this part of it came due.",
    "promise_unclear": "{They} could not tell whether the promise was kept.",
    "words_alone": "Words lift trust only so far; kept promises do the rest.",
    "cap_a_turn": "One turn can move {them} only so far.",
    "time_passes": "{Their} time is short; every turn uses a little of it.",
}


def trust_changes(start: float, turns: tuple[UserTurn, ...]) -> tuple[float, ...]:
    """The change of trust a user turn, in points; the first counts from ``start``."""
    levels = (start, *(turn.trust for turn in turns))
    return tuple(round(after - before, 2) for before, after in pairwise(levels))


def apart(changes: Sequence[float]) -> float:
    """How far the changes of one turn lie apart, in points; nought where it moved all alike.

    Alike is the same way, and nobody less than two thirds as much as another.
    """
    least, most = min(map(abs, changes)), max(map(abs, changes))
    alike = min(changes) * max(changes) > 0 and least > most * 2 / 3
    return 0.0 if alike else round(max(changes) - min(changes), 2)


def turning_points(transcript: Transcript, most: int = 3) -> tuple[Moment, ...]:
    """At most ``most`` turns that moved trust most, in order of the conversation."""
    persona, turns = transcript.persona, transcript.user_turns
    changes = trust_changes(transcript.start_trust, turns)
    ranked = sorted(range(len(turns)), key=lambda index: (-abs(changes[index]), index))[:most]
    found = [
        _moment(persona, turns[index], index + 1, changes[index])
        for index in sorted(ranked)
        if abs(changes[index]) >= SMALLEST
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
        why=why(persona, row),
    )


def heaviest_row(turn: UserTurn, *, won: bool) -> LedgerRow | None:
    """The row that moved trust most in one direction."""
    sign = 1 if won else -1
    rows = [row for row in turn.ledger if row.variable == "trust" and row.amount * sign > 0 and row.rule not in _LIMITS]
    return max(rows, key=lambda row: row.amount * sign) if rows else None


def why(persona: Persona, row: LedgerRow) -> str:
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
    return lexicon().catalogue[EventName(rule)].why
