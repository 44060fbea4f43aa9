"""What was said besides its tone: needs met, facts told, the false charge answered, a hidden fact asked for, news,
words that do not fit with earlier ones, and how a promise went."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from ..domain.appraisal import Appraisal
from ..domain.conduct import Charge, Need, Question, Topic
from ..domain.events import EventName as E
from ..domain.persona import HiddenFact, Persona
from ..domain.text import NormalText
from .accounts import accounts_of
from .charge import charge_answered, counting_beside
from .consistency import Clash, clash, invented
from .counting import as_meant, counting, invited
from .cues import cues_hit, facts_told, told
from .doubts import is_unsure
from .few_words import few_words
from .gist import at_a_loss, delivers, gist, keeps_to_oneself, leaves, meant, proposes, too_much, why_silent
from .occasions import aside, echo, is_pasted, news, question, sentence_with, thanks, trouble, without_sacrifice
from .promises import asks_leave
from .questions import may_want, surely_wants
from .rules import rules
from .topics import ANSWERED, CHALLENGED, HELD, HOSTILE

if TYPE_CHECKING:
    from ..domain.appraisal import Event
    from ..domain.scenario import Scenario
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
#: Words shared with an earlier turn, of all words of both: from here on it is the same turn again.
_SAME_TURN, _SHORTEST_TURN = 0.7, 5
#: A reaction and what follows it.
_LINES_A_TURN = 2
_COMMITTING = (E.DATED_COMMITMENT, E.UNDATED_ACTION, E.EARLY_WARNING)


def drawn_hidden_fact(persona: Persona, seed: int) -> HiddenFact | None:
    """The hidden fact that this seed draws, if the persona has any."""
    return Random(f"hidden:{persona.id}:{seed}").choice(persona.hidden) if persona.hidden else None


@dataclass(frozen=True)
class Heard:
    """What she takes from one turn; ``events`` are those that count for her.

    Attributes:
        unsure: those of them that she does not speak of (``doubts.is_unsure``).
        words: the whole turn.
        repeated: the turn says what an earlier turn said, in the same words.
        pasted: it is a document, not something said.
        news, aside: what has happened, or what leads away, each with the user's words.
        trouble: the sentence that tells of trouble at home.
        echoes: it ends by asking back some words of hers: "A year?"
        question: what she is asked beyond what she has answers for, and how.
        thanks: nothing but a thank-you.
        gist: what it is about where no rule of tone speaks, and the words that say so.
        few: what a word or two come to after what she has just said.
        meant: it is said how something before was meant: no offence, a joke, or words one is sorry for.
        keeps: somebody would sooner not speak of it.
        at_a_loss: somebody does not know how to begin, or looks for words.
        leaves: somebody gets up to go.
        proposes: it ends by asking whether one's own plan would do.
        why_silent: it is said why nothing was said in time.
        delivers: it is said how the work comes into her hands.
        too_much: the sentence that offers more than one person can carry.
        whole: how the turn reads as a whole, with the learned amounts of its words; 0 where it is not scored.
        invented, unknown: claims with a name or a day in them that nobody here knows, and their words.
        only_asks: every sentence is a question.
        worn_out: somebody is at the end of their strength.
        drama: a catastrophe that was painted before.
        accounts: how the promises went that are spoken of, the one she asked about first.
    """

    events: tuple[Event, ...]
    unsure: tuple[Event, ...] = ()
    words: str = ""
    repeated: bool = False
    pasted: bool = False
    news: tuple[Topic, str] | None = None
    aside: tuple[Topic, str] | None = None
    few: Topic | None = None
    meant: bool = False
    keeps: bool = False
    at_a_loss: bool = False
    trouble: str | None = None
    question: tuple[Topic, str] | None = None
    echoes: bool = False
    thanks: bool = False
    gist: tuple[Topic, str] | None = None
    leaves: bool = False
    proposes: bool = False
    delivers: bool = False
    why_silent: bool = False
    too_much: str | None = None
    whole: float = 0.0
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

    @cached_property
    def surely_asked(self) -> Question | None:
        """Which of her answers the question surely wants (``questions.surely_wants``)."""
        return surely_wants(self.question[1]) if self.question is not None else None

    @cached_property
    def perhaps_asked(self) -> Question | None:
        """The same where nothing else is known of it (``questions.may_want``)."""
        return may_want(self.question[1]) if self.question is not None else None

    @property
    def tells_nothing(self) -> bool:
        """Whether no answer has been given to what she asked."""
        return self.at_a_loss or self.few in (Topic.ONE_WORD, Topic.NOT_YET)

    @property
    def about(self) -> Topic | None:
        """What the turn is about where no rule of tone speaks; None where it cannot be told."""
        return self.gist[0] if self.gist is not None else None


#: From here on (tenths of trust) something was said beside the exhaustion that she has to take up.
_EARNS = 30


def spared(words: str, appraisal: Appraisal) -> Appraisal:
    """The reading, or none where a turn holds nothing but exhaustion, panic or self-loathing: that is not scored."""
    if appraisal.unscored is not None or sentence_with("worn_out", NormalText(words)) is None:
        return appraisal
    if any(rules().events[event.name].trust >= _EARNS or event.name in HOSTILE for event in appraisal.events):
        return appraisal
    return Appraisal(unscored="a hard moment")


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
    answer = charge_answered(scenario, memory.charge, appraisal, text, memory.denied)
    few, how_meant = few_words(text, memory, appraisal.said), meant(text, accused=memory.accused)
    events = as_meant(counting(appraisal, text, memory), few, how_meant)
    events = counting_beside(answer, memory.charge, events, text)
    events = without_sacrifice(events, text, lambda event: rules().events[event.name].trust > 0)
    worn_out = sentence_with("worn_out", text) is not None
    if worn_out:  # nothing of it is held against anybody
        events = tuple(event for event in events if event.strength >= 0)
    fear = sentence_with("catastrophe", text)
    unknown, claim = ((), None) if carried else invented(scenario, events, text)
    asked = question(text, events)
    echoed = echo(text, memory.said[-_LINES_A_TURN:]) if asked is None else None
    return Heard(
        events=events,
        unsure=tuple(event for event in events if is_unsure(event, appraisal, invited(memory))),
        words=text.original.strip(),
        repeated=_same_again(memory, text),
        news=news(text),
        aside=aside(text, events),
        few=few,
        meant=bool(how_meant),
        keeps=keeps_to_oneself(text),
        at_a_loss=at_a_loss(text),
        trouble=trouble(text),
        question=asked if echoed is None else (Topic.CONFUSED, echoed),
        echoes=echoed is not None,
        thanks=thanks(text, events),
        gist=gist(text, asked=memory.questioned, asking=memory.asking, few=few),
        leaves=leaves(text),
        proposes=proposes(text),
        delivers=delivers(text),
        why_silent=why_silent(text),
        too_much=too_much(text),
        whole=appraisal.overall or 0.0,
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
        facts=facts_told(scenario, memory, text, mended=any(event.name is E.FIX_DONE for event in events)),
        admitted=tuple(event.quote for event in events if event.name is E.NAMES_OWN_ERROR),
        promises=tuple(event.quote for event in events if event.name in _COMMITTING and not asks_leave(event, text)),
        charge=answer.state,
        corrected=answer.corrected,
        confessed=answer.confessed,
        disputed=answer.disputed,
        hidden=None if hidden is None or memory.hidden_found else told(hidden.cues, text),
    )


def answered(memory: Memory, heard: Heard) -> frozenset[Need]:
    """What she had an answer to: what she asked after, unless it was dodged; and how it came about, once told."""
    if any(event.name in HELD or event.name in CHALLENGED for event in heard.events) or heard.tells_nothing:
        return frozenset()
    told = {Need.ERROR} if heard.about is Topic.TOLD else set()
    told |= {Need.IMPACT} if heard.about is Topic.IMPACT else set()
    told |= {Need.CHECK} if heard.delivers else set()
    told |= {Need.EARLY_WORD} if heard.why_silent else set()
    return frozenset(told | ({memory.asking} if memory.asking is not None and not heard.only_asks else set()))


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
