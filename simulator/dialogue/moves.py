"""Which move she makes next: decided by code from what was said, before any words are chosen.

A counterpart that first chooses its move and then speaks trains better (Rehearsal, CHI 2024).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..domain.conduct import Mood, Move, Need, Question, Topic
from ..domain.events import EventName as E
from ..domain.text import NormalText
from .answering import answered_beside, is_a_plain_question, to_a_puzzle, to_what_else
from .cues import cues_hit
from .endings import ending_after, parting, ready_for_terms
from .following import next_need
from .gist import is_concrete
from .happenings import (
    CHARGE_AT_ONCE_FROM,
    time_for_the_charge,
    to_a_loss_for_words,
    to_an_account,
    to_an_aside,
    to_discovery,
    to_discretion,
    to_distress,
    to_hostility,
    to_news,
    to_nothing,
    to_the_charge,
    to_trouble,
    to_what_does_not_fit,
    to_what_was_meant,
)
from .plan import (
    Plan,
    best_of,
    first_of,
    heaviest,
    is_most_of,
    reads_ill,
    second_of,
    sure_of,
    surely_asked,
    to_a_question,
    trust_of,
)
from .promises import has_a_day
from .quoting import fuller
from .topics import ACKNOWLEDGED, APOLOGY, CHALLENGED, HELD

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal, Event
    from ..domain.persona import Persona
    from .stance import Movement, Setting

#: Moves that take words up as they were meant: whole sentences; a challenge holds on to the words themselves.
_IN_FULL = frozenset({Move.ACKNOWLEDGE, Move.SOFTEN, Move.DISCLOSE, Move.TEST})
#: Before this turn a better mood is too sudden to be spoken of.
_SOFTENS_FROM_TURN = 3
_LONG = 14
#: From here on a talk may find its end.
_LATE = 5
#: A turn that reads so badly as a whole is taken up as none of these.
_BADLY = -0.7
_NEEDS_GOOD_WILL = frozenset({Topic.GIVEN, Topic.AHEAD, Topic.IMPACT})
#: Beside one of these a yes is not all that was said.
_MORE_THAN_YES = frozenset({Topic.ERROR, Topic.IMPACT, Topic.DONE, Topic.LIMIT})
_DODGES = frozenset({E.EVADES, E.NON_ANSWER})
#: A first apology is heard as one where nothing else was said.
_SORRY = frozenset({E.REGRET, E.REPENTANCE, E.ASKS_FORGIVENESS})
_SAYS_LITTLE = frozenset({Topic.GIVEN, Topic.TOLD})
#: What is said in earnest, whatever the weather in it.
_IN_EARNEST = frozenset({Topic.IMPACT, Topic.AHEAD, Topic.TOLD, Topic.GIVEN, Topic.FELT, Topic.WISH})
#: What a yes may be read as besides.
_LIKE_YES = frozenset({E.SEES_HER_SIDE, E.GENERAL_RESPONSIBILITY})
#: A fault read less clearly than this may move her; she does not challenge it.
_CLEAR = -0.6
#: Asked whether such a thing would do, she says yes by taking it up.
_WOULD_DO = frozenset({Topic.PLAN, Topic.DONE, Topic.EFFORT, Topic.LIMIT})
#: What she answers before she speaks of terms, until the talk has gone on so long.
_HEAVY = frozenset({E.NAMES_OWN_ERROR, E.NAMES_IMPACT, E.SEES_HER_SIDE, E.FIX_DONE, E.FEAR_SAID_PLAINLY})
_TERMS_AT_ONCE_FROM = 8


def choose(setting: Setting, movement: Movement, appraisal: Appraisal) -> Plan:
    """Her move after one user turn; the first rule that applies wins."""
    plan = _chosen(setting, movement, appraisal)
    if plan.quote is None or plan.move not in _IN_FULL:
        return plan
    return replace(plan, quote=fuller(plan.quote, movement.heard.words))


def _chosen(setting: Setting, movement: Movement, appraisal: Appraisal) -> Plan:
    after = movement.after
    mood = after.mood
    ending = ending_after(setting, movement, appraisal)
    if ending is not None:
        return Plan(Move.CLOSE, mood, parting(setting, after, ending), ending=ending)
    if movement.heard.pasted:
        return Plan(Move.REDIRECT, mood, Topic.PASTED, ask=next_need(setting.persona, after))
    if appraisal.unscored is not None:
        return to_nothing(setting, appraisal, after)
    if first_of(appraisal.events, {E.ASKS_IF_BOT}):
        return Plan(Move.STEP_OUT, mood)
    plan = (
        to_news(setting.persona, movement, mood)
        or to_hostility(movement, mood)
        or to_distress(setting.persona, movement, mood)
        or to_an_account(setting, movement, mood)
        or to_discretion(setting, movement, mood)
        or to_trouble(setting.persona, movement, mood)
        or to_the_charge(setting, movement, mood)
        or to_discovery(setting, movement, mood)
        or to_what_does_not_fit(movement, mood)
        or _to_words(setting, movement, mood)
    )
    return plan or _to_what_was_said(setting, movement, mood)


def _to_words(setting: Setting, movement: Movement, mood: Mood) -> Plan | None:
    """What leads away, then deflection, a direct question, what was held back, what was done right."""
    best = best_of(movement)
    ask = next_need(setting.persona, movement.after)
    if _only_says_yes(movement, best) and not ready_for_terms(setting, movement.after):
        return None
    return (
        to_an_aside(movement, mood, ask)
        or to_a_puzzle(setting.persona, movement, mood, ask)
        or to_a_loss_for_words(movement, mood)
        or to_what_else(setting, movement, mood, best)
        or (to_a_question(setting, movement, mood) if is_a_plain_question(movement) else None)
        or to_what_was_meant(movement, mood, ask)
        or _to_too_much(movement, mood, best)
        or _to_deflection(setting.persona, movement, mood, best)
        or (None if answered_beside(setting, movement, best) else to_a_question(setting, movement, mood))
        or _to_the_state_of_things(setting, movement, mood, best)
        or (_to_the_good(setting, movement, mood, best) if best else _to_the_rest(movement, mood, ask))
    )


def _to_too_much(movement: Movement, mood: Mood, best: Event | None) -> Plan | None:
    quote = movement.heard.too_much
    if quote is None or (best is not None and ACKNOWLEDGED[best.name] not in (Topic.EFFORT, Topic.PLAN)):
        return None
    return Plan(Move.HOLD, mood, Topic.TOO_MUCH, quote)


def _only_says_yes(movement: Movement, best: Event | None) -> bool:
    """Whether a matter is closed with a yes, whatever day stands beside it."""
    yes = movement.heard.about is Topic.AGREED
    return yes and (best is None or best.name in _LIKE_YES or ACKNOWLEDGED[best.name] not in _MORE_THAN_YES)


def _to_deflection(persona: Persona, movement: Movement, mood: Mood, best: Event | None) -> Plan | None:
    clear = tuple(event for event in sure_of(movement.heard) if event.strength <= _CLEAR)
    if not reads_ill(movement.heard):  # a fault in a turn that does not read as one is more likely misread than meant
        clear = tuple(event for event in clear if event.name is E.PASSIVE_VOICE and movement.heard.whole < 0)
    worst = heaviest(clear, CHALLENGED, lowest=True)
    if worst is None or (best is not None and -trust_of(worst.name) < trust_of(best.name)):
        return None
    topic = CHALLENGED[worst.name]
    also = surely_asked(persona, movement) if topic is not Topic.RUDE else None
    return Plan(Move.CHALLENGE, mood, topic, worst.quote, also=also)


def _to_the_state_of_things(setting: Setting, movement: Movement, mood: Mood, best: Event | None) -> Plan | None:
    """Terms when she is ready, words held back, an apology repeated, the charge when its time has come."""
    after = movement.after
    if ready_for_terms(setting, after) and not _wants_a_word_first(setting, movement, best):
        return Plan(Move.CONDITION, mood)
    held = heaviest(sure_of(movement.heard), HELD, lowest=True)
    held = None if held and held.name in _DODGES and _names_a_matter(setting, movement) else held
    overdue = after.user_turns >= CHARGE_AT_ONCE_FROM and time_for_the_charge(setting, movement, best)
    feels = movement.heard.about is Topic.FELT
    if held and best is None and not overdue and movement.heard.question is None and not feels:
        return Plan(Move.HOLD, mood, HELD[held.name], held.quote)
    if _apologises_again(movement):
        quote = next(event.quote for event in movement.heard.events if event.name in APOLOGY)
        return Plan(Move.HOLD, mood, Topic.APOLOGY_AGAIN, quote)
    if time_for_the_charge(setting, movement, best):
        first = Plan(Move.CHARGE, mood, quote=movement.heard.words)
        if best is not None:
            return replace(first, topic=ACKNOWLEDGED[best.name], quote=best.quote)
        gist = movement.heard.gist if movement.heard.whole >= _BADLY else None
        topic, quote = gist or (None, movement.heard.words)
        return replace(first, topic=topic, quote=quote)
    return None


def _to_what_was_said(setting: Setting, movement: Movement, mood: Mood) -> Plan:
    """An answer, a story, a feeling, a wish, a yes: what no rule of tone knows, taken up as what it is."""
    persona, after = setting.persona, movement.after
    topic, quote = movement.heard.gist or (Topic.SAID, movement.heard.words)
    if topic is Topic.AGREED:
        # A yes that closes a matter stands alone; after a bare one she goes on.
        return Plan(Move.PROBE, mood, topic, quote, ask=next_need(persona, after) if movement.heard.few else None)
    if topic is Topic.NOT_YET:
        return Plan(Move.PROBE, mood, topic)
    if movement.heard.whole < _BADLY and topic in _NEEDS_GOOD_WILL and not is_concrete(quote):
        topic, quote = Topic.SAID, movement.heard.words
    little = topic is Topic.SAID or (topic in _SAYS_LITTLE and len(movement.heard.words.split()) < _LONG)
    if little and not reads_ill(movement.heard) and first_of(movement.heard.events, _SORRY):
        return Plan(Move.PROBE, mood, Topic.SORRY, ask=next_need(persona, after))
    given = movement.before.memory.asking if topic is Topic.GIVEN else None
    move = Move.ACKNOWLEDGE if topic is Topic.IMPACT else Move.PROBE
    return Plan(move, mood, topic, quote, given=given, ask=next_need(persona, after, topic, given))


def _wants_a_word_first(setting: Setting, movement: Movement, best: Event | None) -> bool:
    """Whether something was just said or asked that she cannot pass over on the way to her terms."""
    answers = answered_beside(setting, movement, best) not in (None, Question.WOULD_DO)
    heavy = best is not None and best.name in _HEAVY
    return (heavy or answers) and movement.after.user_turns < _TERMS_AT_ONCE_FROM


def _to_the_good(setting: Setting, movement: Movement, mood: Mood, best: Event) -> Plan:
    after, before = movement.after, movement.before
    topic = ACKNOWLEDGED[best.name]
    asked = movement.heard.question
    also: tuple[Move, Topic] | Question | None = answered_beside(setting, movement, best)
    if also is None and asked is not None and not (movement.heard.proposes and topic in _WOULD_DO):
        also = (Move.PROBE, asked[0])  # where a plan is proposed, to take it up is to say yes
    first = best.name is E.DATED_COMMITMENT and not before.counts.get(E.DATED_COMMITMENT)
    if first and also is None and not movement.heard.proposes and not _has_its_own_if(movement):
        return Plan(Move.TEST, mood, _dated(best), best.quote)
    ask = next_need(setting.persona, after, topic) if also is None else None
    if _sees_the_others(best) and not after.memory.disclosed and after.user_turns > 2 and also is None:
        return Plan(Move.DISCLOSE, mood, topic, best.quote, ask=ask)
    turned = before.mood is not after.mood and after.levels.trust > before.levels.trust
    softens = turned and also is None and after.user_turns >= _SOFTENS_FROM_TURN
    if softens:
        return Plan(Move.SOFTEN, mood, topic, best.quote, ask=ask)
    also, beside = (second_of(movement, best) or (None, None)) if also is None else (also, None)
    asks = asked is not None and best.quote in asked[1]  # what was asked is no deed to be said back
    return Plan(Move.ACKNOWLEDGE, mood, topic, None if asks else best.quote, ask=ask, also=also, beside=beside)


def _has_its_own_if(movement: Movement) -> bool:
    """Whether it was said, beside a promise, what happens where it fails: nobody asks that again."""
    return bool(first_of(movement.heard.events, {E.EARLY_WARNING})) or "if" in movement.heard.words.lower().split()


def _sees_the_others(best: Event) -> bool:
    return best.name in (E.SEES_HER_SIDE, E.NAMES_IMPACT)


def _to_the_rest(movement: Movement, mood: Mood, ask: Need | None) -> Plan | None:
    heard = movement.heard
    if heard.few is Topic.GREETING:
        return Plan(Move.PROBE, mood, Topic.GREETING, ask=ask)
    idle = first_of(heard.events, {E.FLATTERY, E.SMALL_TALK})
    said_much = len(heard.words.split()) >= _LONG
    elsewhere = heard.about in _IN_EARNEST and (said_much or heard.about not in (Topic.TOLD, Topic.GIVEN))
    if idle and heard.question is None and not elsewhere and is_most_of(idle, heard.words):
        topic = Topic.FLATTERY if idle.name is E.FLATTERY else Topic.SMALL_TALK
        return Plan(Move.REDIRECT, mood, topic, idle.quote, ask=ask)
    if heard.question is not None and not (heard.proposes and heard.about is Topic.AHEAD):
        # Asked about what she has just let out of herself, she says a little more.
        of_her = movement.before.memory.lets_out and "you" in heard.question[1].lower().split()
        return Plan(
            Move.DISCLOSE if of_her else Move.PROBE, mood, None if of_her else heard.question[0], heard.question[1]
        )
    if heard.thanks:
        return Plan(Move.PROBE, mood, Topic.THANKS, ask=ask if movement.after.user_turns < _LATE else None)
    if heard.few is Topic.ONE_WORD:
        return Plan(Move.HOLD, mood, Topic.ONE_WORD, heard.words)
    undated = first_of(movement.heard.events, {E.UNDATED_ACTION})
    return Plan(Move.TEST, mood, _dated(undated), undated.quote) if undated else None


def _dated(promise: Event) -> Topic:
    return Topic.PLAN if has_a_day(promise.quote) else Topic.UNDATED


def _names_a_matter(setting: Setting, movement: Movement) -> bool:
    """Whether one of the things is named: "all of it I guess, the report mostly" is no dodge."""
    words = NormalText(movement.heard.words).copy
    return any(cues_hit(error.cues[:1], words) for error in setting.scenario.facts_user_knows.errors)


def _apologises_again(movement: Movement) -> bool:
    """A further apology after one with responsibility in it, and nothing else of substance."""
    names = {event.name for event in movement.heard.events}
    substance = {name for name in names - APOLOGY if trust_of(name) >= 10}
    before = movement.before.counts
    complete = before.get(E.REGRET, 0) and (before.get(E.NAMES_OWN_ERROR, 0) or before.get(E.GENERAL_RESPONSIBILITY, 0))
    return bool(names & APOLOGY - {E.GENERAL_RESPONSIBILITY}) and not substance and bool(complete)
