"""Whether every way of speaking is read alike, and whether padding earns anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

import yaml
from rich.console import RenderableType

from .tables import table, textblob, vader

REGISTERS = ("terse", "plain_autistic", "learner", "deferential", "dialect", "swearing", "formal")
#: The test, and a second one that no rule and no number was ever made with.
_FIRST, _SECOND = "registers.yaml", "registers_second.yaml"
#: How far apart the same content may come out, in the labels' units.
ALIKE = 0.3
#: What padding may earn before it counts as an advantage.
NOTHING = 0.1

Reader = Callable[[str, str], float]


@dataclass(frozen=True)
class RegisterSet:
    """The same content said in seven registers: what each comes to."""

    name: str
    values: Mapping[str, float]

    @property
    def spread(self) -> float:
        """The highest less the lowest."""
        return max(self.values.values()) - min(self.values.values())


def overall(user: str, supervisor: str) -> float:
    """Our number; what is not scored counts as 0."""
    from simulator.tone.appraise import appraise

    return appraise(user, supervisor).overall or 0.0


def register_sets(folder: Path, read: Reader, file: str = _FIRST) -> list[RegisterSet]:
    """All sets of a file, as one reader takes them."""
    return [
        RegisterSet(item["id"], {register: read(item[register], item["supervisor"]) for register in REGISTERS})
        for item in _load(folder / file)
    ]


def advantages(folder: Path, read: Reader) -> dict[str, list[float]]:
    """By kind of padding: what the padded words get more than the plain ones."""
    found: dict[str, list[float]] = {}
    for item in _load(folder / "gaming.yaml"):
        more = read(item["gamed"], item["supervisor"]) - read(item["plain"], item["supervisor"])
        found.setdefault(item["kind"], []).append(more)
    return found


def tables(folder: Path) -> list[RenderableType]:
    """Both tests, ours beside VADER and TextBlob on the same scale."""
    if not (folder / "registers.yaml").is_file():
        return ["Fairness: not available; the register sets are not there."]
    readers: dict[str, Reader] = {
        "ours": overall,
        "VADER": lambda user, _: 2 * vader()(user),
        "TextBlob": lambda user, _: 2 * textblob()(user),
    }
    spreads = [_spreads(folder, readers, file, which) for file, which in ((_FIRST, ""), (_SECOND, "further "))]
    gained = {name: advantages(folder, read) for name, read in readers.items()}
    kinds = list(gained["ours"])
    games = table(
        f"Not for sale: pairs in which padding earns more than {NOTHING} over the plain words",
        ("", *(kind.replace("_", " ") for kind in kinds)),
        [
            (name, *(f"{sum(more > NOTHING for more in found[kind])} of {len(found[kind])}" for kind in kinds))
            for name, found in gained.items()
        ],
    )
    return [*spreads, games]


def _spreads(folder: Path, readers: Mapping[str, Reader], file: str, which: str) -> RenderableType:
    sets = {name: register_sets(folder, read, file) for name, read in readers.items()}
    count = len(sets["ours"])
    return table(
        f"Fair to every register: {count} {which}contents, each said in seven ways; how far apart overall comes out",
        ("", "mean spread", f"within {ALIKE}", *(register.replace("_", " ") for register in REGISTERS)),
        [
            (
                name,
                f"{fmean(item.spread for item in found):.2f}",
                f"{sum(item.spread <= ALIKE for item in found)} of {count}",
                *(f"{fmean(item.values[register] for item in found):+.2f}" for register in REGISTERS),
            )
            for name, found in sets.items()
        ],
        "The last columns are means by register. Peers are stretched to -2..+2.",
    )


def _load(path: Path) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return loaded
