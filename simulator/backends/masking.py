"""Takes e-mail addresses, phone numbers, long numbers and listed names out of what a model is sent, and puts them back.

The limit, in plain words: a name is only found where it is listed or follows a title ("Dr Weber"). Nothing light and
well kept tells names from other words, and a sentence can say who somebody is without any name.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec

from ..errors import InputError
from .base import Backend, Message, ReplyRequest, closed

_EMAIL = re.compile(r"[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
#: Six digits or more, alone or in groups, with a few letters before them as accounts have.
_NUMBER = re.compile(r"(?<![\w.])\+?\(?[A-Za-z]{0,4}\d(?:[ ()./-]{0,2}\d){5,39}(?!\w)")
#: No secret, and needed: 2026-11-27, 27.11.2026, 11/27/26.
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./-])\d{1,2}\1\d{2,4}")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? ((?:[^\W\d_a-z][^\W\d_]+)(?:[ -][^\W\d_a-z][^\W\d_]+)?)")
_TOKEN = re.compile(r"\[(?:EMAIL|PHONE|NUMBER|NAME)-\d{1,4}\]", re.IGNORECASE)
#: What may still become a token.
_BEGUN = re.compile(r"\[(?:[A-Za-z]{0,6}|(?:EMAIL|PHONE|NUMBER|NAME)-\d{0,4})$", re.IGNORECASE)


@dataclass(frozen=True)
class Finder:
    """What is taken out: ``names`` wherever they stand, and phone numbers as written in ``region`` (two letters)."""

    names: tuple[str, ...] = ()
    region: str | None = None

    def found(self, text: str, names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
        """Start, end and kind of each stretch, in order; of two that overlap the first found."""
        taken: list[tuple[int, int, str]] = []
        for start, end, kind in self._all(text, names):
            if not any(start < other_end and other_start < end for other_start, other_end, _ in taken):
                taken.append((start, end, kind))
        return iter(sorted(taken))

    def _all(self, text: str, names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
        for match in _EMAIL.finditer(text):
            yield match.start(), match.end(), "EMAIL"
        for start, end in self._phones(text):
            yield start, end, "PHONE"
        for match in _NUMBER.finditer(text):
            if not _DATE.fullmatch(match.group()):
                yield match.start(), match.end(), "NUMBER"
        for name in sorted(names, key=len, reverse=True):
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
                yield match.start(), match.end(), "NAME"

    def _phones(self, text: str) -> Iterator[tuple[int, int]]:
        from phonenumbers import Leniency, PhoneNumberMatcher

        for match in PhoneNumberMatcher(text, self.region, leniency=Leniency.VALID):
            if not _DATE.fullmatch(match.raw_string):
                yield match.start, match.end


class Masking:
    """A wrapper round any backend: what it sends on names nobody, what comes back is whole again.

    Attributes:
        name, model: the wrapped backend's.
    """

    def __init__(self, backend: Backend, finder: Finder) -> None:
        """
        Raises:
            InputError: the package that finds phone numbers is not installed.
        """
        if find_spec("phonenumbers") is None:
            raise InputError(
                "SIMULATOR_MASK needs the package phonenumbers; pip install phonenumbers, then start again."
            )
        self._backend = backend
        self._finder = finder
        self.name = backend.name
        self.model = backend.model

    def stream(self, request: ReplyRequest) -> Generator[str]:
        """As the wrapped backend's. A piece that ends within a token is held back until the token is whole.

        Raises:
            BackendError: the wrapped backend's.
        """
        masks = _Masks(self._finder, request.messages)
        pieces = self._backend.stream(replace(request, messages=masks.masked))
        waiting = ""
        with closed(pieces):
            for piece in pieces:
                waiting += piece
                begun = _BEGUN.search(waiting)
                ready, waiting = (waiting[: begun.start()], waiting[begun.start() :]) if begun else (waiting, "")
                if ready:
                    yield masks.unmasked(ready)
        if waiting:
            yield waiting


class _Masks:
    """The tokens of one request; the same words have the same token in all its messages, numbered in their order."""

    def __init__(self, finder: Finder, messages: tuple[Message, ...]) -> None:
        self._finder = finder
        self._tokens: dict[str, str] = {}
        self._everything = "\n".join(message.content for message in messages).casefold()
        own = (match for message in messages if message.role == "user" for match in _TITLED.findall(message.content))
        self._names = tuple(dict.fromkeys((*finder.names, *own)))
        self.masked = tuple(replace(message, content=self._mask(message.content)) for message in messages)
        self._words = {token.casefold(): words for words, token in self._tokens.items()}

    def _mask(self, text: str) -> str:
        parts, place = [], 0
        for start, end, kind in self._finder.found(text, self._names):
            parts += [text[place:start], self._token(text[start:end], kind)]
            place = end
        return "".join((*parts, text[place:]))

    def _token(self, words: str, kind: str) -> str:
        if words not in self._tokens:
            number = len(self._tokens) + 1
            while f"[{kind}-{number}]".casefold() in self._everything:  # somebody typed it
                number += 1
            self._everything += f"[{kind}-{number}]".casefold()
            self._tokens[words] = f"[{kind}-{number}]"
        return self._tokens[words]

    def unmasked(self, text: str) -> str:
        """The words in place of the tokens; a token that was never given out stays."""
        return _TOKEN.sub(lambda match: self._words.get(match.group().casefold(), match.group()), text)
