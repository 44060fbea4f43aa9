"""Where a match stands: place in its sentence, negation, conditions, quotation marks, questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from .lexicon import lexicon
from .reading import OPENERS, Reading, Sentence
from .templates import Template

_MOST_MATCHES = 40
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")
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


def matches(reading: Reading, template: Template, start: int = 0, end: int | None = None) -> list[re.Match[str]]:
    """The matches of a template between two offsets, in its place; tried only where they can begin."""
    text, firsts = reading.text, template.firsts
    if not firsts and not template.at_start:
        until = len(text) if end is None else end
        found = list(islice(template.pattern.finditer(text, start, until), _MOST_MATCHES))
    else:
        match_at, few = template.pattern.match, template.few_firsts
        if template.at_start:
            begins: Sequence[int] = [place for place, word in reading.openings if not firsts or word in firsts]
        elif len(few) == 1:
            begins = reading.places.get(few[0], ())
        else:
            begins = _beginnings(reading, template)
        seconds, follower, found = template.seconds, reading.followers.get, []
        until = len(text) if end is None else end
        for place in begins:
            if start <= place < until and (not seconds or follower(place) in seconds):
                match = match_at(text, place, until)
                if match:
                    found.append(match)
        del found[_MOST_MATCHES:]
    if not found or not template.at_end:
        return found
    return [match for match in found if closes_sentence(reading, match.end())]


def _beginnings(reading: Reading, template: Template) -> list[int]:
    """Where one of its first words stands."""
    places = reading.places
    words = template.few_firsts or sorted(template.firsts & reading.vocabulary)
    return [place for word in words if word in places for place in places[word]]


def sentence_of(reading: Reading, offset: int) -> Sentence:
    """The sentence that an offset falls in."""
    return reading.sentences[reading.sentence_at(offset)]


def opens_sentence(reading: Reading, start: int) -> bool:
    """Only small opening words stand before."""
    return start in reading.opening_places


def closes_sentence(reading: Reading, end: int) -> bool:
    """No word stands after."""
    sentence = sentence_of(reading, end - 1)
    return _WORD.search(reading.text, end, sentence.end) is None


def fills_sentence(reading: Reading, start: int, end: int) -> bool:
    """Nothing but small opening words stands beside."""
    return opens_sentence(reading, start) and closes_sentence(reading, end)


def negated(reading: Reading, start: int) -> bool:
    """A negation stands shortly before, in the same clause."""
    sentence = sentence_of(reading, start)
    return bool(_NEGATION.search(reading.text, max(sentence.start, start - 30), start))


def conditional(reading: Reading, start: int) -> bool:
    """The match stands inside an if-clause."""
    sentence = sentence_of(reading, start)
    return bool(_CONDITION.search(reading.text[max(sentence.start, start - 80) : start]))


def inside_quotes(reading: Reading, start: int, end: int) -> bool:
    """The match stands between quotation marks."""
    return bool(reading.quoted) and any(span.start <= start and end <= span.end for span in reading.quoted)


def is_indirect_question(sentence: Sentence) -> bool:
    """A wish to know that is not put as a question."""
    return bool(lexicon().expression("wish_to_know").search(sentence.text))


def is_question(sentence: Sentence) -> bool:
    """With a question mark, or built as a question, or a wish to know."""
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
