"""What the rules read in one user turn."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .base import Rounded, Value
from .events import Dimension, EventName


class Event(Value):
    """One thing a turn does, with the exact words that show it.

    ``start`` and ``end`` count Unicode code points in the user's own text and
    ``quote == text[start:end]``. ``weight`` is what it adds to its dimension before the
    total is cut to -2..+2; 0 for events that are only noticed. An ``omission`` quotes the
    smallest sentence that should have answered. An ``implied`` event says that the same words count in a second
    dimension: it adds to the scores and is no further thing that was done.
    """

    name: EventName
    dimension: Dimension
    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    weight: Rounded
    why: str
    omission: bool = False
    implied: bool = False


class Scores(Value):
    """One number a dimension, -2..+2; None where the turn does not show it."""

    respect: Rounded | None = None
    ownership: Rounded | None = None
    perspective: Rounded | None = None
    composure: Rounded | None = None
    commitment: Rounded | None = None
    inquiry: Rounded | None = None
    initiative: Rounded | None = None

    def get(self, dimension: Dimension) -> float | None:
        """The number for one dimension."""
        value: float | None = getattr(self, dimension.value)
        return value


#: Why a turn carries no score.
Unscored = Literal["empty", "no words", "not English", "unreadable", "distress"]


class Appraisal(Value):
    """The reading of one turn: events, seven dimensions, and how a fair supervisor would take it.

    ``overall`` is None exactly where ``unscored`` gives the reason.
    """

    dimensions: Scores = Scores()
    overall: Rounded | None = None
    events: tuple[Event, ...] = ()
    distress: bool = False
    unscored: Unscored | None = None

    @property
    def said(self) -> tuple[Event, ...]:
        """What the turn does, each thing once."""
        return tuple(event for event in self.events if not event.implied)

    def shown_by(self, event: Event) -> tuple[Event, ...]:
        """An event and those its words imply: every dimension that they count in."""
        return tuple(
            other
            for other in self.events
            if other is event or (other.implied and (other.start, other.end) == (event.start, event.end))
        )

    @model_validator(mode="after")
    def _not_scored_is_not_zero(self) -> Appraisal:
        if (self.overall is None) != (self.unscored is not None):
            raise ValueError("overall is missing exactly where unscored gives the reason")
        return self
