"""Draws her lines from the seed: on the topic, fillable, and those not yet said first."""

from __future__ import annotations

import re
from random import Random
from string import Template
from typing import TYPE_CHECKING

from ..domain.persona import Line

if TYPE_CHECKING:
    from ..domain.conduct import Topic
    from .stance import Setting
    from .state import State

#: A reaction and a question: so many lines are said in one turn at most.
_LINES_A_TURN = 2


#: Her words run on after a colon; a name or "I" keeps its capital.
_RUNS_ON = re.compile(r": (The|You|Your|There|Three|Two|One|A|An|It|Somebody|Nobody) ")


def filled(line: Line, slots: dict[str, str]) -> str:
    """A line with its slots filled."""
    return _RUNS_ON.sub(lambda match: match.group().lower(), Template(line.say).substitute(slots))


class Picker:
    """Draws lines from the seed, those not yet said first."""

    def __init__(self, setting: Setting, state: State, slots: dict[str, str]) -> None:
        self._draw = Random(f"{setting.seed}:{setting.persona.id}:{setting.scenario.id}:{state.user_turns}")
        self._said = state.memory.said
        self._slots = slots

    def usable(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """The lines all of whose slots can be filled."""
        return tuple(line for line in lines if line.slots <= self._slots.keys())

    def pick(self, lines: tuple[Line, ...], topic: Topic | None, spare: tuple[Line, ...] = ()) -> Line:
        """One line that can be filled: on the topic and unsaid if there is one, else the one said longest ago."""
        usable = self.usable(lines)
        on_topic = [line for line in usable if topic is not None and topic in line.to]
        general = [line for line in usable if not line.to]
        for group in (on_topic, general, [line for line in self.usable(spare) if not line.to]):
            fresh = [line for line in group if line.say not in self._said]
            if fresh:
                return self._draw.choice(self._quoting(fresh))
        candidates = on_topic + general
        return min(candidates or usable, key=lambda line: self._last_said(line.say))

    def one_of(self, said: list[str]) -> str:
        """One of some words."""
        return self._draw.choice(said)

    def recalled(self, lines: tuple[Line, ...]) -> Line | None:
        """A line not yet said that says back what was admitted, promised or asked before."""
        fresh = [line for line in self.usable(lines) if not line.to and line.say not in self._said]
        recalling = [line for line in fresh if line.slots & {"admitted", "promise", "asked"}]
        return self._draw.choice(recalling) if recalling else None

    def _quoting(self, fresh: list[Line]) -> list[Line]:
        """Those that say the user's own words back, unless the turn before did: then those that do not, if any."""
        quoted_before = any('"$' in line for line in self._said[-_LINES_A_TURN:])
        wanted = [line for line in fresh if quoted_before is not bool(line.slots & {"quote", "earlier"})]
        return wanted or fresh

    def _last_said(self, say: str) -> int:
        return len(self._said) - 1 - self._said[::-1].index(say) if say in self._said else -1
