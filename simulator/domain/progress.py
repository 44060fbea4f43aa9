"""Progress over many talks as a value: what `simulator progress` prints and the page shows.

Nothing here tells of health: words that do are never quoted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from .base import Rounded, Value
from .events import Dimension, EventName
from .report import Skill

SkillState = Literal["shown", "mixed", "broken", "not shown"]
#: ``own``: begun anew; ``later``: the talk weeks after another; ``fork``: goes on from a turn of another with other
#: words; ``imported``: not held here; ``left out``: nothing of it counts but that the supervisor was met.
TalkKind = Literal["own", "later", "fork", "imported", "left out"]


class Measured(Value):
    """A number from -2 to +2; ``band`` is how far it may be off by the reading's own error, to either side."""

    value: Rounded
    band: Rounded


class DimensionRead(Value):
    """One dimension of one talk, with the words that carried most of it; None where none can be shown."""

    dimension: Dimension
    measured: Measured | None
    quote: str | None = None


class SkillRead(Value):
    """One skill in one talk, with the words that showed it and those that broke it, and what was done there."""

    skill: Skill
    state: SkillState
    shown: str | None = None
    broken: str | None = None
    broken_by: tuple[EventName, ...] = ()

    @property
    def quote(self) -> str | None:
        """The words to show beside the state."""
        return self.shown if self.state == "shown" else self.broken or self.shown


class TalkRead(Value):
    """What progress keeps of one talk; ``overall`` is the mean over its scored turns, None where there is none."""

    id: str
    at: datetime | None = None
    persona: str
    name: str
    scenario: str = ""
    kind: TalkKind = "own"
    hints: int = Field(0, ge=0)
    overall: Measured | None = None
    quote: str | None = None
    dimensions: tuple[DimensionRead, ...] = ()
    skills: tuple[SkillRead, ...] = ()

    @property
    def practised(self) -> bool:
        """Whether its words count as practice."""
        return self.kind in ("own", "later", "fork")


class TalkNamed(Value):
    """One talk in a comparison."""

    id: str
    at: datetime | None
    persona: str
    name: str
    scenario: str


class FirstTalk(TalkNamed):
    """A first talk with a supervisor who had not been met, without hints; its number and its best words."""

    overall: Measured
    quote: str | None


class UnseenCheck(Value):
    """The one claim that is made: first talks with supervisors met early against those with new ones later.

    ``difference`` of the means is a claim only beyond ``noise``; both on the scale of ``overall``. ``needed`` is how
    many more first talks without hints it takes until anything can be claimed; ``unmet`` are the supervisors left.
    ``in_words`` is the claim, ``because`` what it rests on.
    """

    claim: Literal["better", "worse", "no difference", "not yet"]
    in_words: str
    because: str
    early: tuple[FirstTalk, ...] = ()
    later: tuple[FirstTalk, ...] = ()
    difference: Rounded | None = None
    noise: Rounded | None = None
    needed: int = 0
    unmet: tuple[str, ...] = ()


class Met(Value):
    """A supervisor in the matrix, and in how many talks."""

    persona: str
    name: str
    talks: int


class SkillCell(Value):
    """One skill with one supervisor: how it went in the latest talk, and how often it went which way."""

    skill: Skill
    persona: str
    latest: SkillState
    shown: int
    mixed: int
    broken: int
    not_shown: int


class SkillMatrix(Value):
    """The seven skills by the supervisors met, the longest known first."""

    supervisors: tuple[Met, ...] = ()
    cells: tuple[SkillCell, ...] = ()


class SkillChange(Value):
    """One skill in the first and in the latest talk."""

    skill: Skill
    first: SkillRead
    latest: SkillRead


class DimensionChange(Value):
    """One dimension in the first and in the latest talk; a difference inside ``noise`` is none."""

    dimension: Dimension
    first: DimensionRead
    latest: DimensionRead
    difference: Rounded | None
    noise: Rounded | None
    verdict: Literal["better", "worse", "within the noise", "not shown in both"]


class FirstAgainstLatest(Value):
    """The first and the latest talk without hints, whoever sat opposite."""

    first: TalkNamed
    latest: TalkNamed
    skills: tuple[SkillChange, ...]
    dimensions: tuple[DimensionChange, ...]


class Practice(Value):
    """What to practise next, with whom, and why; ``talk`` is where ``quote`` was said."""

    skill: Skill
    why: str
    quote: str | None
    talk: str
    persona: str
    name: str
    why_them: str


class Progress(Value):
    """Progress over talks in order. ``talks`` counts those that were read, ``not_counted`` those held elsewhere."""

    schema_: Literal["progress/1"] = Field("progress/1", alias="schema", serialization_alias="schema")
    talks: int
    not_counted: int = 0
    unseen: UnseenCheck
    practise: Practice | None = None
    without_hints: SkillMatrix = SkillMatrix()
    with_hints: SkillMatrix = SkillMatrix()
    change: FirstAgainstLatest | None = None
    noise: str
