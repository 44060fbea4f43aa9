"""What the rules read in one user turn."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .base import Rounded, Value
from .events import Dimension, EventName


class Share(Value):
    """What one word, or two neighbours, add to a dimension; ``quote == text[start:end]``."""

    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    weight: Rounded


class Event(Value):
    """One thing a turn does, with the exact words that show it.

    ``start`` and ``end`` count Unicode code points in the user's own text and
    ``quote == text[start:end]``. ``weight`` is what it adds to its dimension before the
    total is cut to -2..+2; 0 for events that are only noticed. ``strength`` is what
    the rule weighs by itself, before the words are weighed in. An ``omission`` quotes the
    smallest sentence that should have answered. An ``implied`` event says that the same words count in a second
    dimension: it adds to the scores and is no further thing that was done. The event ``wording`` is what the learned
    layer adds: it quotes the sentence that carries most of it, and ``words`` lists the strongest words.
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
    strength: Rounded = 0.0
    words: tuple[Share, ...] = ()

    @property
    def words_told(self) -> str:
        """The strongest words, each with what it adds, for a reader."""
        return ", ".join(f"“{share.quote}” {share.weight:+.2f}" for share in self.words)


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
        value: float | None = getattr(self, dimension)
        return value


#: Why a turn carries no score.
Unscored = Literal["empty", "no words", "not English", "unreadable", "a hard moment", "distress"]


class Appraisal(Value):
    """The reading of one turn: events, seven dimensions, and how a fair supervisor would take it.

    ``overall`` is None exactly where ``unscored`` gives the reason. In eight of ten turns that the words were not
    fitted on, the labels' mean lay between ``overall_low`` and ``overall_high``.
    """

    dimensions: Scores = Scores()
    overall: Rounded | None = None
    overall_low: Rounded | None = None
    overall_high: Rounded | None = None
    events: tuple[Event, ...] = ()
    distress: bool = False
    unscored: Unscored | None = None

    @property
    def said(self) -> tuple[Event, ...]:
        """What the turn does, each thing once."""
        return tuple(event for event in self.found if not event.implied)

    @property
    def found(self) -> tuple[Event, ...]:
        """What the rules found, the implied included."""
        return tuple(event for event in self.events if event.name is not EventName.WORDING)

    @property
    def likely(self) -> tuple[float, float] | None:
        """Where a careful reader's ``overall`` most likely lies; None where nothing is scored."""
        if self.overall_low is None or self.overall_high is None:
            return None
        return self.overall_low, self.overall_high

    @property
    def worded(self) -> tuple[Event, ...]:
        """What the words add beside that, by dimension, the most first."""
        added = [event for event in self.events if event.name is EventName.WORDING]
        return tuple(sorted(added, key=lambda event: (-abs(event.weight), event.dimension)))

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
