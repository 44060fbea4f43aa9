"""Scripted employees before every supervisor: who ends where, and whether the order holds in every seed."""

from __future__ import annotations

from pathlib import Path

from rich.console import RenderableType

from simulator.debrief.rehearsal import FLATTERS, GAP, ORDER, before, employees
from simulator.resources import library

from .tables import table

#: Heads that leave a terminal its width.
_SHORT = {
    "owns it": "owns",
    "excuse first": "excuse",
    "rude, then repairs": "repairs",
    "one recipe repeated": "recipe",
}


def tables(path: Path, seeds: int) -> list[RenderableType]:
    """Mean change of trust by supervisor and kind."""
    kinds = employees(path)
    found = [before(persona, kinds, range(seeds)) for persona in library().personas.values()]
    voices = len(next(iter(kinds.values())))
    rows = [(ends.persona, *(f"{ends.mean(kind):+.0f}" for kind in kinds), f"{ends.holding():.0%}") for ends in found]
    wins = sum(ends.recipe_wins for ends in found)
    most = max(found, key=lambda ends: ends.mean(FLATTERS))
    return [
        table(
            f"{path.stem}: change of trust, mean of {voices} voices and {seeds} seeds, no early stop",
            ("", *(_SHORT.get(kind, kind) for kind in kinds), "order"),
            rows,
            f"Order: in how many seeds {', '.join(ORDER)} lie at least {GAP:.0f} points apart. "
            f"The recipe wins with {wins} of {len(found)}. "
            f"Flattery wins at most {most.mean(FLATTERS):+.1f} ({most.persona}).",
        )
    ]
