"""What is promised by when: an action with a time, a frequency or a measure becomes a dated commitment."""

from __future__ import annotations

import re

from ..domain.events import EventName as E
from .clauses import is_question, sentence_of
from .context import Context
from .finding import Finding, renamed
from .lexicon import lexicon
from .reading import Reading, Sentence
from .standing import read_rules, without_announced_deeds

_LONGEST_ELLIPSIS = 16
#: These only say how things are: "I have my own kids every other week", "Since the 3rd it stands on one list".
_STATES = re.compile(
    r"(?:and |but |so )?(?:i have (?:my|a|an|two|three|no|only)|my |he |she |they |there (?:is|are|was)|since )"
)
_SOME_DAY = frozenset({"next time", "the next time", "each thing", "every thing", "each one", "every one"})
_SPEAKERS = frozenset({"i", "we", "you"})
_REFUSING = frozenset(
    {E.REFUSES, E.REFUSES_HELP, E.THREAT, E.SARCASM, E.CONTEMPT, E.EVADES, E.MOCKS_CONCERN, E.MINIMISES}
)
#: "Would you tell me on the same day?", "What can I do this week?": she is asked for something; nothing is promised.
_OF_HER = re.compile(
    r"^(?:(?:and|so|please|okay|well)[, ]+)*(?:(?:would|could|can|will|do) you|what(?! if| about)|which|where|who) "
)

#: "He wrote back the same afternoon, got it, I take it from here": what follows is somebody else's word.
_SOMEBODY_SAID = re.compile(
    r"\b(?!i\b|we\b)[a-z]+ (?:said|says|wrote|replied|answered|texted|mailed|e-?mailed|messaged)"
    r"(?: back)?(?: \w+){0,4}[,:]"
)
#: What parts a promise from the error named before it in the same sentence.
_PARTS = re.compile(r"[,;:]| but | so | and (?:i|we)\b")


def read_promises(reading: Reading, context: Context, findings: list[Finding], time: re.Pattern[str]) -> list[Finding]:
    """Dates the undated actions that have a time in their sentence, and adds elliptic promises.

    Args:
        findings: what the rules found so far.
        time: finds times, frequencies and measures in the canonical copy.

    Returns:
        The findings, with ``UNDATED_ACTION`` turned into ``DATED_COMMITMENT`` where it is dated.
    """
    settled: list[Finding] = []
    blocked = _holding(reading, findings, _REFUSING)
    boundless = _holding(reading, findings, frozenset({E.OVERREACHES}))
    for finding in findings:
        if finding.event is not E.UNDATED_ACTION:
            settled.append(finding)
            continue
        sentence = sentence_of(reading, finding.start)
        if sentence.start in blocked or _asks_of_her(sentence) or _is_no_plan(reading, finding, sentence, findings):
            continue
        match = time.search(reading.text, sentence.start, sentence.end)
        if match is None or sentence.start in boundless:
            settled.append(finding)
        else:
            dated = renamed(finding, E.DATED_COMMITMENT, _firmness(sentence))
            settled.append(_widened(dated, match.start(), match.end()))
    told = context.has("requests") and lexicon().expression("past_mark").search(reading.text)
    settled = without_announced_deeds(reading, read_rules(reading, settled))
    asked = context.has("asks_when", "asks_plan_strict") and not context.asks_of_the_past
    if asked or (context.has("requests") and not told):
        settled += _elliptic(reading, settled, blocked | boundless, time)
    return settled


def _asks_of_her(sentence: Sentence) -> bool:
    return is_question(sentence) and _OF_HER.match(sentence.text) is not None


def _is_no_plan(reading: Reading, action: Finding, sentence: Sentence, findings: list[Finding]) -> bool:
    """ "I booked the wrong date for the delivery" tells what went wrong; and somebody else's word binds nobody.

    Nor does whoever says that they will go promise to.
    """
    if _SOMEBODY_SAID.search(reading.text, sentence.start, action.start):
        return True
    before = [finding for finding in findings if sentence.start <= finding.start <= action.start]
    return any(
        finding.event is E.LETS_GO
        or (finding.event is E.NAMES_OWN_ERROR and not _PARTS.search(reading.text, finding.start, action.start))
        for finding in before
    )


def _firmness(sentence: Sentence) -> float:
    """A question proposes, a "probably" hopes; only a plain statement promises in full."""
    if is_question(sentence) and sentence.words[0] not in _SPEAKERS:
        return 0.4
    return 0.5 if lexicon().expression("uncertain").search(sentence.text) else 1.0


def _holding(reading: Reading, findings: list[Finding], events: frozenset[E]) -> set[int]:
    """Where the sentences start that hold one of these events."""
    return {sentence_of(reading, finding.start).start for finding in findings if finding.event in events}


def _widened(finding: Finding, start: int, end: int) -> Finding:
    return Finding(finding.event, min(finding.start, start), max(finding.end, end), finding.factor, finding.omission)


def _elliptic(reading: Reading, findings: list[Finding], blocked: set[int], time: re.Pattern[str]) -> list[Finding]:
    """ "Thursday, two o'clock, the whole pack." needs no verb when a date was asked for."""
    taken = {sentence_of(reading, finding.start).start for finding in findings if finding.event is E.DATED_COMMITMENT}
    return [
        Finding(E.DATED_COMMITMENT, sentence.start, sentence.end, _firmness(sentence))
        for sentence in reading.sentences
        if sentence.start not in taken | blocked and _is_elliptic(sentence) and _says_when(sentence, time)
    ]


def _says_when(sentence: Sentence, time: re.Pattern[str]) -> bool:
    """ "Next time" alone is no hour that could be held against anybody."""
    return any(match.group() not in _SOME_DAY for match in time.finditer(sentence.text))


def _is_elliptic(sentence: Sentence) -> bool:
    return (
        len(sentence.words) <= _LONGEST_ELLIPSIS
        and not is_question(sentence)
        and not lexicon().expression("past_mark").search(sentence.text)
        and not {"not", "never", "you", "depends"} & set(sentence.words)
        and not _STATES.match(sentence.text)
    )
