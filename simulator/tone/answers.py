"""What a turn leaves out although the supervisor asked for it or raised it."""

from __future__ import annotations

import re
from collections.abc import Set

from ..domain.events import EventName as E
from .context import Context
from .finding import Finding
from .lexicon import lexicon
from .reading import Reading, Sentence

OWNING = frozenset({E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY})
_HEARS = OWNING | {
    E.REGRET, E.NAMES_IMPACT, E.SEES_HER_SIDE, E.ACCEPTS_CHECKS, E.CHECKS_PERCEPTION, E.CALM_CORRECTION, E.FIX_DONE,
    E.FIX_STARTED, E.DATED_COMMITMENT, E.UNDATED_ACTION, E.VAGUE_PROMISE, E.OFFERS_HELP, E.BEYOND_THE_JOB,
    E.EARLY_WARNING, E.FEAR_SAID_PLAINLY, E.NAMES_LIMIT, E.ESCALATES_CALMLY, E.COURTESY, E.CONSIDERATE, E.SAYS_NEED,
    E.EXPLANATION, E.ARRANGES_CIRCUMSTANCES, E.GIVES_TIME, E.LETS_GO, E.OFFERS_CHECK, E.CLOSES_LOOP,
}  # fmt: skip
#: Not well, but it is what she raised that is spoken of.
_TAKES_UP = frozenset(
    {
        E.NON_ANSWER, E.PASSIVE_VOICE, E.MINIMISES, E.EXCUSE, E.NON_APOLOGY, E.DENIAL, E.SELF_PITY,
        E.OVERREACHES, E.CHECKS_PERCEPTION,
    }
)  # fmt: skip
_ASKS = frozenset(
    {
        E.GENUINE_QUESTION, E.ASKS_EXPECTATIONS, E.ASKS_PRIORITIES, E.ASKS_FEEDBACK, E.ASKS_STANDING, E.ASKS_IN_WRITING,
        E.ASKS_JOB_SAFETY, E.ASKS_WHAT_WAS_MISSED, E.ASKS_HER_VIEW, E.ASKS_WHAT_SHE_NEEDS, E.ASKS_IF_BOT,
    }
)  # fmt: skip
_COMMITS = frozenset({E.DATED_COMMITMENT, E.UNDATED_ACTION, E.VAGUE_PROMISE, E.FIX_DONE, E.FIX_STARTED, E.OFFERS_CHECK})
_REFUSES = frozenset({E.EVADES, E.REFUSES, E.WAITS_TO_BE_TOLD})
_DISTRESSED = frozenset({E.PANIC, E.BEGGING, E.SELF_FLAGELLATION, E.ANXIOUS})
_ECHO = re.compile(
    r"^(?:(?:yes|no|well|true|right|i know|it|i|that|same \w+)[ ,.]+){0,2}?(?:it|i|that|they|there|we|you|he|she) "
    r"(?:did|was|were|is|are|do|does|did|have|has|had|am)(?P<no> not)?(?=[,.;:]| -| and | but |$)"
)
#: What a charge of having done something is disowned with.
_DISOWNS = re.compile(
    r"^(?:(?:no|well|but|sorry|listen|look)[ ,.]+){0,2}?(?:i|that|it) (?:did not|never did|have not|never) "
    r"(?:(?:do|did|done|say|said) )?(?:that|it|this|any of (?:it|that))(?=[,.;:!]|$)"
)
_CHARGES = re.compile(r"\byou (?!(?:were|are) (?:supposed|meant|due|to) )(?:have |had |just |also |even )?[a-z]+")
_OWED = re.compile(
    r"\b(?:supposed|meant to|should have|asked you|need(?:ed)? you|promised|said you|to (?:do|send|ring|call))\b"
)
_NEGATIVE = re.compile(r"\b(?:not|never|no|nobody|without|nothing)\b")
_SHORT = 6
#: So few words may mean anything.
_BARE = 2
_TERSE = 9
_AGREES = frozenset(
    {"yes", "okay", "sure", "fine", "right", "will", "done", "understood", "got", "alright", "agreed", "good"}
)
_SELF = frozenset({"i", "me", "my", "mine", "myself"})
_BITTER = frozenset({E.SARCASM, E.PASSIVE_AGGRESSIVE, E.HOSTILE_QUESTION})
#: The speaker as the answer to "who?", not merely as somebody in the sentence.
_ITS_ME = re.compile(
    r"\b(?:mine|myself)\b|^me\b|\b(?:by|with|is|was|be|been|just|only|down to|up to) me\b|"
    r"\b(?:is|was|all|one|that|this|entirely|squarely) on me\b|"
    r"\bmy (?:own )?(?:job|task|turn|shift|responsibility|duty|part|round|order|case|fault|doing|mistake|name|desk)\b|"
    r"(?:^|[,;] |\b(?:yes|well|so|and|think|guess|suppose|know|was) )"
    r"i (?:did|was|am|do|have|had|should|ought|will|would|can)"
    r"(?: (?:it|that|this|them|do|have|take|be|been|the one|to))*"
    r"(?: (?:alone|myself|boss|sir|madam|i think|i know|really|yes))?(?=[.!,;]|$)|"
    r"\bi (?:forgot|missed|said|promised|took|left|signed|wrote|sent|made|agreed|put)\b"
)


def read_omissions(reading: Reading, context: Context, findings: list[Finding]) -> list[Finding]:
    """Events that consist in not answering; each quotes the smallest sentence that should have answered."""
    events = {finding.event for finding in findings if finding.factor}
    if events & _DISTRESSED or not reading.sentences or lexicon().expression("in_confidence").search(reading.text):
        return []  # whoever asks that something stay between the two tells it, and passes nothing over
    found: list[Finding] = []
    smallest = min(reading.sentences, key=lambda sentence: (sentence.end - sentence.start, sentence.start))
    if _evades(context, events) or _ignores_request(reading, context, events):
        found.append(_omitted(E.EVADES, smallest, 0.8))
    if _passes_over(reading, context, events):
        found.append(_omitted(E.BRUSHES_OFF, smallest, _passing_over(reading)))
    return found


def _omitted(event: E, sentence: Sentence, factor: float) -> Finding:
    return Finding(event, sentence.start, sentence.end, factor, omission=True)


def _evades(context: Context, events: Set[E]) -> bool:
    return (
        context.has("asks_when")
        and context.has("question")
        and not context.asks_of_the_past
        and not events & (_COMMITS | _REFUSES | _ASKS | {E.NAMES_LIMIT, E.CLOSES_LOOP})
    )


def _ignores_request(reading: Reading, context: Context, events: Set[E]) -> bool:
    """A few words after a request that neither agree, nor ask, nor offer, nor explain."""
    return (
        context.has("requests")
        and not context.has("asks_when", "social", "issue_strict")
        and len(reading.words) <= _TERSE
        and reading.vocabulary.isdisjoint(_AGREES)
        and not events & (_HEARS | _ASKS | _REFUSES | {E.REFUSES_HELP, E.NON_ANSWER})
    )


def _passing_over(reading: Reading) -> float:
    """How plainly it is passed over: a short reply without the speaker in it leaves least doubt.

    Never so much that she would challenge it: that no rule knows an answer does not mean that it is none.
    """
    base = 0.35
    if reading.vocabulary & _SELF or len(reading.words) <= _BARE:
        return base - 0.1
    return base + (0.1 if len(reading.words) <= _TERSE else 0.0)


def _passes_over(reading: Reading, context: Context, events: Set[E]) -> bool:
    if not context.has("issue_strict", "burden", "pointed") or context.has("asks_guess"):
        return False
    if events & (_HEARS | _ASKS | _TAKES_UP):
        return False
    if context.has("kind", "social", "praises", "concedes") and not context.has("impact", "burden"):
        return False
    # Whoever tells what was done to them passes nothing over.
    return E.BRUSHES_OFF not in events and not lexicon().expression("done_to_me").search(reading.text)


def read_short_answers(reading: Reading, supervisor: str, context: Context, findings: list[Finding]) -> list[Finding]:
    """A short opening that owns up, or denies, only because of what was said before it.

    "Whose job was it?" "Mine."; "You didn't escalate." "No, I didn't."; "It has gaps." "It does."; but "It was never
    booked." "It was."

    Args:
        supervisor: the canonical copy of her line.
    """
    if not reading.sentences or not supervisor:
        return []
    first = reading.sentences[0]
    bitter = any(finding.event in _BITTER for finding in findings)
    if context.has("asks_who") and len(first.words) <= _SHORT and _names_self(first) and not bitter:
        return [Finding(E.GENERAL_RESPONSIBILITY, first.start, first.end)]
    if not context.has("issue_strict", "asks_acceptance", "sharp", "serious") or context.has(
        "asks_when", "offers_help"
    ):
        return []
    echo = _ECHO.match(first.text)
    if (
        echo is None
        or first.asked
        or _names_whom_she_asked_for(echo, context)
        or any(finding.event in OWNING | {E.DENIAL} and finding.start < first.end for finding in findings)
    ):
        return []
    start, end = first.start, first.start + echo.end()
    if bool(echo["no"]) == bool(_NEGATIVE.search(supervisor)) or (context.has("yes_no") and not echo["no"]):
        return [Finding(E.NAMES_OWN_ERROR, start, end, 0.75)]
    return [Finding(E.DENIAL, start, end, 0.6)] if context.has("issue_strict") and not context.has("question") else []


def _names_whom_she_asked_for(echo: re.Match[str], context: Context) -> bool:
    """ "Who hears first?" "You do." """
    return " you " in f" {echo.group()} " and context.has("question") and not context.has("yes_no")


def read_disowned(reading: Reading, context: Context, findings: list[Finding]) -> list[Finding]:
    """ "You shouted at Milan." "I didn't do that." denies; after a failing, or a question, the same words admit."""
    first = reading.sentences[0] if reading.sentences else None
    found = _DISOWNS.match(first.text) if first else None
    if first is None or found is None or not _charged_with_a_deed(context):
        return findings
    kept = [
        finding
        for finding in findings
        if finding.event not in OWNING | {E.DENIAL} or not first.start <= finding.start < first.end
    ]
    return [*kept, Finding(E.DENIAL, first.start, first.start + found.end())]


def _charged_with_a_deed(context: Context) -> bool:
    line = context.text.replace("without", "")
    return (
        not context.has("question", "kind", "social")
        and _CHARGES.search(line) is not None
        and not (_NEGATIVE.search(line) or _OWED.search(line))
    )


def _names_self(sentence: Sentence) -> bool:
    words = set(sentence.words)
    return not sentence.asked and _ITS_ME.search(sentence.text) is not None and not words & {"not", "no", "never"}
