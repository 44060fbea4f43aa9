"""What goes into the store and comes out of it besides transcripts, and how both are written down."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from ..domain.base import Value
from ..domain.persona import Ending, Persona
from ..domain.scenario import Scenario
from ..domain.second_reading import SecondReading
from ..domain.transcript import FROM_OUTSIDE, Carried, Difficulty, Turn
from ..errors import BadText

#: The largest whole number that a database keeps.
_LARGEST = 2**63 - 1

turn_adapter: TypeAdapter[Turn] = TypeAdapter(Turn)


class Origin(Value):
    """What a conversation goes on from: another one, with other words in place of its turn ``turn``."""

    conversation: str
    turn: str


class Hint(Value):
    """Help that was asked for while talking, before the user turn of that number (from 1)."""

    kind: Literal["coach", "draft"]
    before_turn: Annotated[int, Field(ge=1)]


class Share(Value):
    """Somebody besides the owner who may see a conversation.

    ``owner_name`` is how the owner wants to be called, ``label`` whom they meant; ``coach_name`` is who has opened the
    link, as their provider calls them, None before.
    """

    id: str
    conversation: str
    owner_name: str
    label: str
    created_at: datetime
    coach_name: str | None
    opened_at: datetime | None


class Shown(Value):
    """What a coach sees in the list of what is shown to them."""

    id: str
    owner_name: str
    persona_name: str
    scenario_title: str


class NewConversation(Value):
    """What a conversation is held with, before its first turn."""

    persona: Persona
    scenario: Scenario
    seed: Annotated[int, Field(ge=0, le=_LARGEST)]
    difficulty: Difficulty
    backend: str
    model: str | None = None
    versions: dict[str, str]
    carried: Carried | None = None
    origin: Origin | None = None


class Snapshot(Value):
    """The part of a conversation that no list or query asks for, kept as one text."""

    persona: Persona
    scenario: Scenario
    versions: dict[str, str]
    carried: Carried | None = None


@lru_cache(maxsize=32)
def read_snapshot(kept: str) -> Snapshot:
    """The snapshot that was kept as this text. Many talks keep the same one, and checking a supervisor takes long.

    Raises:
        ValidationError: another version wrote it.
    """
    return Snapshot.model_validate_json(kept)


@dataclass(frozen=True)
class Summary:
    """One line in the list of past conversations.

    ``turns`` counts the user's, ``hints`` the help asked for; ``round`` is 2 for the talk two weeks later, and
    ``backend`` the voice that it was begun with.
    """

    id: str
    created_at: datetime
    updated_at: datetime
    persona_id: str
    persona_name: str
    scenario_title: str
    difficulty: Difficulty
    turns: int
    ending: Ending | None
    origin: Origin | None
    hints: int
    round: int
    backend: str

    @property
    def from_outside(self) -> bool:
        """Whether it was not held here: nobody here was in it."""
        return self.backend == FROM_OUTSIDE


def read_readings(kept: Iterable[str]) -> tuple[SecondReading, ...]:
    """Readings from what was kept; one that cannot be read counts as not made, and can be made again."""
    read = []
    for data in kept:
        with suppress(ValidationError):
            read.append(SecondReading.model_validate_json(data))
    return tuple(read)


def written(value: BaseModel) -> str:
    """The value as JSON text.

    Raises:
        BadText: half a character in it, which no file can hold.
    """
    try:
        return value.model_dump_json(by_alias=True)
    except PydanticSerializationError as error:
        raise BadText("These words hold a broken character that cannot be saved; type them again.") from error
