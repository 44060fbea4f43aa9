"""What a supervisor says after a talk: to somebody that evening, and to another supervisor."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from .base import Value
from .conduct import Ending, Mood
from .lines import OTHER_SLOT, SCENARIO_SLOTS, Line, Lines
from .scenario import Id, Text


class Parted(Value):
    """How she tells of a talk that the user ended: with a promise given, or with a good word and no promise."""

    promised: Line
    well: Line

    @model_validator(mode="after")
    def _no_words_of_the_user(self) -> Parted:
        if (self.promised.slots | self.well.slots) - SCENARIO_SLOTS:
            raise ValueError("no line of parted may use the user's words")
        return self


class Evening(Value):
    """What she tells someone that evening, in her voice: parts of about 80 words in all.

    ``to`` whom she tells it, as words for the page ("to her sister, on the phone"); ``begins`` how she starts;
    ``kept`` the sentence she will repeat (uses $quote) or ``nothing_kept``; ``lost`` where she stopped listening (uses
    $quote) or ``nothing_lost``; ``wrong`` what she herself got wrong; ``leaves`` by ending; ``parted`` in its place
    where the user ended a talk that left something behind.
    """

    to: Text
    begins: Annotated[tuple[Line, ...], Field(min_length=2)]
    kept: Annotated[tuple[Line, ...], Field(min_length=2)]
    nothing_kept: Annotated[tuple[Line, ...], Field(min_length=1)]
    lost: Annotated[tuple[Line, ...], Field(min_length=2)]
    nothing_lost: Annotated[tuple[Line, ...], Field(min_length=1)]
    wrong: Annotated[tuple[Line, ...], Field(min_length=2)]
    feels: dict[Mood, Lines] = Field(default={})
    leaves: dict[Ending, Line]
    parted: Parted | None = None

    @model_validator(mode="after")
    def _quotes_and_endings(self) -> Evening:
        for key in ("kept", "lost"):
            if any(line.slots - SCENARIO_SLOTS != {"quote"} for line in getattr(self, key)):
                raise ValueError(f"every line of {key} must use $quote")
        for key in ("begins", "nothing_kept", "nothing_lost", "wrong"):
            if any(line.slots - SCENARIO_SLOTS for line in getattr(self, key)):
                raise ValueError(f"no line of {key} may use the user's words")
        if any(line.slots - SCENARIO_SLOTS for line in self.leaves.values()):
            raise ValueError("no line of leaves may use the user's words")
        missing = set(Ending) - {Ending.STOPPED_FOR_HELP} - set(self.leaves)
        if missing:
            raise ValueError(f"leaves.{min(missing)} is missing; add it")
        return self


class Sides(Value):
    """Lines for either side: ``well``, the words deserve credit; ``badly``, they do not."""

    well: Annotated[tuple[Line, ...], Field(min_length=1)]
    badly: Annotated[tuple[Line, ...], Field(min_length=1)]


class Quarrel(Value):
    """How she argues about one sentence of the user's with another supervisor.

    ``verdict`` is what she says of it (every line uses $quote); ``rebuts`` answers another's verdict: ``well`` defends
    the user against a harsh one, ``badly`` answers a mild one ($other is the other's name). ``to`` holds lines for one
    particular other.
    """

    verdict: Sides
    rebuts: Sides
    to: dict[Id, Annotated[tuple[Line, ...], Field(min_length=1)]] = Field(default={})

    @model_validator(mode="after")
    def _slots(self) -> Quarrel:
        allowed = SCENARIO_SLOTS | {"quote", OTHER_SLOT}
        for line in (*self.verdict.well, *self.verdict.badly):
            if line.slots - SCENARIO_SLOTS != {"quote"}:
                raise ValueError(f'every line of verdict must use $quote and no other words of the user: "{line.say}"')
        for line in (*self.rebuts.well, *self.rebuts.badly, *(one for lines in self.to.values() for one in lines)):
            if line.slots - allowed:
                raise ValueError(f'a rebuttal may use $quote and $other only: "{line.say}"')
        return self
