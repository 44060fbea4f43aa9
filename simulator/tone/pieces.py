"""The pieces that a template is put together from: expressions, and the words that any match of them must have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

#: Between two words: no sentence end, at most four characters.
SEPARATOR = r"[^\w.!?\n]{1,4}"
#: `(?!\w)`: a word must not match the beginning of a longer one.
_NEXT_WORD = rf"(?!\w){SEPARATOR}"
_ANY_WORD = r"(?>[\w£$€%]+(?:['.:,-]\w+)*)"
_PIECES = re.compile(r"[a-z0-9]+")
#: Words in most turns: a poor filter.
_COMMON = frozenset(
    {
        "i", "you", "it", "is", "was", "the", "a", "to", "and", "of", "in", "that", "my", "me", "on", "not",
        "do", "did", "have", "be", "for", "will", "am", "are", "we", "this", "can", "so", "with", "at",
    }
)  # fmt: skip


_OFTEN, _SELDOM = 0.025, 0.0007

#: What stands behind the last word. In a set of second words: the item may be one word, so that the second one is the
#: first of what follows.
NOTHING = ""
#: Clues beside words: a word that opens a sentence, the first letters of a word, a number, two exclamation marks.
OPENING = "^"
ANY_ENDING = "*"
STEM = 4
NUMBER = "#"
SHOUT = "!!"


#: A word of the first set stands just before one of the second.
Neighbours = tuple[frozenset[str], frozenset[str]]


class Item(NamedTuple):
    """A piece of a template.

    Attributes:
        expression: the regular expression; of a gap, how many words it may have.
        needs: a match contains one of these words; empty when nothing can be said.
        firsts: it begins with one of these; empty when it may begin with any.
        seconds: the word behind its first one is one of these; None when it may be any.
        optional: it may be missing.
        gap: any words, up to a number.
        parts: what it is put together from, in order, plain words as text; empty for a single piece.
    """

    expression: str
    needs: frozenset[str]
    firsts: frozenset[str] = frozenset()
    seconds: frozenset[str] | None = None
    optional: bool = False
    gap: bool = False
    parts: Sequence[Item | str] = ()


def side_by_side(first: str, second: str) -> str:
    """The clue that a word stands just before another."""
    return f"{first} {second}"


@cache
def literal(word: str) -> Item:
    """One word as it stands."""
    return Item(re.escape(word), word_needs(word), first_words(word), second_words(word))


def phrase(words: Sequence[str]) -> Item:
    """Plain words one after another: the same as ``joined``, in less time."""
    if len(words) == 1:
        return literal(words[0])
    key = next((word for word in words if word not in _COMMON), words[0])
    return Item(
        _NEXT_WORD.join(words), literal(key).needs, literal(words[0]).firsts, literal(words[1]).firsts, parts=words
    )


def second_words(word: str) -> frozenset[str] | None:
    """What comes behind the first piece of a word ("o'clock" has two)."""
    if not _PIECES.match(word):
        return None
    return frozenset({*_PIECES.findall(word)[1:2]} or {NOTHING})


def all_seconds(items: Sequence[Item]) -> frozenset[str] | None:
    """What may come second in any of these; None when anything may."""
    known = [item.seconds for item in items if item.seconds is not None]
    return frozenset[str]().union(*known) if len(known) == len(items) else None


def closed(seconds: frozenset[str] | None, at_end: bool) -> frozenset[str]:
    """The second words of a whole template; empty when it may have any, or none although it need not be the end."""
    return frozenset() if seconds is None or (NOTHING in seconds and not at_end) else seconds


def word_needs(word: str) -> frozenset[str]:
    """The longest piece of a word."""
    pieces = _PIECES.findall(word)
    return frozenset({max(pieces, key=len)}) if pieces else frozenset()


def first_words(word: str) -> frozenset[str]:
    """The first piece of a word."""
    match = _PIECES.match(word)
    return frozenset({match.group()}) if match else frozenset()


def all_firsts(items: Sequence[Item]) -> frozenset[str]:
    """What any of these may begin with; empty when one may begin with any word."""
    if not all(item.firsts for item in items):
        return frozenset()
    return frozenset().union(*(item.firsts for item in items))


def any_of(items: list[Item]) -> str:
    """The expression of one of these, the longest first."""
    longest_first = sorted({item.expression for item in items}, key=lambda text: (-len(text), text))
    return "(?:" + "|".join(longest_first) + ")" if len(longest_first) > 1 else longest_first[0]


def all_needs(items: list[Item]) -> frozenset[str]:
    """One of these is in whichever of the items it is; empty when nothing can be said."""
    if not all(item.needs for item in items):
        return frozenset()
    return frozenset().union(*(item.needs for item in items))


def joined(items: list[Item]) -> Item:
    """These items one after another."""
    if len(items) == 1:
        return Item(items[0].expression, items[0].needs, items[0].firsts, items[0].seconds)
    first = next(place for place, item in enumerate(items) if not item.optional and not item.gap)
    parts = []
    for place, item in enumerate(items):
        if item.gap and place < first:
            parts.append(rf"(?:{_ANY_WORD}{SEPARATOR}){{0,{item.expression}}}?")
        elif item.gap:
            parts.append(rf"(?:{SEPARATOR}{_ANY_WORD}){{0,{item.expression}}}?")
        elif place < first:
            parts.append(rf"(?:{item.expression}(?!\w){SEPARATOR})?")
        elif place == first:
            parts.append(item.expression)
        else:
            next_one = _NEXT_WORD + item.expression
            parts.append(f"(?:{next_one})?" if item.optional else next_one)
    needs = min((item.needs for item in items if item.needs), key=_commonness, default=frozenset[str]())
    opening = items[: first + 1]
    firsts = frozenset[str]() if any(item.gap for item in opening) else all_firsts(opening)
    return Item("".join(parts), needs, firsts, _seconds_of(items, first), parts=items)


def parts_of(item: Item) -> list[Item]:
    """What an item is put together from; itself when it is a single piece."""
    return [literal(part) if isinstance(part, str) else part for part in item.parts] or [item]


def requirements(items: Sequence[Item]) -> tuple[frozenset[str], ...]:
    """A match of any of these contains one word of each of these sets; the rarest first."""
    asked = [
        sorted((part.needs for part in parts_of(item) if part.needs and part.needs is not item.needs), key=chance)
        for item in items
    ]
    return _in_each(asked)


def neighbours_inside(items: Sequence[Item], at_end: bool) -> tuple[Neighbours, ...]:
    """Words that stand side by side behind the beginning of whatever any of these matches, the rarest first."""
    inside = [_inside(parts_of(item), at_end) for item in items]
    lefts, rights = (_in_each([pair[side] for pair in pairs] for pairs in inside) for side in (0, 1))
    return tuple(zip(lefts, rights, strict=True))


def _inside(parts: Sequence[Item], at_end: bool) -> list[Neighbours]:
    found = []
    for place, part in enumerate(parts):
        if place and part.firsts and part.seconds is not None and not part.optional:
            seconds = closed(_seconds_of(parts[place:], 0), at_end)
            if seconds:
                found.append((part.firsts, seconds))
    return sorted(found, key=lambda two: chance(two[0]) * chance(two[1]))


def _in_each(sets: Iterable[Sequence[frozenset[str]]]) -> tuple[frozenset[str], ...]:
    """What holds for whichever of these it is: as many sets as all have, each of what any has there."""
    return tuple(frozenset[str]().union(*level) for level in zip(*sets, strict=False))


@cache
def chance(words: frozenset[str]) -> float:
    """About how often a word in a text is one of these."""
    return sum(_OFTEN if word in _COMMON else _SELDOM for word in words)


def _seconds_of(items: Sequence[Item], first: int) -> frozenset[str] | None:
    """What may come second where the items up to the first required one may each be the beginning."""
    found: set[str] = set()
    for place, item in enumerate(items[: first + 1]):
        if item.seconds is None:
            return None
        found |= item.seconds - {NOTHING}
        if NOTHING in item.seconds:
            following = _beginnings(items[place + 1 :])
            if following is None:
                return None
            found |= following
    return frozenset(found)


def _beginnings(items: Sequence[Item]) -> set[str] | None:
    """What these may begin with, the end included where none is required; None when that may be any word."""
    found: set[str] = set()
    for item in items:
        if item.gap or not item.firsts:
            return None
        found |= item.firsts
        if not item.optional:
            return found
    return found | {NOTHING}


def _commonness(words: frozenset[str]) -> tuple[int, int]:
    return (len(words & _COMMON) * 20 + len(words), len(words))
