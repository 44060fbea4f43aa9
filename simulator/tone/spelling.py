"""Contractions, chat spellings, dialect and common slips, to one canonical form."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\b(?:w/o?|b/c)(?!\w)|'?[a-z0-9]+(?:'[a-z]+)*'?")
_STOPS = frozenset(".,;:!?()\n")
_ENDINGS = {"'re": " are", "'ll": " will", "'ve": " have", "'m": " am", "'d": " would"}
_STRETCHED = re.compile(r"([a-z])\1\1")
_TO_TWO = re.compile(r"([oe])\1{2,}(?=[a-z])|([lf])\2{2,}")
_TO_ONE = re.compile(r"([a-z])\1{2,}")
#: What a title is more than an address behind: "yes, sir, no, sir".
_ANSWERS = frozenset({"yes", "no", "aye", "oh", "right", "course", "certainly", "sir"})
_Found = tuple[str, int, int]
#: What makes an oath scorn: "your bloody form".
_SCORNED = frozenset({"your", "you"})
#: What an oath is no mere emphasis before: "damn you", "a damn about".
_CURSED = frozenset({"you", "your", "him", "her", "them", "about", "for"})


@dataclass(frozen=True)
class Beside:
    """What a token stands for beside certain words, as written or plain.

    Attributes:
        canonical: the words it stands for.
        before: it stands before one of these, where there are any.
        after: it stands after one of these, where there are any.
    """

    canonical: str
    before: frozenset[str]
    after: frozenset[str]


class Speller:
    """Finds the tokens of a normalised copy whose canonical form is another."""

    def __init__(
        self,
        tokens: Mapping[str, str],
        beside: Mapping[str, Sequence[Beside]],
        kept: Collection[str] = (),
        emphasis: Collection[str] = (),
        titles: Collection[str] = (),
        said: Collection[str] = (),
    ) -> None:
        """
        Args:
            tokens: written token -> canonical words.
            beside: token -> what it is beside certain words; the first that fits comes before ``tokens``.
            kept: words in "-in" that no g was dropped from.
            emphasis: oaths that only lend weight to the word behind them; left out before one.
            titles: how she may be addressed; left out where that is all they do.
            said: words that nobody owns: "'s" before one stands for "is".
        """
        self._tokens = tokens
        self._beside = beside
        self._kept = frozenset(kept)
        self._emphasis = frozenset(emphasis)
        self._titles = frozenset(titles)
        self._said = frozenset(said)

    def changes(self, copy: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and canonical form of every token to be rewritten, in order."""
        found = [self._pared(match) for match in _TOKEN.finditer(copy)]
        tokens, beside, stretched = self._tokens, self._beside, _STRETCHED.search(copy)
        for place, (token, start, end) in enumerate(found):
            if token in self._emphasis and self._leads_on(copy, found, place):
                yield start, end, ""
                continue
            if token in self._titles and self._is_vocative(copy, found, place):
                yield start - 2, end, ""
                continue
            if not (stretched or token in tokens or token in beside or "'" in token):
                continue
            canonical = self._in_company(copy, found, place) if token in beside else None
            if canonical is None and token.endswith("'s") and token not in tokens:
                canonical = self._said_of(copy, found, place)
            if canonical is None:
                canonical = self._canonical(token)
            if canonical is not None and canonical != token:
                yield start, end, canonical

    def _in_company(self, copy: str, found: list[_Found], place: int) -> str | None:
        """What a token is beside its neighbours; a stop parts them."""
        token, start, end = found[place]
        following: set[str] = set()
        previous: set[str] = set()
        if place + 1 < len(found) and _STOPS.isdisjoint(copy[end : found[place + 1][1]]):
            word = found[place + 1][0]
            following = {word, self._plain(word).split()[0]}
        if place and _STOPS.isdisjoint(copy[found[place - 1][2] : start]):
            word = found[place - 1][0]
            previous = {word, self._plain(word).split()[-1]}
        for choice in self._beside[token]:
            if choice.before and choice.before.isdisjoint(following):
                continue
            if choice.after and choice.after.isdisjoint(previous):
                continue
            return choice.canonical
        return None

    def _leads_on(self, copy: str, found: list[_Found], place: int) -> bool:
        """Whether a word that is not cursed with it stands behind, in the same breath, and none that scorns before."""
        if place + 1 == len(found) or not copy[found[place][2] : found[place + 1][1]].isspace():
            return False
        return found[place + 1][0] not in _CURSED and (place == 0 or found[place - 1][0] not in _SCORNED)

    def _said_of(self, copy: str, found: list[_Found], place: int) -> str | None:
        """ "The phone's the worst" for "the phone is the worst", before a word that nobody owns."""
        token, _, end = found[place]
        if place + 1 == len(found) or not copy[end : found[place + 1][1]].isspace():
            return None
        return self._plain(token[:-2]) + " is" if found[place + 1][0] in self._said else None

    def _is_vocative(self, copy: str, found: list[_Found], place: int) -> bool:
        """Whether she is addressed by it in passing, between commas; a bare "yes, sir" is left."""
        _, start, end = found[place]
        return (
            place > 0
            and copy[start - 2 : start] == ", "
            and found[place - 1][2] == start - 2
            and found[place - 1][0] not in _ANSWERS
            and (end == len(copy) or copy[end] in _STOPS)
        )

    def _pared(self, match: re.Match[str]) -> _Found:
        """A token without the quotation marks around it; an apostrophe that stands for letters stays."""
        token, (start, end) = match.group(), match.span()
        if "'" not in token:
            return token, start, end
        if token[-1] == "'" and token not in self._tokens and not self._drops_g(token):
            token, end = token[:-1], end - 1
        if token[0] == "'" and token not in self._tokens:
            token, start = token[1:], start + 1
        return token, start, end

    def _drops_g(self, token: str) -> bool:
        """Whether it is "-in'" for "-ing"."""
        return (
            token.endswith("in'") and len(token) > 4 and token[-4] != "a" and token[:-1].lstrip("'") not in self._kept
        )

    def _canonical(self, token: str) -> str | None:
        if token in self._tokens:
            return self._tokens[token]
        if "'" in token:
            return self._written_out(token)
        if _STRETCHED.search(token) and len(set(token)) > 1:
            shorter = _TO_ONE.sub(r"\1", _TO_TWO.sub(r"\1\1\2\2", token))
            return self._tokens.get(shorter, shorter)
        return None

    def _written_out(self, token: str) -> str | None:
        """By rule: t'rest, goin', haven't, have'nt, you'll; and somebdy's, when the file has somebdy."""
        if token.startswith(("t'", "th'")):
            return "the " + self._plain(token.partition("'")[2])
        if self._drops_g(token):
            return token[:-1] + "g"
        if token.endswith(("n't", "'nt")):
            return self._plain(token[:-3]) + " not"
        for ending, words in _ENDINGS.items():
            if token.endswith(ending):
                return self._plain(token[: -len(ending)]) + words
        if token.endswith("'s") and token[:-2] in self._tokens:
            owned = self._tokens[token[:-2]] + "'s"
            return self._tokens.get(owned, owned)
        return None

    def _plain(self, token: str) -> str:
        return self._canonical(token) or token
