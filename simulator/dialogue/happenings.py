"""What she meets before she weighs any words: silence, news, hostility, distress, trouble, a promise accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.conduct import Mood, Move, Question, Topic
from ..domain.events import EventName as E
from ..domain.persona import Persona
from .endings import next_promise
from .following import follow_on, next_need
from .hearing import drawn_hidden_fact
from .plan import Plan, asked_by_its_words, best_of, first_of, surely_asked, to_a_question, trust_of
from .state import State
from .topics import ACKNOWLEDGED, DISTRESSED, HOSTILE

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal
    from .stance import Movement, Setting

#: What nobody here knows is challenged so often; after that it just earns nothing.
_INVENTED_CHALLENGED = 2


def to_nothing(setting: Setting, appraisal: Appraisal, after: State) -> Plan:
    """A hard moment, a silence, another language, or words that cannot be read."""
    ask = next_need(setting.persona, after)
    if appraisal.unscored == "a hard moment":
        return Plan(Move.PAUSE, after.mood)
    if appraisal.unscored == "empty":
        return Plan(Move.SILENCE, after.mood, ask=ask)
    topic = Topic.LANGUAGE if appraisal.unscored == "not English" else None
    return Plan(Move.UNCLEAR, after.mood, topic, ask=ask)


def to_news(persona: Persona, movement: Movement, mood: Mood) -> Plan | None:
    """A death comes before anything else; nothing is asked after it."""
    if movement.heard.news is None or movement.heard.repeated or first_of(movement.heard.events, {E.CONTEMPT}):
        return None
    topic, quote = movement.heard.news
    if topic is Topic.LOSS:
        return Plan(Move.TAKE_IN, mood, topic, quote)
    also = surely_asked(persona, movement)
    return Plan(Move.TAKE_IN, mood, topic, quote, ask=None if also else next_need(persona, movement.after), also=also)


def to_an_account(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    """How the promise went that she asked about; then she brings up the next one."""
    if not movement.heard.accounts:
        return None
    number, how = movement.heard.accounts[0]
    if how is Topic.UNSURE and movement.after.memory.reviewing is not None:
        asked = to_a_question(setting, movement, mood, asks=False)
        return asked or Plan(Move.ACCOUNT, mood, Topic.UNSURE, movement.heard.words, review=number)
    following = next_promise(setting, movement.after)
    # What she asks of somebody who let her down does not follow on a promise kept.
    asks = following is None and how is not Topic.KEPT
    ask = next_need(setting.persona, movement.after) if asks else None
    return Plan(Move.ACCOUNT, mood, how, movement.heard.words, review=following, ask=ask, accounted=number)


def to_what_does_not_fit(movement: Movement, mood: Mood) -> Plan | None:
    """Words against earlier words, or a name that nobody here knows."""
    heard = movement.heard
    if heard.clash is not None:
        return Plan(Move.CHALLENGE, mood, Topic.CONTRADICTION, heard.clash.now, earlier=heard.clash.earlier)
    if heard.unknown is not None and movement.after.memory.invented <= _INVENTED_CHALLENGED:
        return Plan(Move.CHALLENGE, mood, Topic.INVENTED, heard.unknown)
    return None


def to_hostility(movement: Movement, mood: Mood) -> Plan | None:
    """One clear line for contempt, a threat or an outburst."""
    hostile = first_of(movement.heard.events, HOSTILE)
    return Plan(Move.WARN, mood, Topic.RUDE, hostile.quote) if hostile else None


def to_distress(persona: Persona, movement: Movement, mood: Mood) -> Plan | None:
    """A breath for somebody in panic, unless something heavier was said; nothing is asked with it."""
    pause = Plan(Move.PAUSE, mood, also=surely_asked(persona, movement))
    if movement.heard.worn_out or (movement.heard.fear is not None and best_of(movement) is None):
        return pause
    distressed = first_of(movement.heard.events, DISTRESSED)
    heavier = any(trust_of(event.name) >= 30 or trust_of(event.name) <= -20 for event in movement.heard.events)
    return pause if distressed and not heavier else None


def to_trouble(persona: Persona, movement: Movement, mood: Mood) -> Plan | None:
    """Trouble at home: once a human word, and nothing asked; what was said or asked beside it is taken up with it."""
    quote = movement.heard.trouble
    if quote is None or movement.before.memory.consoled or movement.heard.repeated:
        return None
    best = best_of(movement)
    if best is not None and best.name is E.ARRANGES_CIRCUMSTANCES:
        return None
    if best is not None and best.name is E.GENERAL_RESPONSIBILITY:
        best = None  # "That's no excuse" beside the trouble owns up to nothing in particular
    taken_up = (Move.ACKNOWLEDGE, ACKNOWLEDGED[best.name]) if best else None
    also = surely_asked(persona, movement) or taken_up
    return Plan(Move.TAKE_IN, mood, Topic.TROUBLE, best.quote if best else quote, also=also)


def to_discretion(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    """Whoever asks for discretion is promised it before anything else is spoken of, and asked nothing."""
    asked = asked_by_its_words(setting.persona, movement)
    if asked is None or asked[0] is not Question.PRIVATE:
        return None
    trouble = movement.heard.trouble
    if trouble is not None and not movement.before.memory.consoled:
        return Plan(Move.TAKE_IN, mood, Topic.TROUBLE, trouble, also=Question.PRIVATE)
    return Plan(Move.ANSWER, mood, quote=asked[1], question=Question.PRIVATE)


def to_the_charge(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    """She takes the false charge back, once it was corrected."""
    if movement.heard.corrected is not None:
        also = surely_asked(setting.persona, movement)
        ask = next_need(setting.persona, movement.after, Topic.LIMIT)
        follows = ask if also is None and ask in follow_on(Topic.LIMIT) else None
        return Plan(Move.DROP_CHARGE, mood, quote=movement.heard.corrected, ask=follows, also=also)
    return None


def to_discovery(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    """What she has kept back, once the right question was asked."""
    quote = movement.heard.hidden
    if quote is None:
        return None
    fact = drawn_hidden_fact(setting.persona, setting.seed)
    return Plan(Move.DISCLOSE, mood, quote=quote, ask=next_need(setting.persona, movement.after), reveals=fact)
