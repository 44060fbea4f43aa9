"""What she meets before she weighs any words: silence, news, hostility, distress, trouble, a promise accounted for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..domain.conduct import Mood, Move, Need, Question, Topic
from ..domain.events import EventName as E
from ..domain.persona import Persona
from .endings import charge_to_come, next_promise
from .following import follow_on, next_need
from .hearing import drawn_hidden_fact
from .plan import Plan, asked_by_its_words, best_of, first_of, surely_asked, to_a_question, trust_of
from .state import State
from .topics import ACKNOWLEDGED, ANSWERED, DISTRESSED, HELD, HOSTILE

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal, Event
    from .stance import Movement, Setting

#: From which turn on the charge may be raised, and from which at the next chance.
_CHARGE_FROM_TURN, CHARGE_AT_ONCE_FROM = 3, 8
_LATE, _LONG = 5, 14
#: Nobody who is afraid is met with a further charge, nor anybody who has just said what they feel or wish.
_AFRAID = frozenset({E.ANXIOUS, E.FEAR_SAID_PLAINLY, E.SELF_PITY, *DISTRESSED})
_NOT_THE_MOMENT = frozenset({Topic.FELT, Topic.WISH, Topic.AGREED, Topic.NOT_YET})
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
    if movement.before.memory.consoled and movement.heard.keeps:
        return Plan(Move.ANSWER, mood, quote=movement.heard.words, question=Question.PRIVATE)
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
    """She takes the false charge back, once it was corrected; denied with nothing to show for it, she asks for that."""
    if movement.heard.corrected is not None:
        also = surely_asked(setting.persona, movement)
        ask = next_need(setting.persona, movement.after, Topic.LIMIT)
        follows = ask if also is None and ask in follow_on(Topic.LIMIT) else None
        return Plan(Move.DROP_CHARGE, mood, quote=movement.heard.corrected, ask=follows, also=also)
    if movement.heard.disputed and movement.heard.question is None:
        return Plan(Move.PROBE, mood, Topic.DISPUTED)
    return None


def to_discovery(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    """What she has kept back, once the right question was asked."""
    quote = movement.heard.hidden
    if quote is None:
        return None
    fact = drawn_hidden_fact(setting.persona, setting.seed)
    return Plan(Move.DISCLOSE, mood, quote=quote, ask=next_need(setting.persona, movement.after), reveals=fact)


def to_what_was_meant(movement: Movement, mood: Mood, ask: Need | None) -> Plan | None:
    """Words that were misheard, or are taken back: she lets them go, and takes up what else was said."""
    heard = movement.heard
    if not heard.meant or heard.question is not None or movement.after.user_turns == 1:
        return None
    plan, best = Plan(Move.PROBE, mood, Topic.MEANT), best_of(movement)
    if best is None:
        return replace(plan, ask=ask)
    return replace(plan, ask=ask, beside=best.quote, also=(Move.ACKNOWLEDGE, ACKNOWLEDGED[best.name]))


def to_a_loss_for_words(movement: Movement, mood: Mood) -> Plan | None:
    """Somebody who cannot find the words is given time, and asked nothing more."""
    heard = movement.heard
    best = best_of(movement)
    says_more = best is not None and ACKNOWLEDGED[best.name] is not Topic.LIMIT  # "give me a minute"
    strikes = any(event.strength < 0 and event.name not in HELD for event in heard.events)
    asks = heard.question is not None and heard.question[1].rstrip().endswith("?")
    if not heard.at_a_loss or asks or strikes or says_more:
        return None
    return Plan(Move.SILENCE, mood, Topic.SEARCHING)


def to_an_aside(movement: Movement, mood: Mood, ask: Need | None) -> Plan | None:
    """A joke, or something else altogether: back to the matter."""
    if movement.heard.aside is None or movement.heard.surely_asked or first_of(movement.heard.events, ANSWERED):
        return None
    topic, quote = movement.heard.aside
    return Plan(Move.REDIRECT, mood, topic, quote, ask=ask)


def time_for_the_charge(setting: Setting, movement: Movement, best: Event | None) -> bool:
    """Whether to raise it: from the third turn, where nothing just said wants a word first; late in a talk at once."""
    after, asked = movement.after, movement.heard.question
    if not charge_to_come(setting, after) or asked is not None:
        return False
    heard = movement.heard
    afraid = any(event.name in _AFRAID for event in heard.events) or heard.trouble is not None
    afraid = afraid or heard.fear is not None or heard.keeps
    opens_up = heard.about in _NOT_THE_MOMENT
    # A long answer early on is more than likely worth something, even where no rule knows it.
    early = after.user_turns < _CHARGE_FROM_TURN or (after.user_turns < _LATE and len(heard.words.split()) >= _LONG)
    if early or heard.thanks or afraid or (opens_up and after.user_turns < CHARGE_AT_ONCE_FROM):
        return False
    promised_before = best is not None and best.name is E.DATED_COMMITMENT and after.user_turns >= _LATE
    return best is None or promised_before or after.user_turns >= CHARGE_AT_ONCE_FROM
