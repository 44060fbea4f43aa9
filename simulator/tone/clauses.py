"""Where a match stands: place in its sentence, negation, conditions, quotation marks, questions."""

from __future__ import annotations

import re

from .lexicon import lexicon
from .reading import OPENERS, Reading, Sentence

_NEGATION = re.compile(r"\b(?:not|never|no|without|nobody|hardly|neither|nor|instead of|rather than)\b[^,;:.!?]{0,14}$")
_CONDITION = re.compile(r"(?:^|[\s,;])(?<!even )(?:if|unless|in case|whether|suppose|imagine|had i)\b[^,;]{0,60}$")
_INTERROGATIVE = frozenset(["what", "where", "when", "which", "who", "whose", "how", "why"])
_AUXILIARY = frozenset(
    {
        "do", "does", "did", "is", "are", "was", "were", "have", "has", "can", "could", "would", "will",
        "should", "shall", "may", "might", "am", "must",
    }
)  # fmt: skip
_SUBJECT = frozenset(
    ["i", "you", "we", "it", "that", "this", "there", "they", "he", "she", "anyone", "anybody", "any", "the"]
)
_TAG = re.compile(
    r"(?:,| -|\band|\bthen|\s) ?(?:am|are|is|do|does|did|have|has|was|were|shall|will|would|could|can|should)(?: not)? "
    r"(?:i|you|we|it|they|he|she|that)(?: not)?(?: then| now)?[?.!\s]*$|\b(?:innit|right|eh|yeah|huh|yes)\?$"
)


def sentence_of(reading: Reading, offset: int) -> Sentence:
    """The sentence that an offset falls in."""
    return reading.sentences[reading.sentence_at(offset)]


def fills_sentence(sentence: Sentence, start: int, end: int) -> bool:
    """Nothing but small opening words stands beside."""
    return start in sentence.openings and end >= sentence.words_end


def negated(sentence: Sentence, start: int) -> bool:
    """A negation stands shortly before, in the same clause."""
    return bool(_NEGATION.search(sentence.copy, max(sentence.start, start - 30), start))


def conditional(sentence: Sentence, start: int) -> bool:
    """The match stands inside an if-clause."""
    return bool(_CONDITION.search(sentence.copy[max(sentence.start, start - 80) : start]))


def inside_quotes(reading: Reading, start: int, end: int) -> bool:
    """The match stands between quotation marks."""
    return bool(reading.quoted) and any(span.start <= start and end <= span.end for span in reading.quoted)


def is_indirect_question(sentence: Sentence) -> bool:
    """A wish to know that is not put as a question."""
    return bool(lexicon().expression("wish_to_know").search(sentence.text))


def is_question(sentence: Sentence) -> bool:
    """With a question mark, or built as a question, or a wish to know; looked at once."""
    if sentence.is_question is None:
        sentence.is_question = _is_question(sentence)
    return sentence.is_question


def _is_question(sentence: Sentence) -> bool:
    if sentence.asked:
        return True
    words = [word for word in sentence.words[:4]]
    while words and words[0] in OPENERS:
        words = words[1:]
    if len(words) < 2 or sentence.text.endswith("."):
        return is_indirect_question(sentence)
    if words[0] in _AUXILIARY and words[1] in _SUBJECT:
        return True
    if words[0] in _INTERROGATIVE and len(words) > 1 and words[1] in _AUXILIARY | {"exactly", "else", "about"}:
        return True
    return is_indirect_question(sentence)


def has_tag(sentence: Sentence) -> bool:
    """Ends in a tag such as "did you?" after a statement."""
    return len(sentence.words) > 3 and bool(_TAG.search(sentence.text))
