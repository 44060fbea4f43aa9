"""A supervisor: who she is, what moves her, and the lines she says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from .afterwards import Evening, Quarrel
from .base import Value
from .conduct import Ending, Mood, Move, Need, Question, Topic
from .events import EventName
from .lines import CHARGE_SLOT, NEEDS_A_PLAIN_LINE, OTHER_SLOT, Bank, Line, Lines
from .scenario import CueGroups, Id, Text

__all__ = [
    "CLOSING_ENDINGS",
    "MOVES_WITH_LINES",
    "OPTIONAL_MOVES",
    "Agenda",
    "Bank",
    "Ending",
    "HiddenFact",
    "Line",
    "Mood",
    "Move",
    "Need",
    "Persona",
    "Question",
    "Topic",
]


#: A name as it is said. It stands on buttons, whose labels are Markdown, so it may hold nothing that marks words up.
_NAME = re.compile(r"(?!.*www\.)[^\W\d_](?:[^\W_]|[ .'’-])+", re.IGNORECASE)


def _plain_name(name: str) -> str:
    if not _NAME.fullmatch(name) or name != name.strip():
        raise ValueError(f'"{name}" must begin with a letter and hold letters, digits, spaces, dots, \' and - only')
    return name


Name = Annotated[str, Field(min_length=2, max_length=30), AfterValidator(_plain_name)]


class Sheet(Value):
    """The character, written before any line."""

    job: Text
    history: Text
    rhythm: Text
    verbal_habit: Text
    pictures_from: Text
    contradiction: Text
    concedes: Text
    wrong: Text
    only_asks: Text
    never_says: Text
    private_worry: Text
    pressure: Text
    stands_for: Text
    moved_by: Text
    set_off_by: Text


class Pronouns(Value):
    """she, her, her; he, him, his; they, them, their."""

    subject: Literal["she", "he", "they"]

    @property
    def them(self) -> str:
        """As in "what moved her"."""
        return {"she": "her", "he": "him", "they": "them"}[self.subject]

    @property
    def their(self) -> str:
        """As in "her evening account"."""
        return {"she": "her", "he": "his", "they": "their"}[self.subject]

    @model_validator(mode="before")
    @classmethod
    def _one_word(cls, data: object) -> object:
        return {"subject": data} if isinstance(data, str) else data


class Levels(Value):
    """Trust, patience and clarity in whole points, 0 to 100."""

    trust: Annotated[int, Field(ge=0, le=100)]
    patience: Annotated[int, Field(ge=0, le=100)]
    clarity: Annotated[int, Field(ge=0, le=100)]


class Bar(Value):
    """What an ending asks for, in whole points."""

    trust: Annotated[int, Field(ge=0, le=100)]
    clarity: Annotated[int, Field(ge=0, le=100)]


class Thresholds(Value):
    """When she agrees to terms, when only on conditions, and when she ends it."""

    agreement: Bar
    conditional: Bar
    ends_below_patience: Annotated[int, Field(ge=0, le=60)]

    @model_validator(mode="after")
    def _in_order(self) -> Thresholds:
        if self.conditional.trust >= self.agreement.trust:
            raise ValueError("agreement must ask for more trust than conditional")
        return self


class StanceStyle(Value):
    """Where she starts and what weighs more or less with her.

    ``weights`` are percent of the common rule for an event (``dialogue/rules.yaml``);
    100 is the common rule and need not be written. ``untruth`` says what trust can still become where something was
    hidden or untrue: with ``final`` it never reaches terms again (comment 2).
    """

    start: Levels
    weights: dict[EventName, Annotated[int, Field(ge=0, le=300)]] = Field(default={})
    untruth: Literal["mendable", "final"] = "mendable"
    thresholds: Thresholds

    @model_validator(mode="after")
    def _reachable(self) -> StanceStyle:
        if self.thresholds.agreement.trust <= self.start.trust:
            raise ValueError("thresholds.agreement.trust is not above start.trust: she would agree at once")
        if self.thresholds.ends_below_patience >= self.start.patience:
            raise ValueError("thresholds.ends_below_patience is not below start.patience: she would leave at once")
        return self


class Agenda(Value):
    """One thing she needs to hear, and how she asks for it: one question a line."""

    need: Need
    asks: Annotated[tuple[Line, ...], Field(min_length=3)]


class HiddenFact(Value):
    """Something she does not say; good questions (a hit in every cue group) bring it out."""

    id: Id
    text: Text
    cues: CueGroups
    reveals: Annotated[tuple[Line, ...], Field(min_length=2)]
    weights: dict[EventName, Annotated[int, Field(ge=0, le=300)]] = Field(default={})


class Closing(Value):
    """Her last words for one ending, and what happens next, on what terms."""

    says: Annotated[tuple[Line, ...], Field(min_length=2)]
    next: Text


#: Endings she has closing words for; a person in distress meets the page's own words instead.
CLOSING_ENDINGS = tuple(ending for ending in Ending if ending is not Ending.STOPPED_FOR_HELP)
#: Moves that need lines in ``lines``; the others speak from ``answers``, ``endings`` or the page.
MOVES_WITH_LINES = tuple(move for move in Move if move not in (Move.ANSWER, Move.CLOSE, Move.STEP_OUT))
#: A file may do without these: news is then met as by a pause, and there is no second talk.
OPTIONAL_MOVES = (Move.TAKE_IN, Move.REVIEW, Move.ACCOUNT)
#: Without its own answer the first of these is answered like the one about the job, the others as any question.
OPTIONAL_QUESTIONS = frozenset(Question) - {
    Question.JOB, Question.MISSED, Question.HER_VIEW, Question.NEEDS, Question.STANDING, Question.EXPECTATIONS,
    Question.PRIORITIES, Question.IN_WRITING,
}  # fmt: skip


class Persona(Value):
    """One supervisor file, ``personas/<id>.yaml``."""

    schema_: Literal["persona/1"] = Field("persona/1", alias="schema", serialization_alias="schema")
    id: Id
    name: Name
    pronouns: Pronouns
    age: Annotated[int, Field(ge=18, le=80)]
    background: Text
    source: Text
    difficulty: Literal["easy", "normal", "hard"]
    fair: bool = True
    summary: Annotated[str, Field(min_length=20, max_length=160)]
    hue: Annotated[int, Field(ge=0, le=359)]
    sheet: Sheet
    samples: Annotated[tuple[Line, ...], Field(min_length=6, max_length=6)]
    moods: dict[Mood, Annotated[str, Field(min_length=3, max_length=60)]]
    stance: StanceStyle
    agenda: Annotated[tuple[Agenda, ...], Field(min_length=4)]
    hidden: tuple[HiddenFact, ...] = ()
    lines: dict[Move, Bank]
    turns: tuple[Text, ...] = ()
    answers: dict[Question, Lines]
    endings: dict[Ending, Closing]
    evening: Evening
    quarrel: Quarrel | None = None

    @model_validator(mode="after")
    def _complete(self) -> Persona:
        for move in MOVES_WITH_LINES:
            if move not in self.lines and move not in OPTIONAL_MOVES:
                raise ValueError(f"lines.{move.value} is missing; add it with at least two lines")
        for key, wanted, got in (
            ("moods", set(Mood), set(self.moods)),
            ("answers", set(Question) - OPTIONAL_QUESTIONS, set(self.answers)),
            ("endings", set(CLOSING_ENDINGS), set(self.endings)),
        ):
            if wanted - got:
                raise ValueError(f"{key}.{min(wanted - got)} is missing; add it")
        needs = [item.need for item in self.agenda]
        if len(set(needs)) != len(needs):
            raise ValueError("agenda names the same need twice; leave one of them")
        for key, lines in self._banks():
            if any((CHARGE_SLOT in line.slots) != (key == f"lines.{Move.CHARGE.value}") for line in lines):
                raise ValueError(f"{key}: every line of lines.charge, and no other, must use $charge")
            if not any(line.always_fits for line in lines):
                raise ValueError(f"{key} {NEEDS_A_PLAIN_LINE}")
            if any(OTHER_SLOT in line.slots for line in lines):
                raise ValueError(f"{key}: only the lines of quarrel may use $other")
        return self

    def _banks(self) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """Every place that a line is drawn from, with its key."""
        for move, bank in self.lines.items():
            yield f"lines.{move.value}", tuple(line for mood in Mood for line in bank.for_mood(mood))
        for item in self.agenda:
            yield f"agenda.{item.need.value}.asks", item.asks
        for fact in self.hidden:
            yield f"hidden.{fact.id}.reveals", fact.reveals
        for question, lines in self.answers.items():
            yield f"answers.{question.value}", lines
        for ending, closing in self.endings.items():
            yield f"endings.{ending.value}.says", closing.says
