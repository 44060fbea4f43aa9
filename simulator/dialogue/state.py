"""What a supervisor has in mind between two turns: a value that is only ever replaced."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..domain.conduct import Charge, Mood, Need, Topic
from ..domain.events import EventName
from .occasions import content_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..domain.persona import Persona
    from ..domain.transcript import Carried

#: Trust and patience (in tenths) that separate the mood bands.
_COLD_TRUST, _WARM_TRUST, _COLD_PATIENCE = 300, 470, 250


@dataclass(frozen=True)
class Levels:
    """Trust, patience and clarity in tenths of a point, 0 to 1000."""

    trust: int
    patience: int
    clarity: int


@dataclass(frozen=True)
class Memory:
    """What she has heard, was told, and has said herself.

    Attributes:
        named: the errors named, each with the words that named it.
        owning: for each of ``admitted`` the telling words of the turn it was said in.
        questions: what the user asked her.
        wordings: the words of each turn so far: the same thing said again earns nothing.
        fears: how often a catastrophe was painted.
        invented: how often something was named that nobody here knows.
        reviewing: the promise she has asked about and waits to hear of (two weeks later), or None.
        pressed: she has asked about it once more.
        asking: what her last words asked after.
        questioned: her last words were a question.
        question: that question, word for word; empty where there was none.
        accused: they found fault with what the user had said.
        waits: her last words wait for an answer, whether or not they were a question.
        answered: what she has asked after and had an answer to, whether or not it is what she needs.
        lets_out: with her last words she let out something of herself.
        consoled: trouble at home has had a human word; it is not spoken of a second time.
        accounts: how the promises that were spoken of went.
        denied: the words of the last turn, where they denied the further charge with nothing to show for it.
    """

    heard: frozenset[Need] = frozenset()
    told: frozenset[str] = frozenset()
    named: tuple[tuple[str, str], ...] = ()
    admitted: tuple[str, ...] = ()
    owning: tuple[frozenset[str], ...] = ()
    promises: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    wordings: tuple[frozenset[str], ...] = ()
    fears: int = 0
    invented: int = 0
    reviewing: int | None = None
    pressed: bool = False
    accounts: tuple[tuple[int, Topic], ...] = ()
    charge: Charge = Charge.UNRAISED
    denied: str = ""
    hidden_found: bool = False
    condition_set: bool = False
    disclosed: bool = False
    consoled: bool = False
    lets_out: bool = False
    asking: Need | None = None
    questioned: bool = False
    question: str = ""
    accused: bool = False
    waits: bool = True
    answered: frozenset[Need] = frozenset()
    warnings: int = 0
    asked: tuple[Need, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def errors_named(self) -> frozenset[str]:
        """The ids of the errors that were named."""
        return frozenset(error for error, _ in self.named)


@dataclass(frozen=True)
class State:
    """Levels, memory, and how often each event has occurred."""

    levels: Levels
    memory: Memory = Memory()
    counts: Mapping[EventName, int] = field(default_factory=lambda: MappingProxyType({}))
    user_turns: int = 0

    @property
    def mood(self) -> Mood:
        """The band her next line is chosen from."""
        if self.levels.trust < _COLD_TRUST or self.levels.patience < _COLD_PATIENCE:
            return Mood.COLD
        return Mood.WARM if self.levels.trust >= _WARM_TRUST else Mood.LEVEL

    def remembering(self, memory: Memory) -> State:
        """The same state with another memory."""
        return replace(self, memory=memory)


def opening_state(persona: Persona, carried: Carried | None = None) -> State:
    """Where she stands before the first word: at her start, or where the talk before left her.

    Patience comes back in two weeks; trust and clarity stay where they ended.
    """
    start = persona.stance.start
    if carried is None:
        return State(Levels(start.trust * 10, start.patience * 10, start.clarity * 10))
    levels = Levels(round(carried.trust * 10), start.patience * 10, round(carried.clarity * 10))
    return State(
        levels,
        Memory(
            heard=frozenset(carried.heard),
            told=frozenset(carried.told),
            named=tuple(carried.named.items()),
            admitted=carried.admitted,
            owning=tuple(content_words(words) for words in carried.admitted),
            promises=tuple(promise.words for promise in carried.promises),
            questions=carried.asked,
            charge=carried.charge,
            hidden_found=carried.hidden_found,
            said=carried.said,
        ),
    )
