"""Contractions, chat spellings and common slips, to one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)*|'(?:cause|til|bout)\b")
_ENDINGS = {"'re": " are", "'ll": " will", "'ve": " have", "'m": " am"}


class Speller:
    """Finds the tokens of a normalised copy whose canonical form is another."""

    def __init__(
        self,
        tokens: Mapping[str, str],
        followed: Mapping[str, tuple[str, frozenset[str]]],
        after: Mapping[str, tuple[str, frozenset[str]]],
    ) -> None:
        """
        Args:
            tokens: written token -> canonical words.
            followed: token -> (canonical, the next tokens before which it applies).
            after: token -> (canonical, the previous tokens after which it applies).
        """
        self._tokens = tokens
        self._followed = followed
        self._after = after

    def changes(self, copy: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and canonical form of every token to be rewritten, in order."""
        found = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(copy)]
        last = len(found) - 1
        previous = ""
        for place, (token, start, end) in enumerate(found):
            canonical = None
            if token in self._followed and place < last and found[place + 1][0] in self._followed[token][1]:
                canonical = self._followed[token][0]
            canonical = canonical or self._canonical(token)
            if canonical is None and token in self._after and previous in self._after[token][1]:
                canonical = self._after[token][0]
            if canonical is not None:
                yield start, end, canonical
            previous = token

    def _canonical(self, token: str) -> str | None:
        if token in self._tokens:
            return self._tokens[token]
        if "'" not in token:
            return None
        if token.endswith("n't"):
            return token[:-3] + " not"
        for ending, words in _ENDINGS.items():
            if token.endswith(ending):
                return token[: -len(ending)] + words
        return None
