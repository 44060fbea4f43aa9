"""Scripted employees before every supervisor: who ends where, and whether the order holds in every seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from statistics import mean

import yaml
from rich.console import RenderableType

from simulator.dialogue import session as talks
from simulator.dialogue.session import Session
from simulator.dialogue.stance import Setting
from simulator.resources import DEFAULT_SCENARIO, library
from simulator.tone.appraise import appraise

from .tables import table

#: From the most won to the most lost; each must lie so many points of trust above the next.
ORDER = ("owns it", "vague", "blames", "attacks")
GAP = 5.0
_RECIPE, _BEST, _FLATTERS = "one recipe repeated", "owns it", "flatters"
#: The recipe wins where it earns more than this share of what owning it earns.
_WINS = 0.5

Employees = Mapping[str, list[list[str]]]


@dataclass(frozen=True)
class Ends:
    """Change of trust by kind, seed and voice, before one supervisor; no talk is stopped early."""

    persona: str
    by_kind: Mapping[str, list[list[float]]]

    def mean(self, kind: str) -> float:
        """Over all seeds and voices."""
        return mean(value for voices in self.by_kind[kind] for value in voices)

    def holding(self) -> float:
        """The share of seeds in which the mean over the voices keeps the order, gaps included."""
        seeds = range(len(self.by_kind[ORDER[0]]))
        return mean(all(self._apart(better, worse, seed) >= GAP for better, worse in pairwise(ORDER)) for seed in seeds)

    def _apart(self, better: str, worse: str, seed: int) -> float:
        return mean(self.by_kind[better][seed]) - mean(self.by_kind[worse][seed])

    @property
    def recipe_wins(self) -> bool:
        """Whether one recipe, said over and over, earns what owning it earns."""
        return self.mean(_RECIPE) > _WINS * self.mean(_BEST)


def employees(path: Path) -> Employees:
    """Kinds of employees; of each some voices; of each voice its turns."""
    loaded: Employees = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def before(persona: str, kinds: Employees, seeds: range) -> Ends:
    """How one supervisor takes all of them."""
    found = {
        kind: [[_moved(persona, voice, seed) for voice in voices] for seed in seeds] for kind, voices in kinds.items()
    }
    return Ends(persona, found)


_read = lru_cache(maxsize=65_536)(appraise)


def _moved(persona: str, words: list[str], seed: int) -> float:
    """Change of trust, in points, with no early stop."""
    session = talks.begin(Setting(library().persona(persona), library().scenario(DEFAULT_SCENARIO), seed, "normal"))
    start = session.opening_trust
    for number, said in enumerate(words):
        session = _hear(replace(session, ending=None), said, f"u{number}")
        if session.plan is not None:
            session = talks.answer(session, session.scripted_reply)
    return session.state.levels.trust / 10 - start


def _hear(session: Session, said: str, turn: str) -> Session:
    return talks.take(session, said, turn, _read(said, session.turns[-1].text))


def tables(path: Path, seeds: int) -> list[RenderableType]:
    """Mean change of trust by supervisor and kind."""
    kinds = employees(path)
    found = [before(persona, kinds, range(seeds)) for persona in library().personas]
    voices = len(next(iter(kinds.values())))
    rows = [(ends.persona, *(f"{ends.mean(kind):+.0f}" for kind in kinds), f"{ends.holding():.0%}") for ends in found]
    wins = sum(ends.recipe_wins for ends in found)
    most = max(found, key=lambda ends: ends.mean(_FLATTERS))
    return [
        table(
            f"{path.stem}: change of trust, mean of {voices} voices and {seeds} seeds, no early stop",
            ("", *kinds, f"order with gaps of {GAP:.0f}"),
            rows,
            f"The order is {', '.join(ORDER)}. The recipe wins with {wins} of {len(found)}. "
            f"Flattery wins at most {most.mean(_FLATTERS):+.1f} ({most.persona}).",
        )
    ]
