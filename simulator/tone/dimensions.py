"""From findings to weighted events and seven dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, repeat

from ..domain.appraisal import Event, Scores, Share
from ..domain.base import two_decimals
from ..domain.events import Dimension, EventName
from ..domain.text import Span
from .finding import Finding
from .fitted import Fitted
from .lexicon import Lexicon
from .reading import Reading
from .wording import Leaning, Term

#: What the strongest, the next and further events of one sign add in a dimension.
_SHARES = (1.0, 0.35, 0.15, 0.05)
#: What is left of a merit that is taken back later in the turn, and of a fault that is mended later.
_TAKEN_BACK = 0.3
_MENDED = 0.55
#: From where on it takes back or mends what went before.
_CLEAR = 0.5
_LIMIT = 2.0
#: From where on it is worth saying which words it was.
_TOLD_FROM = 0.25
_LEANS_UP = "In the labelled turns, words such as these were mostly heard as a plus here."
_LEANS_DOWN = "In the labelled turns, words such as these were mostly heard as a minus here."


def weigh(findings: Sequence[Finding], reading: Reading, words: Lexicon, numbers: Fitted) -> tuple[Event, ...]:
    """Events with their strength and the weight each really adds, in the order of the user's words.

    In each dimension the strongest event of a sign counts in full and further ones less, so that repeating or
    lengthening earns little. A merit that a fault follows keeps 30 % of its weight; a fault that a merit follows
    keeps 55 %: a turn is heard to its end.
    """
    inside: dict[Dimension, list[Finding]] = {}
    for finding in findings:
        inside.setdefault(words.catalogue[finding.event].dimension, []).append(finding)
    events = [event for group in inside.values() for event in _weighed(group, reading, words, numbers)]
    return tuple(sorted(events, key=lambda event: (event.start, event.end, event.name)))


def _weighed(findings: list[Finding], reading: Reading, words: Lexicon, numbers: Fitted) -> list[Event]:
    full = [words.catalogue[finding.event].weight * finding.factor for finding in findings]
    order = sorted(range(len(findings)), key=lambda one: (-abs(full[one]), findings[one].start, findings[one].event))
    merits, faults = [one for one in order if full[one] > 0], [one for one in order if full[one] < 0]
    turned = _turned(
        [findings[one] for one in merits if full[one] >= _CLEAR],
        [findings[one] for one in faults if full[one] <= -_CLEAR],
    )
    strengths = [0.0] * len(findings)
    for same, left in zip((merits, faults), turned, strict=True):
        for one, share in zip(same, chain(_SHARES, repeat(_SHARES[-1])), strict=False):
            strengths[one] = two_decimals(full[one] * share * left)
    total = two_decimals(sum(strengths))
    return [
        _event(finding, strength, total, reading, words, numbers)
        for finding, strength in zip(findings, strengths, strict=True)
    ]


def _turned(merits: list[Finding], faults: list[Finding]) -> tuple[float, float]:
    """What is left of a merit and of a fault, given the clear ones, the strongest first."""
    if not merits or not faults:
        return 1.0, 1.0
    fault_last = faults[0].start >= merits[0].start
    return (_TAKEN_BACK, 1.0) if fault_last else (1.0, _MENDED)


def _event(finding: Finding, strength: float, total: float, reading: Reading, words: Lexicon, numbers: Fitted) -> Event:
    entry = words.catalogue[finding.event]
    span, quote = _quoted(reading, finding.start, finding.end)
    return Event(
        name=finding.event,
        dimension=entry.dimension,
        quote=quote,
        start=span.start,
        end=span.end,
        weight=two_decimals(strength * numbers.rules.of(entry.dimension, total)),
        strength=strength,
        why=entry.why,
        omission=finding.omission,
        implied=finding.implied,
    )


def ruled(events: Sequence[Event]) -> dict[Dimension, float]:
    """What the rules come to in each dimension where one speaks."""
    sums: dict[Dimension, float] = {}
    for event in events:
        if event.strength:
            sums[event.dimension] = sums.get(event.dimension, 0.0) + event.strength
    return {dimension: two_decimals(total) for dimension, total in sums.items()}


def with_wording(
    events: Sequence[Event], leanings: Mapping[Dimension, Leaning], reading: Reading, numbers: Fitted
) -> tuple[Event, ...]:
    """The rules' events, and beside them what the words add to each dimension.

    Where no rule speaks, weak words show nothing, which is not 0 (``fitted.WordsAlone``).
    """
    totals = words_totals(ruled(events), leanings, numbers)
    added = [_worded(dimension, leanings[dimension], total, reading) for dimension, total in totals.items()]
    return tuple(sorted([*events, *added], key=lambda event: (event.start, event.end, event.name, event.dimension)))


def words_totals(
    spoken: Mapping[Dimension, float], leanings: Mapping[Dimension, Leaning], numbers: Fitted
) -> dict[Dimension, float]:
    """What the words add to each dimension that they show, beside what the rules come to in it."""
    limits, totals = numbers.words_alone, {}
    for dimension, leaning in leanings.items():
        rules = spoken.get(dimension)
        total = limits.shown(leaning.total) if rules is None else limits.beside(leaning.total, rules)
        if total:
            totals[dimension] = total
    return totals


def _worded(dimension: Dimension, leaning: Leaning, total: float, reading: Reading) -> Event:
    told = abs(total) >= _TOLD_FROM
    sentence = leaning.sentence
    span, quote = _quoted(reading, sentence.start, sentence.end)
    return Event(
        name=EventName.WORDING,
        dimension=dimension,
        quote=quote,
        start=span.start,
        end=span.end,
        weight=total,
        why=_LEANS_UP if total > 0 else _LEANS_DOWN,
        words=tuple(_share(term, amount, reading) for term, amount in leaning.words) if told else (),
    )


def _share(term: Term, amount: float, reading: Reading) -> Share:
    span, quote = _quoted(reading, term.start, term.end)
    return Share(quote=quote, start=span.start, end=span.end, weight=amount)


def _quoted(reading: Reading, start: int, end: int) -> tuple[Span, str]:
    span = reading.origin(start, end)
    return span, reading.normal.original[span.start : span.end]


def score(events: Sequence[Event]) -> Scores:
    """Sums per dimension, cut to -2..+2; None where no event has weight."""
    sums: dict[str, float] = {}
    for event in events:
        if event.weight:
            sums[event.dimension] = sums.get(event.dimension, 0.0) + event.weight
    return Scores(**{name: two_decimals(max(-_LIMIT, min(_LIMIT, total))) for name, total in sums.items()})
