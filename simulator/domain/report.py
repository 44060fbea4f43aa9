"""The debrief as a value: what `simulator score` and `simulator panel` print and the page shows."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from .base import Points, Rounded, Value
from .events import Dimension, EventName
from .persona import Ending
from .second_reading import SecondReader


class Skill(StrEnum):
    """The seven skills of the column and its comments."""

    EXAMINE_YOUR_STORY = "examine_your_story"
    CLARIFY_YOUR_INTENTIONS = "clarify_your_intentions"
    TAKE_THE_INITIATIVE = "take_the_initiative"
    GO_BEYOND = "go_beyond"
    BE_ACCOUNTABLE = "be_accountable"
    TAKE_THEIR_SIDE = "take_their_side"
    HOLD_YOUR_GROUND = "hold_your_ground"


class Evidence(Value):
    """The user's exact words behind a judgement; offsets count code points in that turn."""

    turn: str
    event: EventName
    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    weight: Rounded
    why: str


#: How a dimension went: a fault made good later, a relapse at the end, or neither.
Course = Literal["even", "repair", "relapse"]


class DimensionSummary(Value):
    """One dimension over the conversation, -2..+2, with its noise band; None where no turn shows it."""

    dimension: Dimension
    value: Rounded | None
    low: Rounded | None
    high: Rounded | None
    turns: int
    course: Course = "even"
    evidence: tuple[Evidence, ...]

    @property
    def telling(self) -> str:
        """The user's words that carried most of the value; empty where none did."""
        sign = -1 if (self.value or 0.0) > 0 else 1
        return min(self.evidence, key=lambda item: sign * item.weight).quote if self.evidence else ""

    @property
    def course_in_words(self) -> str:
        """What to add for a reader; empty where there is nothing to say."""
        return {"even": "", "repair": "a fault was made good later", "relapse": "fell back at the end"}[self.course]


class SkillSummary(Value):
    """One skill: where it was shown and where it was broken."""

    skill: Skill
    source: str
    state: Literal["shown", "mixed", "broken", "not shown"]
    shown: tuple[Evidence, ...]
    broken: tuple[Evidence, ...]


class ApologyPart(Value):
    """One of the six components (Lewicki, Polin and Lount 2016)."""

    name: Literal["regret", "explanation", "responsibility", "repentance", "repair", "forgiveness"]
    said: bool
    quote: str | None
    turn: str | None


class Apology(Value):
    """The apology, where one was made. ``score`` is 0 to 100: responsibility counts most, forgiveness least."""

    due: bool
    score: Rounded
    parts: tuple[ApologyPart, ...]
    note: str


class Moment(Value):
    """A turn that won or lost much: points of trust and the exact words of the row that weighed most."""

    turn: str
    number: int
    kind: Literal["won", "lost"]
    amount: Rounded
    rule: str
    quote: str
    why: str


class Strength(Value):
    """Something that was good, in the user's words."""

    turn: str
    quote: str
    why: str


class Suggestion(Value):
    """One thing to try: what was said, what it did, and another way to say it.

    ``before`` and ``after`` are ``overall`` of that turn as it was said and with the other way in it, -2..+2: the other
    way was put into the talk and read again. None where nothing was scored, or in a report of an earlier version.
    ``by_model`` says that a model worded the other way.
    """

    turn: str
    quote: str
    happened: str
    another_way: str
    before: Rounded | None = None
    after: Rounded | None = None
    by_model: bool = False


class Promise(Value):
    """What was promised; ``by_when`` in the user's words, None where no time was named."""

    what: str
    by_when: str | None
    quote: str
    turn: str


class PromiseAccount(Value):
    """How a promise of the talk before went, by what the user said of it."""

    promise: str
    how: Literal["kept", "warned", "silent", "overload", "unsure"]
    quote: str
    turn: str


class PocketCard(Value):
    """What to take into the real talk, in the user's own words; None for what was not said well yet."""

    opening: str | None
    promise: str | None
    question: str | None
    limit: str | None


class Judgement(Value):
    """One way of judging the conversation: a number a scored user turn, and one sentence."""

    series: tuple[Rounded | None, ...]
    summary: str


class Report(Value):
    """The whole debrief of one conversation.

    ``fair`` gives ``overall`` a user turn (-2..+2, how a fair supervisor would take it); ``hers`` the change of
    trust a user turn, in points. ``round`` is 1 for a first talk, 2 for the one two weeks later; ``accounts`` say how
    its promises went. ``persona_assumed`` says that no supervisor was named. ``second_reader`` is a model's reading
    beside all that; None where nobody asked for it. Of a talk in which somebody spoke in distress nothing is scored:
    ``apology`` is None and every list of figures, praise and advice is empty.
    """

    schema_: Literal["report/1"] = Field("report/1", alias="schema", serialization_alias="schema")
    persona: str
    persona_assumed: bool
    scenario: str
    ending: Ending | None
    evening: str
    evening_to: str
    evening_title: str
    dimensions: tuple[DimensionSummary, ...]
    skills: tuple[SkillSummary, ...]
    apology: Apology | None
    moments: tuple[Moment, ...]
    strengths: tuple[Strength, ...]
    suggestions: tuple[Suggestion, ...]
    promises: tuple[Promise, ...]
    round: int = 1
    accounts: tuple[PromiseAccount, ...] = ()
    pocket_card: PocketCard
    trust: tuple[Points, ...]
    not_shown: tuple[str, ...]
    not_scored: tuple[str, ...]
    hidden_fact: str | None
    fair: Judgement
    hers: Judgement
    gap: str | None
    second_reader: SecondReader | None = None


class PanelSeat(Value):
    """How one supervisor would have taken the same words.

    ``start`` is trust before the first word, ``trust`` after each of the user's turns up to this supervisor's ending;
    ``turning_number`` counts the user's turns from 1.
    """

    persona: str
    name: str
    trust: tuple[Points, ...]
    ending: Ending | None
    turning_point: str | None
    turning_quote: str | None
    amount: Rounded
    start: Points = 0.0
    turning_number: int | None = None


class PartingSide(Value):
    """What the turn where they part did to one supervisor's trust, in points, and the exact words that did most."""

    persona: str
    name: str
    change: Rounded
    quote: str | None


class Parting(Value):
    """The user turn that the supervisors who differ most took most differently.

    ``spread`` lies between the largest and the smallest change of trust, in points; ``in_words`` says it in one
    sentence.
    """

    turn: str
    number: int = Field(ge=1)
    spread: Rounded
    sides: tuple[PartingSide, ...]
    in_words: str


class QuarrelTurn(Value):
    """What one supervisor says in a quarrel."""

    persona: str
    name: str
    says: str


class StagedQuarrel(Value):
    """One sentence of the user's, a verdict, and two rebuttals: of one who took the turn otherwise, and the answer."""

    turn: str
    sentence: str
    verdict: QuarrelTurn
    rebuttals: tuple[QuarrelTurn, QuarrelTurn]


class Panel(Value):
    """The same words before every supervisor.

    ``differ_most`` names the supervisors whose trust moved most differently, the harshest first; ``quarrel`` is None
    where all take the words alike, ``parts_at`` where those three never part. Nobody sits there where somebody spoke in
    distress.
    """

    schema_: Literal["panel/1"] = Field("panel/1", alias="schema", serialization_alias="schema")
    supervisors: tuple[PanelSeat, ...]
    differ_most: tuple[str, ...] = ()
    parts_at: Parting | None = None
    quarrel: StagedQuarrel | None = None


class PersonaCheck(Value):
    """What a persona file lacks, and where its supervisor misbehaves before scripted employees.

    ``missing`` and ``misbehaves`` hold one plain sentence a fault; ``trust`` is the mean change of trust by kind of
    employee, in points; ``fine`` says that there is no fault.
    """

    schema_: Literal["persona-check/1"] = Field("persona-check/1", alias="schema", serialization_alias="schema")
    persona: str
    missing: tuple[str, ...]
    misbehaves: tuple[str, ...]
    trust: dict[str, Rounded]
    fine: bool
