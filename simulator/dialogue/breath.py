"""What a person says in one breath: a reaction and what follows it, and how long the two may be together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..domain.conduct import Need
from ..domain.persona import Line
from .picking import filled

#: Words of a reaction with a question, and of a reaction with something else that is taken up.
MOST_WORDS, MOST_OF_TWO = 30, 40
_MOST_SENTENCES = 3
_I = re.compile(r"I\b")
_SENTENCE_END = re.compile(r"[.!?…]+[\"”'’)]*(?=\s|$)")


@dataclass(frozen=True)
class More:
    """What follows her reaction in the same breath, and what it asks after."""

    lines: tuple[Line, ...] = ()
    slots: dict[str, str] = field(default_factory=dict)
    need: Need | None = None
    turn: str | None = None

    @property
    def text(self) -> str:
        """As it is said: her word for a change of subject runs on into the question."""
        words = " ".join(filled(line, self.slots) for line in self.lines)
        return f"{self.turn} {_run_on(words)}" if self.turn else words

    @property
    def said(self) -> tuple[str, ...]:
        """What she has said then, as it stands in her file."""
        return (*((self.turn,) if self.turn else ()), *(line.say for line in self.lines))


def _run_on(words: str) -> str:
    """A question that goes on after a colon: with a small letter, but for "I"."""
    return words if _I.match(words) else words[:1].lower() + words[1:]


def fits(reaction: str, question: str, most: int = MOST_WORDS) -> bool:
    """Whether the two together are still something that a person says in one breath."""
    together = f"{reaction} {question}"
    return len(together.split()) <= most and sentence_count(together) <= _MOST_SENTENCES


def sentence_count(text: str) -> int:
    """How many sentences end in a text."""
    return len(_SENTENCE_END.findall(text))
