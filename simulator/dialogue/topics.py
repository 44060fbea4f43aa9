"""What each event is taken up as: challenged, held, acknowledged, answered."""

from __future__ import annotations

from ..domain.events import EventName as E
from ..domain.persona import Question, Topic

INSULTS = frozenset({E.CONTEMPT, E.THREAT})
HOSTILE = frozenset({E.CONTEMPT, E.THREAT, E.OUTBURST})
DISTRESSED = frozenset({E.PANIC, E.BEGGING, E.SELF_FLAGELLATION})
CHALLENGED: dict[E, Topic] = {
    E.EXCUSE: Topic.EXCUSE,
    E.BLAMES_SYSTEM: Topic.BLAME,
    E.BLAMES_OTHERS: Topic.BLAME,
    E.BLAMES_SUPERVISOR: Topic.BLAME,
    E.PASSIVE_VOICE: Topic.SOFT_WORDS,
    E.MINIMISES: Topic.SOFT_WORDS,
    E.NON_APOLOGY: Topic.SOFT_WORDS,
    E.DENIAL: Topic.DENIAL,
    E.ATTRIBUTES_MOTIVE: Topic.SUSPICION,
    E.BRUSHES_OFF: Topic.BRUSH_OFF,
    E.MOCKS_CONCERN: Topic.BRUSH_OFF,
    E.SARCASM: Topic.RUDE,
    E.HOSTILE_QUESTION: Topic.RUDE,
    E.PASSIVE_AGGRESSIVE: Topic.RUDE,
    E.CURT: Topic.RUDE,
    E.DEFENSIVE: Topic.RUDE,
    E.SELF_PITY: Topic.EXCUSE,
}
HELD: dict[E, Topic] = {
    E.EVADES: Topic.EVASION,
    E.REFUSES: Topic.EVASION,
    E.NON_ANSWER: Topic.EVASION,
    E.WAITS_TO_BE_TOLD: Topic.EVASION,
    E.REFUSES_HELP: Topic.EVASION,
    E.OVERREACHES: Topic.TOO_MUCH,
    E.VAGUE_PROMISE: Topic.VAGUE,
}
ACKNOWLEDGED: dict[E, Topic] = {
    E.NAMES_OWN_ERROR: Topic.ERROR,
    E.NAMES_IMPACT: Topic.IMPACT,
    E.FIX_DONE: Topic.DONE,
    E.DATED_COMMITMENT: Topic.PLAN,
    E.EARLY_WARNING: Topic.PLAN,
    E.OFFERS_CHECK: Topic.PLAN,
    E.ARRANGES_CIRCUMSTANCES: Topic.PLAN,
    E.FIX_STARTED: Topic.PLAN,
    E.SEES_HER_SIDE: Topic.IMPACT,
    E.ACCEPTS_CHECKS: Topic.CANDOUR,
    E.CHECKS_PERCEPTION: Topic.CANDOUR,
    E.FEAR_SAID_PLAINLY: Topic.CANDOUR,
    E.GIVES_TIME: Topic.CANDOUR,
    E.LETS_GO: Topic.CANDOUR,
    E.NAMES_LIMIT: Topic.LIMIT,
    E.SAYS_NEED: Topic.LIMIT,
    E.ESCALATES_CALMLY: Topic.LIMIT,
    E.CALM_CORRECTION: Topic.LIMIT,
    E.BEYOND_THE_JOB: Topic.EFFORT,
    E.OFFERS_HELP: Topic.EFFORT,
    E.CLOSES_LOOP: Topic.EFFORT,
    E.ASKS_FEEDBACK: Topic.QUESTION,
    E.GENERAL_RESPONSIBILITY: Topic.ERROR,
}
ANSWERED: dict[E, Question] = {
    E.ASKS_JOB_SAFETY: Question.CONSEQUENCES,
    E.ASKS_WHAT_WAS_MISSED: Question.MISSED,
    E.ASKS_HER_VIEW: Question.HER_VIEW,
    E.ASKS_WHAT_SHE_NEEDS: Question.NEEDS,
    E.ASKS_STANDING: Question.STANDING,
    E.ASKS_EXPECTATIONS: Question.EXPECTATIONS,
    E.ASKS_PRIORITIES: Question.PRIORITIES,
    E.ASKS_IN_WRITING: Question.IN_WRITING,
}
#: The answer that comes nearest, where a supervisor has none of this kind, or has given them all.
STANDS_IN: dict[Question, Question] = {
    Question.REGAIN: Question.NEEDS,
    Question.EARLY: Question.EXPECTATIONS,
    Question.ADVICE: Question.HER_VIEW,
    Question.WHAT_TO_SAY: Question.ADVICE,
    Question.ON_RECORD: Question.CONSEQUENCES,
    Question.REVIEW: Question.CONSEQUENCES,
    Question.FORMAL: Question.CONSEQUENCES,
    Question.TAKE_BACK: Question.CONSEQUENCES,
    Question.WHO_DECIDES: Question.CONSEQUENCES,
    Question.ABOVE: Question.WHO_KNOWS,
    Question.EVERYBODY: Question.WHY,
    Question.CHECKS: Question.EXPECTATIONS,
    Question.WHICH: Question.MISSED,
    Question.WHAT_ELSE: Question.MISSED,
    Question.HARM: Question.MISSED,
    Question.DONE_WELL: Question.STANDING,
    Question.SAYING: Question.HER_FEELINGS,
    Question.HOW_SHE_IS: Question.HER_FEELINGS,
    Question.HER_PAST: Question.HER_VIEW,
    Question.MEANS_IT: Question.CONFIRM,
    Question.BACKING: Question.STANDING,
    Question.YOU_EARLIER: Question.WHEN_HER,
}
APOLOGY = frozenset({E.REGRET, E.REPENTANCE, E.ASKS_FORGIVENESS, E.GENERAL_RESPONSIBILITY})
FAREWELL_ONLY = frozenset({E.SAYS_GOODBYE, E.COURTESY, E.CONSIDERATE, E.STEADY})
