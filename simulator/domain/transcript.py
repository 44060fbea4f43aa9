"""A conversation as a value: what the page exports, `play` prints and `score` reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from .appraisal import Appraisal
from .base import Points, Rounded, Value
from .conduct import Charge, Need
from .persona import Ending, Mood, Move, Persona
from .scenario import Scenario

Difficulty = Literal["easy", "normal", "hard"]
Variable = Literal["trust", "patience", "clarity"]
TurnId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class LedgerRow(Value):
    """One movement of one variable, in points, with the words that caused it."""

    variable: Variable
    rule: str
    quote: str
    amount: Rounded
    before: Points
    after: Points


class CarriedPromise(Value):
    """A promise of the talk before; ``beyond`` is true where more was promised than one person can carry."""

    words: str
    by_when: str | None
    beyond: bool = False


class Carried(Value):
    """What a talk brings into the next one, two weeks later: where trust ended, and what was said.

    ``round`` is 2 for the first return. ``named`` maps the errors that were named to the user's words. ``earned`` is
    how much higher than by words alone trust may rise, in points: kept promises earn it.
    """

    round: Annotated[int, Field(ge=2, le=20)]
    trust: Points
    clarity: Points
    earned: Points = 0.0
    promises: tuple[CarriedPromise, ...] = ()
    admitted: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    named: dict[str, str] = Field(default={})
    told: tuple[str, ...] = ()
    heard: tuple[Need, ...] = ()
    charge: Charge = Charge.UNRAISED
    hidden_found: bool = False
    said: tuple[str, ...] = ()


class SupervisorTurn(Value):
    """What she said. ``complete`` is false where the reply broke off."""

    id: TurnId
    parent: TurnId | None
    speaker: Literal["supervisor"] = "supervisor"
    text: str
    move: Move | None = None
    mood: Mood | None = None
    complete: bool = True


class UserTurn(Value):
    """What the user said, how it was read, and where it left her (points after the turn)."""

    id: TurnId
    parent: TurnId | None
    speaker: Literal["user"] = "user"
    text: str
    appraisal: Appraisal
    trust: Points
    patience: Points
    clarity: Points
    ledger: tuple[LedgerRow, ...] = ()


Turn = Annotated[SupervisorTurn | UserTurn, Field(discriminator="speaker")]


def her_last_line(turns: Sequence[Turn]) -> str:
    """What she last said in full: the context that the user's next words are read in. Empty before her first words."""
    hers = (turn for turn in reversed(turns) if isinstance(turn, SupervisorTurn) and turn.complete)
    return next((turn.text for turn in hers), "")


def last_user_turn(turns: Sequence[Turn]) -> UserTurn | None:
    """The user's last turn; None where the user has not spoken."""
    return next((turn for turn in reversed(turns) if isinstance(turn, UserTurn)), None)


#: In place of a voice: where nobody of ours spoke, and where a transcript of ours was brought back.
FROM_OUTSIDE, BROUGHT_BACK = "none", "imported"


class Transcript(Value):
    """One conversation, with snapshots of what it was held with, so that it can be replayed.

    ``versions`` holds the package version and the hashes of rules, word lists, persona,
    scenario and prompts. ``unused_turns`` are words that came after the ending. ``carried`` is what an earlier talk
    brought into this one; None for a first talk.
    """

    schema_: Literal["transcript/1"] = Field("transcript/1", alias="schema", serialization_alias="schema")
    persona: Persona
    scenario: Scenario
    seed: Annotated[int, Field(ge=0)]
    difficulty: Difficulty
    backend: str
    model: str | None = None
    versions: dict[str, str]
    carried: Carried | None = None
    ending: Ending | None = None
    unused_turns: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()

    @model_validator(mode="after")
    def _parents_come_first(self) -> Transcript:
        seen: set[str] = set()
        for turn in self.turns:
            if turn.id in seen:
                raise ValueError(f'turn id "{turn.id}" is used twice; give each turn its own')
            if turn.parent is not None and turn.parent not in seen:
                wrong = f'turn "{turn.id}" has the parent "{turn.parent}", which does not come before it'
                raise ValueError(f"{wrong}; name an earlier turn")
            seen.add(turn.id)
        return self

    @property
    def start_trust(self) -> float:
        """Trust before the first word, in points."""
        return self.carried.trust if self.carried else float(self.persona.stance.start.trust)

    @property
    def user_turns(self) -> tuple[UserTurn, ...]:
        """The user's turns, in order."""
        return tuple(turn for turn in self.turns if isinstance(turn, UserTurn))

    @property
    def scored_turns(self) -> tuple[UserTurn, ...]:
        """The user's turns that carry a score. Words of distress are never among them."""
        return tuple(turn for turn in self.user_turns if turn.appraisal.unscored is None)

    @property
    def needs_help(self) -> bool:
        """Whether the user spoke in distress: then nothing is scored, praised, marked or corrected."""
        stopped = self.ending is Ending.STOPPED_FOR_HELP
        return stopped or any(turn.appraisal.distress for turn in self.user_turns)


def is_imported(transcript: Transcript) -> bool:
    """Whether it is a conversation from outside: the supervisor whose reading it gets was not in it."""
    return transcript.backend == FROM_OUTSIDE


#: Who spoke in a talk from outside: nobody whom anybody here knows.
SOMEBODY = "Supervisor"


def other_side(transcript: Transcript) -> str:
    """The name beside the words that answer the user's."""
    return SOMEBODY if is_imported(transcript) else transcript.persona.name


def headline(transcript: Transcript, name: str = "") -> str:
    """What the talk is called; ``name`` is the supervisor's, where it is shortened."""
    name = name or transcript.persona.name
    if is_imported(transcript):
        return f"A conversation of yours, as {name} would take it"
    return f"A conversation with {name}"
