"""A small pattern language for word lists, and its translation to bounded regular expressions.

======================  ====================================================
``sorry about that``    these words in this order
``(a|b c)``             one of these
``(a|b)?``              may be missing; also ``{slot}?``
``(a|b)*``              up to four of these, or none
``words?``              the last letter may be missing
``apolog*``             any word that begins so
``{time}``              a list or expression of ``words.yaml``
``{fix.past}``          a verb list in one form: base, past, pp, ing, s
``~3``                  up to three words in between
``^`` and ``$``         start and end of a sentence (small opening words ignored)
======================  ====================================================

Templates match the canonical copy (``reading.Reading``): lower case, contractions written out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from operator import itemgetter

from .pieces import (
    ANY_ENDING,
    OPENING,
    SEPARATOR,
    STEM,
    Item,
    Neighbours,
    all_firsts,
    all_needs,
    all_seconds,
    any_of,
    chance,
    closed,
    joined,
    literal,
    neighbours_inside,
    phrase,
    requirements,
    side_by_side,
)

#: Most groups hold plain words only, and are read in one step.
_PLAIN_WORDS = " *[a-z0-9][a-z0-9 ]*"
_PLAIN_GROUP = rf"\({_PLAIN_WORDS}(?:\|{_PLAIN_WORDS})*\)(?!\*)"
_TOKEN = re.compile(_PLAIN_GROUP + r"|\(~\d \)\?|\(|\)\*|\)|\||\?|\^|\$|~\d+|\{[a-z_.]+\}|[^\s()|?~{}^$]+|\s+")

#: More pairs of neighbours are too many to look for.
_MOST_PAIRS = 100
#: Neighbours go together more often than by chance, so many times.
_TOGETHER = 6
#: What a sequence ends at.
_CLOSING = frozenset({"", ")", ")*", "|"})
_PLAIN = re.compile(r"[a-z0-9]+")


class TemplateError(ValueError):
    """A template that cannot be read."""


@dataclass(frozen=True)
class Template:
    """A template; its regular expression is compiled when first wanted.

    Attributes:
        source: as written.
        expression: the regular expression.
        needs: a match contains at least one of these words; empty when nothing can be said.
        requires: a match contains at least one word of each of these sets.
        firsts: a match begins with one of these words; empty when it may begin with any.
        seconds: its second word is one of these; empty when it may be any.
        inside: words that stand side by side behind its beginning.
        at_start, at_end: the match must open or close a sentence.
    """

    source: str
    expression: str
    needs: frozenset[str]
    requires: tuple[frozenset[str], ...]
    firsts: frozenset[str]
    seconds: frozenset[str]
    inside: tuple[Neighbours, ...]
    at_start: bool
    at_end: bool

    @cached_property
    def clues(self) -> tuple[frozenset[str], ...]:
        """A sentence that it matches has one of each of these, of ``Sentence.clues``; the rarest first."""
        beginning = frozenset({OPENING + word for word in self.firsts}) if self.at_start else self.firsts
        asked = [(chance(words), words) for words in (beginning, self.needs, *self.requires) if words]
        for firsts, seconds in ((beginning, self.seconds), *self.inside):
            if 0 < len(firsts) * len(seconds) <= _MOST_PAIRS:
                pairs = frozenset([side_by_side(*two) for two in product(firsts, seconds)])
                asked.append((chance(firsts) * chance(seconds) * _TOGETHER, pairs))
        return tuple([clues for _, clues in sorted(asked, key=itemgetter(0))])

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.expression)


@dataclass(frozen=True)
class Slot:
    """What a slot stands for: an expression, the words one of which it contains, and those it may begin with."""

    expression: str
    needs: frozenset[str]
    firsts: frozenset[str] = frozenset()
    seconds: frozenset[str] | None = None


def compile_templates(source: str, slot: Callable[[str], Slot]) -> list[Template]:
    """Translate one template; one that is a single group of wordings becomes one for each word they need.

    Raises:
        TemplateError: unbalanced brackets, an empty template, or an unknown slot.
    """
    tokens = _TOKEN.findall(source.strip())
    if "".join(tokens) != source.strip():
        raise TemplateError(f"cannot read {source!r}")
    at_start = bool(tokens) and tokens[0] == "^"
    at_end = len(tokens) > 1 and tokens[-1] == "$"
    body = [token for token in tokens[at_start : len(tokens) - at_end] if not token.isspace()]
    parser = _Parser(body, source, slot)
    items = parser.alternatives() if _is_one_group(body) else [parser.sequence()]
    parser.finish()
    buckets: dict[frozenset[str], list[Item]] = {}
    for item in items:
        buckets.setdefault(item.needs, []).append(item)
    return [
        Template(
            source,
            _bounded(bucket),
            needs,
            requirements(bucket),
            all_firsts(bucket),
            closed(all_seconds(bucket), at_end),
            neighbours_inside(bucket, at_end),
            at_start,
            at_end,
        )
        for needs, bucket in buckets.items()
    ]


def _bounded(items: list[Item]) -> str:
    return rf"(?<![\w'])(?:{any_of(items)})(?!\w)"


def _is_one_group(tokens: list[str]) -> bool:
    if len(tokens) == 1:
        return tokens[0].startswith("(") and tokens[0].endswith(")")
    if not tokens or tokens[0] != "(" or tokens[-1] != ")":
        return False
    depth = 0
    for piece in tokens[:-1]:
        depth += (piece == "(") - (piece in (")", ")*"))
        if depth == 0:
            return False
    return True


def as_slot(sources: list[str], slot: Callable[[str], Slot]) -> Slot:
    """A slot that stands for any of these templates."""
    items = [_Parser(_TOKEN.findall(source.strip()), source, slot).sequence() for source in sources]
    return Slot(any_of(items), all_needs(items), all_firsts(items), all_seconds(items))


def _plain_alternatives(token: str) -> list[Item]:
    """The phrases of a group such as ``(a|b c)``."""
    return [phrase(words.split()) for words in token[1:-1].split("|")]


@cache
def _plain_group(token: str) -> Item:
    items = _plain_alternatives(token)
    return Item(any_of(items), all_needs(items), all_firsts(items), all_seconds(items))


def _beginning_so(token: str) -> frozenset[str]:
    """What ``apolog*`` needs."""
    stem = token[:STEM]
    return frozenset({stem + ANY_ENDING}) if len(stem) == STEM and _PLAIN.fullmatch(stem) else frozenset()


class _Parser:
    def __init__(self, tokens: list[str], source: str, slot: Callable[[str], Slot]) -> None:
        self._tokens = [*(token for token in tokens if not token.isspace()), "", ""]
        self._source = source
        self._slot = slot
        self._place = 0

    def _peek(self) -> str:
        return self._tokens[self._place]

    def _take(self) -> str:
        token = self._tokens[self._place]
        self._place += bool(token)
        return token

    def finish(self) -> None:
        if self._peek():
            raise TemplateError(f"a bracket too many in {self._source!r}")

    def sequence(self) -> Item:
        end = start = self._place
        while _PLAIN.fullmatch(self._tokens[end]):
            end += 1
        if end > start and self._tokens[end] in _CLOSING:
            # Most alternatives are plain words, and there are tens of thousands of them.
            self._place = end
            return phrase(self._tokens[start:end])
        items: list[Item] = []
        while self._peek() not in _CLOSING:
            items.append(self._item())
        if not any(not item.optional and not item.gap for item in items):
            raise TemplateError(f"nothing is required in {self._source!r}")
        return joined(items)

    def _item(self) -> Item:
        first = self._peek()
        item = self._atom()
        if self._peek() != "?":
            return item
        self._take()
        if first[0] in "({":
            return item._replace(needs=frozenset(), optional=True)
        either = (item, literal(first[:-1]))
        return Item(
            f"{item.expression}?",
            item.needs | either[1].needs,
            item.firsts | either[1].firsts,
            all_seconds(either),
        )

    def _atom(self) -> Item:
        token = self._take()
        if token.startswith("("):
            if "~" in token:
                return Item(token.strip("()~? "), frozenset(), gap=True)
            return _plain_group(token) if len(token) > 1 else self._group()
        if "~" in token:
            return Item(token.strip("()~? "), frozenset(), gap=True)
        if token.startswith("{"):
            slot = self._slot(token[1:-1])
            return Item(slot.expression, slot.needs, slot.firsts, slot.seconds)
        if token.endswith("*"):
            return Item(re.escape(token[:-1]) + r"\w*", _beginning_so(token))
        return literal(token)

    def alternatives(self) -> list[Item]:
        """The alternatives of a template that is one group."""
        token = self._take()
        return _plain_alternatives(token) if len(token) > 1 else self._group_items()[0]

    def _group_items(self) -> tuple[list[Item], str]:
        items = [self.sequence()]
        while self._peek() == "|":
            self._take()
            items.append(self.sequence())
        closing = self._take()
        if not closing:
            raise TemplateError(f"a bracket is missing in {self._source!r}")
        return items, closing

    def _group(self) -> Item:
        items, closing = self._group_items()
        if closing == ")*":
            repeated = rf"{any_of(items)}(?:(?!\w){SEPARATOR}{any_of(items)}){{0,3}}"
            return Item(repeated, frozenset(), all_firsts(items), optional=True)
        return Item(any_of(items), all_needs(items), all_firsts(items), all_seconds(items))
