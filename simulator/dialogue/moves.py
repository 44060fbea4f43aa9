"""Which move she makes next: decided by code from what was said, before any words are chosen.

A counterpart that first chooses its move and then speaks trains better (Rehearsal, CHI 2024).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..domain.events import EventName as E
from ..domain.persona import Ending, HiddenFact, Mood, Move, Need, Persona, Question, Topic
from .hearing import drawn_hidden_fact
from .rules import rules
from .state import Charge, State

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..domain.appraisal import Appraisal, Event
    from .stance import Movement, Setting

#: A conversation is closed at the latest after so many user turns.
LAST_TURN = 16
_CHARGE_FROM_TURN = 3
_TERMS_FROM_TURN = 4
_CONDITIONAL_FROM_TURN = 8
#: A goodbye after so many turns closes on what was settled by then.
_TERMS_ON_LEAVING = 6
#: After so many warnings the next hostile turn ends it.
_WARNINGS = 2

_HOSTILE = frozenset({E.CONTEMPT, E.THREAT, E.OUTBURST})
_DISTRESSED = frozenset({E.PANIC, E.BEGGING, E.SELF_FLAGELLATION})
_CHALLENGED: dict[E, Topic] = {
    E.EXCUSE: Topic.EXCUSE,
    E.BLAMES_SYSTEM: Topic.BLAME,
    E.BLAMES_OTHERS: Topic.BLAME,
    E.BLAMES_SUPERVISOR: Topic.BLAME,
    E.PASSIVE_VOICE: Topic.SOFT_WORDS,
    E.MINIMISES: Topic.SOFT_WORDS,
    E.NON_APOLOGY: Topic.SOFT_WORDS,
    E.DENIAL: Topic.DENIAL,
    E.ATTRIBUTES_MOTIVE: Topic.SUSPICION,
    E.BRUSHES_OFF: Topic.BRUSH_OFF,
    E.MOCKS_CONCERN: Topic.BRUSH_OFF,
    E.SARCASM: Topic.RUDE,
    E.HOSTILE_QUESTION: Topic.RUDE,
    E.PASSIVE_AGGRESSIVE: Topic.RUDE,
    E.CURT: Topic.RUDE,
    E.DEFENSIVE: Topic.RUDE,
    E.SELF_PITY: Topic.EXCUSE,
}
_HELD: dict[E, Topic] = {
    E.EVADES: Topic.EVASION,
    E.REFUSES: Topic.EVASION,
    E.NON_ANSWER: Topic.EVASION,
    E.WAITS_TO_BE_TOLD: Topic.EVASION,
    E.REFUSES_HELP: Topic.EVASION,
    E.OVERREACHES: Topic.TOO_MUCH,
    E.VAGUE_PROMISE: Topic.VAGUE,
}
_ACKNOWLEDGED: dict[E, Topic] = {
    E.NAMES_OWN_ERROR: Topic.ERROR,
    E.NAMES_IMPACT: Topic.IMPACT,
    E.FIX_DONE: Topic.PLAN,
    E.DATED_COMMITMENT: Topic.PLAN,
    E.EARLY_WARNING: Topic.PLAN,
    E.OFFERS_CHECK: Topic.PLAN,
    E.ARRANGES_CIRCUMSTANCES: Topic.PLAN,
    E.FIX_STARTED: Topic.PLAN,
    E.SEES_HER_SIDE: Topic.IMPACT,
    E.ACCEPTS_CHECKS: Topic.CANDOUR,
    E.CHECKS_PERCEPTION: Topic.CANDOUR,
    E.FEAR_SAID_PLAINLY: Topic.CANDOUR,
    E.LETS_GO: Topic.CANDOUR,
    E.NAMES_LIMIT: Topic.LIMIT,
    E.SAYS_NEED: Topic.LIMIT,
    E.ESCALATES_CALMLY: Topic.LIMIT,
    E.CALM_CORRECTION: Topic.LIMIT,
    E.BEYOND_THE_JOB: Topic.EFFORT,
    E.OFFERS_HELP: Topic.EFFORT,
    E.CLOSES_LOOP: Topic.EFFORT,
    E.ASKS_FEEDBACK: Topic.QUESTION,
    E.GENERAL_RESPONSIBILITY: Topic.ERROR,
}
ANSWERED: dict[E, Question] = {
    E.ASKS_JOB_SAFETY: Question.JOB,
    E.ASKS_WHAT_WAS_MISSED: Question.MISSED,
    E.ASKS_HER_VIEW: Question.HER_VIEW,
    E.ASKS_WHAT_SHE_NEEDS: Question.NEEDS,
    E.ASKS_STANDING: Question.STANDING,
    E.ASKS_EXPECTATIONS: Question.EXPECTATIONS,
    E.ASKS_PRIORITIES: Question.PRIORITIES,
    E.ASKS_IN_WRITING: Question.IN_WRITING,
}
_APOLOGY = frozenset({E.REGRET, E.REPENTANCE, E.ASKS_FORGIVENESS, E.GENERAL_RESPONSIBILITY})
_FAREWELL_ONLY = frozenset({E.SAYS_GOODBYE, E.COURTESY, E.CONSIDERATE, E.STEADY})


@dataclass(frozen=True)
class Plan:
    """Her next move: what she takes up, the user's exact words, what she asks next, what she lets out."""

    move: Move
    mood: Mood
    topic: Topic | None = None
    quote: str | None = None
    question: Question | None = None
    ask: Need | None = None
    ending: Ending | None = None
    reveals: HiddenFact | None = None


def choose(setting: Setting, movement: Movement, appraisal: Appraisal) -> Plan:
    """Her move after one user turn; the first rule that applies wins."""
    after = movement.after
    mood = after.mood
    ending = ending_after(setting, movement, appraisal)
    if ending is not None:
        return Plan(Move.CLOSE, mood, ending=ending)
    if appraisal.unscored is not None:
        move = Move.SILENCE if appraisal.unscored == "empty" else Move.UNCLEAR
        return Plan(move, mood, ask=_next_need(setting.persona, after))
    if _first(appraisal.events, {E.ASKS_IF_BOT}):
        return Plan(Move.STEP_OUT, mood)
    plan = (
        _to_hostility(movement, mood)
        or _to_distress(setting.persona, movement, mood)
        or _to_the_charge(setting, movement, mood)
        or _to_discovery(setting, movement, mood)
        or _to_words(setting, movement, mood)
    )
    return plan or Plan(Move.PROBE, mood, ask=_next_need(setting.persona, after))


def _to_hostility(movement: Movement, mood: Mood) -> Plan | None:
    hostile = _first(movement.heard.events, _HOSTILE)
    return Plan(Move.WARN, mood, Topic.RUDE, hostile.quote) if hostile else None


def _to_distress(persona: Persona, movement: Movement, mood: Mood) -> Plan | None:
    distressed = _first(movement.heard.events, _DISTRESSED)
    heavier = any(_trust(event.name) >= 30 or _trust(event.name) <= -20 for event in movement.heard.events)
    if distressed and not heavier:
        return Plan(Move.PAUSE, mood, ask=_next_need(persona, movement.after))
    return None


def _to_the_charge(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    if movement.heard.corrected is not None:
        return Plan(
            Move.DROP_CHARGE, mood, quote=movement.heard.corrected, ask=_next_need(setting.persona, movement.after)
        )
    return None


def _to_discovery(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    quote = movement.heard.hidden
    if quote is None:
        return None
    fact = drawn_hidden_fact(setting.persona, setting.seed)
    return Plan(Move.DISCLOSE, mood, quote=quote, ask=_next_need(setting.persona, movement.after), reveals=fact)


def _to_words(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    """Deflection first, then a direct question, then what was held back, then what was done right."""
    best = _heaviest(movement.heard.events, _ACKNOWLEDGED, lowest=False)
    ask = _next_need(setting.persona, movement.after)
    return (
        _to_deflection(movement, mood, best)
        or _to_a_question(movement, mood, ask)
        or _to_the_state_of_things(setting, movement, mood, best)
        or (_to_the_good(movement, mood, best, ask) if best else _to_the_rest(movement, mood, ask))
    )


def _to_deflection(movement: Movement, mood: Mood, best: Event | None) -> Plan | None:
    worst = _heaviest(movement.heard.events, _CHALLENGED, lowest=True)
    if worst is None or (best is not None and -_trust(worst.name) < _trust(best.name)):
        return None
    return Plan(Move.CHALLENGE, mood, _CHALLENGED[worst.name], worst.quote)


def _to_a_question(movement: Movement, mood: Mood, ask: Need | None) -> Plan | None:
    asked = _first(movement.heard.events, ANSWERED)
    return Plan(Move.ANSWER, mood, quote=asked.quote, question=ANSWERED[asked.name], ask=ask) if asked else None


def _to_the_state_of_things(setting: Setting, movement: Movement, mood: Mood, best: Event | None) -> Plan | None:
    """Terms when she is ready, words held back, an apology repeated, the charge when its time has come."""
    after = movement.after
    if _ready_for_terms(setting, after):
        return Plan(Move.CONDITION, mood)
    held = _heaviest(movement.heard.events, _HELD, lowest=True)
    if held and best is None:
        return Plan(Move.HOLD, mood, _HELD[held.name], held.quote)
    if _apologises_again(movement):
        quote = next(event.quote for event in movement.heard.events if event.name in _APOLOGY)
        return Plan(Move.HOLD, mood, Topic.APOLOGY_AGAIN, quote)
    return Plan(Move.CHARGE, mood) if _time_for_the_charge(setting, after) else None


def _to_the_good(movement: Movement, mood: Mood, best: Event, ask: Need | None) -> Plan:
    after, before = movement.after, movement.before
    topic = _ACKNOWLEDGED[best.name]
    if best.name is E.DATED_COMMITMENT and not before.counts.get(E.DATED_COMMITMENT):
        return Plan(Move.TEST, mood, Topic.PLAN, best.quote)
    if best.name in (E.SEES_HER_SIDE, E.NAMES_IMPACT) and not after.memory.disclosed and after.user_turns > 2:
        return Plan(Move.DISCLOSE, mood, topic, best.quote, ask=ask)
    if before.mood is not after.mood and after.levels.trust > before.levels.trust:
        return Plan(Move.SOFTEN, mood, topic, best.quote, ask=ask)
    return Plan(Move.ACKNOWLEDGE, mood, topic, best.quote, ask=ask)


def _to_the_rest(movement: Movement, mood: Mood, ask: Need | None) -> Plan | None:
    idle = _first(movement.heard.events, {E.FLATTERY, E.SMALL_TALK})
    if idle:
        topic = Topic.FLATTERY if idle.name is E.FLATTERY else Topic.SMALL_TALK
        return Plan(Move.REDIRECT, mood, topic, idle.quote, ask=ask)
    undated = _first(movement.heard.events, {E.UNDATED_ACTION})
    return Plan(Move.TEST, mood, Topic.PLAN, undated.quote) if undated else None


def ending_after(setting: Setting, movement: Movement, appraisal: Appraisal) -> Ending | None:
    """How the conversation ends with this turn, or None while it goes on."""
    after, heard = movement.after, movement.heard
    bars = setting.persona.stance.thresholds
    names = {event.name for event in heard.events}
    warned_enough = after.memory.warnings >= _WARNINGS and names & _HOSTILE
    if warned_enough or after.levels.patience < bars.ends_below_patience * 10:
        return Ending.ENDED_BY_HER
    if E.SAYS_GOODBYE in names and names <= _FAREWELL_ONLY and after.user_turns > 1:
        return _goodbye(setting, after)
    if E.LETS_GO in names and after.user_turns > 3 and after.levels.trust < bars.conditional.trust * 10:
        return Ending.LET_GO
    if E.ESCALATES_CALMLY in names and not setting.persona.fair and Need.WRITTEN in after.memory.heard:
        return Ending.WITHOUT_TRUST
    agreed = appraisal.unscored is None and after.levels.trust >= movement.before.levels.trust
    if movement.before.memory.condition_set and agreed and not names & ANSWERED.keys():
        return _terms(setting, after)
    return _terms(setting, after) if after.user_turns >= LAST_TURN else None


def _goodbye(setting: Setting, after: State) -> Ending:
    terms = _terms(setting, after)
    settled = after.user_turns >= _TERMS_ON_LEAVING and terms is not Ending.LEFT_OPEN
    return terms if settled else Ending.ENDED_BY_USER


def _terms(setting: Setting, after: State) -> Ending:
    bars = setting.persona.stance.thresholds
    if after.levels.trust >= bars.agreement.trust * 10 and after.levels.clarity >= bars.agreement.clarity * 10:
        return Ending.AGREEMENT
    if after.levels.clarity < bars.conditional.clarity * 10:
        return Ending.LEFT_OPEN
    return Ending.CONDITIONAL if after.levels.trust >= bars.conditional.trust * 10 else Ending.WITHOUT_TRUST


def _ready_for_terms(setting: Setting, after: State) -> bool:
    bars = setting.persona.stance.thresholds
    charge_open = setting.scenario.false_charge is not None and after.memory.charge is Charge.UNRAISED
    if after.memory.condition_set or charge_open or after.user_turns < _TERMS_FROM_TURN:
        return False
    bar = bars.conditional if after.user_turns >= _CONDITIONAL_FROM_TURN else bars.agreement
    return after.levels.trust >= bar.trust * 10 and after.levels.clarity >= bar.clarity * 10


def _time_for_the_charge(setting: Setting, after: State) -> bool:
    return (
        setting.scenario.false_charge is not None
        and after.memory.charge is Charge.UNRAISED
        and after.user_turns >= _CHARGE_FROM_TURN
    )


def _apologises_again(movement: Movement) -> bool:
    """A further apology after one with responsibility in it, and nothing else of substance."""
    names = {event.name for event in movement.heard.events}
    substance = {name for name in names - _APOLOGY if _trust(name) >= 10}
    before = movement.before.counts
    complete = before.get(E.REGRET, 0) and (before.get(E.NAMES_OWN_ERROR, 0) or before.get(E.GENERAL_RESPONSIBILITY, 0))
    return bool(names & _APOLOGY) and not substance and bool(complete)


def _next_need(persona: Persona, state: State) -> Need | None:
    """The first need not yet heard; each is asked at most three times, the least asked first."""
    memory = state.memory
    open_needs = [item.need for item in persona.agenda if item.need not in memory.heard]
    askable = [need for need in open_needs if memory.asked.count(need) < 3]
    return min(askable, key=memory.asked.count) if askable else None


def _trust(name: E) -> int:
    return rules().events[name].trust


def _first(events: tuple[Event, ...], names: Collection[E]) -> Event | None:
    return next((event for event in events if event.name in names), None)


def _heaviest(events: tuple[Event, ...], names: Collection[E], *, lowest: bool) -> Event | None:
    fitting = [event for event in events if event.name in names]
    if not fitting:
        return None
    return (min if lowest else max)(fitting, key=lambda event: _trust(event.name))
