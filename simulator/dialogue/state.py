"""What a supervisor has in mind between two turns: a value that is only ever replaced."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..domain.events import EventName
from ..domain.persona import Mood, Need, Persona

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Trust and patience (in tenths) that separate the mood bands.
_COLD_TRUST, _WARM_TRUST, _COLD_PATIENCE = 300, 470, 250


class Charge(StrEnum):
    """What became of the false charge."""

    UNRAISED = "unraised"
    RAISED = "raised"
    STANDS = "stands"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Levels:
    """Trust, patience and clarity in tenths of a point, 0 to 1000."""

    trust: int
    patience: int
    clarity: int


@dataclass(frozen=True)
class Memory:
    """What she has heard, was told, and has said herself."""

    heard: frozenset[Need] = frozenset()
    told: frozenset[str] = frozenset()
    errors_named: frozenset[str] = frozenset()
    admitted: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    charge: Charge = Charge.UNRAISED
    hidden_found: bool = False
    condition_set: bool = False
    disclosed: bool = False
    warnings: int = 0
    asked: tuple[Need, ...] = ()
    said: tuple[str, ...] = ()


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


def opening_state(persona: Persona) -> State:
    """Where she stands before the first word."""
    start = persona.stance.start
    return State(Levels(start.trust * 10, start.patience * 10, start.clarity * 10))
