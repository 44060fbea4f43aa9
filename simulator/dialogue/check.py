"""Listens along while a model speaks: in role, short, nothing private. A reply that fails is replaced, visibly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .faults import fault_in, whole_fault
from .private import Bounds, bounds

if TYPE_CHECKING:
    from .session import Session

_MAX_SENTENCES = 3
#: The end of a sentence that another one follows; "Mr." and "a.m." end none.
_SENTENCE_END = re.compile(
    r"(?:[!?…]|(?<!\b[A-HJ-Za-hj-z])(?<!\b[MD]r)(?<!\bM[rs]s)(?<!\bMs)\.)[.!?…]*[\"”’')]*(?=\s+[^\sa-z])"
)
_LAST_WORD = re.compile(r"\S+\Z")


def guard_for(session: Session) -> ReplyGuard:
    """Who listens to the answer that she owes."""
    return ReplyGuard(bounds(session))


class ReplyGuard:
    """Takes a reply in pieces.

    Attributes:
        text: what may be shown so far.
        failed: why the reply cannot stand, or None.
        full: the reply has its three sentences; what follows is cut.
    """

    def __init__(self, kept_to: Bounds) -> None:
        self._bounds = kept_to
        self._called = re.compile(rf"[\"“*_\s]*(?:{re.escape(kept_to.name)}|supervisor)[*_]*:[*_]*\s*", re.IGNORECASE)
        self._came = ""
        self.text = ""
        self.failed: str | None = None
        self.full = False

    def feed(self, piece: str) -> None:
        """Add one piece; look at ``failed`` and ``full`` afterwards."""
        self._came = (self._came + piece).lstrip()
        said = self._without_her_name()
        ends = [match.end() for match in _SENTENCE_END.finditer(said)]
        if len(ends) >= _MAX_SENTENCES:
            self.full = True
            said = said[: ends[_MAX_SENTENCES - 1]]
        # A word still growing is judged when it is whole: the verdict must not hang on where the pieces are cut.
        judged = said if self.full else _LAST_WORD.sub("", said)
        ends = [end for end in ends[:_MAX_SENTENCES] if end <= len(judged)]
        self.failed = fault_in(judged, ends, self._bounds)
        if self.full and not self.failed:
            self.failed = whole_fault(judged, ends, self._bounds)
        if not self.failed:
            self.text = judged if fault_in(said, ends, self._bounds) else said

    def finish(self) -> None:
        """Judge the reply once no piece is left."""
        if self.failed or self.full or not self._came:
            return
        said = self._without_her_name()
        ends = [match.end() for match in _SENTENCE_END.finditer(said)]
        self.failed = fault_in(said, ends, self._bounds) or whole_fault(said, ends, self._bounds)
        if not self.failed:
            self.text = said

    def _without_her_name(self) -> str:
        """What came, without her own name and a colon before it; some models write a transcript."""
        if self._bounds.name and f"{self._bounds.name}:".lower().startswith(self._came.strip().lower()):
            return ""
        return self._came[match.end() :] if (match := self._called.match(self._came)) else self._came
