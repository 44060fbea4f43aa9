"""How one turn moves a supervisor: pure integer arithmetic, every movement a ledger row.

Design choices, not measurements: see ``rules.yaml`` for the amounts and their sources. Gains shrink when the same event
comes again, losses do not; a turn can win or lose only so much; courtesy alone never wins trust.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ..domain.conduct import Need, Topic
from ..domain.events import EventName as E
from ..domain.transcript import Difficulty, LedgerRow
from .cues import cues_hit
from .hearing import Heard, answered, drawn_hidden_fact, listen
from .ledger import VARIABLES, Ledger
from .occasions import content_words
from .promises import ACCOUNT_RULES
from .rules import Deltas, FacetPercent, rules
from .state import Memory, State
from .topics import INSULTS

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal
    from ..domain.persona import Persona
    from ..domain.scenario import Scenario
    from ..domain.text import NormalText
    from ..domain.transcript import Carried

#: Whoever names so many of the things in one turn is not asked which they are.
_A_LIST = 2
#: Effort beyond the job wins nothing before the job itself is credible (comment 7: first meet expectations).
_NEEDS_A_BASELINE = frozenset({E.BEYOND_THE_JOB, E.OFFERS_HELP})


@dataclass(frozen=True)
class Setting:
    """What stays the same through one conversation; ``carried`` is what an earlier one brings into it."""

    persona: Persona
    scenario: Scenario
    seed: int
    difficulty: Difficulty
    carried: Carried | None = None


@dataclass(frozen=True)
class Movement:
    """One turn's effect: the state after it, what she took from it, and the rows that explain it."""

    before: State
    after: State
    heard: Heard
    rows: tuple[LedgerRow, ...]


def weigh(setting: Setting, state: State, text: NormalText, appraisal: Appraisal) -> Movement:
    """Move her by one user turn.

    A turn in distress or in a hard moment moves nothing. Raises nothing: every appraisal is welcome.
    """
    hidden = drawn_hidden_fact(setting.persona, setting.seed)
    heard = listen(setting.scenario, hidden, state, appraisal, text, setting.carried)
    if appraisal.distress:
        return Movement(state, state, heard, ())
    if appraisal.unscored == "a hard moment":
        kept = replace(state, memory=_remember(setting, state, heard, text), user_turns=state.user_turns + 1)
        return Movement(state, kept, heard, ())
    ledger = Ledger(state.levels, rules(), setting.difficulty)
    counts = _weigh_events(setting, state, heard, ledger)
    _weigh_happenings(appraisal, heard, ledger)
    _weigh_what_fits(setting, state.memory, heard, ledger)
    memory = _remember(setting, state, heard, text)
    ledger.cap()
    ledger.hold_below(ceiling(setting, memory.accounts))
    ledger.apply("time_passes", "", rules().happenings.time_passes)
    after = State(
        levels=ledger.levels,
        memory=memory,
        counts=MappingProxyType(dict(counts)),
        user_turns=state.user_turns + 1,
    )
    return Movement(state, after, heard, tuple(ledger.rows))


def _weigh_events(setting: Setting, state: State, heard: Heard, ledger: Ledger) -> Counter[E]:
    common = rules()
    counts = Counter(state.counts)
    # Beside an insult or a threat nothing else in the turn is heard.
    insulted = any(event.name in INSULTS for event in heard.events)
    for event in heard.events:
        nth = counts[event.name]
        counts[event.name] += 1
        deltas = common.events[event.name]
        repeat = common.repeats[min(nth, len(common.repeats) - 1)]
        weight = _weight(setting, state, event.name)
        earns = not insulted and not heard.repeated and event not in heard.invented
        gains = Deltas(**{name: max(0, getattr(deltas, name)) for name in VARIABLES})
        losses = Deltas(**{name: min(0, getattr(deltas, name)) for name in VARIABLES})
        if earns:
            ledger.apply(event.name.value, event.quote, gains, weight.gain * repeat // 100)
        ledger.apply(event.name.value, event.quote, losses, weight.loss)
    return counts


class _Weight(NamedTuple):
    """Percent of the common rule's gains and losses."""

    gain: int
    loss: int


def _weight(setting: Setting, state: State, name: E) -> _Weight:
    """What this event weighs with this persona, for this breach, at this difficulty."""
    percent = _her_percent(setting, name)
    if name in _NEEDS_A_BASELINE and not state.memory.named and not state.memory.admitted:
        percent = 0
    facet = rules().facets.get(name)
    demanded = rules().breach[setting.scenario.breach].get(facet, FacetPercent()) if facet else FacetPercent()
    further = rules().difficulty[setting.difficulty].gain_of.get(name, 100)
    return _Weight(percent * demanded.gain * further // 10_000, percent * demanded.loss // 100)


def _her_percent(setting: Setting, name: E) -> int:
    percent = setting.persona.stance.weights.get(name, 100)
    hidden = drawn_hidden_fact(setting.persona, setting.seed)
    return hidden.weights.get(name, percent) if hidden is not None else percent


def ceiling(setting: Setting, accounts: tuple[tuple[int, Topic], ...]) -> int:
    """How high trust can stand, in tenths: words win terms, kept promises the rest; with some a lie is final."""
    bars = setting.persona.stance.thresholds
    if setting.scenario.breach == "integrity" and setting.persona.stance.untruth == "final":
        return bars.conditional.trust * 10 - 10
    return bars.agreement.trust * 10 + rules().ceiling.above_agreement + earned(setting, accounts)


def earned(setting: Setting, accounts: tuple[tuple[int, Topic], ...]) -> int:
    """How much higher than by words alone trust may rise, in tenths."""
    common = rules().ceiling
    before = round(setting.carried.earned * 10) if setting.carried else 0
    worth = {Topic.KEPT: common.kept, Topic.WARNED: common.warned}
    return before + sum(worth.get(how, 0) for _, how in accounts)


def _weigh_happenings(appraisal: Appraisal, heard: Heard, ledger: Ledger) -> None:
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


#: By how a promise went: the rule, and the event whose percent of hers it is scaled by.
_RULE_OF = {Topic(how): rule for rule, how in ACCOUNT_RULES.items()}
_LIKE = {
    Topic.KEPT: E.CLOSES_LOOP,
    Topic.WARNED: E.EARLY_WARNING,
    Topic.SILENT: E.EVADES,
    Topic.OVERLOAD: E.OVERREACHES,
    Topic.UNSURE: E.NON_ANSWER,
}


def _weigh_what_fits(setting: Setting, memory: Memory, heard: Heard, ledger: Ledger) -> None:
    """News told early, words against earlier words, a catastrophe once more, and how a promise went."""
    common = rules().happenings
    if heard.news is not None and heard.news[0] is Topic.DISCOVERY and not heard.repeated:
        ledger.apply("told_before_found", heard.news[1], common.told_before_found)
    if heard.clash is not None:
        denied = heard.clash.kind == "denied"
        rule = "contradiction" if denied else "promise_moved"
        ledger.apply(rule, heard.clash.now, common.contradiction if denied else common.promise_moved)
    if heard.drama and heard.fear is not None:
        ledger.apply(
            "catastrophe_repeated", heard.fear, common.catastrophe_repeated, _her_percent(setting, E.SELF_PITY)
        )
    for number, how in heard.accounts:
        if how is Topic.UNSURE and not memory.pressed:
            continue
        rule = _RULE_OF[how]
        deltas: Deltas = getattr(common, rule)
        ledger.apply(f"{rule}:{number + 1}", heard.words, deltas, _her_percent(setting, _LIKE[how]))


def _remember(setting: Setting, state: State, heard: Heard, text: NormalText) -> Memory:
    memory = state.memory
    accounts, reviewing, pressed = _after_the_account(memory, heard)
    errors = setting.scenario.facts_user_knows.errors
    listed = sum(cues_hit(error.cues[:1], text.copy) is not None for error in errors) >= _A_LIST
    return replace(
        memory,
        heard=memory.heard | {need for need, _ in heard.needs},
        told=memory.told | {fact for fact, _ in heard.facts},
        named=memory.named + heard.errors,
        admitted=memory.admitted + heard.admitted,
        owning=memory.owning + (content_words(text.copy),) * len(heard.admitted),
        promises=memory.promises + heard.promises,
        answered=memory.answered | answered(memory, heard) | ({Need.ERROR} if listed else set()),
        questions=memory.questions + heard.questions,
        wordings=(*memory.wordings, frozenset(text.words)),
        fears=memory.fears + (heard.fear is not None),
        invented=memory.invented + (heard.unknown is not None),
        reviewing=reviewing,
        pressed=pressed,
        accounts=accounts,
        charge=heard.charge,
        denied=text.copy if heard.disputed else "",
        hidden_found=memory.hidden_found or heard.hidden is not None,
    )


def _after_the_account(memory: Memory, heard: Heard) -> tuple[tuple[tuple[int, Topic], ...], int | None, bool]:
    """The accounts given, the promise she still waits to hear of, and whether she has pressed for it.

    An answer that does not say whether it was kept is asked about once more; then it stays open.
    """
    if not heard.accounts:
        return memory.accounts, memory.reviewing, memory.pressed
    settled = tuple(one for one in heard.accounts if one[1] is not Topic.UNSURE or memory.pressed)
    if not settled:
        return memory.accounts, memory.reviewing, True
    waits = memory.reviewing not in {number for number, _ in settled}
    return (*memory.accounts, *settled), memory.reviewing if waits else None, False
