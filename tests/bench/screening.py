"""Who is shown help: recall and false alarms on the blind half, with intervals. Counts only; no line is printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import sqrt
from pathlib import Path

from rich.console import RenderableType

from simulator.domain.text import NormalText
from simulator.safety.distress import is_distress, is_near_distress, rules_find
from tests.safety.lines import BLIND, BLIND_FIELDS, CORPUS, listed, ordinary_turns

from .tables import table

_Z = 1.959964
_NOTE = (
    "Blind: written by an author who had seen no rule, a language model; never read, tuned or learned from. "
    "95 % intervals after Wilson. Last column: stopped, or the talk goes on and help is named beside it. Turns of the "
    "tone test: an alarm there is a false one."
)


def tables() -> list[RenderableType]:
    """One table."""
    blind = {kind: listed(BLIND, kind) for kind in ("distress", "fine")}
    rows = [
        _row("blind: in distress, and stopped (recall)", blind["distress"]),
        _row("blind: fine, and stopped (false alarms)", blind["fine"]),
        _row("typed into fields, fine, and stopped", listed(BLIND_FIELDS, "fine")),
        _row("turns of the tone test, stopped", _turns(CORPUS / "frozen.jsonl")),
        _row("turns of the tone corpus, learned from, stopped", ordinary_turns()),
    ]
    heads = ("", "lines", "by rules alone", "by rules and words", "share", "95 % interval", "or help named")
    return [table("Screening for distress", heads, rows, _NOTE)]


def _row(name: str, lines: Sequence[str]) -> list[str]:
    ruled = sum(rules_find(NormalText(line)) for line in lines)
    found = sum(is_distress(NormalText(line)) for line in lines)
    low, high = wilson(found, len(lines))
    share = f"{found / len(lines):.1%}"
    named = sum(is_near_distress(line) or is_distress(NormalText(line)) for line in lines)
    interval = f"{low:.1%} to {high:.1%}"
    return [name, str(len(lines)), str(ruled), str(found), share, interval, f"{named / len(lines):.1%}"]


def wilson(found: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    share, spread = found / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def _turns(path: Path) -> list[str]:
    return [json.loads(row)["user"] for row in path.read_text("utf-8").splitlines()]
