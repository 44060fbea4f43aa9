"""Applies the rules: which wordings occur, where, and whether they count there."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from ..domain.events import EventName
from .clauses import (
    conditional,
    fills_sentence,
    inside_quotes,
    is_question,
    matches,
    negated,
    sentence_of,
)
from .context import Context
from .lexicon import Lexicon, Rule
from .reading import Reading, Sentence
from .templates import Template


class Finding(NamedTuple):
    """One event at one place of the canonical copy.

    ``factor`` scales its weight; ``implied``: the same words, already found as another event, show this as well.
    """

    event: EventName
    start: int
    end: int
    factor: float = 1.0
    omission: bool = False
    implied: bool = False


class Finder:
    """Looks for the rules' wordings in one turn."""

    def __init__(self, reading: Reading, context: Context, words: Lexicon, time: re.Pattern[str]) -> None:
        self._reading = reading
        self._context = context
        self._words = words
        self._time = time
        self._timed: dict[int, bool] = {}
        self._questions: dict[int, bool] = {}
        self._anywhere: dict[str, bool] = {}

    def find(self) -> list[Finding]:
        """At most one finding of an event in each sentence: the strongest, then the longest."""
        best: dict[tuple[EventName, int], Finding] = {}
        allowed: dict[int, bool] = {}
        reading, rules = self._reading, self._words.rules
        in_context = self._words.templates_in(self._context.features)
        for template, number in self._words.index.candidates(reading.vocabularies, reading.words, in_context):
            rule = rules[number]
            if not rule.anywhere:
                if number not in allowed:
                    allowed[number] = self._allowed(rule)
                if not allowed[number]:
                    continue
            for match in matches(reading, template):
                if self._counts(rule, match):
                    finding = self._finding(rule, match)
                    key = (finding.event, reading.sentence_at(finding.start))
                    if key not in best or _rank(finding) > _rank(best[key]):
                        best[key] = finding
        return sorted(best.values(), key=lambda finding: (finding.start, finding.end, finding.event))

    @cached_property
    def _asks(self) -> bool:
        return any(map(self._is_question, self._reading.sentences))

    def _is_question(self, sentence: Sentence) -> bool:
        if sentence.start not in self._questions:
            self._questions[sentence.start] = is_question(sentence)
        return self._questions[sentence.start]

    def _allowed(self, rule: Rule) -> bool:
        data = rule.data
        if data.asked and not self._asks:
            return False
        if data.only == "turn" and len(self._reading.sentences) > 1:
            return False
        if data.max_words is not None and len(self._reading.words) > data.max_words:
            return False
        return not any(map(self._stands_anywhere, rule.unless_turn))

    def _stands_anywhere(self, template: Template) -> bool:
        """Whether the turn has it; many rules ask for the same."""
        found = self._anywhere.get(template.expression)
        if found is None:
            reading = self._reading
            found = template.may_match(reading.vocabulary) and template.pattern.search(reading.text) is not None
            self._anywhere[template.expression] = found
        return found

    def _counts(self, rule: Rule, match: re.Match[str]) -> bool:
        reading, data = self._reading, rule.data
        start, end = match.span()
        if data.only and not fills_sentence(reading, start, end):
            return False
        if not data.quoted and inside_quotes(reading, start, end):
            return False
        if (data.negatable and negated(reading, start)) or (not data.conditional and conditional(reading, start)):
            return False
        number = reading.sentence_at(start)
        sentence = reading.sentences[number]
        if data.asked is not None and self._is_question(sentence) != data.asked:
            return False
        if data.timed and not self.timed(sentence.start, sentence.end):
            return False
        return not self._voided(rule, number)

    def _voided(self, rule: Rule, number: int) -> bool:
        """Whether something in the sentence of this number voids the rule."""
        by_word, vocabulary = rule.unless_by_word, self._reading.vocabularies[number]
        if not by_word:
            return False
        sentence = self._reading.sentences[number]
        return any(
            matches(self._reading, other, sentence.start, sentence.end)
            for word in ("", *(by_word.keys() & vocabulary))
            for other in by_word.get(word, ())
            if other.may_match(vocabulary)
        )

    def timed(self, start: int, end: int) -> bool:
        """Whether a sentence holds a time, a frequency or a measure."""
        if start not in self._timed:
            self._timed[start] = bool(self._time.search(self._reading.text, start, end))
        return self._timed[start]

    def _finding(self, rule: Rule, match: re.Match[str]) -> Finding:
        if not rule.data.whole:
            return Finding(rule.event, match.start(), match.end(), rule.data.factor)
        sentence = sentence_of(self._reading, match.start())
        return Finding(rule.event, sentence.start, sentence.end, rule.data.factor)


def _rank(finding: Finding) -> tuple[float, int, int]:
    return (finding.factor, finding.end - finding.start, -finding.start)


def renamed(finding: Finding, event: EventName, factor: float | None = None) -> Finding:
    """The same words as another event."""
    return finding._replace(event=event, factor=finding.factor if factor is None else factor)
