"""A situation: what happened, who knows what, and the words of the trade."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from .base import Value

Text = Annotated[str, Field(min_length=1, max_length=600)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]

#: Words or short phrases, lower case; a fact counts as told when every group has a hit.
CueGroups = Annotated[tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...], Field(min_length=1)]

#: Over what goes on at home: it comes last, and nobody has to tell it.
AT_HOME = "At home. It can stay there."


class OwnError(Value):
    """One error of the user's character: what, when, and who was hurt by it.

    ``own_words`` and ``impact_words`` say it as the user could, in the first person; suggestions offer them.
    """

    id: Id
    what: Text
    when: Text
    hurt: Text
    own_words: Text
    impact_words: Text
    cues: CueGroups


class ToldFact(Value):
    """Something she learns only if the user says it; ``explains`` where it tells how an error came about."""

    id: Id
    text: Text
    cues: CueGroups
    explains: bool = False


class FalseCharge(Value):
    """The one charge that is false or overstated, and the evidence for it.

    ``says`` is a whole sentence in anybody's voice. The charge counts as mentioned when
    every group of ``mention`` has a hit, and as corrected when ``evidence`` has, too.
    """

    says: Text
    truth: Text
    evidence: Text
    own_words: Text
    mention: CueGroups
    evidence_cues: CueGroups


class UserKnows(Value):
    """What the user's character knows, in view while talking.

    ``plan_words``: one promise within the real capacity, with a time and a way to check it, in the first person.
    """

    errors: Annotated[tuple[OwnError, ...], Field(min_length=1)]
    fixed: tuple[Text, ...] = ()
    capacity: Text
    home: Text
    plan_words: Text


class Slots(Value):
    """The trade's words that her lines may use, each fitting its place in a sentence.

    ``work`` plural noun phrase, the things that were missed ("the weekly returns");
    ``one`` singular noun phrase, one of them ("the March return"); ``known`` the list she
    has ("the March return, two call-backs and the stock count"); ``count`` a number in words, two or more
    (without it no line that counts is said);
    ``hurt`` a plural noun phrase for those who paid ("the night team"); ``above`` who presses on her
    ("the regional director"); ``place`` with its article ("the ward"); ``review`` a day and hour
    ("Friday at nine"); ``check`` how she looks at the work now ("the daily list").
    """

    work: Text
    one: Text
    known: Text
    count: Text | None = None
    hurt: Text
    above: Text
    place: Text
    review: Text
    check: Text

    @property
    def words(self) -> dict[str, str]:
        """The slots that are filled, by name."""
        return {name: words for name, words in dict(self).items() if words is not None}


class Scenario(Value):
    """One situation file, ``prompts/scenarios/<id>.yaml``."""

    schema_: Literal["scenario/1"] = Field("scenario/1", alias="schema", serialization_alias="schema")
    id: Id
    title: Text
    trade: Text
    summary: Text
    role: Text
    breach: Literal["competence", "integrity"]
    written_up: Text
    facts_supervisor_knows: Annotated[tuple[Text, ...], Field(min_length=1)]
    facts_user_knows: UserKnows
    told_only: tuple[ToldFact, ...] = ()
    false_charge: FalseCharge | None = None
    at_stake: Text
    slots: Slots

    @property
    def for_the_user(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What the user's character knows, so that nobody has to invent it: titles, and the sentences under each."""
        knows, charge = self.facts_user_knows, self.false_charge
        blocks = (
            ("Your part", (self.role,)),
            ("What happened", tuple(f"{error.what} ({error.when})" for error in knows.errors)),
            ("Who paid for it", tuple(error.hurt for error in knows.errors)),
            ("Already mended", knows.fixed),
            ("What you can offer", (knows.capacity,)),
            ("At stake", (self.at_stake,)),
            ("Only you know", tuple(fact.text for fact in self.told_only)),
            ("Should it come up", (charge.truth, charge.evidence) if charge else ()),
            (AT_HOME, (knows.home,)),
        )
        return tuple((title, items) for title, items in blocks if items)

    @property
    def in_own_words(self) -> tuple[str, ...]:
        """What somebody tells of himself or herself who writes the own situation down as a file."""
        knows = self.facts_user_knows
        errors = (words for one in knows.errors for words in (one.what, one.hurt, one.own_words, one.impact_words))
        told = (fact.text for fact in self.told_only)
        return (self.summary, self.role, *errors, *knows.fixed, knows.capacity, knows.home, knows.plan_words, *told)

    @field_validator("told_only")
    @classmethod
    def _ids_differ(cls, facts: tuple[ToldFact, ...]) -> tuple[ToldFact, ...]:
        if len({fact.id for fact in facts}) != len(facts):
            raise ValueError("two facts have the same id; give each its own")
        return facts
