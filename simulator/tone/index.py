"""Finds, among thousands of templates, the few that the words of a sentence could match."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import product

from .pieces import chance
from .reading import Reading, Sentence
from .search import has_neighbours, matches
from .templates import Template

#: With more pairs a template is looked up by single words.
_MOST_PAIRS = 300
#: Neighbours go together more often than by chance, so many times.
_TOGETHER = 6


class IndexedTemplates:
    """Templates with an owner each, reachable by the rarest of what they ask for: two neighbours, or one clue.

    Attributes:
        templates: each with the number of its owner.
    """

    def __init__(self, templates: list[tuple[Template, int]]) -> None:
        self.templates = tuple(templates)
        self._by_pair: dict[tuple[str, str], list[int]] = {}
        self._by_clue: dict[str, list[int]] = {}
        self._always: list[int] = []
        self._clues = [tuple(sorted(template.clues, key=chance)) for template, _ in templates]
        for number, (template, _) in enumerate(templates):
            self._put(template, number)

    def _put(self, template: Template, number: int) -> None:
        pairs = [two for two in template.neighbours if len(two[0]) * len(two[1]) <= _MOST_PAIRS]
        two = min(pairs, key=lambda two: chance(two[0]) * chance(two[1]), default=None)
        one = min(template.clues, key=chance, default=None)
        if two and (not one or chance(two[0]) * chance(two[1]) * _TOGETHER < chance(one)):
            for pair in product(*two):
                self._by_pair.setdefault(pair, []).append(number)
        elif one:
            for clue in one:
                self._by_clue.setdefault(clue, []).append(number)
        else:
            self._always.append(number)

    def owned_by(self, owners: Collection[int]) -> frozenset[int]:
        """The numbers of the templates of these owners."""
        return frozenset(number for number, (_, owner) in enumerate(self.templates) if owner in owners)

    def matches(
        self, reading: Reading, among: frozenset[int] | None = None
    ) -> Iterator[tuple[int, Sentence, re.Match[str]]]:
        """Every match of these templates (of the numbers ``among``): its owner, its sentence, and itself."""
        for sentence in reading.sentences:
            for number in self._candidates(sentence, among):
                template, owner = self.templates[number]
                if has_neighbours(template, sentence):
                    for match in matches(template, sentence):
                        yield owner, sentence, match

    def _candidates(self, sentence: Sentence, among: frozenset[int] | None) -> Iterator[int]:
        """The numbers of the templates of which a sentence has all clues."""
        found = set(self._always)
        for pair in self._by_pair.keys() & sentence.neighbours:
            found.update(self._by_pair[pair])
        for clue in self._by_clue.keys() & sentence.clues:
            found.update(self._by_clue[clue])
        clues, absent = self._clues, sentence.clues.isdisjoint
        for number in found if among is None else found & among:
            for words in clues[number]:
                if absent(words):
                    break
            else:
                yield number
