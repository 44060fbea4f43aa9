"""Applies the rules: which wordings occur, where, and whether they count there."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from ..domain.events import EventName
from .clauses import conditional, fills_sentence, inside_quotes, is_question, negated
from .context import Context
from .lexicon import Lexicon, Rule
from .reading import Reading, Sentence
from .search import matches, may_match
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
        self._anywhere: dict[str, bool] = {}
        self._rules_allowed: dict[int, bool] = {}

    def find(self) -> list[Finding]:
        """At most one finding of an event in each sentence: the strongest, then the longest."""
        best: dict[tuple[EventName, int], Finding] = {}
        rules = self._words.rules
        in_context = self._words.templates_in(self._context.features)
        for number, sentence, match in self._words.index.matches(self._reading, in_context):
            rule = rules[number]
            if self._allowed(rule, number) and self._counts(rule, sentence, match):
                finding = _finding(rule, sentence, match)
                key = (finding.event, sentence.start)
                if key not in best or _rank(finding) > _rank(best[key]):
                    best[key] = finding
        return sorted(best.values(), key=lambda finding: (finding.start, finding.end, finding.event))

    @cached_property
    def _asks(self) -> bool:
        return any(map(is_question, self._reading.sentences))

    def _allowed(self, rule: Rule, number: int) -> bool:
        """Whether nothing about the turn as a whole keeps the rule of this number from counting."""
        if rule.anywhere:
            return True
        if number not in self._rules_allowed:
            self._rules_allowed[number] = self._fits_turn(rule)
        return self._rules_allowed[number]

    def _fits_turn(self, rule: Rule) -> bool:
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
            found = any(may_match(template, sentence) and matches(template, sentence) for sentence in reading.sentences)
            self._anywhere[template.expression] = found
        return found

    def _counts(self, rule: Rule, sentence: Sentence, match: re.Match[str]) -> bool:
        data, (start, end) = rule.data, match.span()
        if data.only and not fills_sentence(sentence, start, end):
            return False
        if not data.quoted and inside_quotes(self._reading, start, end):
            return False
        if (data.negatable and negated(sentence, start)) or (not data.conditional and conditional(sentence, start)):
            return False
        if data.asked is not None and is_question(sentence) != data.asked:
            return False
        if data.timed and not self._is_timed(sentence):
            return False
        return not _voided(rule, sentence)

    def _is_timed(self, sentence: Sentence) -> bool:
        """Whether it holds a time, a frequency or a measure."""
        if sentence.start not in self._timed:
            self._timed[sentence.start] = bool(self._time.search(sentence.copy, sentence.start, sentence.end))
        return self._timed[sentence.start]


def _voided(rule: Rule, sentence: Sentence) -> bool:
    """Whether something in the sentence voids the rule."""
    by_word = rule.unless_by_word
    if not by_word:
        return False
    return any(
        matches(other, sentence)
        for word in ("", *(by_word.keys() & sentence.clues))
        for other in by_word.get(word, ())
        if may_match(other, sentence)
    )


def _finding(rule: Rule, sentence: Sentence, match: re.Match[str]) -> Finding:
    start, end = (sentence.start, sentence.end) if rule.data.whole else match.span()
    return Finding(rule.event, start, end, rule.data.factor)


def _rank(finding: Finding) -> tuple[float, int, int]:
    return (finding.factor, finding.end - finding.start, -finding.start)


def renamed(finding: Finding, event: EventName, factor: float | None = None) -> Finding:
    """The same words as another event."""
    return finding._replace(event=event, factor=finding.factor if factor is None else factor)
