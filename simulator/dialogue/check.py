"""Listens along while a model speaks: in role, short, nothing private. A reply that fails is replaced, visibly."""

from __future__ import annotations

import re

from .prompting import FENCE_CLOSE, FENCE_OPEN

_MAX_SENTENCES = 3
_LEAK_WORDS = 8
#: The end of a sentence that another one follows; "Mr." and "a.m." end none.
_SENTENCE_END = re.compile(
    r"(?:[!?…]|(?<!\b[A-HJ-Za-hj-z])(?<!\b[MD]r)(?<!\bM[rs]s)(?<!\bMs)\.)[.!?…]*[\"”’')]*(?=\s+[^\sa-z])"
)
_LAST_WORD = re.compile(r"\S+\Z")
_WORD = re.compile(r"[a-z0-9']+")
_OUT_OF_ROLE = re.compile(
    r"\b(?:as an ai\b|language model|i'm an ai\b|i am an ai\b|as an assistant|system prompt|my instructions|role-?play)"
    r"|(?:^|[.!?…])[\"”')]*\s*(?:you|user|employee)\s*:"
    r"|\b(?:you could say|try saying|you might say|a better way to say)\b",
    re.IGNORECASE | re.MULTILINE,
)


class ReplyGuard:
    """Takes a reply in pieces.

    Attributes:
        text: what may be shown so far.
        failed: why the reply cannot stand, or None.
        full: the reply has its three sentences; what follows is cut.
    """

    def __init__(self, private_text: str) -> None:
        words = _WORD.findall(private_text.lower())
        self._private = {tuple(words[i : i + _LEAK_WORDS]) for i in range(len(words) - _LEAK_WORDS + 1)}
        self.text = ""
        self.failed: str | None = None
        self.full = False

    def feed(self, piece: str) -> None:
        """Add one piece; look at ``failed`` and ``full`` afterwards."""
        self.text = (self.text + piece).lstrip()
        ends = [match.end() for match in _SENTENCE_END.finditer(self.text)]
        if len(ends) >= _MAX_SENTENCES:
            self.text = self.text[: ends[_MAX_SENTENCES - 1]]
            self.full = True
        # A word still growing is judged when it is whole: the verdict must not hang on where the pieces are cut.
        self.failed = self._fault(self.text if self.full else _LAST_WORD.sub("", self.text))

    def finish(self) -> None:
        """Judge the reply once no piece is left."""
        self.failed = self.failed or self._fault(self.text)

    def _fault(self, text: str) -> str | None:
        if FENCE_OPEN in self.text or FENCE_CLOSE in self.text:
            return "it showed its directions"
        if _OUT_OF_ROLE.search(text):
            return "it left the role"
        words = _WORD.findall(text.lower())
        if any(tuple(words[i : i + _LEAK_WORDS]) in self._private for i in range(len(words) - _LEAK_WORDS + 1)):
            return "it read out private notes"
        return None
