"""Finds, among thousands of templates, the few that the words of a sentence could match."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from itertools import pairwise
from operator import or_

from .templates import Template

#: Further requirements tell hardly any templates apart.
_DEEPEST = 3


class IndexedTemplates:
    """Templates with an owner each, reachable by the words they need.

    Sets of templates are numbers with a bit for each template: a few operations on numbers of some thousand bits are
    quicker than looking at hundreds of templates one by one.

    Attributes:
        templates: each with the number of its owner.
        everything: the set of all.
    """

    def __init__(self, templates: list[tuple[Template, int]]) -> None:
        self.templates = tuple(templates)
        self.everything = (1 << len(templates)) - 1
        asked = [(template.needs, *template.requires) for template, _ in templates]
        deepest = min(_DEEPEST, max(map(len, asked), default=0))
        self._levels = [
            _level([one[depth] if depth < len(one) else frozenset() for one in asked]) for depth in range(deepest)
        ]

        self._any_second, self._by_second = _level([template.seconds for template, _ in templates])
        _, self._by_first = _level([template.firsts for template, _ in templates])

    def owned_by(self, owners: Collection[int]) -> int:
        """The set of the templates of these owners."""
        return sum(1 << place for place, (_, owner) in enumerate(self.templates) if owner in owners)

    def candidates(
        self, vocabularies: Iterable[frozenset[str]], words: Sequence[str], among: int | None = None
    ) -> list[tuple[Template, int]]:
        """Every template (of the set ``among``) that may match in one of these sentences, in a fixed order, once.

        Args:
            vocabularies: the words of each sentence.
            words: all words in order.
            among: only these.
        """
        inside = self.everything if among is None else among
        found = 0
        for vocabulary in vocabularies:
            found |= self._in_sentence(vocabulary, inside)
        if found:
            found &= self._beginning_so(words)
        bits = bin(found)[:1:-1]
        chosen, place = [], bits.find("1")
        while place >= 0:
            chosen.append(self.templates[place])
            place = bits.find("1", place + 1)
        return chosen

    def _beginning_so(self, words: Sequence[str]) -> int:
        """The templates whose first two words stand side by side, and those of which the second may be any."""
        begins, by_first, by_second = self._any_second, self._by_first, self._by_second
        for first, second in set(pairwise(words)):
            if first in by_first and second in by_second:
                begins |= by_first[first] & by_second[second]
        return begins

    def _in_sentence(self, vocabulary: frozenset[str], inside: int) -> int:
        for free, by_word in self._levels:
            inside &= reduce(or_, map(by_word.__getitem__, by_word.keys() & vocabulary), free)
            if not inside:
                break
        return inside


def _level(asked: Sequence[frozenset[str]]) -> tuple[int, dict[str, int]]:
    """The set of the templates that ask for no word, and those that each word will do for."""
    alike: dict[frozenset[str], int] = {}
    for place, words in enumerate(asked):
        alike[words] = alike.get(words, 0) | 1 << place
    by_word: dict[str, int] = {}
    for words, places in alike.items():
        for word in words:
            by_word[word] = by_word.get(word, 0) | places
    return alike.get(frozenset(), 0), by_word
