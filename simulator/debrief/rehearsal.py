"""Scripted employees before a supervisor: what each kind of them wins or loses, and in what words she answers.

The employees are data, ``prompts/employees.yaml``: kinds, of each kind some voices, of each voice its turns. Trust is
taken as if no talk were stopped early, so that every voice says all it has to say; her lines count up to the ending.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from statistics import mean
from typing import Annotated

from pydantic import Field, RootModel

from ..dialogue import session as talks
from ..dialogue.session import Session
from ..dialogue.stance import Setting
from ..domain.conduct import Ending, Move
from ..domain.persona import Persona
from ..domain.scenario import Scenario
from ..files import read_model
from ..resources import DEFAULT_SCENARIO, library, root
from ..tone.appraise import appraise

#: From the most won to the most lost; each must lie so many points of trust above the next.
ORDER = ("owns it", "vague", "blames", "attacks")
GAP = 5.0
OWNS, VAGUE, _, ATTACKS = ORDER
EXCUSES, REPAIRS, RECIPE, FLATTERS = "excuse first", "rude, then repairs", "one recipe repeated", "flatters"
#: Kinds that say nothing of use.
EMPTY = (FLATTERS, "begs", "silent")
#: The recipe wins where it earns more than this share of what owning it earns.
_WINS = 0.5

Voice = Annotated[tuple[str, ...], Field(min_length=1)]
Employees = Mapping[str, tuple[Voice, ...]]


class _Employees(RootModel[dict[str, Annotated[tuple[Voice, ...], Field(min_length=1)]]]):
    """The file, as it must be."""


@dataclass(frozen=True)
class Talk:
    """One voice before one supervisor.

    Attributes:
        trust: in points, before the first turn and after each.
        replies: her answers up to the ending, closing words apart.
        said: the lines of her bank that she drew up to the ending, in order, her first words included.
        ending: how it would have ended first; None where it did not.
    """

    trust: tuple[float, ...]
    replies: tuple[str, ...] = field(repr=False)
    said: tuple[str, ...] = field(repr=False)
    ending: Ending | None = None

    @property
    def moved(self) -> float:
        """Change of trust over the whole talk, in points."""
        return self.trust[-1] - self.trust[0]


@dataclass(frozen=True)
class Ends:
    """How all employees end with one supervisor: talks by kind, seed and voice."""

    persona: str
    talks: Mapping[str, tuple[tuple[Talk, ...], ...]]

    def of(self, kind: str) -> Iterator[Talk]:
        """All talks of a kind, over seeds and voices."""
        return chain.from_iterable(self.talks[kind])

    def mean(self, kind: str) -> float:
        """Mean change of trust over all seeds and voices, in points."""
        return mean(talk.moved for talk in self.of(kind))

    def in_seed(self, kind: str, seed: int) -> float:
        """Mean change of trust over the voices in one seed, in points."""
        return mean(talk.moved for talk in self.talks[kind][seed])

    def course(self, kind: str) -> tuple[float, ...]:
        """Mean trust before the first turn and after each, in points."""
        return tuple(mean(at) for at in zip(*(talk.trust for talk in self.of(kind)), strict=True))

    @property
    def seeds(self) -> range:
        """The numbers of the seeds played."""
        return range(len(self.talks[ORDER[0]]))

    def holding(self) -> float:
        """The share of seeds, 0 to 1, in which the mean over the voices keeps the order, gaps included."""
        return mean(all(self.apart(*pair, seed) >= GAP for pair in pairwise(ORDER)) for seed in self.seeds)

    def apart(self, better: str, worse: str, seed: int) -> float:
        """How far above a worse kind a better one ends in one seed, in points."""
        return self.in_seed(better, seed) - self.in_seed(worse, seed)

    @property
    def recipe_wins(self) -> bool:
        """Whether one recipe, said over and over, earns what owning it earns."""
        return self.mean(RECIPE) > _WINS * self.mean(OWNS)


def employees(path: Path | None = None) -> Employees:
    """Kinds of employees; of each some voices; of each voice its turns. The shipped ones where no file is named."""
    path = path or root() / "prompts" / "employees.yaml"
    shown_as = f"{path.parent.name}/{path.name}"
    return read_model(_Employees, path, shown_as).root


def before(persona: Persona, kinds: Employees, seeds: range) -> Ends:
    """How one supervisor takes all of them, in the letter's own situation."""
    found = {
        kind: tuple(tuple(rehearse(persona, voice, seed) for voice in voices) for seed in seeds)
        for kind, voices in kinds.items()
    }
    return Ends(persona.id, found)


def rehearse(persona: Persona, words: Voice, seed: int) -> Talk:
    """One voice, heard to the end even where she would have ended it."""
    session = talks.begin(Setting(persona, _situation(), seed, "normal"))
    trust, replies, said = [session.opening_trust], list[str](), session.state.memory.said
    ended: Ending | None = None
    for number, words_now in enumerate(words):
        session = hear(replace(session, ending=None), words_now, f"u{number}")
        trust.append(session.state.levels.trust / 10)
        ended = ended or session.ending
        if ended is None:
            said = session.state.memory.said
        if session.plan is not None:
            if ended is None and session.plan.move is not Move.CLOSE:
                replies.append(session.scripted_reply)
            session = talks.answer(session, session.scripted_reply)
    return Talk(tuple(trust), tuple(replies), said, ended)


_read = lru_cache(maxsize=65_536)(appraise)


def hear(session: Session, words: str, turn: str) -> Session:
    """The conversation after the user spoke; a turn read once before the same line is not read again."""
    return talks.take(session, words, turn, _read(words, session.turns[-1].text))


def _situation() -> Scenario:
    return library().scenario(DEFAULT_SCENARIO)
