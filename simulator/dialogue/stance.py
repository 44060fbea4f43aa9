"""How one turn moves a supervisor: pure integer arithmetic, every movement a ledger row.

Design choices, not measurements: see ``rules.yaml`` for the amounts and their sources. Gains shrink when the same event
comes again, losses do not; a turn can win or lose only so much; courtesy alone never wins trust.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..domain.events import EventName as E
from ..domain.transcript import Difficulty, LedgerRow, Variable
from .hearing import Heard, drawn_hidden_fact, listen
from .rules import Deltas, Rules, rules
from .state import Levels, Memory, State

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal
    from ..domain.persona import Persona
    from ..domain.scenario import Scenario
    from ..domain.text import NormalText

_VARIABLES: tuple[Variable, ...] = ("trust", "patience", "clarity")
#: Effort beyond the job wins nothing before the job itself is credible (comment 7: first meet expectations).
_NEEDS_A_BASELINE = frozenset({E.BEYOND_THE_JOB, E.OFFERS_HELP})


#: Beside one of these nothing else in the turn is heard.
_INSULTS = frozenset({E.CONTEMPT, E.THREAT})


@dataclass(frozen=True)
class Setting:
    """What stays the same through one conversation."""

    persona: Persona
    scenario: Scenario
    seed: int
    difficulty: Difficulty


@dataclass(frozen=True)
class Movement:
    """One turn's effect: the state after it, what she took from it, and the rows that explain it."""

    before: State
    after: State
    heard: Heard
    rows: tuple[LedgerRow, ...]


class _Ledger:
    """Collects rows and keeps the running levels, in tenths."""

    def __init__(self, levels: Levels, common: Rules, difficulty: Difficulty) -> None:
        self._start = {name: getattr(levels, name) for name in _VARIABLES}
        self._now = dict(self._start)
        self._common = common
        self._scale = common.difficulty[difficulty]
        self.rows: list[LedgerRow] = []

    def apply(self, rule: str, quote: str, deltas: Deltas, percent: int = 100) -> None:
        """Move every variable that a rule names."""
        for variable in _VARIABLES:
            base: int = getattr(deltas, variable)
            scale = self._scale.gain if base > 0 else self._scale.loss
            amount = _percent(base, percent * scale, 10_000)
            if variable == "trust" and amount < 0:
                amount = self._of_what_is_left(amount)
            self._move(variable, rule, quote, amount)

    def _of_what_is_left(self, loss: int) -> int:
        """Below a level of trust a loss shrinks with what is left to lose, so that worse words still end lower."""
        full, least = self._common.low_trust.full_loss_from, self._common.low_trust.least
        left = min(full, max(least, self._start["trust"]))
        return _percent(loss, left, full)

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
        for variable in _VARIABLES:
            moved = self._now[variable] - self._start[variable]
            excess = moved - min(self._common.cap.gain, max(-self._common.cap.loss, moved))
            if excess:
                self._move(variable, "cap_a_turn", "", -excess)

    @property
    def levels(self) -> Levels:
        """The levels after the rows so far."""
        return Levels(self._now["trust"], self._now["patience"], self._now["clarity"])


def _percent(amount: int, numerator: int, denominator: int) -> int:
    """``amount * numerator / denominator`` rounded half away from zero, in integers on every machine."""
    product = abs(amount) * numerator
    rounded = (2 * product + denominator) // (2 * denominator)
    return rounded if amount >= 0 else -rounded


def weigh(setting: Setting, state: State, text: NormalText, appraisal: Appraisal) -> Movement:
    """Move her by one user turn.

    A turn in distress moves nothing. Raises nothing: every appraisal is welcome.
    """
    hidden = drawn_hidden_fact(setting.persona, setting.seed)
    heard = listen(setting.scenario, hidden, state, appraisal, text)
    if appraisal.distress:
        return Movement(state, state, heard, ())
    ledger = _Ledger(state.levels, rules(), setting.difficulty)
    counts = _weigh_events(setting, state, heard, ledger)
    _weigh_happenings(appraisal, heard, ledger)
    ledger.cap()
    ledger.apply("time_passes", "", rules().happenings.time_passes)
    after = State(
        levels=ledger.levels,
        memory=_remember(state, heard),
        counts=MappingProxyType(dict(counts)),
        user_turns=state.user_turns + 1,
    )
    return Movement(state, after, heard, tuple(ledger.rows))


def _weigh_events(setting: Setting, state: State, heard: Heard, ledger: _Ledger) -> Counter[E]:
    common = rules()
    counts = Counter(state.counts)
    insulted = any(event.name in _INSULTS for event in heard.events)
    for event in heard.events:
        nth = counts[event.name]
        counts[event.name] += 1
        deltas = common.events[event.name]
        repeat = common.repeats[min(nth, len(common.repeats) - 1)]
        weight = _weight(setting, state, event.name)
        gains = Deltas(**{name: max(0, getattr(deltas, name)) for name in _VARIABLES})
        losses = Deltas(**{name: min(0, getattr(deltas, name)) for name in _VARIABLES})
        if not insulted:
            ledger.apply(event.name.value, event.quote, gains, weight * repeat // 100)
        ledger.apply(event.name.value, event.quote, losses, weight)
    return counts


def _weight(setting: Setting, state: State, name: E) -> int:
    """Percent of the common rule for this event, with this persona, in this conversation."""
    percent = setting.persona.stance.weights.get(name, 100)
    hidden = drawn_hidden_fact(setting.persona, setting.seed)
    if hidden is not None:
        percent = hidden.weights.get(name, percent)
    if setting.scenario.breach == "integrity":
        percent = percent * rules().integrity_breach.get(name, 100) // 100
    if name in _NEEDS_A_BASELINE and not state.memory.errors_named and not state.memory.admitted:
        return 0
    return percent


def _weigh_happenings(appraisal: Appraisal, heard: Heard, ledger: _Ledger) -> None:
    common = rules().happenings
    if appraisal.unscored == "empty":
        ledger.apply("silence", "", common.silence)
    elif appraisal.unscored is not None:
        ledger.apply("not_understood", "", common.not_understood)
    for need, quote in heard.needs:
        ledger.apply(f"need_heard:{need.value}", quote, common.need_heard)
    for error, quote in heard.errors:
        ledger.apply(f"error_named:{error}", quote, common.error_named)
    for fact, quote in heard.facts:
        ledger.apply(f"fact_told:{fact}", quote, common.fact_told)
    if heard.corrected is not None:
        ledger.apply("charge_corrected", heard.corrected, common.charge_corrected)
    if heard.confessed is not None:
        ledger.apply("false_confession", heard.confessed, common.false_confession)
    if heard.disputed:
        ledger.apply("charge_disputed", "", common.charge_disputed)
    if heard.hidden is not None:
        ledger.apply("hidden_fact_found", heard.hidden, common.hidden_fact_found)


def _remember(state: State, heard: Heard) -> Memory:
    memory = state.memory
    return replace(
        memory,
        heard=memory.heard | {need for need, _ in heard.needs},
        told=memory.told | {fact for fact, _ in heard.facts},
        errors_named=memory.errors_named | {error for error, _ in heard.errors},
        admitted=memory.admitted + heard.admitted,
        promises=memory.promises + heard.promises,
        charge=heard.charge,
        hidden_found=memory.hidden_found or heard.hidden is not None,
    )
