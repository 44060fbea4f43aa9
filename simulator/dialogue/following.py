"""What she asks next: the need not yet heard that follows on what was just said, else the next on her own list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.conduct import Need, Question, Topic

if TYPE_CHECKING:
    from ..domain.persona import Persona
    from .state import Memory, State

_MOST_OFTEN = 3
#: By what she has just taken up or answered: what somebody would naturally want to know then.
_FOLLOWS: dict[Topic | Question, tuple[Need, ...]] = {
    Topic.ERROR: (Need.EARLY_WORD, Need.IMPACT, Need.RESPONSIBILITY, Need.LEARNING, Need.PLAN),
    Topic.IMPACT: (Need.PLAN, Need.EARLY_WORD, Need.CIRCUMSTANCES, Need.ERROR),
    Topic.PLAN: (Need.CHECK, Need.EARLY_WORD, Need.CIRCUMSTANCES, Need.LIMIT, Need.EFFORT),
    Topic.DONE: (Need.CHECK, Need.PLAN, Need.EARLY_WORD, Need.CIRCUMSTANCES),
    Topic.CANDOUR: (Need.NEEDS_FROM_HER, Need.PERCEPTION, Need.STANDING, Need.EARLY_WORD, Need.LEARNING),
    Topic.LIMIT: (Need.NEEDS_FROM_HER, Need.LIMIT, Need.CIRCUMSTANCES, Need.PLAN),
    Topic.EFFORT: (Need.PLAN, Need.LIMIT, Need.CHECK),
    Topic.TOLD: (Need.IMPACT, Need.EARLY_WORD, Need.LEARNING, Need.RESPONSIBILITY, Need.PLAN),
    Topic.FELT: (Need.NEEDS_FROM_HER, Need.EARLY_WORD, Need.PERCEPTION, Need.LEARNING),
    Topic.WISH: (Need.NEEDS_FROM_HER, Need.LIMIT, Need.CIRCUMSTANCES, Need.PLAN),
    Topic.AHEAD: (Need.CHECK, Need.PLAN, Need.EARLY_WORD, Need.CIRCUMSTANCES, Need.LIMIT),
    Topic.QUESTION: (Need.NEEDS_FROM_HER, Need.EXPECTATIONS, Need.LEARNING),
    Question.JOB: (Need.PLAN, Need.CHECK),
    Question.CONSEQUENCES: (Need.PLAN, Need.CHECK),
    Question.MISSED: (Need.ERROR, Need.IMPACT, Need.RESPONSIBILITY),
    Question.HER_VIEW: (Need.PERCEPTION, Need.IMPACT),
    Question.NEEDS: (Need.PLAN, Need.CHECK, Need.EARLY_WORD),
    Question.STANDING: (Need.PLAN, Need.CHECK, Need.PERCEPTION),
    Question.EXPECTATIONS: (Need.PLAN, Need.CHECK, Need.EARLY_WORD),
    Question.PRIORITIES: (Need.PLAN, Need.LIMIT, Need.CHECK),
    Question.IN_WRITING: (Need.WRITTEN, Need.EXPECTATIONS, Need.PLAN),
    Question.TIME: (Need.EARLY_WORD, Need.CHECK),
    Question.TOGETHER: (Need.NEEDS_FROM_HER, Need.PLAN),
    Question.NEXT: (Need.PLAN, Need.CHECK, Need.EARLY_WORD),
    Question.WHAT_IF: (Need.EARLY_WORD, Need.CHECK),
    Question.WOULD_DO: (Need.CHECK, Need.EARLY_WORD, Need.CIRCUMSTANCES),
    Question.WHY: (Need.PERCEPTION, Need.IMPACT),
    Question.HER_FEELINGS: (Need.PERCEPTION, Need.IMPACT),
    Question.CONFIRM: (Need.CHECK, Need.EARLY_WORD),
    Question.WHEN_HER: (Need.EARLY_WORD, Need.CHECK),
    Question.REGAIN: (Need.PLAN, Need.CHECK, Need.EARLY_WORD),
    Question.ADVICE: (Need.PLAN, Need.CHECK),
    Question.REVIEW: (Need.PLAN, Need.CHECK),
    Question.EARLY: (Need.CHECK, Need.PLAN),
    Question.CHECKS: (Need.CHECK,),
    Question.WHICH: (Need.IMPACT, Need.PLAN),
}
#: By what she has just had an answer to.
_FOLLOWS_ANSWER: dict[Need, tuple[Need, ...]] = {
    Need.ERROR: (Need.IMPACT, Need.EARLY_WORD, Need.RESPONSIBILITY, Need.LEARNING, Need.PLAN),
    Need.RESPONSIBILITY: (Need.IMPACT, Need.LEARNING, Need.EARLY_WORD, Need.PLAN),
    Need.IMPACT: (Need.PLAN, Need.EARLY_WORD, Need.LEARNING, Need.CIRCUMSTANCES),
    Need.PLAN: (Need.CHECK, Need.EARLY_WORD, Need.CIRCUMSTANCES, Need.LIMIT),
    Need.CHECK: (Need.EARLY_WORD, Need.CIRCUMSTANCES, Need.PLAN, Need.LIMIT),
    Need.EARLY_WORD: (Need.CHECK, Need.PLAN, Need.CIRCUMSTANCES, Need.LEARNING),
    Need.EXPECTATIONS: (Need.PLAN, Need.CHECK, Need.WRITTEN, Need.LEARNING),
    Need.STANDING: (Need.PERCEPTION, Need.NEEDS_FROM_HER, Need.PLAN),
    Need.CIRCUMSTANCES: (Need.LIMIT, Need.NEEDS_FROM_HER, Need.EARLY_WORD, Need.PLAN),
    Need.NEEDS_FROM_HER: (Need.CIRCUMSTANCES, Need.LIMIT, Need.EXPECTATIONS, Need.PLAN),
    Need.PERCEPTION: (Need.STANDING, Need.NEEDS_FROM_HER, Need.EXPECTATIONS),
    Need.WRITTEN: (Need.EXPECTATIONS, Need.PLAN, Need.CHECK),
    Need.LEARNING: (Need.EARLY_WORD, Need.NEEDS_FROM_HER, Need.CHECK, Need.PLAN),
    Need.LIMIT: (Need.NEEDS_FROM_HER, Need.CIRCUMSTANCES, Need.EARLY_WORD, Need.PLAN),
    Need.EFFORT: (Need.PLAN, Need.LIMIT, Need.CHECK),
}


def follow_on(after: Topic | Question | None, given: Need | None = None) -> tuple[Need, ...]:
    """What somebody would naturally want to know next: after an answer to ``given``, else after ``after``."""
    if given is not None:
        return _FOLLOWS_ANSWER[given]
    return _FOLLOWS.get(after, ()) if after is not None else ()


def next_need(
    persona: Persona, state: State, after: Topic | Question | None = None, given: Need | None = None
) -> Need | None:
    """Of the needs not yet heard and least often asked after the one that follows on, else the first.

    Each is asked after three times at most; what has had an answer is not asked again while something else is open.
    """
    memory = state.memory
    unheard = [item.need for item in persona.agenda if item.need not in memory.heard]
    askable = [need for need in unheard if memory.asked.count(need) < _MOST_OFTEN]
    if not askable:
        return None
    least = min(_done(memory, need) for need in askable)
    fresh = [need for need in askable if _done(memory, need) == least]
    following = follow_on(after, given)
    # After an answer of hers a question that has nothing to do with it would only change the subject.
    otherwise = None if isinstance(after, Question) else fresh[0]
    return next((need for need in following if need in fresh), otherwise)


def _done(memory: Memory, need: Need) -> int:
    return memory.asked.count(need) + (need in memory.answered)


def asked_last(state: State) -> Need | None:
    """The need she asked after last, for somebody who did not understand the question."""
    return state.memory.asked[-1] if state.memory.asked else None
