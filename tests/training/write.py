"""Writes the fitted numbers as data that the reading loads."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import simulator.tone
from simulator.domain.events import Dimension
from simulator.tone.fitted import Shares
from simulator.tone.wording import UNIT

from .fit import Found

FOLDER = Path(simulator.tone.__file__).parent / "lexicon"
#: Terms that move no dimension by this many thousandths are left out.
_LEAST = 10
_MADE = "Made by `python -m tests.training` from {turns} labelled turns of tests/data; do not edit."


def write(found: Found, folder: Path = FOLDER) -> None:
    """``fitted.yaml``, ``wording.tsv`` and ``common.txt``."""
    (folder / "fitted.yaml").write_text(_numbers(found), "utf-8", newline="\n")
    (folder / "wording.tsv").write_text(_table(found), "utf-8", newline="\n")
    (folder / "common.txt").write_text("\n".join(sorted(found.common)) + "\n", "utf-8", newline="\n")


def _numbers(found: Found) -> str:
    numbers, whole = found.numbers, found.numbers.overall
    return "\n".join(
        [
            f"# {_MADE.format(turns=found.turns)} Fields: see fitted.py.",
            *_shares("rules", numbers.rules),
            *_shares("beside_rules", numbers.beside_rules),
            f"alone: {_flow(numbers.alone)}",
            f"words_alone: {_flow(numbers.words_alone.model_dump())}",
            "overall:",
            f"  positive: {_flow(whole.positive)}",
            f"  negative: {_flow(whole.negative)}",
            f"  features: {_flow(whole.features)}",
            f"  bend: {_flow(whole.bend.model_dump())}",
            f"noise: {_flow(numbers.noise)}",
            f"band: {numbers.band}",
            "",
        ]
    )


def _shares(name: str, shares: Shares) -> list[str]:
    return [f"{name}:", f"  merits: {_flow(shares.merits)}", f"  faults: {_flow(shares.faults)}"]


def _flow(numbers: Mapping[Dimension, float] | Mapping[str, float]) -> str:
    return "{" + ", ".join(f"{name}: {number}" for name, number in numbers.items()) + "}"


def _table(found: Found) -> str:
    lines = [f"# {_MADE.format(turns=found.turns)} Thousandths.", "# term\t" + "\t".join(Dimension)]
    for term, amounts in found.amounts.items():
        thousandths = [round(amount * UNIT) for amount in amounts]
        if max(map(abs, thousandths)) >= _LEAST:
            lines.append("\t".join([term, *map(str, thousandths)]))
    return "\n".join(lines) + "\n"
