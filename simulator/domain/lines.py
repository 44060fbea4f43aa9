"""What a supervisor says, line by line, and the banks that lines are drawn from."""

from __future__ import annotations

import re
from string import Template
from typing import Annotated

from pydantic import Field, model_validator

from .base import Value
from .conduct import Mood, Topic
from .scenario import Slots

#: Slots a line may use: the scenario's words, and the user's own: "quote" of now; "promise", "admitted", "asked" and
#: "earlier" of before.
SCENARIO_SLOTS = frozenset(Slots.model_fields)
USER_SLOTS = frozenset({"quote", "promise", "admitted", "asked", "earlier"})
#: "charge" is the scenario's false charge, a whole sentence; only the move "charge" may use it.
CHARGE_SLOT = "charge"

#: The reason given where every line of a bank depends on what the user said.
NEEDS_A_PLAIN_LINE = "needs at least one line without a topic and without $quote or other words of the user"
#: Slot for the other supervisor's name; only the lines of a quarrel may use it.
OTHER_SLOT = "other"
_SENTENCE_END = re.compile(r"[.!?…][\"”'’)]*(?:\s|$)")


class Line(Value):
    """One thing she can say; ``to`` names the topics it takes up, none means any."""

    say: Annotated[str, Field(min_length=2, max_length=320)]
    to: tuple[Topic, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _plain_text_is_a_line(cls, data: object) -> object:
        return {"say": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _well_formed(self) -> Line:
        template = Template(self.say)
        if not template.is_valid():
            raise ValueError(f'"{self.say}" has a broken slot; write $name, or $$ for a dollar sign')
        unknown = self.slots - SCENARIO_SLOTS - USER_SLOTS - {CHARGE_SLOT, OTHER_SLOT}
        if unknown:
            wrong = f'"{self.say}" uses the slot ${min(unknown)}, which does not exist'
            raise ValueError(f"{wrong}; docs/personas.md has those that do")
        if not _SENTENCE_END.search(self.say[-3:]) and not self.say.endswith(f"${CHARGE_SLOT}"):
            raise ValueError(f'"{self.say}" does not end like a sentence; end it with a full stop, ! or ?')
        return self

    @property
    def slots(self) -> frozenset[str]:
        """The names of the slots in it."""
        return frozenset(Template(self.say).get_identifiers())

    @property
    def always_fits(self) -> bool:
        """Whether it can be said to anything: no topic, no words of the user's."""
        return not self.to and not self.slots & USER_SLOTS


Lines = Annotated[tuple[Line, ...], Field(min_length=2)]


class Bank(Value):
    """Her lines for one move: by mood, or ``any`` where the mood makes no difference."""

    cold: Lines | None = None
    level: Lines | None = None
    warm: Lines | None = None
    any: Lines | None = None

    @model_validator(mode="after")
    def _covers_every_mood(self) -> Bank:
        for mood in Mood:
            lines = self.for_mood(mood)
            if not lines:
                raise ValueError(f'{mood.value} is missing; add at least two lines, or "any"')
            if sum(1 for line in lines if not line.to) < 2:
                raise ValueError(f"{mood.value} needs at least two lines that fit every topic")
            if not any(line.always_fits for line in lines):
                raise ValueError(f"{mood.value} {NEEDS_A_PLAIN_LINE}")
        return self

    def for_mood(self, mood: Mood) -> tuple[Line, ...]:
        """The lines that fit a mood, those of the mood itself first."""
        own: tuple[Line, ...] | None = getattr(self, mood.value)
        return (own or ()) + (self.any or ())
