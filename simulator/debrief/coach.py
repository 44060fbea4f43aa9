"""One strength first, then what to try: each suggestion quotes exactly and offers another way to say it.

The other way is made of what the user's character knows in the scenario, so nothing in it is invented.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from ..dialogue.cues import cues_hit
from ..dialogue.hearing import MEETS
from ..domain.appraisal import Event
from ..domain.base import Value
from ..domain.events import EventName
from ..domain.persona import Need, Persona
from ..domain.report import Strength, Suggestion
from ..domain.text import NormalText
from ..domain.transcript import Transcript, UserTurn
from ..files import read_model

if TYPE_CHECKING:
    from ..domain.scenario import OwnError, Scenario

_FILE = Path(__file__).with_name("coach.yaml")
_MOST = 4
_MOST_STRENGTHS = 3
#: A turn that a fair supervisor takes this well gets no criticism.
_GOOD_TURN = 0.8
#: A fault read less clearly than this is not held up to anybody.
_FAINT = -0.6


class Way(Value):
    """Another way, for the events it answers."""

    after: tuple[str, ...]
    happened: str
    another_way: str


class Missing(Value):
    """Another way, for something that was never said."""

    need: Need
    happened: str
    another_way: str


class Ways(Value):
    """The whole file."""

    ways: tuple[Way, ...]
    missing: tuple[Missing, ...]


@cache
def ways() -> Ways:
    """The patterns, read once."""
    return read_model(Ways, _FILE, "simulator/debrief/coach.yaml")


def strengths(turns: tuple[UserTurn, ...]) -> tuple[Strength, ...]:
    """The strongest words of different kinds, at most three, the strongest first."""
    best: dict[EventName, tuple[float, Strength]] = {}
    for turn in turns:
        for event in turn.appraisal.said:
            worth = event.strength + max(0.0, turn.appraisal.overall or 0.0)
            if event.strength >= 1 and worth > best.get(event.name, (0.0, None))[0]:
                best[event.name] = (worth, Strength(turn=turn.id, quote=_whole(turn, event), why=event.why))
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    return tuple(strength for _, strength in ranked[:_MOST_STRENGTHS])


def suggestions(transcript: Transcript) -> tuple[Suggestion, ...]:
    """At most four, the weightiest first; the page opens the first and folds the others."""
    turns = transcript.user_turns
    found: list[Suggestion] = []
    for way in ways().ways:
        hit = next(((turn, quote) for turn in turns if (quote := _trigger(way, turn)) is not None), None)
        if hit is not None:
            found.append(_suggest(transcript, way, hit[0], hit[1]))
    said = {event.name for turn in turns for event in turn.appraisal.said}
    scored = [turn for turn in turns if turn.appraisal.unscored is None]
    for missing in ways().missing:
        if scored and not said & MEETS[missing.need]:
            found.append(_suggest(transcript, missing, scored[-1], ""))
    return _each_way_once(found)[:_MOST]


def _trigger(way: Way, turn: UserTurn) -> str | None:
    if (turn.appraisal.overall or 0.0) >= _GOOD_TURN or _put_the_charge_right(turn):
        return None
    for event in turn.appraisal.said:
        if event.name.value in way.after and not _FAINT < event.strength < 0:
            return event.quote
    return next((row.quote for row in turn.ledger if row.rule in way.after), None)


def _whole(turn: UserTurn, event: Event) -> str:
    """The event's words with the whole clauses they stand in: "I did not send" says too little."""
    span = NormalText(turn.text).clauses_around(event.start, event.end)
    return turn.text[span.start : span.end]


def _put_the_charge_right(turn: UserTurn) -> bool:
    """Denying what is not true, with evidence, is no fault to mend."""
    return any(row.rule == "charge_corrected" for row in turn.ledger)


def _each_way_once(found: list[Suggestion]) -> tuple[Suggestion, ...]:
    seen: set[str] = set()
    kept = []
    for suggestion in found:
        if suggestion.another_way not in seen:
            seen.add(suggestion.another_way)
            kept.append(suggestion)
    return tuple(kept)


def _suggest(transcript: Transcript, way: Way | Missing, turn: UserTurn, quote: str) -> Suggestion:
    words = _words(transcript.persona, transcript.scenario, turn)
    return Suggestion(
        turn=turn.id,
        quote=quote,
        happened=Template(way.happened).substitute(words),
        another_way=Template(way.another_way).substitute(words),
    )


def _words(persona: Persona, scenario: Scenario, turn: UserTurn) -> dict[str, str]:
    error = _error_meant(scenario, turn)
    they = persona.pronouns
    return {
        "they": they.subject,
        "They": they.subject.capitalize(),
        "them": they.them,
        "own_words": error.own_words,
        "impact_words": error.impact_words,
        "plan_words": scenario.facts_user_knows.plan_words,
        "charge_words": scenario.false_charge.own_words if scenario.false_charge else error.own_words,
    }


def _error_meant(scenario: Scenario, turn: UserTurn) -> OwnError:
    """The error this turn speaks of, else the first on the list."""
    text = NormalText(turn.text).copy
    errors = scenario.facts_user_knows.errors
    return next((error for error in errors if cues_hit(error.cues[:1], text)), errors[0])
