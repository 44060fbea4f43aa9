"""What was said besides its tone: needs met, facts told, the false charge answered, a hidden fact asked for, news,
words that do not fit with earlier ones, and how a promise went."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from ..domain.conduct import Charge, Need, Topic
from ..domain.events import EventName as E
from ..domain.persona import HiddenFact, Persona
from .accounts import accounts_of
from .charge import charge_answered, counting_beside
from .consistency import Clash, clash, invented
from .cues import cues_hit, told
from .occasions import aside, is_pasted, news, one_word, question, sentence_with, thanks, trouble
from .promises import is_some_time
from .topics import ANSWERED, DISTRESSED, INSULTS

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal, Event
    from ..domain.scenario import Scenario
    from ..domain.text import NormalText
    from ..domain.transcript import Carried
    from .state import Memory, State

#: Which events give her what she needs to hear.
MEETS: dict[Need, frozenset[E]] = {
    Need.ERROR: frozenset({E.NAMES_OWN_ERROR}),
    Need.RESPONSIBILITY: frozenset({E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY}),
    Need.IMPACT: frozenset({E.NAMES_IMPACT}),
    Need.PLAN: frozenset({E.DATED_COMMITMENT, E.FIX_DONE}),
    Need.CHECK: frozenset({E.OFFERS_CHECK, E.ACCEPTS_CHECKS}),
    Need.EARLY_WORD: frozenset({E.EARLY_WARNING}),
    Need.EXPECTATIONS: frozenset({E.ASKS_EXPECTATIONS, E.ASKS_PRIORITIES, E.ASKS_WHAT_SHE_NEEDS}),
    Need.STANDING: frozenset({E.ASKS_STANDING, E.ASKS_JOB_SAFETY, E.FEAR_SAID_PLAINLY}),
    Need.CIRCUMSTANCES: frozenset({E.ARRANGES_CIRCUMSTANCES}),
    Need.NEEDS_FROM_HER: frozenset({E.SAYS_NEED}),
    Need.PERCEPTION: frozenset({E.CHECKS_PERCEPTION, E.SEES_HER_SIDE, E.ASKS_HER_VIEW}),
    Need.WRITTEN: frozenset({E.ASKS_IN_WRITING}),
    Need.LEARNING: frozenset({E.ASKS_FEEDBACK, E.GENUINE_QUESTION, E.ASKS_WHAT_WAS_MISSED}),
    Need.LIMIT: frozenset({E.NAMES_LIMIT}),
    Need.EFFORT: frozenset({E.OFFERS_HELP, E.BEYOND_THE_JOB, E.FIX_STARTED, E.FIX_DONE}),
}

#: A fault that is read so faintly moves nobody; the scale is that of the labels, -2 to +2.
_FAINT = -0.3
_PLANNING = frozenset({E.DATED_COMMITMENT, E.UNDATED_ACTION, E.FIX_DONE, E.FIX_STARTED, E.ARRANGES_CIRCUMSTANCES})
#: What a compliment may be read as besides; flattery moves nothing, neither up nor down.
_BESIDE_FLATTERY = frozenset(
    {E.BRUSHES_OFF, E.NON_ANSWER, E.EVADES, E.STEADY, E.SEES_HER_SIDE, E.ATTRIBUTES_MOTIVE, E.MINIMISES}
)
_LIKE_FEAR = frozenset(
    {E.SARCASM, E.MINIMISES, E.NON_ANSWER, E.EVADES, E.BRUSHES_OFF, E.DEFENSIVE, E.WAITS_TO_BE_TOLD, E.SELF_PITY}
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
_LIKE_LEAVING = frozenset({E.SAYS_NEED, E.NAMES_LIMIT, E.DATED_COMMITMENT, E.UNDATED_ACTION, E.CURT, E.EXCUSE})
_HAS_TO_GO = re.compile(r"\bi(?:'ve)? (?:have|need|must|should|ought|had|got|better)\b")
_BLAMING = frozenset({E.BLAMES_OTHERS, E.BLAMES_SYSTEM, E.BLAMES_SUPERVISOR})
#: Words shared with an earlier turn, of all words of both: from here on it is the same turn again.
_SAME_TURN, _SHORTEST_TURN = 0.7, 5
_COMMITTING = (E.DATED_COMMITMENT, E.UNDATED_ACTION, E.EARLY_WARNING)


def drawn_hidden_fact(persona: Persona, seed: int) -> HiddenFact | None:
    """The hidden fact that this seed draws, if the persona has any."""
    return Random(f"hidden:{persona.id}:{seed}").choice(persona.hidden) if persona.hidden else None


@dataclass(frozen=True)
class Heard:
    """What she takes from one turn; ``events`` are those that count for her.

    Attributes:
        words: the whole turn.
        repeated: the turn says what an earlier turn said, in the same words.
        pasted: it is a document, not something said.
        news, aside: what has happened, or what leads away, each with the user's words.
        trouble: the sentence that tells of trouble at home.
        question: what she is asked beyond what she has answers for, and how.
        thanks: nothing but a thank-you.
        reads_well: the whole turn, with the learned amounts of its words, reads well to a fair supervisor.
        invented, unknown: claims with a name or a day in them that nobody here knows, and their words.
        only_asks: every sentence is a question.
        worn_out: somebody is at the end of their strength.
        drama: a catastrophe that was painted before.
        accounts: how the promises went that are spoken of, the one she asked about first.
    """

    events: tuple[Event, ...]
    words: str = ""
    repeated: bool = False
    pasted: bool = False
    news: tuple[Topic, str] | None = None
    aside: tuple[Topic, str] | None = None
    one_word: str | None = None
    trouble: str | None = None
    question: tuple[Topic, str] | None = None
    thanks: bool = False
    reads_well: bool = False
    clash: Clash | None = None
    invented: tuple[Event, ...] = ()
    unknown: str | None = None
    worn_out: bool = False
    fear: str | None = None
    drama: bool = False
    questions: tuple[str, ...] = ()
    only_asks: bool = False
    accounts: tuple[tuple[int, Topic], ...] = ()
    needs: tuple[tuple[Need, str], ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    admitted: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    charge: Charge = Charge.UNRAISED
    confessed: str | None = None
    disputed: bool = False
    corrected: str | None = None
    hidden: str | None = None


def listen(
    scenario: Scenario,
    hidden: HiddenFact | None,
    state: State,
    appraisal: Appraisal,
    text: NormalText,
    carried: Carried | None = None,
) -> Heard:
    """What this turn told her, given what she had in mind before it."""
    memory = state.memory
    if is_pasted(text):
        return Heard(events=(), pasted=True, charge=memory.charge)
    answer = charge_answered(scenario, memory.charge, appraisal, text)
    events = counting_beside(answer, memory.charge, _counting(appraisal, text, memory.asking), text)
    worn_out = sentence_with("worn_out", text) is not None
    if worn_out:  # nothing of it is held against anybody
        events = tuple(event for event in events if event.strength >= 0)
    fear = sentence_with("catastrophe", text)
    unknown, claim = ((), None) if carried else invented(scenario, events, text)
    return Heard(
        events=events,
        words=text.original.strip(),
        repeated=_same_again(memory, text),
        news=news(text),
        aside=aside(text, events),
        one_word=one_word(text, events),
        trouble=trouble(text),
        question=question(text, events),
        thanks=thanks(text, events),
        reads_well=_reads_well(appraisal),
        clash=clash(memory, events, text) if answer.state is memory.charge is not Charge.RAISED else None,
        invented=unknown,
        unknown=claim,
        worn_out=worn_out,
        fear=fear,
        drama=fear is not None and memory.fears > 0,
        questions=tuple(event.quote for event in events if event.name in ANSWERED),
        only_asks=all(text.copy[span.start : span.end].endswith("?") for span in text.sentences),
        accounts=_accounts(memory, text, carried),
        needs=_needs_met(memory, events),
        errors=_errors_named(scenario, memory, events, text),
        facts=_facts_told(scenario, memory, text),
        admitted=tuple(event.quote for event in events if event.name is E.NAMES_OWN_ERROR),
        promises=tuple(event.quote for event in events if event.name in _COMMITTING),
        charge=answer.state,
        corrected=answer.corrected,
        confessed=answer.confessed,
        disputed=answer.disputed,
        hidden=None if hidden is None or memory.hidden_found else told(hidden.cues, text),
    )


def _needs_met(memory: Memory, events: tuple[Event, ...]) -> tuple[tuple[Need, str], ...]:
    return tuple(
        (need, quote)
        for need, names in MEETS.items()
        if need not in memory.heard and (quote := next((e.quote for e in events if e.name in names), None))
    )


def _errors_named(
    scenario: Scenario, memory: Memory, events: tuple[Event, ...], text: NormalText
) -> tuple[tuple[str, str], ...]:
    if not any(event.name is E.NAMES_OWN_ERROR for event in events):
        return ()
    return tuple(
        (error.id, text.original.strip())
        for error in scenario.facts_user_knows.errors
        if error.id not in memory.errors_named and cues_hit(error.cues, text.copy)
    )


def _facts_told(scenario: Scenario, memory: Memory, text: NormalText) -> tuple[tuple[str, str], ...]:
    return tuple(
        (fact.id, found)
        for fact in scenario.told_only
        if fact.id not in memory.told and (found := told(fact.cues, text))
    )


def _counting(appraisal: Appraisal, text: NormalText, asking: Need | None) -> tuple[Event, ...]:
    """The events that count for her, each with the whole clauses it stands in as its words."""
    names = {event.name for event in appraisal.said}
    passed_over = _passed_over(names)
    if not names & INSULTS:
        passed_over |= _ASKED_FOR.get(asking, frozenset()) if asking else frozenset()
    counting = []
    for event in appraisal.said:
        if (
            _FAINT <= event.strength < 0
            or event.name in passed_over
            or _goes_on_to_answer(event, text, reads_well=_reads_well(appraisal))
        ):
            continue
        if event.name is E.ATTRIBUTES_MOTIVE and _asks_of_others(event, text):
            continue
        counting.append(_in_full(event, text, _as_she_takes_it(event, names)))
    return tuple(event for event in counting if not _only_leaves(event, counting))


def _reads_well(appraisal: Appraisal) -> bool:
    return appraisal.overall is not None and appraisal.overall > 0


def _goes_on_to_answer(event: Event, text: NormalText, *, reads_well: bool) -> bool:
    """ "I don't know why. I think I was afraid you'd see it." answers, for all its opening; a question asks."""
    if event.name not in (E.NON_ANSWER, E.EVADES) or len(text.words) < _LONG_FOR_NO_ANSWER:
        return False
    if event.omission:
        return reads_well
    sentence = text.sentence_of(event.start, event.end)
    return sentence is not None and (sentence != text.sentences[-1] or text.copy[: sentence.end].endswith("?"))


def _asks_of_others(event: Event, text: NormalText) -> bool:
    """ "Does somebody upstairs want me gone?" asks, and supposes nothing of her."""
    sentence = text.sentence_of(event.start, event.end)
    words = text.copy[sentence.start : sentence.end] if sentence else ""
    return words.endswith("?") and not {"you", "your"} & set(words.split())


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


def _same_again(memory: Memory, text: NormalText) -> bool:
    words = frozenset(text.words)
    if len(words) < _SHORTEST_TURN:
        return False
    return any(len(words & before) >= _SAME_TURN * len(words | before) for before in memory.wordings)


def _accounts(memory: Memory, text: NormalText, carried: Carried | None) -> tuple[tuple[int, Topic], ...]:
    if carried is None or memory.reviewing is None:
        return ()
    spoken_of = {number for number, _ in memory.accounts}
    pending = [number for number in range(len(carried.promises)) if number not in spoken_of]
    return accounts_of(text, carried.promises, pending, memory.reviewing)


def _in_full(event: Event, text: NormalText, name: E) -> Event:
    """The event with the whole clauses it stands in as its words: what she remembers and says back."""
    span = text.clauses_around(event.start, event.end)
    words = text.original[span.start : span.end]
    return event.model_copy(update={"name": name, "quote": words, "start": span.start, "end": span.end})
