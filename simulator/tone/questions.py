"""Which questions are genuine, which strike back, and what kind the genuine ones are."""

from __future__ import annotations

import re
from collections import defaultdict

from ..domain.events import EventName as E
from .clauses import has_tag, is_question, sentence_of
from .context import Context
from .finding import Finding
from .lexicon import lexicon
from .reading import Reading, Sentence

KINDS = frozenset(
    {
        E.ASKS_EXPECTATIONS, E.ASKS_PRIORITIES, E.ASKS_FEEDBACK, E.ASKS_STANDING, E.ASKS_IN_WRITING, E.ASKS_JOB_SAFETY,
        E.ASKS_WHAT_WAS_MISSED, E.ASKS_HER_VIEW, E.ASKS_WHAT_SHE_NEEDS,
    }
)  # fmt: skip
_STRIKES = frozenset({E.SARCASM, E.CONTEMPT, E.THREAT, E.ATTRIBUTES_MOTIVE, E.MOCKS_CONCERN, E.OUTBURST, E.REFUSES})
#: These make a question strike back only when nothing in it asks for an answer.
_NEEDLES = frozenset(
    {E.BLAMES_SUPERVISOR, E.BLAMES_OTHERS, E.BLAMES_SYSTEM, E.PASSIVE_AGGRESSIVE, E.BRUSHES_OFF, E.EXCUSE, E.MINIMISES}
)

#: How a question about what somebody fears may sound; asking it is held against nobody.
_LIKE_FEAR = frozenset(
    {
        E.HOSTILE_QUESTION, E.CURT, E.DEFENSIVE, E.PASSIVE_AGGRESSIVE, E.NON_ANSWER, E.EVADES, E.WAITS_TO_BE_TOLD,
        E.SELF_PITY, E.EXCUSE, E.ATTRIBUTES_MOTIVE, E.BRUSHES_OFF, E.MINIMISES, E.BLAMES_SUPERVISOR,
        E.NAMES_OWN_ERROR, E.NAMES_IMPACT, E.ANXIOUS,
    }
)  # fmt: skip

_KINDS_AND_OFFERS = KINDS | {E.OFFERS_HELP}
#: What no question that snaps holds.
_WELL_MEANT = frozenset({E.CHECKS_PERCEPTION, E.SAYS_NEED, E.ESCALATES_CALMLY, E.DATED_COMMITMENT})
#: Weaker wordings leave a question what it is.
_CLEAR = 0.5
#: A question back of so few words snaps; a longer one wants to know.
_SNAPPED = 9
#: Without one of these a short question strikes at nobody: "Is that silly?", "Maybe a four?"
_AT_SOMEBODY = frozenset(
    {"you", "your", "yours", "who", "why", "what", "they", "we", "everyone", "nobody", "so", "and"}
)
#: A question that opens so wants to know: of the short ones in the corpora, none of these struck back.
_WANTS_TO_KNOW = frozenset(
    {"have", "do", "does", "how", "which", "when", "is", "was", "can", "could", "will", "would", "may", "sorry", "i"}
)
#: What is asked about is not yet said: "Is there anything I've missed?"
_OPENS_A_QUESTION = frozenset(
    {"is", "are", "was", "were", "do", "does", "did", "have", "has", "what", "which", "where", "when", "how", "could"}
)
#: Shorter ones are echoes ("Did they?").
_SHORTEST = 3
#: A thing named with a question mark, and no verb: so many words at most.
_LONGEST_MATTER = 8
_MATTER = re.compile(
    r"(?:(?:so|well|right|okay|honestly|yes|yeah|and|oh|about)[, ]+)*(?:the|that|this|my) (?:[\w'-]+ ?){1,4}\?"
)


def _by_sentence(reading: Reading, findings: list[Finding]) -> dict[int, list[Finding]]:
    """The findings by where the sentence begins that they stand in."""
    within = defaultdict[int, list[Finding]](list)
    for finding in findings:
        within[sentence_of(reading, finding.start).start].append(finding)
    return within


def read_questions(reading: Reading, context: Context, findings: list[Finding]) -> list[Finding]:
    """Settles every question of a turn: kinds are dropped from hostile ones, plain ones become genuine.

    Args:
        findings: what the rules found so far.

    Returns:
        The findings with the questions settled.
    """
    findings = _without_what_fear_sounds_like(reading, findings)
    kept = list(findings)
    within = _by_sentence(reading, findings)
    for number, sentence in enumerate(reading.sentences):
        if not is_question(sentence):
            continue
        inside = within[sentence.start]
        if _names_the_matter(reading, number):
            if "the" in sentence.words:
                kept = [finding for finding in kept if finding not in inside or finding.event is not E.HOSTILE_QUESTION]
            continue
        if _takes_her_up(sentence, context):
            kept = [finding for finding in kept if finding not in inside]
            kept.append(Finding(E.GENUINE_QUESTION, sentence.start, sentence.end, 0.85))
            continue
        asked = _as_meant(sentence, inside, context)
        if asked is None and any(finding.event in KINDS for finding in inside) and not has_tag(sentence):
            continue
        if asked is None or asked.event is E.HOSTILE_QUESTION:
            kept = [finding for finding in kept if finding not in inside or finding.event not in _KINDS_AND_OFFERS]
        if asked is not None:
            # A hostile question that a rule has found is among them already.
            kept += [asked] if asked not in kept else []
            if asked.event is E.GENUINE_QUESTION and sentence.words[0] in _OPENS_A_QUESTION:
                kept = [finding for finding in kept if finding not in inside or finding.event is not E.NAMES_OWN_ERROR]
    return kept


def _without_what_fear_sounds_like(reading: Reading, findings: list[Finding]) -> list[Finding]:
    feared = {sentence_of(reading, one.start).start for one in findings if one.event is E.ASKS_JOB_SAFETY}
    return [
        finding
        for finding in findings
        if finding.event not in _LIKE_FEAR or sentence_of(reading, finding.start).start not in feared
    ]


def _takes_her_up(sentence: Sentence, context: Context) -> bool:
    """ "I changed one word once." "You changed a word?" wants to hear more of what she said of herself."""
    words = sentence.words
    return sentence.asked and len(words) > 1 and words[0] == "you" and f"i {words[1]} " in context.text


def _names_the_matter(reading: Reading, number: int) -> bool:
    """ "The September report?" before a statement asks nothing: it takes up what she named."""
    sentence = reading.sentences[number]
    last = number + 1 == len(reading.sentences)
    if last or len(sentence.words) > _LONGEST_MATTER or reading.sentences[number + 1].asked:
        return False
    return _MATTER.fullmatch(sentence.text) is not None


def _as_meant(sentence: Sentence, inside: list[Finding], context: Context) -> Finding | None:
    """The question as a finding; None for one that only keeps or loses the kinds found in it."""
    lexical = lexicon()
    events = {finding.event for finding in inside}
    strong = {finding.event for finding in inside if finding.factor >= _CLEAR}
    open_handed = bool(lexical.expression("open_handed").search(sentence.text))
    hostile = next((finding for finding in inside if finding.event is E.HOSTILE_QUESTION), None)
    if hostile is not None:
        return hostile
    if strong & _STRIKES or (events & _NEEDLES and not open_handed):
        return Finding(E.HOSTILE_QUESTION, sentence.start, sentence.end, 0.8) if sentence.asked else None
    if E.SMALL_TALK in events and context.has("tense", "pointed"):
        # A greeting is beside the point, and no blow.
        kind = bool(lexical.expression("greeting").search(sentence.text))
        return None if kind else Finding(E.HOSTILE_QUESTION, sentence.start, sentence.end, 0.55)
    if events & KINDS or E.ASKS_IF_BOT in events or has_tag(sentence) or len(sentence.words) < _SHORTEST:
        return None
    wide = bool(lexical.expression("wide_question").search(sentence.text))
    meant_well = (
        open_handed or wide or bool(events & _WELL_MEANT) or bool(lexical.expression("greeting").search(sentence.text))
    )
    at_somebody = not _AT_SOMEBODY.isdisjoint(sentence.words) and sentence.words[0] not in _WANTS_TO_KNOW
    snaps = len(sentence.words) <= _SNAPPED and at_somebody
    if not meant_well and snaps and context.has("issue_strict", "burden", "sharp"):
        return Finding(E.HOSTILE_QUESTION, sentence.start, sentence.end, 0.6)
    return Finding(E.GENUINE_QUESTION, sentence.start, sentence.end, 1.15 if wide else 0.85)
