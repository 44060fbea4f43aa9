"""The rows that explain how one turn moved her: running levels in tenths, integer arithmetic only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.transcript import Difficulty, LedgerRow, Variable
from .state import Levels

if TYPE_CHECKING:
    from .rules import Deltas, Rules

VARIABLES: tuple[Variable, ...] = ("trust", "patience", "clarity")


class Ledger:
    """Collects rows and keeps the running levels, in tenths."""

    def __init__(self, levels: Levels, common: Rules, difficulty: Difficulty) -> None:
        self._start = {name: getattr(levels, name) for name in VARIABLES}
        self._now = dict(self._start)
        self._common = common
        self._scale = common.difficulty[difficulty]
        self.rows: list[LedgerRow] = []

    def apply(self, rule: str, quote: str, deltas: Deltas, percent: int = 100) -> None:
        """Move every variable that a rule names."""
        for variable in VARIABLES:
            base: int = getattr(deltas, variable)
            scale = self._scale.gain if base > 0 else self._scale.loss
            amount = percent_of(base, percent * scale, 10_000)
            if variable == "trust" and amount < 0:
                amount = self._of_what_is_left(amount)
            self._move(variable, rule, quote, amount)

    def _of_what_is_left(self, loss: int) -> int:
        """Below a level of trust a loss shrinks with what is left to lose, so that worse words still end lower."""
        full, least = self._common.low_trust.full_loss_from, self._common.low_trust.least
        left = min(full, max(least, self._start["trust"]))
        return percent_of(loss, left, full)

    def _move(self, variable: Variable, rule: str, quote: str, amount: int) -> None:
        before = self._now[variable]
        after = min(1000, max(0, before + amount))
        if after == before:
            return
        self._now[variable] = after
        self.rows.append(
            LedgerRow(
                variable=variable,
                rule=rule,
                quote=quote,
                amount=(after - before) / 10,
                before=before / 10,
                after=after / 10,
            )
        )

    def cap(self) -> None:
        """No single turn wins or loses everything."""
        for variable in VARIABLES:
            moved = self._now[variable] - self._start[variable]
            excess = moved - min(self._common.cap.gain, max(-self._common.cap.loss, moved))
            if excess:
                self._move(variable, "cap_a_turn", "", -excess)

    def hold_below(self, ceiling: int) -> None:
        """Words alone lift trust only so far."""
        now, start = self._now["trust"], self._start["trust"]
        if now > max(ceiling, start):
            self._move("trust", "words_alone", "", max(ceiling, start) - now)

    @property
    def levels(self) -> Levels:
        """The levels after the rows so far."""
        return Levels(self._now["trust"], self._now["patience"], self._now["clarity"])


def percent_of(amount: int, numerator: int, denominator: int) -> int:
    """``amount * numerator / denominator`` rounded half away from zero, in integers on every machine."""
    product = abs(amount) * numerator
    rounded = (2 * product + denominator) // (2 * denominator)
    return rounded if amount >= 0 else -rounded
