"""Rules that somebody gives themselves ("nothing goes out until you have said yes"), and deeds merely announced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..domain.events import EventName as E
from .clauses import is_question, sentence_of
from .finding import Finding
from .lexicon import lexicon

if TYPE_CHECKING:
    from .reading import Reading

_DAY = r"(?:today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|(?:this|next|the) \w+)"
#: From when a rule holds.
_FROM = (
    rf"from (?:now|here|{_DAY})(?: on(?:wards?)?)?"
    rf"|(?:starting|beginning|effective|as of|as from) (?:from |on )?(?:now|{_DAY})"
    r"|going forward|never again|not again"
)
#: Until what happens nothing else does: the listener says yes, sees it, signs it.
_CONDITION = (
    r"(?:until|till|before|unless) you(?:r \w+|'ve|'re)? (?:have |has |are |is |can |did )?(?:\w+ )?\w+"
    r"|without (?:your|you|asking|checking with|telling|showing) ?\w*"
    r"|(?:past|by|through|to|over to|via) you (?:first|before)"
    r"|(?:asking|telling|showing|checking with) you first|(?:on|over|across|crosses) your desk"
    r"|you(?: will|'ll) (?:see|get|have|read|hear) [^,;.]{0,40}?\b(?:first|before (?:anyone|anybody|it|they|i)\b)"
)
_STANDING = re.compile(rf"\b(?:{_FROM}|{_CONDITION})")
_HOLDS_FROM = re.compile(rf"\b(?:{_FROM})\b")
_ALWAYS = re.compile(
    r"\b(?:no|nothing|none|not one|not a|nobody|every|everything|each|all|any|anything|never|always)\b"
)
#: "Everything has to go past you first" complains; "I cannot do anything without your yes" does too.
_NO_RULE = re.compile(
    r"\b(?:has to|have to|must|needs? to|can ?not|can't|could not|couldn't|tells? me|told me|without you \w+ing|hate"
    r"|sick of|you (?:check|control|read|go over|look at)|enough|better|different|hard|best|try|trying)\b"
)
_LONGEST = 30
_ALREADY = re.compile(
    r"\b(?:already|now|currently|at the moment|since|have|has|had|started|began|begun|was|were|did|yesterday|done it)\b"
)
_AHEAD = re.compile(
    r"\b(?:tomorrow|tonight|later|next|every|each|will|shall|going to|about to|by (?!now\b)|from (?!the\b|my\b)"
    r"|(?:this|in the) (?:afternoon|evening|morning)|(?:right )?after)\b"
)
_DEEDS = frozenset({E.FIX_DONE, E.FIX_STARTED})
_PROMISES = frozenset({E.DATED_COMMITMENT, E.UNDATED_ACTION})
#: How a rule for oneself may sound to the word lists.
_LIKE_A_RULE = frozenset(
    {
        E.EVADES, E.BRUSHES_OFF, E.UNDATED_ACTION, E.VAGUE_PROMISE, E.NON_ANSWER, E.REFUSES, E.REFUSES_HELP, E.CURT,
        E.MINIMISES, E.DENIAL,
    }
)  # fmt: skip


def standing_rule(words: str) -> tuple[int, int] | None:
    """The offsets of the words that say from when or until what a rule holds; None where it is no rule."""
    if _NO_RULE.search(words) or not _ALWAYS.search(words):
        return None
    found = _HOLDS_FROM.search(words) or _STANDING.search(words)
    return found.span() if found else None


def read_rules(reading: Reading, findings: list[Finding]) -> list[Finding]:
    """The findings, with a dated promise for each rule that somebody gives themselves.

    What may sound like something else in its sentence goes; beside a clear fault in the same sentence it is no rule.
    """
    for sentence in reading.sentences:
        if is_question(sentence) or len(sentence.words) > _LONGEST or standing_rule(sentence.text) is None:
            continue
        inside = [one for one in findings if sentence_of(reading, one.start) is sentence]
        events = {one.event for one in inside}
        if E.DATED_COMMITMENT not in events and not any(map(_is_a_fault, events)):
            findings = [one for one in findings if one not in inside or one.event not in _LIKE_A_RULE]
            findings.append(Finding(E.DATED_COMMITMENT, sentence.start, sentence.words_end, 1.0))
    return findings


def _is_a_fault(event: E) -> bool:
    return lexicon().catalogue[event].weight < 0 and event not in _LIKE_A_RULE


def without_announced_deeds(reading: Reading, findings: list[Finding]) -> list[Finding]:
    """The findings, a deed that is still to come as the promise that it is: a call announced has put nothing right."""
    promised = {sentence_of(reading, one.start).start for one in findings if one.event in _PROMISES}
    kept = []
    for one in findings:
        sentence = sentence_of(reading, one.start)
        if one.event not in _DEEDS or _ALREADY.search(sentence.text):
            kept.append(one)
        elif sentence.start not in promised:
            dated = one.event is E.FIX_DONE and _AHEAD.search(sentence.text)
            kept.append(Finding(E.DATED_COMMITMENT, sentence.start, sentence.words_end, 0.7) if dated else one)
    return kept
