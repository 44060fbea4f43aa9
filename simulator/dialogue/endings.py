"""How a conversation ends, and when there are terms to speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.conduct import Charge, Ending, Mood, Need, Question, Topic
from ..domain.events import EventName as E
from .promises import has_a_day
from .state import State, opening_state
from .topics import ANSWERED, FAREWELL_ONLY, HOSTILE

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal
    from .stance import Movement, Setting

#: A conversation is closed at the latest after so many user turns.
LAST_TURN = 20
_TERMS_FROM_TURN = 4
_CONDITIONAL_FROM_TURN = 8
#: A goodbye after so many turns closes on what was settled by then.
_TERMS_ON_LEAVING = 6
#: After so many warnings the next hostile turn ends it.
_WARNINGS = 2
_FAINT = 0.6
_WORTH_A_WORD = 3


def ending_after(setting: Setting, movement: Movement, appraisal: Appraisal) -> Ending | None:
    """How the conversation ends with this turn, or None while it goes on."""
    after, heard = movement.after, movement.heard
    bars = setting.persona.stance.thresholds
    # What was left unsaid, or only shows faintly, does not hold anybody back who says goodbye.
    names = {event.name for event in heard.events if not event.omission and not 0 < event.strength < _FAINT}
    if after.levels.patience < bars.ends_below_patience * 10 or (
        after.memory.warnings >= _WARNINGS and names & HOSTILE
    ):
        return Ending.ENDED_BY_HER
    goes = heard.leaves or (E.SAYS_GOODBYE in names and names <= FAREWELL_ONLY)
    if goes and not _asks(movement) and after.user_turns > 1:
        return goodbye(setting, after)
    if E.LETS_GO in names and after.user_turns > 3 and after.levels.trust < bars.conditional.trust * 10:
        return Ending.LET_GO
    if E.ESCALATES_CALMLY in names and not setting.persona.fair and Need.WRITTEN in after.memory.heard:
        return Ending.WITHOUT_TRUST
    return _on_terms(setting, movement, appraisal, names) if all_accounted_for(setting, after) else None


def _asks(movement: Movement) -> bool:
    """Whether she still owes an answer; "would that do?" has it in the terms."""
    return movement.heard.surely_asked not in (None, Question.WOULD_DO, Question.CONFIRM, Question.PRIVATE)


def _on_terms(setting: Setting, movement: Movement, appraisal: Appraisal, names: set[E]) -> Ending | None:
    """The terms, once she has said them and nothing speaks against; or when time is up."""
    after = movement.after
    agreed = appraisal.unscored is None and after.levels.trust >= movement.before.levels.trust
    unsettled = _asks(movement) or names & ANSWERED.keys() or movement.heard.corrected is not None
    if movement.before.memory.condition_set and agreed and not unsettled:
        return _terms(setting, after)
    return _terms(setting, after) if after.user_turns >= LAST_TURN else None


def next_promise(setting: Setting, state: State) -> int | None:
    """The number of the next promise that is still to be spoken of, two weeks later; None where there is none."""
    if setting.carried is None:
        return None
    spoken_of = {number for number, _ in state.memory.accounts}
    return next((number for number in range(len(setting.carried.promises)) if number not in spoken_of), None)


def all_accounted_for(setting: Setting, state: State) -> bool:
    """Whether every promise of the talk before has been spoken of; true in a first talk."""
    return next_promise(setting, state) is None and state.memory.reviewing is None


def goodbye(setting: Setting, after: State) -> Ending:
    """How it ends when the user goes: on the terms that were settled by then, else by the user.

    Settled are terms that she has spoken of, or that a dated promise of the user's has brought about.
    """
    terms = _terms(setting, after)
    spoken_of = after.memory.condition_set or after.user_turns >= _TERMS_ON_LEAVING
    agreed = after.user_turns >= _TERMS_FROM_TURN and any(map(has_a_day, after.memory.promises))
    settled = terms is not Ending.LEFT_OPEN and (spoken_of or (agreed and terms is not Ending.WITHOUT_TRUST))
    return terms if settled else Ending.ENDED_BY_USER


def parting(setting: Setting, state: State, ending: Ending) -> Topic | None:
    """What her last words take up: a talk that went well and is left early ends on a kind word."""
    before = opening_state(setting.persona, setting.carried).levels.trust
    well = went_well(state.user_turns, state.mood, won=state.levels.trust > before)
    return Topic.THANKS if ending is Ending.ENDED_BY_USER and well else None


def went_well(user_turns: int, mood: Mood, *, won: bool) -> bool:
    """Whether a talk that the user ends was long enough and good enough for a kind word; ``won`` is trust."""
    return user_turns >= _WORTH_A_WORD and mood is not Mood.COLD and won


def _terms(setting: Setting, after: State) -> Ending:
    bars = setting.persona.stance.thresholds
    if after.levels.trust >= bars.agreement.trust * 10 and after.levels.clarity >= bars.agreement.clarity * 10:
        return Ending.AGREEMENT
    if after.levels.clarity < bars.conditional.clarity * 10:
        return Ending.LEFT_OPEN
    return Ending.CONDITIONAL if after.levels.trust >= bars.conditional.trust * 10 else Ending.WITHOUT_TRUST


def charge_to_come(setting: Setting, state: State) -> bool:
    """Whether she still has the further charge to raise."""
    return setting.scenario.false_charge is not None and state.memory.charge is Charge.UNRAISED


def ready_for_terms(setting: Setting, after: State) -> bool:
    """Whether she is ready to say what she will try, until when, checked how."""
    bars = setting.persona.stance.thresholds
    soonest = len(setting.carried.promises) if setting.carried else _TERMS_FROM_TURN
    if (
        after.memory.condition_set
        or charge_to_come(setting, after)
        or after.user_turns < soonest
        or not all_accounted_for(setting, after)
    ):
        return False
    bar = bars.conditional if after.user_turns >= _CONDITIONAL_FROM_TURN else bars.agreement
    return after.levels.trust >= bar.trust * 10 and after.levels.clarity >= bar.clarity * 10
