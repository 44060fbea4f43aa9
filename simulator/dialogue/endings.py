"""How a conversation ends, and when there are terms to speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.events import EventName as E
from ..domain.persona import Ending, Need
from .state import Charge, State
from .topics import ANSWERED, FAREWELL_ONLY, HOSTILE

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal
    from .stance import Movement, Setting

#: A conversation is closed at the latest after so many user turns.
LAST_TURN = 16
_TERMS_FROM_TURN = 4
_CONDITIONAL_FROM_TURN = 8
#: A goodbye after so many turns closes on what was settled by then.
_TERMS_ON_LEAVING = 6
#: After so many warnings the next hostile turn ends it.
_WARNINGS = 2


def ending_after(setting: Setting, movement: Movement, appraisal: Appraisal) -> Ending | None:
    """How the conversation ends with this turn, or None while it goes on."""
    after, heard = movement.after, movement.heard
    bars = setting.persona.stance.thresholds
    names = {event.name for event in heard.events}
    warned_enough = after.memory.warnings >= _WARNINGS and names & HOSTILE
    if warned_enough or after.levels.patience < bars.ends_below_patience * 10:
        return Ending.ENDED_BY_HER
    if E.SAYS_GOODBYE in names and names <= FAREWELL_ONLY and after.user_turns > 1:
        return goodbye(setting, after)
    if E.LETS_GO in names and after.user_turns > 3 and after.levels.trust < bars.conditional.trust * 10:
        return Ending.LET_GO
    if E.ESCALATES_CALMLY in names and not setting.persona.fair and Need.WRITTEN in after.memory.heard:
        return Ending.WITHOUT_TRUST
    agreed = appraisal.unscored is None and after.levels.trust >= movement.before.levels.trust
    if movement.before.memory.condition_set and agreed and not names & ANSWERED.keys():
        return _terms(setting, after)
    return _terms(setting, after) if after.user_turns >= LAST_TURN else None


def goodbye(setting: Setting, after: State) -> Ending:
    """How it ends when the user goes: on the terms that were settled by then, else by the user."""
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


def ready_for_terms(setting: Setting, after: State) -> bool:
    """Whether she is ready to say what she will try, until when, checked how."""
    bars = setting.persona.stance.thresholds
    charge_open = setting.scenario.false_charge is not None and after.memory.charge is Charge.UNRAISED
    if after.memory.condition_set or charge_open or after.user_turns < _TERMS_FROM_TURN:
        return False
    bar = bars.conditional if after.user_turns >= _CONDITIONAL_FROM_TURN else bars.agreement
    return after.levels.trust >= bar.trust * 10 and after.levels.clarity >= bar.clarity * 10
