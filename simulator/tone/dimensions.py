"""From findings to weighted events and seven dimensions."""

from __future__ import annotations

from collections.abc import Sequence

from ..domain.appraisal import Event, Scores
from ..domain.base import two_decimals
from ..domain.events import Dimension
from .finding import Finding
from .lexicon import Lexicon
from .reading import Reading

#: What the strongest, the next and further events of one sign add in a dimension.
_SHARES = (1.0, 0.35, 0.15, 0.05)
#: What is left of a merit that is taken back later in the turn, and of a fault that is mended later.
_TAKEN_BACK = 0.3
_MENDED = 0.55
_LIMIT = 2.0


def weigh(findings: Sequence[Finding], reading: Reading, words: Lexicon) -> tuple[Event, ...]:
    """Events with the weight each really adds, in the order of the user's words.

    In each dimension the strongest event of a sign counts in full and further ones less, so that repeating or
    lengthening earns little. A merit that a fault follows keeps 30 % of its weight; a fault that a merit follows
    keeps 55 %: a turn is heard to its end.
    """
    inside: dict[Dimension, list[Finding]] = {}
    for finding in findings:
        inside.setdefault(words.catalogue[finding.event].dimension, []).append(finding)
    events = [event for group in inside.values() for event in _weighed(group, reading, words)]
    return tuple(sorted(events, key=lambda event: (event.start, event.end, event.name)))


def _weighed(findings: list[Finding], reading: Reading, words: Lexicon) -> list[Event]:
    full = {finding: words.catalogue[finding.event].weight * finding.factor for finding in findings}
    order = sorted(findings, key=lambda finding: (-abs(full[finding]), finding.start, finding.event))
    shares: dict[Finding, float] = {}
    for sign in (1, -1):
        same = [finding for finding in order if full[finding] * sign > 0]
        for place, finding in enumerate(same):
            shares[finding] = _SHARES[min(place, len(_SHARES) - 1)]
    best = _first_of(order, full, 1)
    worst = _first_of(order, full, -1)
    return [
        _event(
            finding,
            full[finding] * shares.get(finding, 0.0) * _turned(finding, full[finding], best, worst),
            reading,
            words,
        )
        for finding in findings
    ]


def _first_of(order: list[Finding], full: dict[Finding, float], sign: int) -> Finding | None:
    return next((finding for finding in order if full[finding] * sign >= 0.5), None)


def _turned(finding: Finding, weight: float, best: Finding | None, worst: Finding | None) -> float:
    if best is None or worst is None:
        return 1.0
    fault_last = worst.start >= best.start
    if weight > 0:
        return _TAKEN_BACK if fault_last else 1.0
    return 1.0 if fault_last else _MENDED


def _event(finding: Finding, weight: float, reading: Reading, words: Lexicon) -> Event:
    entry = words.catalogue[finding.event]
    span = reading.origin(finding.start, finding.end)
    return Event(
        name=finding.event,
        dimension=entry.dimension,
        quote=reading.normal.original[span.start : span.end],
        start=span.start,
        end=span.end,
        weight=two_decimals(weight),
        why=entry.why,
        omission=finding.omission,
        implied=finding.implied,
    )


def score(events: Sequence[Event]) -> Scores:
    """Sums per dimension, cut to -2..+2; None where no event has weight."""
    sums: dict[str, float] = {}
    for event in events:
        if event.weight:
            sums[event.dimension.value] = sums.get(event.dimension.value, 0.0) + event.weight
    return Scores(**{name: two_decimals(max(-_LIMIT, min(_LIMIT, total))) for name, total in sums.items()})
