"""A normalised copy of the user's words whose offsets point back into the original."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property, lru_cache
from typing import NamedTuple

#: Letters of other scripts that look like Latin ones, and quotation marks and dashes.
_LOOK_ALIKES = str.maketrans(
    {
        "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ѕ": "s", "ј": "j", "ԁ": "d",
        "һ": "h", "к": "k", "м": "m", "т": "t", "в": "b", "н": "h", "α": "a", "ο": "o", "ν": "v", "ρ": "p", "ι": "i",
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‑": "-", "−": "-",
    }
)  # fmt: skip
_LATIN_WORD = re.compile(r"[A-Za-z]")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\w)[^.!?\n]+)*[.!?]*[\"')]*")
_CLAUSE_EDGE = re.compile(r"[.!?…;:,–—]+[\"”'’)]*(?=\s|$)|\n")
_JOINING = re.compile(r"\s*(?:and|but|so|or|then|well)\s+", re.IGNORECASE)
_LONGEST_CLAUSE = 200
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*")


class Span(NamedTuple):
    """Offsets in code points, end exclusive."""

    start: int
    end: int


class NormalText:
    """A lower-case copy without accents, control and zero-width characters.

    Attributes:
        original: the words as typed.
        copy: the normalised copy; every pattern is matched on it.
    """

    def __init__(self, original: str) -> None:
        self.original = original
        if original.isascii() and original.isprintable():
            self.copy = original.lower()
            self._offsets: list[int] | None = None
            return
        letters: list[str] = []
        offsets: list[int] = []
        mixed = bool(_LATIN_WORD.search(original))
        for offset, letter in enumerate(original):
            for plain in _plain(letter, mixed):
                letters.append(plain)
                offsets.append(offset)
        self.copy = "".join(letters)
        self._offsets = offsets

    def origin(self, start: int, end: int) -> Span:
        """The span of the original that a span of the copy comes from."""
        if self._offsets is None:
            return Span(start, end)
        if start >= end:
            place = self._offsets[start] if start < len(self._offsets) else len(self.original)
            return Span(place, place)
        return Span(self._offsets[start], self._offsets[end - 1] + 1)

    def quote(self, start: int, end: int) -> str:
        """The original words of a span of the copy."""
        span = self.origin(start, end)
        return self.original[span.start : span.end]

    def clauses_around(self, start: int, end: int) -> Span:
        """The whole clauses of the original that a span of the original stands in: words that can be said back."""
        first = max(0, start - _LONGEST_CLAUSE)
        edges = [match.end() for match in _CLAUSE_EDGE.finditer(self.original, first, start)]
        begin = edges[-1] if edges else (0 if first == 0 else start)
        after = _CLAUSE_EDGE.search(self.original, max(start, end - 1), end + _LONGEST_CLAUSE)
        until = after.start() if after else (len(self.original) if end + _LONGEST_CLAUSE >= len(self.original) else end)
        joining = _JOINING.match(self.original, begin, start)
        begin, until = min(joining.end() if joining else begin, start), max(until, end)
        words = self.original[begin:until]
        return Span(begin + len(words) - len(words.lstrip()), until - len(words) + len(words.rstrip()))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences of the copy, white space trimmed; line breaks end one, too."""
        spans = []
        for match in _SENTENCE.finditer(self.copy):
            text = match.group()
            start = match.start() + len(text) - len(text.lstrip())
            end = match.end() - (len(text) - len(text.rstrip()))
            if start < end:
                spans.append(Span(start, end))
        return tuple(spans)

    def sentence_of(self, start: int, end: int) -> Span | None:
        """The sentence of the copy that a span of the original stands in; None where it stands in no single one."""
        place = bisect_right(self._begins, start) - 1
        return self.sentences[place] if place >= 0 and end <= self.origin(*self.sentences[place]).end else None

    @cached_property
    def _begins(self) -> list[int]:
        """Where each sentence begins in the original."""
        return [self.origin(*span).start for span in self.sentences]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the copy, in order."""
        return tuple(_WORD.findall(self.copy))


@lru_cache(maxsize=32)
def normal(original: str) -> NormalText:
    """The same for words that are asked about again and again; the turns of a talk at hand are kept."""
    return NormalText(original)


def _plain(letter: str, mixed: bool) -> str:
    """What one character becomes: nothing, itself, or its plain letters."""
    if letter in "\n\t":
        return letter.replace("\t", " ")
    if unicodedata.category(letter) in ("Cf", "Cc", "Mn", "Cs", "Co"):
        return ""
    decomposed = unicodedata.normalize("NFKD", letter).lower()
    kept = "".join(part for part in decomposed if unicodedata.category(part) != "Mn")
    return kept.translate(_LOOK_ALIKES) if mixed or not letter.isalpha() else kept


def shown_exactly(text: str) -> str:
    """The text without characters that would hide or reorder words on a page; line breaks stay."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))
