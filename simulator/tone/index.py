"""Finds, among thousands of templates, the few that the words of a sentence could match."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from .reading import Reading, Sentence
from .search import matches
from .templates import Template

#: Further clues tell hardly any templates apart.
_DEEPEST = 4


class IndexedTemplates:
    """Templates with an owner each, reachable by the clues they ask for, the rarest first.

    Sets of templates are numbers with a bit for each template: a few operations on numbers of some thousand bits are
    quicker than looking at hundreds of templates one by one.

    Attributes:
        templates: each with the number of its owner.
    """

    def __init__(self, templates: list[tuple[Template, int]]) -> None:
        self.templates = tuple(templates)
        self._everything = (1 << len(templates)) - 1
        asked = [template.clues for template, _ in templates]
        deepest = min(_DEEPEST, max(map(len, asked), default=0))
        self._levels = [
            _level([one[depth] if depth < len(one) else frozenset() for one in asked]) for depth in range(deepest)
        ]

    def owned_by(self, owners: Collection[int]) -> int:
        """The set of the templates of these owners."""
        return sum(1 << place for place, (_, owner) in enumerate(self.templates) if owner in owners)

    def matches(self, reading: Reading, among: int | None = None) -> Iterator[tuple[int, Sentence, re.Match[str]]]:
        """Every match of these templates (of the set ``among``): its owner, its sentence, and itself."""
        for sentence in reading.sentences:
            inside = self._with_clues(sentence.clues, self._everything if among is None else among)
            while inside:
                lowest = inside & -inside
                inside ^= lowest
                template, owner = self.templates[lowest.bit_length() - 1]
                for match in matches(template, sentence):
                    yield owner, sentence, match

    def _with_clues(self, clues: set[str], inside: int) -> int:
        """Those of a set of templates that find in a sentence what they ask for."""
        for asking_none, by_clue in self._levels:
            satisfied = asking_none
            for clue in by_clue.keys() & clues:
                satisfied |= by_clue[clue]
            inside &= satisfied
            if not inside:
                break
        return inside


def _level(asked: Sequence[frozenset[str]]) -> tuple[int, dict[str, int]]:
    """The set of the templates that ask for no clue, and those that each clue will do for."""
    alike: dict[frozenset[str], int] = {}
    for place, clues in enumerate(asked):
        alike[clues] = alike.get(clues, 0) | 1 << place
    by_clue: dict[str, int] = {}
    for clues, places in alike.items():
        for clue in clues:
            by_clue[clue] = by_clue.get(clue, 0) | places
    return alike.get(frozenset(), 0), by_clue
