"""Finds, among thousands of templates, the few that the words of a sentence could match."""

from __future__ import annotations

from collections.abc import Iterable

from .templates import Template


class IndexedTemplates:
    """Templates with an owner each, reachable by the words they need.

    Attributes:
        templates: each with the number of its owner.
    """

    def __init__(self, templates: list[tuple[Template, int]]) -> None:
        self.templates = tuple(templates)
        # Bit 0 is always there: what a template without a second requirement asks for.
        self._bits = {"": 0}
        self._owners = [owner for _, owner in templates]
        # A template's second requirement as a mask of bits: one `and` tells most of those apart that cannot match.
        self._second = [self._mask(template.requires[0]) if template.requires else 1 for template, _ in templates]
        self._further = [template.requires[1:] for template, _ in templates]
        self._always = [place for place, (template, _) in enumerate(templates) if not template.needs]
        self._by_word: dict[str, list[int]] = {}
        for place, (template, _) in enumerate(templates):
            for word in template.needs:
                self._by_word.setdefault(word, []).append(place)

    def _mask(self, words: frozenset[str]) -> int:
        return sum(1 << self._bits.setdefault(word, len(self._bits)) for word in sorted(words))

    def candidates(
        self, vocabularies: Iterable[frozenset[str]], owners: frozenset[int] | None = None
    ) -> list[tuple[Template, int]]:
        """Every template (of these owners) that may match in one of these sentences, in a fixed order, once."""
        found: set[int] = set()
        for vocabulary in vocabularies:
            found.update(self._in_sentence(vocabulary, owners))
        return [self.templates[place] for place in sorted(found)]

    def _in_sentence(self, vocabulary: frozenset[str], owners: frozenset[int] | None) -> list[int]:
        by_word, second, further, owner, bits = self._by_word, self._second, self._further, self._owners, self._bits
        places = set(self._always)
        for word in by_word.keys() & vocabulary:
            places.update(by_word[word])
        present = 1
        for word in bits.keys() & vocabulary:
            present |= 1 << bits[word]
        absent = vocabulary.isdisjoint
        return [
            place
            for place in places
            if second[place] & present
            and (owners is None or owner[place] in owners)
            and not any(map(absent, further[place]))
        ]
