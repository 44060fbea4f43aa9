"""Which events of a turn count for her, and as what: some pass, some are read in the light of the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..domain.conduct import Need, Topic
from ..domain.events import EventName as E
from .doubts import is_doubtful
from .few_words import LIKE_NOTHING
from .gist import proposes
from .promises import is_some_time
from .topics import DISTRESSED, INSULTS

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal, Event
    from ..domain.text import NormalText
    from .state import Memory

#: A fault that is read so faintly moves nobody; the scale is that of the labels, -2 to +2.
_FAINT = -0.3
_PLANNING = frozenset({E.DATED_COMMITMENT, E.UNDATED_ACTION, E.FIX_DONE, E.FIX_STARTED, E.ARRANGES_CIRCUMSTANCES})
#: Beside one of these "would that be early enough?" asks about the offer.
_OFFERING = _PLANNING | {E.OFFERS_HELP, E.OFFERS_CHECK}
_ASKS_BESIDE = frozenset({E.ASKS_EXPECTATIONS, E.ASKS_HER_VIEW})
#: What a compliment may be read as besides; flattery moves nothing, neither up nor down.
_BESIDE_FLATTERY = frozenset(
    {E.BRUSHES_OFF, E.NON_ANSWER, E.EVADES, E.STEADY, E.SEES_HER_SIDE, E.ATTRIBUTES_MOTIVE, E.MINIMISES}
)
_LIKE_FEAR = frozenset(
    {
        E.SARCASM,
        E.MINIMISES,
        E.NON_ANSWER,
        E.EVADES,
        E.BRUSHES_OFF,
        E.DEFENSIVE,
        E.WAITS_TO_BE_TOLD,
        E.SELF_PITY,
        E.OUTBURST,
    }
)
_LONG_FOR_NO_ANSWER = 12
#: Asked what they believe of her, or what she should do otherwise, people may say it.
_WHEN_INVITED = frozenset(
    {E.ATTRIBUTES_MOTIVE, E.BLAMES_SUPERVISOR, E.HOSTILE_QUESTION, E.DEFENSIVE, E.PASSIVE_AGGRESSIVE, E.CURT}
)
_ASKED_FOR: dict[Need, frozenset[E]] = {
    Need.PERCEPTION: _WHEN_INVITED,
    Need.STANDING: _WHEN_INVITED,
    Need.NEEDS_FROM_HER: _WHEN_INVITED,
    # Asked who paid for it, they name others.
    Need.IMPACT: frozenset({E.BLAMES_OTHERS}),
}
#: Asked who, they name others; asked what kept them, or what gets in the way, they give reasons.
_WHO, _OTHERS = re.compile(r"\bwho(?:se|m)?\b"), frozenset({E.BLAMES_OTHERS})
_REASONS = frozenset({E.EXCUSE, E.BLAMES_OTHERS, E.BLAMES_SYSTEM, E.BRUSHES_OFF, E.MINIMISES, E.SELF_PITY})
_WANTS_REASONS = frozenset({Need.EARLY_WORD, Need.CIRCUMSTANCES, Need.LIMIT, Need.NEEDS_FROM_HER})
_LIKE_LEAVING = frozenset({E.SAYS_NEED, E.NAMES_LIMIT, E.DATED_COMMITMENT, E.UNDATED_ACTION, E.CURT, E.EXCUSE})
_HAS_TO_GO = re.compile(r"\bi(?:'ve)? (?:have|need|must|should|ought|had|got|better)\b")
_BLAMING = frozenset({E.BLAMES_OTHERS, E.BLAMES_SYSTEM, E.BLAMES_SUPERVISOR})


def counting(appraisal: Appraisal, text: NormalText, memory: Memory) -> tuple[Event, ...]:
    """The events that count for her, each with the whole clauses it stands in as its words."""
    names = {event.name for event in appraisal.said}
    passed_over, well = _passed_over(names), reads_well(appraisal)
    if not names & INSULTS:
        passed_over |= _ASKED_FOR.get(memory.asking, frozenset()) if memory.asking else frozenset()
    kept: list[Event] = []
    for event in appraisal.said:
        passes = _FAINT <= event.strength < 0 or event.name in passed_over
        if passes or is_doubtful(event, appraisal, text) or _goes_on_to_answer(event, text, well=well):
            continue
        if _asks_of_others(event, text) or _asks_of_the_plan(event, names, text):
            continue
        kept.append(_in_full(event, text, _as_she_takes_it(event, names)))
    return tuple(event for event in kept if not _only_leaves(event, kept))


def invited(memory: Memory) -> frozenset[E]:
    """What her last question brings with it: it counts, and she does not speak of it unless it is plainly meant."""
    reasons = _REASONS if memory.asking in _WANTS_REASONS else frozenset()
    return reasons | (_OTHERS if _WHO.search(memory.question.lower()) else frozenset())


def as_meant(events: tuple[Event, ...], few: Topic | None, meant: tuple[str, ...]) -> tuple[Event, ...]:
    """The events without what is read into a short answer, or into words that only say how others were meant.

    Args:
        few: what a word or two come to (``few_words``).
        meant: the clauses that say how something was meant.
    """
    if few not in (None, Topic.ONE_WORD):
        events = tuple(event for event in events if event.name not in LIKE_NOTHING)
    return tuple(event for event in events if not any(_read_into(event, words) for words in meant))


def _read_into(event: Event, meant: str) -> bool:
    inside = event.quote in meant or meant in event.quote
    return inside and (event.strength < 0 or event.name in (E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY))


def _goes_on_to_answer(event: Event, text: NormalText, *, well: bool) -> bool:
    """ "I don't know why. I think I was afraid you'd see it." answers, for all its opening; a question asks."""
    if event.name not in (E.NON_ANSWER, E.EVADES) or len(text.words) < _LONG_FOR_NO_ANSWER:
        return False
    if event.omission:
        return well
    sentence = text.sentence_of(event.start, event.end)
    return sentence is not None and (sentence != text.sentences[-1] or text.copy[: sentence.end].endswith("?"))


def reads_well(appraisal: Appraisal) -> bool:
    """Whether the whole turn, with the learned amounts of its words, reads well to a fair supervisor."""
    return appraisal.overall is not None and appraisal.overall > 0


def _asks_of_others(event: Event, text: NormalText) -> bool:
    """ "Does somebody upstairs want me gone?" asks, and supposes nothing of her."""
    sentence = text.sentence_of(event.start, event.end)
    if sentence is None or event.name is not E.ATTRIBUTES_MOTIVE:
        return False
    words = text.copy[sentence.start : sentence.end]
    return words.endswith("?") and not {"you", "your"} & set(words.split())


def _asks_of_the_plan(event: Event, names: set[E], text: NormalText) -> bool:
    """ "Friday at noon. Would that be all right?" asks whether the plan will do, and nothing further."""
    return event.name in _ASKS_BESIDE and bool(names & _OFFERING) and proposes(text)


def _only_leaves(event: Event, events: list[Event]) -> bool:
    """ "I need to get back, the phones are on till five" says goodbye, and neither a need nor a date."""
    leaving = (one for one in events if one.name is E.SAYS_GOODBYE and _HAS_TO_GO.search(one.quote.lower()))
    return event.name in _LIKE_LEAVING and any(one.start <= event.start <= one.end + 2 for one in leaving)


def _as_she_takes_it(event: Event, names: set[E]) -> E:
    """An excuse beside a plan is a circumstance; a promise for "next time" has no date."""
    if event.name is E.EXCUSE and names & _PLANNING:
        return E.EXCUSE_WITH_OWNERSHIP
    if event.name is E.DATED_COMMITMENT and is_some_time(event.quote):
        return E.UNDATED_ACTION
    return event.name


def _passed_over(names: set[E]) -> frozenset[E]:
    """What does not count beside the rest of the turn."""
    passed = _BESIDE_FLATTERY if E.FLATTERY in names else frozenset()
    if names & DISTRESSED and E.CONTEMPT not in names:
        # "Oh please, just one more chance": fear sounds like much else, and is held against nobody.
        passed |= _LIKE_FEAR
    if E.NAMES_OWN_ERROR in names and not names & INSULTS:
        # "So, the September report? I didn't send it." asks nothing.
        return passed | {E.HOSTILE_QUESTION}
    # "If the engineers had checked, we wouldn't be here" sees nobody's side.
    return passed | {E.NAMES_IMPACT, E.SEES_HER_SIDE} if names & _BLAMING else passed


def _in_full(event: Event, text: NormalText, name: E) -> Event:
    """The event with the whole clauses it stands in as its words: what she remembers and says back."""
    span = text.clauses_around(event.start, event.end)
    words = text.original[span.start : span.end]
    return event.model_copy(update={"name": name, "quote": words, "start": span.start, "end": span.end})
