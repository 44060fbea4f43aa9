"""The documents of bulk work: one row a turn, a report or a talk; what could not be read; and the sum of it all."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .appraisal import Unscored
from .base import Points, Rounded, Value
from .conduct import Ending
from .transcript import Difficulty

Kind = Literal["turns", "reports", "talks"]
Form = Literal["parquet", "jsonl"]


class EventCell(Value):
    """One thing a turn does; ``quote == user[start:end]``, counted in Unicode code points."""

    name: str
    dimension: str
    quote: str
    start: int
    end: int
    weight: Rounded
    why: str
    omission: bool
    implied: bool


class ScoredRow(Value):
    """What all scored rows have: where they stood, and the seven dimensions, -2..+2, None where nothing shows one.

    ``row`` counts the rows of the input from 1, blank and bad ones included.
    """

    schema_: str = Field(alias="schema", serialization_alias="schema")
    row: int
    id: str | None = None
    distress: bool = False
    overall: Rounded | None = None
    respect: Rounded | None = None
    ownership: Rounded | None = None
    perspective: Rounded | None = None
    composure: Rounded | None = None
    commitment: Rounded | None = None
    inquiry: Rounded | None = None
    initiative: Rounded | None = None


class TurnRow(ScoredRow):
    """One turn, as `simulator appraise` reads it."""

    schema_: Literal["batch-turn/1"] = Field("batch-turn/1", alias="schema", serialization_alias="schema")
    overall_low: Rounded | None = None
    overall_high: Rounded | None = None
    unscored: Unscored | None = None
    events: tuple[EventCell, ...] = ()


class ReportRow(ScoredRow):
    """One transcript, as `simulator score` scores it; ``report`` is the whole report as JSON.

    ``overall`` is the mean over the scored turns. ``apology`` is 0 to 100, None where none was due. With words of
    distress in it nothing is scored and there is no report.
    """

    schema_: Literal["batch-report/1"] = Field("batch-report/1", alias="schema", serialization_alias="schema")
    persona: str
    persona_assumed: bool
    scenario: str
    difficulty: Difficulty
    seed: int
    ending: Ending | None = None
    user_turns: int
    scored_turns: int
    trust_start: Points | None = None
    trust_end: Points | None = None
    trust_change: Rounded | None = None
    apology: Rounded | None = None
    promises: int | None = None
    report: str | None = None


class TalkRow(Value):
    """One conversation that was played; ``transcript`` is what `simulator play` prints, as JSON.

    ``trust`` holds trust before the first word and after each of the user's turns; ``overall`` is the mean over the
    scored turns. ``script_stood_in`` counts replies that the script gave because a model's could not stand.
    """

    schema_: Literal["batch-talk/1"] = Field("batch-talk/1", alias="schema", serialization_alias="schema")
    row: int
    id: str
    persona: str
    employee: str
    voice: int
    scenario: str
    difficulty: Difficulty
    seed: int
    model: str
    ending: Ending | None = None
    user_turns: int
    scored_turns: int
    unused_turns: int
    script_stood_in: int
    distress: bool = False
    overall: Rounded | None = None
    trust: tuple[Points, ...]
    trust_start: Points
    trust_end: Points
    trust_change: Rounded
    patience_end: Points | None = None
    clarity_end: Points | None = None
    transcript: str


BatchRow = TurnRow | ReportRow | TalkRow


class RowError(Value):
    """A row that could not be used: its number, what is wrong, where, and what to do. It repeats nobody's words."""

    schema_: Literal["batch-error/1"] = Field("batch-error/1", alias="schema", serialization_alias="schema")
    row: int
    what: str
    where: str
    do: str


class Figure(Value):
    """A column of numbers in short; None where it holds none."""

    count: int
    mean: Rounded | None
    deviation: Rounded | None
    low: Rounded | None
    high: Rounded | None


class Summary(Value):
    """The sum of a run.

    ``rows`` of the input that are not blank are ``written`` or stand among the ``errors``. Of the written, ``distress``
    counts those with words of distress, which no figure takes in, and ``unscored`` the others without a score, by
    reason. ``endings`` count talks by how they ended. ``groups`` give ``trust_change`` for each value of a column.
    """

    schema_: Literal["batch-summary/1"] = Field("batch-summary/1", alias="schema", serialization_alias="schema")
    kind: Kind
    format: Form
    rows: int
    written: int
    errors: int
    distress: int
    unscored: dict[str, int]
    endings: dict[str, int]
    figures: dict[str, Figure]
    groups: dict[str, dict[str, Figure]]
    parts: int
    versions: dict[str, str]
