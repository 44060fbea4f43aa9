"""What is played: every supervisor with every employee, in every situation, at every difficulty, seed and voice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from ..debrief.rehearsal import employees
from ..domain.transcript import Difficulty
from ..errors import UnknownName
from ..files import fingerprint
from ..inputs import everybody, read, user_turns
from ..resources import DEFAULT_SCENARIO
from .playing import SCRIPTED
from .rows import Row, Stretch


@dataclass(frozen=True)
class Employee:
    """Somebody's words, in order: one voice of a kind of scripted employee, or a file of turns."""

    name: str
    voice: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """What was asked for; an empty choice is all there are, but the letter's own situation and the scripted voice.

    Attributes:
        kinds: kinds of scripted employees; none where ``files`` are named.
        employees_file: a file of employees in place of the shipped one.
        files: of turns, one employee each.
        seeds: how many, from 0.
    """

    personas: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    difficulties: tuple[Difficulty, ...] = ()
    kinds: tuple[str, ...] = ()
    employees_file: Path | None = None
    files: tuple[Path, ...] = ()
    seeds: int = 1
    models: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Which talks there are, in a fixed order: the last of these changes fastest."""

    personas: tuple[str, ...]
    employees: tuple[Employee, ...]
    scenarios: tuple[str, ...]
    difficulties: tuple[Difficulty, ...]
    models: tuple[str, ...]
    seeds: range

    @property
    def talks(self) -> int:
        """How many there are."""
        sizes = (self.personas, self.employees, self.scenarios, self.difficulties, self.models, self.seeds)
        number = 1
        for size in sizes:
            number *= len(size)
        return number

    @property
    def speaks(self) -> bool:
        """Whether any model does."""
        return any(model != SCRIPTED for model in self.models)

    def fingerprint(self) -> str:
        """Changes when anything that is played does."""
        return fingerprint(to_json([vars(one) for one in self.employees] + [self._names()]).decode("utf-8"))

    def _names(self) -> list[Any]:
        return [self.personas, self.scenarios, self.difficulties, self.models, list(self.seeds)]

    def stretches(self, most: int) -> Iterator[Stretch]:
        """All talks, at most so many together."""
        rows = (Row(number, number, content) for number, content in enumerate(self._contents(), start=1))
        number = 0
        while some := tuple(islice(rows, most)):
            number += 1
            yield Stretch(number, "the plan", "talk", some)

    def _contents(self) -> Iterator[dict[str, Any]]:
        parts = (self.personas, self.employees, self.scenarios, self.difficulties, self.models, self.seeds)
        for persona, employee, scenario, difficulty, model, seed in product(*parts):
            yield {
                "id": f"{persona}/{employee.name}/{employee.voice}/{scenario}/{difficulty}/{model}/{seed}",
                "persona": persona,
                "employee": employee.name,
                "voice": employee.voice,
                "words": employee.words,
                "scenario": scenario,
                "difficulty": difficulty,
                "model": model,
                "seed": seed,
            }


def plan_for(wanted: Wanted) -> Plan:
    """The plan, with every name in it looked up.

    Raises:
        InputError: a name that there is not, or a file that cannot be used.
    """
    known = everybody()
    return Plan(
        personas=_each(known.persona(name).id for name in wanted.personas or known.shipped),
        employees=_employees(wanted),
        scenarios=_each(known.scenario(name).id for name in wanted.scenarios or (DEFAULT_SCENARIO,)),
        difficulties=_each(wanted.difficulties or ("normal",)),
        models=_each(wanted.models or (SCRIPTED,)),
        seeds=range(wanted.seeds),
    )


def _each(names: Any) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(names))


def _employees(wanted: Wanted) -> tuple[Employee, ...]:
    own = tuple(Employee(file.stem, 1, user_turns(read(str(file)), str(file))) for file in _each(wanted.files))
    if own and not wanted.kinds and wanted.employees_file is None:
        return own
    known = employees(wanted.employees_file)
    for name in wanted.kinds:
        if name not in known:
            raise UnknownName("kind of employee", name, list(known))
    scripted = (
        Employee(kind, number, words)
        for kind in _each(wanted.kinds or known)
        for number, words in enumerate(known[kind], start=1)
    )
    return (*own, *scripted)
