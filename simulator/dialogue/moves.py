"""Which move she makes next: decided by code from what was said, before any words are chosen.

A counterpart that first chooses its move and then speaks trains better (Rehearsal, CHI 2024).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..domain.conduct import Charge, Ending, Mood, Move, Need, Question, Topic
from ..domain.events import EventName as E
from ..domain.persona import HiddenFact, Persona
from .endings import ending_after, next_promise, parting, ready_for_terms
from .following import asked_last, next_need
from .hearing import drawn_hidden_fact
from .promises import has_a_day
from .rules import rules
from .state import State
from .topics import ACKNOWLEDGED, ANSWERED, APOLOGY, CHALLENGED, DISTRESSED, HELD, HOSTILE

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..domain.appraisal import Appraisal, Event
    from .stance import Movement, Setting

_CHARGE_FROM_TURN, _CHARGE_AT_ONCE_FROM = 3, 8
#: Before this turn a better mood is too sudden to be spoken of.
_SOFTENS_FROM_TURN = 3
#: From here on a talk may find its end.
_LATE = 5
#: A fault read less clearly than this may move her; she does not challenge it.
_CLEAR = -0.6
#: What only shows faintly through other words is not what was said.
_CLEARLY_GOOD = 0.25
#: What she answers before she speaks of terms, until the talk has gone on so long.
_HEAVY = frozenset({E.NAMES_OWN_ERROR, E.NAMES_IMPACT, E.SEES_HER_SIDE, E.FIX_DONE, E.FEAR_SAID_PLAINLY})
_TERMS_AT_ONCE_FROM = 8
#: What nobody here knows is challenged so often; after that it just earns nothing.
_INVENTED_CHALLENGED = 2


@dataclass(frozen=True)
class Plan:
    """Her next move: what she takes up, the user's exact words, what she asks next, what she lets out.

    Attributes:
        earlier: the user's words of before that do not fit with ``quote``.
        also: what she takes up in the same breath, after the first.
        review: the number of the promise that she brings up; ``accounted`` of the one she was just told of.
    """

    move: Move
    mood: Mood
    topic: Topic | None = None
    quote: str | None = None
    earlier: str | None = None
    review: int | None = None
    accounted: int | None = None
    question: Question | None = None
    ask: Need | None = None
    ending: Ending | None = None
    also: tuple[Move, Topic] | None = None
    reveals: HiddenFact | None = None


def choose(setting: Setting, movement: Movement, appraisal: Appraisal) -> Plan:
    """Her move after one user turn; the first rule that applies wins."""
    after = movement.after
    mood = after.mood
    ending = ending_after(setting, movement, appraisal)
    if ending is not None:
        return Plan(Move.CLOSE, mood, parting(setting, after, ending), ending=ending)
    if movement.heard.pasted:
        return Plan(Move.REDIRECT, mood, Topic.PASTED, ask=next_need(setting.persona, after))
    if appraisal.unscored is not None:
        return _to_nothing(setting, appraisal, after)
    if _first(appraisal.events, {E.ASKS_IF_BOT}):
        return Plan(Move.STEP_OUT, mood)
    plan = (
        _to_news(setting.persona, movement, mood)
        or _to_hostility(movement, mood)
        or _to_distress(setting.persona, movement, mood)
        or _to_an_account(setting, movement, mood)
        or _to_trouble(movement, mood)
        or _to_the_charge(setting, movement, mood)
        or _to_discovery(setting, movement, mood)
        or _to_what_does_not_fit(movement, mood)
        or _to_words(setting, movement, mood)
    )
    return plan or Plan(Move.PROBE, mood, Topic.SAID, movement.heard.words, ask=next_need(setting.persona, after))


def _to_nothing(setting: Setting, appraisal: Appraisal, after: State) -> Plan:
    """A silence, another language, or words that cannot be read."""
    ask = next_need(setting.persona, after)
    if appraisal.unscored == "empty":
        return Plan(Move.SILENCE, after.mood, ask=ask)
    topic = Topic.LANGUAGE if appraisal.unscored == "not English" else None
    return Plan(Move.UNCLEAR, after.mood, topic, ask=ask)


def _to_news(persona: Persona, movement: Movement, mood: Mood) -> Plan | None:
    """A death comes before anything else; nothing is asked after it."""
    if movement.heard.news is None or movement.heard.repeated or _first(movement.heard.events, {E.CONTEMPT}):
        return None
    topic, quote = movement.heard.news
    ask = None if topic is Topic.LOSS else next_need(persona, movement.after)
    return Plan(Move.TAKE_IN, mood, topic, quote, ask=ask)


def _to_an_account(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    """How the promise went that she asked about; then she brings up the next one."""
    if not movement.heard.accounts:
        return None
    number, how = movement.heard.accounts[0]
    if how is Topic.UNSURE and movement.after.memory.reviewing is not None:
        asked = _to_a_question(setting, movement, mood, asks=False)
        return asked or Plan(Move.ACCOUNT, mood, Topic.UNSURE, movement.heard.words, review=number)
    following = next_promise(setting, movement.after)
    # What she asks of somebody who let her down does not follow on a promise kept.
    asks = following is None and how is not Topic.KEPT
    ask = next_need(setting.persona, movement.after) if asks else None
    return Plan(Move.ACCOUNT, mood, how, movement.heard.words, review=following, ask=ask, accounted=number)


def _to_what_does_not_fit(movement: Movement, mood: Mood) -> Plan | None:
    """Words against earlier words, or a name that nobody here knows."""
    heard = movement.heard
    if heard.clash is not None:
        return Plan(Move.CHALLENGE, mood, Topic.CONTRADICTION, heard.clash.now, heard.clash.earlier)
    if heard.unknown is not None and movement.after.memory.invented <= _INVENTED_CHALLENGED:
        return Plan(Move.CHALLENGE, mood, Topic.INVENTED, heard.unknown)
    return None


def _to_hostility(movement: Movement, mood: Mood) -> Plan | None:
    hostile = _first(movement.heard.events, HOSTILE)
    return Plan(Move.WARN, mood, Topic.RUDE, hostile.quote) if hostile else None


def _to_distress(persona: Persona, movement: Movement, mood: Mood) -> Plan | None:
    if movement.heard.worn_out:
        return Plan(Move.PAUSE, mood)
    distressed = _first(movement.heard.events, DISTRESSED)
    heavier = any(_trust(event.name) >= 30 or _trust(event.name) <= -20 for event in movement.heard.events)
    if distressed and not heavier:
        return Plan(Move.PAUSE, mood, ask=next_need(persona, movement.after))
    return None


def _to_trouble(movement: Movement, mood: Mood) -> Plan | None:
    """Trouble at home: once a human word, and nothing asked; what was said beside it is taken up with it."""
    quote = movement.heard.trouble
    if quote is None or movement.before.memory.consoled or movement.heard.repeated:
        return None
    best = _best(movement)
    if best is not None and best.name is E.ARRANGES_CIRCUMSTANCES:
        return None
    also = (Move.ACKNOWLEDGE, ACKNOWLEDGED[best.name]) if best else None
    return Plan(Move.TAKE_IN, mood, Topic.TROUBLE, best.quote if best else quote, also=also)


def _to_the_charge(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    if movement.heard.corrected is not None:
        ask = next_need(setting.persona, movement.after, Topic.LIMIT)
        return Plan(Move.DROP_CHARGE, mood, quote=movement.heard.corrected, ask=ask)
    return None


def _to_discovery(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    quote = movement.heard.hidden
    if quote is None:
        return None
    fact = drawn_hidden_fact(setting.persona, setting.seed)
    return Plan(Move.DISCLOSE, mood, quote=quote, ask=next_need(setting.persona, movement.after), reveals=fact)


def _to_words(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    """What leads away, then deflection, a direct question, what was held back, what was done right."""
    best = _best(movement)
    ask = next_need(setting.persona, movement.after)
    return (
        _to_an_aside(movement, mood, ask)
        or _to_a_puzzle(movement, mood, ask)
        or (_to_a_question(setting, movement, mood) if _is_a_plain_question(movement) else None)
        or _to_deflection(movement, mood, best)
        or _to_a_question(setting, movement, mood)
        or _to_the_state_of_things(setting, movement, mood, best)
        or (_to_the_good(setting, movement, mood, best) if best else _to_the_rest(movement, mood, ask))
    )


def _to_an_aside(movement: Movement, mood: Mood, ask: Need | None) -> Plan | None:
    if movement.heard.aside is None or _first(movement.heard.events, ANSWERED):
        return None
    topic, quote = movement.heard.aside
    return Plan(Move.REDIRECT, mood, topic, quote, ask=ask)


def _to_a_puzzle(movement: Movement, mood: Mood, ask: Need | None) -> Plan | None:
    """A question of hers that was not understood is asked again, more plainly."""
    asked = movement.heard.question
    if asked is None or asked[0] is not Topic.CONFUSED:
        return None
    return Plan(Move.PROBE, mood, Topic.CONFUSED, asked[1], ask=asked_last(movement.after) or ask)


def _is_a_plain_question(movement: Movement) -> bool:
    """Whether nothing but a question was put, and without an edge."""
    hostile = {event.name for event in movement.heard.events if CHALLENGED.get(event.name) is Topic.RUDE}
    return movement.heard.only_asks and not hostile - {E.CURT}


def _to_deflection(movement: Movement, mood: Mood, best: Event | None) -> Plan | None:
    clear = tuple(event for event in movement.heard.events if event.strength <= _CLEAR)
    worst = _heaviest(clear, CHALLENGED, lowest=True)
    if worst is None or (best is not None and -_trust(worst.name) < _trust(best.name)):
        return None
    return Plan(Move.CHALLENGE, mood, CHALLENGED[worst.name], worst.quote)


def _to_a_question(setting: Setting, movement: Movement, mood: Mood, *, asks: bool = True) -> Plan | None:
    events = movement.heard.events
    asked = _first(events, {E.ASKS_JOB_SAFETY}) or _first(events, ANSWERED)
    if asked is None:
        return None
    about = ANSWERED[asked.name]
    ask = next_need(setting.persona, movement.after, about) if asks else None
    return Plan(Move.ANSWER, mood, quote=asked.quote, question=about, ask=ask)


def _to_the_state_of_things(setting: Setting, movement: Movement, mood: Mood, best: Event | None) -> Plan | None:
    """Terms when she is ready, words held back, an apology repeated, the charge when its time has come."""
    after = movement.after
    if ready_for_terms(setting, after) and not _wants_a_word_first(best, after):
        return Plan(Move.CONDITION, mood)
    held = _heaviest(movement.heard.events, HELD, lowest=True)
    overdue = after.user_turns >= _CHARGE_AT_ONCE_FROM and _time_for_the_charge(setting, movement, best)
    if held and best is None and not overdue:
        return Plan(Move.HOLD, mood, HELD[held.name], held.quote)
    if _apologises_again(movement):
        quote = next(event.quote for event in movement.heard.events if event.name in APOLOGY)
        return Plan(Move.HOLD, mood, Topic.APOLOGY_AGAIN, quote)
    if _time_for_the_charge(setting, movement, best):
        return Plan(Move.CHARGE, mood, quote=movement.heard.words)
    return None


def _wants_a_word_first(best: Event | None, after: State) -> bool:
    """Whether something was just said that she cannot pass over on the way to her terms or a further charge."""
    return best is not None and best.name in _HEAVY and after.user_turns < _TERMS_AT_ONCE_FROM


def _to_the_good(setting: Setting, movement: Movement, mood: Mood, best: Event) -> Plan:
    after, before = movement.after, movement.before
    topic = ACKNOWLEDGED[best.name]
    asked = movement.heard.question
    also = (Move.PROBE, asked[0]) if asked else None
    if best.name is E.DATED_COMMITMENT and not before.counts.get(E.DATED_COMMITMENT) and also is None:
        return Plan(Move.TEST, mood, _dated(best), best.quote)
    ask = next_need(setting.persona, after, topic) if also is None else None
    if _sees_the_others(best) and not after.memory.disclosed and after.user_turns > 2 and also is None:
        return Plan(Move.DISCLOSE, mood, topic, best.quote, ask=ask)
    turned = before.mood is not after.mood and after.levels.trust > before.levels.trust
    move = Move.SOFTEN if turned and after.user_turns >= _SOFTENS_FROM_TURN else Move.ACKNOWLEDGE
    return Plan(move, mood, topic, best.quote, ask=ask, also=also)


def _sees_the_others(best: Event) -> bool:
    return best.name in (E.SEES_HER_SIDE, E.NAMES_IMPACT)


def _to_the_rest(movement: Movement, mood: Mood, ask: Need | None) -> Plan | None:
    heard = movement.heard
    idle = _first(heard.events, {E.FLATTERY, E.SMALL_TALK})
    if idle and heard.question is None:
        topic = Topic.FLATTERY if idle.name is E.FLATTERY else Topic.SMALL_TALK
        return Plan(Move.REDIRECT, mood, topic, idle.quote, ask=ask)
    if heard.question is not None:
        return Plan(Move.PROBE, mood, *heard.question)
    if heard.thanks:
        return Plan(Move.PROBE, mood, Topic.THANKS, ask=ask if movement.after.user_turns < _LATE else None)
    if movement.heard.one_word is not None:
        return Plan(Move.HOLD, mood, Topic.ONE_WORD, movement.heard.one_word)
    undated = _first(movement.heard.events, {E.UNDATED_ACTION})
    return Plan(Move.TEST, mood, _dated(undated), undated.quote) if undated else None


def _dated(promise: Event) -> Topic:
    return Topic.PLAN if has_a_day(promise.quote) else Topic.UNDATED


def _time_for_the_charge(setting: Setting, movement: Movement, best: Event | None) -> bool:
    """From the third turn, where nothing was just said that is worth a word of its own first; late in a talk at once."""
    after, asked = movement.after, movement.heard.question
    if setting.scenario.false_charge is None or after.memory.charge is not Charge.UNRAISED or asked is not None:
        return False
    if after.user_turns < _CHARGE_FROM_TURN or movement.heard.thanks:
        return False
    promised_before = best is not None and best.name is E.DATED_COMMITMENT and after.user_turns >= _LATE
    return best is None or promised_before or after.user_turns >= _CHARGE_AT_ONCE_FROM


def _apologises_again(movement: Movement) -> bool:
    """A further apology after one with responsibility in it, and nothing else of substance."""
    names = {event.name for event in movement.heard.events}
    substance = {name for name in names - APOLOGY if _trust(name) >= 10}
    before = movement.before.counts
    complete = before.get(E.REGRET, 0) and (before.get(E.NAMES_OWN_ERROR, 0) or before.get(E.GENERAL_RESPONSIBILITY, 0))
    return bool(names & APOLOGY) and not substance and bool(complete)


def _trust(name: E) -> int:
    return rules().events[name].trust


def _first(events: tuple[Event, ...], names: Collection[E]) -> Event | None:
    return next((event for event in events if event.name in names), None)


def _best(movement: Movement) -> Event | None:
    """The heaviest of what was done right, where it is clearly said."""
    clear = tuple(event for event in movement.heard.events if event.strength >= _CLEARLY_GOOD)
    # Told beside the error it mends, what is done already is the news.
    return _first(clear, {E.FIX_DONE}) or _heaviest(clear, ACKNOWLEDGED, lowest=False)


def _heaviest(events: tuple[Event, ...], names: Collection[E], *, lowest: bool) -> Event | None:
    fitting = [event for event in events if event.name in names]
    if not fitting:
        return None
    return (min if lowest else max)(fitting, key=lambda event: _trust(event.name))
