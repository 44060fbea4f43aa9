"""The canonical copy that templates match: contractions written out, common slips of spelling mended.

Offsets lead back through the normalised copy to the user's own characters, so that evidence is always quoted
exactly as typed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from ..domain.text import NormalText, Span
from .pieces import ANY_ENDING, NOTHING, NUMBER, OPENING, SHOUT, STEM, side_by_side
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
_DIGIT = re.compile(r"\d")
_OPENING = re.compile(r"(?=[\w£$€%])([a-z0-9]*)[\w£$€%]*(?:'[a-z]+)*")
_QUOTED = re.compile(r"\"[^\"\n]{1,200}\"|(?<!\w)'(?=\w)[^'\n]{1,100}(?:(?<=\w)'(?=\w)[^'\n]{1,100}){0,3}'(?!\w)")
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)*'?")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\w)[^.!?\n]+)*[.!?]*[\"')]*")
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|approx|incl|eg|vs|e\.g|i\.e|a\.m|p\.m|[b-hj-z])\.$")


class Sentence:
    """One sentence of the canonical copy.

    Attributes:
        copy: the whole canonical copy.
        start, end: offsets in it.
        text: its words with punctuation.
        words: its words.
        asked: ends with a question mark.
        parts: its words in order, parted at apostrophes, too.
        places: where each of those stands.
        followers: by the place of one, the next; ``NOTHING`` behind the last.
        words_end: where the last one ends.
        openings: where it can begin to say something, small opening words apart, with the first word there.
        clues: whatever a template may ask for: words and neighbours, also as what opens it, first letters, and marks.
        is_question: whether it asks something; None until somebody has looked (``clauses.is_question``).
    """

    __slots__ = (
        "asked", "clues", "copy", "end", "followers", "is_question", "openings", "parts", "places", "start", "text",
        "words", "words_end",
    )  # fmt: skip

    def __init__(self, copy: str, start: int, end: int) -> None:
        text = copy[start:end]
        start += len(text) - len(text.lstrip())
        self.copy = copy
        self.text = text = text.strip()
        self.start, self.end = start, start + len(text)
        self.words = tuple(_TOKEN.findall(text))
        self.asked = text.rstrip("\"')!").endswith("?")
        self.is_question: bool | None = None
        self.parts: list[str] = []
        self.places: dict[str, list[int]] = {}
        self.followers: dict[int, str] = {}
        self.words_end = before = -1
        for match in _WORD.finditer(copy, start, self.end):
            word, place = match.group(), match.start()
            self.parts.append(word)
            if word in self.places:
                self.places[word].append(place)
            else:
                self.places[word] = [place]
            self.followers[before] = word
            before, self.words_end = place, match.end()
        self.followers[before] = NOTHING
        self.openings = self._openings()
        self.clues = self._clues()

    def _clues(self) -> set[str]:
        found = set(self.parts)
        found.update(map(side_by_side, self.parts, [*self.parts[1:], NOTHING]))
        for place, word in self.openings.items():
            found.add(OPENING + word)
            found.add(side_by_side(OPENING + word, self.followers.get(place, NOTHING)))
        found.update([word[:STEM] + ANY_ENDING for word in self.parts if len(word) >= STEM])
        if _DIGIT.search(self.text):
            found.add(NUMBER)
        if SHOUT in self.text:
            found.add(SHOUT)
        return found

    def _openings(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for match in _OPENING.finditer(self.copy, self.start, self.end):
            found[match.start()] = match.group(1)
            if match.group() not in OPENERS:
                break
        return found


class Reading:
    """What the rules read.

    Attributes:
        normal: the normalised copy of what was typed.
        text: the canonical copy.
        sentences: those with a word in them.
        words: all words, in order; apostrophes part them.
        vocabulary: the set of them.
    """

    def __init__(self, normal: NormalText, speller: Speller) -> None:
        self.normal = normal
        self._starts: list[int] = []
        self._sources: list[tuple[int, int, int]] = []
        self.text = self._rewritten(normal.copy, speller)
        self.sentences = tuple(self._parted())
        self.words = [word for sentence in self.sentences for word in sentence.parts]
        self.vocabulary = frozenset(self.words)

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

    def _parted(self) -> Iterator[Sentence]:
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
        for start, end in spans:
            sentence = Sentence(self.text, start, end)
            if sentence.parts:
                yield sentence

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
