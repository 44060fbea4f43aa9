"""What was said besides its tone: needs met, facts told, the false charge answered, a hidden fact asked for, news,
words that do not fit with earlier ones, and how a promise went."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from ..domain.conduct import Charge, Need, Topic
from ..domain.events import EventName as E
from ..domain.persona import HiddenFact, Persona
from ..domain.text import Span
from .accounts import account_of
from .consistency import Clash, clash, invented
from .occasions import aside, is_pasted, news, one_word, sentence_with
from .topics import ANSWERED

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal, Event
    from ..domain.scenario import CueGroups, Scenario
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

_OWNING = (E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY)
#: How a denial of the false charge may read; none of it is held against anyone while that charge is on the table.
_SAID_OF_THE_CHARGE = (E.DENIAL, E.BRUSHES_OFF, E.DEFENSIVE, E.MINIMISES, E.CURT)
_DISPUTES = re.compile(
    r"^\W*(?:no|nope)\b|\b(?:wasn't|was not|isn't|is not|not) (?:me|mine|my|true|right|correct)\b"
    r"|\b(?:is|was) different\b"
)
#: A fault that is read so faintly moves nobody; the scale is that of the labels, -2 to +2.
_FAINT = -0.3
_PLANNING = frozenset({E.DATED_COMMITMENT, E.UNDATED_ACTION, E.FIX_DONE, E.FIX_STARTED, E.ARRANGES_CIRCUMSTANCES})
#: What a compliment may be read as besides; flattery moves nothing, neither up nor down.
_BESIDE_FLATTERY = frozenset(
    {E.BRUSHES_OFF, E.NON_ANSWER, E.EVADES, E.STEADY, E.SEES_HER_SIDE, E.ATTRIBUTES_MOTIVE, E.MINIMISES}
)
#: Words shared with an earlier turn, of all words of both: from here on it is the same turn again.
_SAME_TURN, _SHORTEST_TURN = 0.7, 5
_COMMITTING = (E.DATED_COMMITMENT, E.UNDATED_ACTION, E.EARLY_WARNING)


@lru_cache(maxsize=4096)
def _cue(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def cues_hit(groups: CueGroups, text: str) -> str | None:
    """The last cue found when every group has a hit in the normalised text, else None."""
    found: str | None = None
    for group in groups:
        found = next((cue for cue in group if _cue(cue).search(text)), None)
        if found is None:
            return None
    return found


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
        invented, unknown: claims with a name or a day in them that nobody here knows, and their words.
        drama: a catastrophe that was painted before.
        account: how the promise she asked about went.
    """

    events: tuple[Event, ...]
    words: str = ""
    repeated: bool = False
    pasted: bool = False
    news: tuple[Topic, str] | None = None
    aside: tuple[Topic, str] | None = None
    one_word: str | None = None
    clash: Clash | None = None
    invented: tuple[Event, ...] = ()
    unknown: str | None = None
    fear: str | None = None
    drama: bool = False
    questions: tuple[str, ...] = ()
    account: tuple[int, Topic] | None = None
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
    events = _counting(appraisal, text)
    charge, corrected, confessed, disputed = _charge_answered(scenario, state, appraisal, text)
    if confessed is not None:
        events = tuple(event for event in events if event.name not in _OWNING)
    elif memory.charge is Charge.RAISED or corrected is not None:
        untrue = _SAID_OF_THE_CHARGE if corrected is None else (*_SAID_OF_THE_CHARGE, E.BLAMES_OTHERS)
        events = tuple(event for event in events if event.name not in untrue)
        if opening := _DISPUTES.match(text.copy):
            # "No, I didn't do that one" owns nothing.
            until = next(span.end for span in text.sentences if span.end >= opening.end())
            events = tuple(e for e in events if e.name not in _OWNING or text.origin(0, until).end <= e.start)
    owned = any(event.name is E.NAMES_OWN_ERROR for event in events)
    fear = sentence_with("catastrophe", text)
    needs = tuple(
        (need, quote)
        for need, names in MEETS.items()
        if need not in memory.heard and (quote := next((e.quote for e in events if e.name in names), None))
    )
    unknown, claim = ((), None) if carried else invented(scenario, events, text)
    return Heard(
        events=events,
        words=text.original.strip(),
        repeated=_same_again(memory, text),
        news=news(text),
        aside=aside(text, events),
        one_word=one_word(text, events),
        clash=clash(memory, events, text) if charge is memory.charge is not Charge.RAISED else None,
        invented=unknown,
        unknown=claim,
        fear=fear,
        drama=fear is not None and memory.fears > 0,
        questions=tuple(event.quote for event in events if event.name in ANSWERED),
        account=_account(memory, text, carried),
        needs=needs,
        errors=tuple(
            (error.id, text.original.strip())
            for error in scenario.facts_user_knows.errors
            if owned and error.id not in memory.errors_named and cues_hit(error.cues, text.copy)
        ),
        facts=tuple(
            (fact.id, found)
            for fact in scenario.told_only
            if fact.id not in memory.told and (found := _told(fact.cues, text))
        ),
        admitted=tuple(event.quote for event in events if event.name is E.NAMES_OWN_ERROR),
        promises=tuple(event.quote for event in events if event.name in _COMMITTING),
        charge=charge,
        corrected=corrected,
        confessed=confessed,
        disputed=disputed,
        hidden=None if hidden is None or memory.hidden_found else _told(hidden.cues, text),
    )


def _counting(appraisal: Appraisal, text: NormalText) -> tuple[Event, ...]:
    """The events that count for her, each with the whole clauses it stands in as its words."""
    names = {event.name for event in appraisal.said}
    counting = []
    for event in appraisal.said:
        if _FAINT <= event.strength < 0 or (E.FLATTERY in names and event.name in _BESIDE_FLATTERY):
            continue
        with_a_plan = event.name is E.EXCUSE and names & _PLANNING
        counting.append(_in_full(event, text, E.EXCUSE_WITH_OWNERSHIP if with_a_plan else event.name))
    return tuple(counting)


def _same_again(memory: Memory, text: NormalText) -> bool:
    words = frozenset(text.words)
    if len(words) < _SHORTEST_TURN:
        return False
    return any(len(words & before) >= _SAME_TURN * len(words | before) for before in memory.wordings)


def _account(memory: Memory, text: NormalText, carried: Carried | None) -> tuple[int, Topic] | None:
    if carried is None or memory.reviewing is None:
        return None
    return memory.reviewing, account_of(text, carried.promises[memory.reviewing])


def _in_full(event: Event, text: NormalText, name: E) -> Event:
    """The event with the whole clauses it stands in as its words: what she remembers and says back."""
    span = text.clauses_around(event.start, event.end)
    words = text.original[span.start : span.end]
    return event.model_copy(update={"name": name, "quote": words, "start": span.start, "end": span.end})


def _names_an_error(scenario: Scenario, text: NormalText) -> bool:
    return any(cues_hit(error.cues, text.copy) for error in scenario.facts_user_knows.errors)


def _told(groups: CueGroups, text: NormalText) -> str | None:
    """The user's own sentence that gave the last cue, or None."""
    cue = cues_hit(groups, text.copy)
    match = _cue(cue).search(text.copy) if cue is not None else None
    if match is None:
        return None
    start, end = match.span()
    sentence = next((span for span in text.sentences if span.start <= start and end <= span.end), Span(start, end))
    return text.quote(sentence.start, sentence.end)


def _charge_answered(
    scenario: Scenario, state: State, appraisal: Appraisal, text: NormalText
) -> tuple[Charge, str | None, str | None, bool]:
    """What becomes of the false charge: its state, the correcting words, the confessing words, disputed or not."""
    before = state.memory.charge
    false = scenario.false_charge
    if false is None or before is Charge.DROPPED:
        return before, None, None, False
    on_the_table = before is Charge.RAISED
    if not on_the_table and not cues_hit(false.mention, text.copy):
        return before, None, None, False
    evidence = _told(false.evidence_cues, text)
    owning = next((event.quote for event in appraisal.said if event.name in _OWNING), None)
    disputing = _DISPUTES.search(text.copy) or any(
        event.name in (E.CALM_CORRECTION, E.DENIAL) for event in appraisal.said
    )
    if evidence is not None and (owning is None or disputing):
        return Charge.DROPPED, evidence, None, False
    if on_the_table and owning is not None and not disputing:
        elsewhere = not cues_hit(false.mention, text.copy) and _names_an_error(scenario, text)
        return Charge.STANDS, None, None if elsewhere else owning, False
    if on_the_table:
        return Charge.STANDS, None, None, bool(disputing)
    return before, None, None, False
