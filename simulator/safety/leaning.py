"""The learned layer beside the rules: what each word, kind of word and pair of them says for or against distress.

An additive model. Every known term of a stretch adds its own fixed amount, once, and a rule that finds something adds
one, too; from a limit on the stretch counts as distress, and from a lower one help is named beside the talk. Amounts
and limits are fitted by ``python -m tests.safety.training`` and stand in ``leaning.tsv``. The sum is compared with them
and thrown away: no number about a person is shown or kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from ..files import read_yaml
from .terms import stem, stretches, terms

KINDS = Path(__file__).with_name("kinds.yaml")
AMOUNTS = Path(__file__).with_name("leaning.tsv")
#: Entries of the file that are no terms.
START, LIMIT, NEAR, RULE = "(start)", "(limit)", "(near)", "(rule)"
#: The amounts in the file are hundredths.
UNIT = 100


class Leaning:
    """Fitted amounts.

    Args:
        amounts: by term, and ``START``, ``LIMIT``, ``NEAR`` and ``RULE``.
        kinds: the kinds of a word without its ending.
    """

    def __init__(self, amounts: Mapping[str, int], kinds: Mapping[str, tuple[str, ...]]) -> None:
        self._amounts = amounts
        self._kinds = kinds
        self._spare = amounts[LIMIT] - amounts[START]
        self._near = amounts[NEAR] - amounts[START]
        self._rule = amounts[RULE]

    def reaches(self, reading: str, *, ruled: bool = False) -> bool:
        """Whether a stretch of this plain reading leans to distress as far as the limit; ``ruled`` adds the rules'."""
        return self._leans(reading, self._spare - self._rule if ruled else self._spare)

    def comes_near(self, reading: str) -> bool:
        """Whether a stretch leans that way, though it need not reach the limit."""
        return self._leans(reading, self._near)

    def _leans(self, reading: str, bar: int) -> bool:
        return any(self._sum(words) >= bar for words in stretches(reading))

    def strongest(self, reading: str, most: int = 8) -> list[tuple[str, int]]:
        """Why: the terms that add most in the stretch that leans furthest, and how many hundredths."""
        words = max(stretches(reading), key=self._sum)
        found = ((term, self._amounts.get(term, 0)) for term in terms(words, self._kinds))
        return sorted(((term, amount) for term, amount in found if amount > 0), key=lambda one: (-one[1], one[0]))[
            :most
        ]

    def _sum(self, words: Iterable[str]) -> int:
        known = self._amounts.keys() & terms(tuple(words), self._kinds)
        return sum(map(self._amounts.__getitem__, known))


def kinds_of_words() -> dict[str, tuple[str, ...]]:
    """By word without its ending: its kinds, in capitals."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, words in read_yaml(KINDS, "simulator/safety/kinds.yaml").items():
        for word in sorted({stem(word) for word in words.split()}):
            found[word] = (*found.get(word, ()), kind.upper())
    return found


@cache
def leaning() -> Leaning:
    """The fitted amounts, read once."""
    amounts: dict[str, int] = {}
    for line in AMOUNTS.read_text("utf-8").splitlines()[1:]:
        amount, *alike = line.split("\t")
        amounts.update(dict.fromkeys(alike, int(amount)))
    return Leaning(amounts, kinds_of_words())
