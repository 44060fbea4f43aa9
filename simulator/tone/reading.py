"""The canonical copy that templates match: contractions written out, common slips of spelling mended.

Offsets lead back through the normalised copy to the user's own characters, so that evidence is always quoted
exactly as typed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from ..domain.text import NormalText, Span
from .spelling import Speller

#: Small words that a sentence may open with before what it says.
OPENERS = frozenset(
    {
        "well", "oh", "ah", "so", "and", "but", "then", "look", "right", "yes", "no", "okay", "honestly", "hi",
        "hey", "hello", "sorry", "now", "listen", "um", "er", "erm", "hmm", "mm", "please", "also", "actually",
        "because", "still", "anyway", "yeah", "thanks", "madam", "sir", "boss", "like", "just", "maybe", "fine",
        "sure",
    }
)  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+")
_OPENING = re.compile(r"(?=[\w£$€%])([a-z0-9]*)[\w£$€%]*(?:'[a-z]+)*")
_QUOTED = re.compile(r"\"[^\"\n]{1,200}\"|(?<!\w)'(?=\w)[^'\n]{1,100}(?:(?<=\w)'(?=\w)[^'\n]{1,100}){0,3}'(?!\w)")
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)*'?")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\w)[^.!?\n]+)*[.!?]*[\"')]*")
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|approx|incl|eg|vs|e\.g|i\.e|a\.m|p\.m|[b-hj-z])\.$")


class Sentence(NamedTuple):
    """One sentence of the canonical copy.

    Attributes:
        start, end: offsets in the canonical copy.
        text: its words with punctuation.
        words: its words.
        asked: ends with a question mark.
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    asked: bool


class Reading:
    """What the rules read.

    Attributes:
        normal: the normalised copy of what was typed.
        text: the canonical copy.
        words: all its words, in order; apostrophes part them.
        places: where each word stands.
        followers: by the place of a word, the word behind it.
        vocabulary: the set of its words.
    """

    def __init__(self, normal: NormalText, speller: Speller) -> None:
        self.normal = normal
        self._starts: list[int] = []
        self._sources: list[tuple[int, int, int]] = []
        self.text = self._rewritten(normal.copy, speller)
        words: list[str] = []
        self.places: dict[str, list[int]] = {}
        self.followers: dict[int, str] = {}
        before = -1
        for match in _WORD.finditer(self.text):
            word, place = match.group(), match.start()
            words.append(word)
            self.places.setdefault(word, []).append(place)
            self.followers[before] = word
            before = place
        self.words = tuple(words)
        self.vocabulary = frozenset(self.places)

    def _rewritten(self, copy: str, speller: Speller) -> str:
        parts: list[str] = []
        done = length = 0
        for start, end, canonical in speller.changes(copy):
            parts.append(copy[done:start])
            length += start - done
            parts.append(canonical)
            self._starts.append(length)
            length += len(canonical)
            self._sources.append((length, start, end))
            done = end
        parts.append(copy[done:])
        return "".join(parts)

    def _copy_offset(self, offset: int, ends: bool) -> int:
        place = bisect_right(self._starts, offset - 1 if ends else offset) - 1
        if place < 0:
            return offset
        until, start, end = self._sources[place]
        if offset < until or (ends and offset == until):
            return end if ends else start
        return offset - until + end

    def origin(self, start: int, end: int) -> Span:
        """The user's own characters that a non-empty span of the canonical copy comes from."""
        if self._starts:
            start, end = self._copy_offset(start, ends=False), self._copy_offset(end, ends=True)
        return self.normal.origin(start, end)

    @cached_property
    def vocabularies(self) -> tuple[frozenset[str], ...]:
        """The words of each sentence; apostrophes part them."""
        if len(self.sentences) == 1:
            return (self.vocabulary,)
        return tuple(frozenset(_WORD.findall(sentence.text)) for sentence in self.sentences)

    @cached_property
    def openings(self) -> tuple[tuple[int, str], ...]:
        """Where a sentence can begin to say something, small opening words apart, with the first word there."""
        found: list[tuple[int, str]] = []
        for sentence in self.sentences:
            for match in _OPENING.finditer(self.text, sentence.start, sentence.end):
                found.append((match.start(), match.group(1)))
                if match.group() not in OPENERS:
                    break
        return tuple(found)

    @cached_property
    def opening_places(self) -> frozenset[int]:
        """Where a sentence can begin to say something."""
        return frozenset(place for place, _ in self.openings)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences with at least one word; "a.m." and "Mr." end none."""
        spans: list[list[int]] = []
        for match in _SENTENCE.finditer(self.text):
            start, end = match.span()
            if (
                spans
                and start == spans[-1][1]
                and _ABBREVIATION.search(self.text[max(0, spans[-1][1] - 8) : spans[-1][1]])
            ):
                spans[-1][1] = end
            else:
                spans.append([start, end])
        return tuple(sentence for span in spans if (sentence := self._sentence(*span)).words)

    def _sentence(self, start: int, end: int) -> Sentence:
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        asked = text.rstrip("\"')!").endswith("?")
        return Sentence(start, start + len(text), text, tuple(_TOKEN.findall(text)), asked)

    @cached_property
    def quoted(self) -> tuple[Span, ...]:
        """Spans between quotation marks: somebody's words, not the user's."""
        if '"' not in self.text and "'" not in self.text:
            return ()
        return tuple(Span(*match.span()) for match in _QUOTED.finditer(self.text))

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that an offset falls in (the first one before all)."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)
