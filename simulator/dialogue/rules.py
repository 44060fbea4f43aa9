"""The common rules of how a supervisor is moved, read from ``rules.yaml``; amounts in tenths of a point."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from ..domain.base import Value
from ..domain.events import EventName
from ..domain.transcript import Difficulty
from ..files import fingerprint, read_model

_FILE = Path(__file__).with_name("rules.yaml")


class Deltas(Value):
    """What one rule moves, in tenths of a point."""

    trust: int = 0
    patience: int = 0
    clarity: int = 0


class Happenings(Value):
    """What moves her besides the tone of the words."""

    time_passes: Deltas
    silence: Deltas
    not_understood: Deltas
    need_heard: Deltas
    error_named: Deltas
    fact_told: Deltas
    charge_corrected: Deltas
    charge_disputed: Deltas
    false_confession: Deltas
    hidden_fact_found: Deltas
    told_before_found: Deltas
    catastrophe_repeated: Deltas
    contradiction: Deltas
    promise_moved: Deltas
    promise_kept: Deltas
    promise_slipped_warned: Deltas
    promise_slipped_silent: Deltas
    promise_beyond: Deltas
    promise_unclear: Deltas


class Scale(Value):
    """Percent of gains and of losses; ``gain_of`` is a further percent for single events."""

    gain: Annotated[int, Field(ge=10, le=300)]
    loss: Annotated[int, Field(ge=10, le=300)]
    gain_of: dict[EventName, Annotated[int, Field(ge=0, le=300)]] = Field(default={})


Facet = Literal["ability", "benevolence", "integrity", "apology"]


class FacetPercent(Value):
    """Percent of the gains and losses of the events that speak to one facet of trust."""

    gain: Annotated[int, Field(ge=0, le=300)] = 100
    loss: Annotated[int, Field(ge=0, le=300)] = 100


class Ceiling(Value):
    """How high words alone can lift trust, in tenths: so much above what an agreement asks for.

    ``kept`` and ``warned`` are what a promise kept, or renegotiated in time, adds to it.
    """

    above_agreement: Annotated[int, Field(ge=0)]
    kept: Annotated[int, Field(ge=0)]
    warned: Annotated[int, Field(ge=0)]


class Cap(Value):
    """The most one turn can move one variable, in tenths."""

    gain: Annotated[int, Field(gt=0)]
    loss: Annotated[int, Field(gt=0)]


class LowTrust(Value):
    """From which trust a loss counts in full, and the trust below which it shrinks no further, in tenths."""

    full_loss_from: Annotated[int, Field(gt=0, le=1000)]
    least: Annotated[int, Field(gt=0, le=1000)]


class Rules(Value):
    """The whole file."""

    events: dict[EventName, Deltas]
    happenings: Happenings
    repeats: Annotated[tuple[int, ...], Field(min_length=1)]
    difficulty: dict[Difficulty, Scale]
    facets: dict[EventName, Facet]
    breach: dict[Literal["competence", "integrity"], dict[Facet, FacetPercent]]
    cap: Cap
    low_trust: LowTrust
    ceiling: Ceiling

    @model_validator(mode="after")
    def _every_event_has_a_rule(self) -> Rules:
        missing = set(EventName) - set(self.events)
        if missing:
            raise ValueError(f"events.{min(missing)} is missing")
        if unfaceted := {name for name, deltas in self.events.items() if deltas.trust} - set(self.facets):
            raise ValueError(f"facets.{min(unfaceted)} is missing: it moves trust")
        return self


@cache
def rules() -> Rules:
    """The common rules, read once."""
    return read_model(Rules, _FILE, "simulator/dialogue/rules.yaml")


@cache
def rules_version() -> str:
    """A fingerprint that changes when a rule does."""
    return fingerprint(_FILE.read_text("utf-8"))
