"""What a rule has read in a turn, and the rest of the turn does not bear out: it does not count for her.

A rule hangs on a few words. The whole turn, with the learned amounts of its words, is a second opinion: a fault in a
dimension that reads well, or a merit in one that reads like nothing, is more likely misread than meant.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.base import Value
from ..domain.conduct import Topic
from ..domain.events import Dimension
from ..domain.events import EventName as E
from ..files import read_patterns
from .questions import OFFERING, asks_plainly, has_an_edge, is_question, surely_wants
from .topics import CHALLENGED, HELD

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal, Event
    from ..domain.text import NormalText

_FILE = Path(__file__).with_name("doubts.yaml")
#: How far the event's dimension must go the same way, on the scale of the labels; what is not listed needs no more.
_A_FAULT = -0.3
#: How far the learned words alone must lean the same way; those of a passive voice lean nowhere.
_LEANS, _LEANS_PLAINLY = -0.3, -0.7
#: Where they lean the other way so far, nothing of a fault is left.
_LEANS_AWAY = 0.3
#: A time is named in many a sentence that promises nothing: how far the words must lean towards a promise.
_A_DATE = 0.4
_A_MERIT = {
    E.NAMES_OWN_ERROR: 0.6,
    E.GENERAL_RESPONSIBILITY: 0.35,
    E.NAMES_IMPACT: 0.5,
    E.SEES_HER_SIDE: 0.6,
    E.FIX_DONE: 0.5,
    E.OFFERS_CHECK: 0.65,
    E.OFFERS_HELP: 0.5,
    E.BEYOND_THE_JOB: 0.5,
    E.CLOSES_LOOP: 0.5,
    E.CALM_CORRECTION: 0.4,
    E.FEAR_SAID_PLAINLY: 0.3,
}
#: Above this the whole turn is too good for a dodge: one that shows in what is missing, or in some of many words.
_ANSWERS, _SAYS_SOMETHING = -0.5, 10
#: Harsh words strike somebody only where the whole turn reads no better than this.
_HARSH_BY_WORD = {E.OUTBURST: -0.5, E.CONTEMPT: 0.0, E.THREAT: 0.0}
_DODGES = frozenset({E.EVADES, E.NON_ANSWER, E.BRUSHES_OFF})
_CLEARLY = 0.6
#: Of what sees her side, words of this strength stand alone; what is fainter has other words beside it.
_FAINTLY, _PLAINLY = 0.55, 0.8
_FAULTS = (CHALLENGED.keys() | HELD.keys()) - {E.VAGUE_PROMISE, E.OVERREACHES}
#: What tells of oneself, of others or of what is done.
_TELLS = frozenset(
    {E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY, E.NAMES_IMPACT, E.SEES_HER_SIDE, E.FIX_DONE, E.FIX_STARTED}
)
#: Which events each list of ``doubts.yaml`` speaks of.
_NOT_SO: dict[str, frozenset[E]] = {
    "asks": _TELLS,
    "no_error": frozenset({E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY}),
    "no_promise": frozenset({E.DATED_COMMITMENT, E.UNDATED_ACTION, E.EARLY_WARNING}),
    "no_action": frozenset({E.UNDATED_ACTION}),
    "fair": frozenset({E.SEES_HER_SIDE, E.GENERAL_RESPONSIBILITY}),
    "no_edge": frozenset({E.HOSTILE_QUESTION, E.SARCASM, E.CURT, E.PASSIVE_AGGRESSIVE, E.BRUSHES_OFF}),
    "no_insult": frozenset({E.CONTEMPT, E.OUTBURST, E.THREAT}),
    "no_dodge": frozenset({E.REFUSES, E.REFUSES_HELP, E.EVADES}),
    "no_motive": frozenset({E.ATTRIBUTES_MOTIVE}),
    "no_view_asked": frozenset({E.ASKS_HER_VIEW}),
    "no_mockery": frozenset({E.MOCKS_CONCERN, E.BRUSHES_OFF, E.SARCASM}),
    "no_blame": frozenset({E.BLAMES_OTHERS, E.BLAMES_SUPERVISOR, E.BRUSHES_OFF, E.DENIAL, E.PASSIVE_VOICE}),
    "no_minimising": frozenset({E.MINIMISES}),
    "no_impact": frozenset({E.NAMES_IMPACT}),
    "no_offer": frozenset({E.OFFERS_HELP, E.SAYS_NEED, E.BEYOND_THE_JOB}),
    "no_fix": frozenset({E.FIX_DONE}),
    "no_owning": frozenset({E.GENERAL_RESPONSIBILITY}),
    "only_felt": frozenset({E.FIX_STARTED, E.FIX_DONE, E.DATED_COMMITMENT, E.UNDATED_ACTION}),
    "no_distress": frozenset({E.SELF_FLAGELLATION, E.PANIC, E.BEGGING}),
}


#: What a plain question is misread as: it strikes nobody, dodges nothing, and reports nothing.
_STRUCK = (_FAULTS | {E.CONTEMPT, E.OUTBURST, E.VAGUE_PROMISE}) - {E.THREAT}
_REPORTED = frozenset(
    {
        E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY, E.NAMES_IMPACT, E.FIX_DONE, E.FIX_STARTED, E.DATED_COMMITMENT,
        E.UNDATED_ACTION, E.OFFERS_HELP, E.CLOSES_LOOP, E.BEYOND_THE_JOB, E.ARRANGES_CIRCUMSTANCES, E.CALM_CORRECTION,
        E.OFFERS_CHECK, E.EARLY_WARNING, E.ESCALATES_CALMLY, E.LETS_GO, E.FLATTERY,
    }
)  # fmt: skip


#: What any question is misread as, where it has no edge.
_EDGELESS = frozenset(
    {
        E.HOSTILE_QUESTION, E.MOCKS_CONCERN, E.BRUSHES_OFF, E.DEFENSIVE, E.PASSIVE_AGGRESSIVE, E.CURT, E.MINIMISES,
        E.NON_ANSWER, E.EVADES, E.WAITS_TO_BE_TOLD, E.ATTRIBUTES_MOTIVE,
    }
)  # fmt: skip


class _Patterns(Value):
    asks: tuple[str, ...]
    no_error: tuple[str, ...]
    no_promise: tuple[str, ...]
    no_action: tuple[str, ...]
    fair: tuple[str, ...]
    no_edge: tuple[str, ...]
    no_insult: tuple[str, ...]
    no_dodge: tuple[str, ...]
    no_motive: tuple[str, ...]
    no_view_asked: tuple[str, ...]
    no_mockery: tuple[str, ...]
    no_blame: tuple[str, ...]
    no_minimising: tuple[str, ...]
    no_impact: tuple[str, ...]
    no_offer: tuple[str, ...]
    no_fix: tuple[str, ...]
    no_owning: tuple[str, ...]
    only_felt: tuple[str, ...]
    no_distress: tuple[str, ...]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return read_patterns(_Patterns, _FILE, "simulator/dialogue/doubts.yaml")


def is_doubtful(event: Event, appraisal: Appraisal, text: NormalText) -> bool:
    """Whether the rest of the turn, or the sentence itself, speaks against what a rule has read."""
    if event.name is E.OVERREACHES and 0 < event.strength < _CLEARLY:
        return True
    if (appraisal.overall or 0.0) > _HARSH_BY_WORD.get(event.name, 2.0):
        return True  # sworn at oneself, or at the thing
    if event.name is E.SEES_HER_SIDE and _FAINTLY < event.strength < _PLAINLY:
        return True  # "it's hard", "I hear you": said by anybody, of anything
    dodges = event.omission or (event.name in _DODGES and len(text.words) >= _SAYS_SOMETHING)
    if dodges and appraisal.overall is not None and appraisal.overall > _ANSWERS:
        return True
    return not _borne_out(event, appraisal) or _is_not_so(event, text)


def is_unsure(event: Event, appraisal: Appraisal, invited: frozenset[E]) -> bool:
    """Whether the learned amounts of the words alone do not lean the way of a fault, or of a dated promise.

    It still counts as what the rules have read; she does not speak of it. What her own question has ``invited`` must
    lean that way plainly.
    """
    if event.name is E.DATED_COMMITMENT:
        return _leaning(event, appraisal, _A_DATE) < _A_DATE
    if event.name not in _FAULTS or event.name is E.PASSIVE_VOICE or event.strength >= 0:
        return False
    bar = _LEANS_PLAINLY if event.name in invited else _LEANS
    return _leaning(event, appraisal, _LEANS) > bar


def _borne_out(event: Event, appraisal: Appraisal) -> bool:
    if appraisal.dimensions.get(event.dimension) is None:
        return True
    if event.strength < 0:
        bears_out = _without(event, appraisal) <= _A_FAULT and _leaning(event, appraisal, _LEANS) <= _LEANS_AWAY
        return event.name not in _FAULTS or bears_out
    if event.name is E.SEES_HER_SIDE and any(_same_words(event, one) for one in appraisal.found):
        return True
    return event.name not in _A_MERIT or _without(event, appraisal) >= _A_MERIT[event.name]


def _leaning(event: Event, appraisal: Appraisal, without: float) -> float:
    """How the learned amounts of the words alone lean in the event's dimension; ``without`` where there are none."""
    learned = appraisal.worded
    if not learned:
        return without
    own = sum(one.weight for one in learned if one.dimension is event.dimension)
    if CHALLENGED.get(event.name) is not Topic.RUDE:
        return own
    return min(own, sum(one.weight for one in learned if one.dimension is Dimension.RESPECT))


def _same_words(event: Event, other: Event) -> bool:
    """Whether it is considerate in the very same words."""
    return other.name is E.CONSIDERATE and (other.start, other.end) == (event.start, event.end)


def _without(event: Event, appraisal: Appraisal) -> float:
    """What the event's dimension comes to without what other rules read the other way."""
    total = appraisal.dimensions.get(event.dimension) or 0.0
    against = (one.weight for one in appraisal.found if one.dimension is event.dimension)
    return total - sum(weight for weight in against if weight * event.strength < 0)


def _is_not_so(event: Event, text: NormalText) -> bool:
    sentence = text.sentence_of(event.start, event.start + 1)
    said = text.copy[sentence.start : sentence.end] if sentence else event.quote.lower()
    if is_question(said, last=sentence in text.sentences[-1:]) and _only_asks(event, said):
        return True
    return any(event.name in events and _patterns()[name].search(said) for name, events in _NOT_SO.items())


def _only_asks(event: Event, said: str) -> bool:
    """ "How do I stop it happening?" shouts at nobody, and "did you know before I told you?" owns up to nothing."""
    if event.name in _EDGELESS and not has_an_edge(said):
        return True
    reports = event.name in _REPORTED and surely_wants(said) not in OFFERING
    return (event.name in _STRUCK or reports) and asks_plainly(said)
