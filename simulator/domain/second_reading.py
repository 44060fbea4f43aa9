"""A model's reading of the user's turns, beside the rules' own: a second column that no score depends on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from .base import Rounded, Value
from .events import EventName
from .transcript import TurnId

#: ``rejected``: a yes without words of that turn that show it. ``missing``: not answered, which is not a no.
#: ``undecided``: several readings, and no answer that most of them gave.
Answer = Literal["yes", "no", "rejected", "missing", "undecided"]


class EventAnswer(Value):
    """What a model says of one event in one turn; ``quote`` stands in that turn exactly, and only beside a yes."""

    event: EventName
    answer: Answer
    quote: str | None = None

    @model_validator(mode="after")
    def _a_yes_has_words(self) -> EventAnswer:
        if (self.answer == "yes") != (self.quote is not None):
            raise ValueError("a quote stands beside a yes, and beside nothing else")
        return self


class SecondReading(Value):
    """One user turn as a model read it, or the reason why it was not read.

    Attributes:
        number: counts the user's turns from 1.
        borderline: it was to be read three times, because the rules alone do not settle it.
        readings: how many readings came to something; an answer is what most of them say.
        rejected: how many answers in all of them were thrown away, because their quote is not in the turn.
        failed: why there is no reading, in one sentence; None where there is one.
        answers: every event that was asked about; empty where it failed.
    """

    turn: TurnId
    number: int = Field(ge=1)
    model: str
    borderline: bool = False
    readings: int = Field(0, ge=0, le=3)
    rejected: int = Field(0, ge=0)
    failed: str | None = None
    answers: tuple[EventAnswer, ...] = ()

    @model_validator(mode="after")
    def _a_failure_is_no_answer(self) -> SecondReading:
        if (self.failed is None) != bool(self.readings) or (self.failed is None) != bool(self.answers):
            raise ValueError("answers are missing exactly where failed gives the reason")
        return self


class Agreement(Value):
    """How far two readers agree on ``n`` answers of yes or no.

    ``percent`` is the share that is the same, None where n is 0. ``kappa`` is Cohen's (1960): that share beyond what
    chance would bring, 1 at most; None where chance alone explains everything, as when both always say no.
    """

    n: int = Field(ge=0)
    percent: Rounded | None
    kappa: Rounded | None

    @property
    def in_words(self) -> str:
        """The figures for a reader."""
        if self.percent is None:
            return "no answers to compare"
        beyond = "" if self.kappa is None else f", kappa {self.kappa:.2f}"
        return f"the same on {self.percent:.0f} % of {self.n} answers{beyond}"


class ComparedEvent(Value):
    """One event of one turn, by both; ``agree`` is None where the model gave no answer that counts."""

    event: EventName
    rules: bool
    rules_quote: str | None
    reader: Answer
    reader_quote: str | None
    agree: bool | None

    @property
    def quiet(self) -> bool:
        """Whether both say no, so that there is nothing to show."""
        return not self.rules and self.reader == "no"


class ComparedTurn(Value):
    """One user turn by both; the fields of the reading are those of ``SecondReading``."""

    turn: TurnId
    number: int = Field(ge=1)
    borderline: bool
    readings: int
    rejected: int
    failed: str | None
    agreement: Agreement
    events: tuple[ComparedEvent, ...]


class SecondReader(Value):
    """All that a model read, beside the rules. Failed readings are listed, and left out of the agreement.

    ``scored`` counts the turns that could be read, ``read`` those that were, ``failed`` those where it failed; the
    rest was not asked for yet. ``models`` names who read, once each.
    """

    models: tuple[str, ...]
    scored: int
    read: int
    failed: int
    rejected: int
    agreement: Agreement
    turns: tuple[ComparedTurn, ...]
