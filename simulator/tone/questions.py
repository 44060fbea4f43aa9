"""Which questions are genuine, which strike back, and what kind the genuine ones are."""

from __future__ import annotations

from ..domain.events import EventName as E
from .clauses import has_tag, is_question, sentence_of
from .context import Context
from .finding import Finding
from .lexicon import lexicon
from .reading import Reading

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

#: Shorter ones are echoes ("Did they?").
_SHORTEST = 3


def read_questions(reading: Reading, context: Context, findings: list[Finding]) -> list[Finding]:
    """Settles every question of a turn: kinds are dropped from hostile ones, plain ones become genuine.

    Args:
        findings: what the rules found so far.

    Returns:
        The findings with the questions settled.
    """
    kept = list(findings)
    open_handed = lexicon().expression("open_handed")
    for sentence in reading.sentences:
        if not is_question(sentence):
            continue
        inside = [finding for finding in findings if sentence_of(reading, finding.start) is sentence]
        events = {finding.event for finding in inside}
        if E.ASKS_IF_BOT in events:
            continue
        if (
            E.HOSTILE_QUESTION in events
            or events & _STRIKES
            or (events & _NEEDLES and not open_handed.search(sentence.text))
        ):
            kept = [
                finding for finding in kept if finding not in inside or finding.event not in KINDS | {E.OFFERS_HELP}
            ]
            if E.HOSTILE_QUESTION not in events and sentence.asked:
                kept.append(Finding(E.HOSTILE_QUESTION, sentence.start, sentence.end, 0.8))
        elif E.SMALL_TALK in events and context.has("tense", "pointed"):
            kept = [finding for finding in kept if finding not in inside or finding.event not in KINDS]
            kept.append(Finding(E.HOSTILE_QUESTION, sentence.start, sentence.end, 0.55))
        elif has_tag(sentence):
            kept = [finding for finding in kept if finding not in inside or finding.event not in KINDS]
        elif not events & KINDS and len(sentence.words) >= _SHORTEST:
            doubted = context.has("issue_strict", "burden", "sharp") and not open_handed.search(sentence.text)
            kept.append(
                Finding(
                    E.HOSTILE_QUESTION if doubted else E.GENUINE_QUESTION,
                    sentence.start,
                    sentence.end,
                    0.6 if doubted else 1.0,
                )
            )
    return kept
