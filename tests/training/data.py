"""The labelled turns that the numbers are fitted on."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import fmean

import yaml

from simulator.domain.appraisal import Event
from simulator.domain.events import Dimension
from simulator.domain.text import NormalText
from simulator.tone.appraise import rule_events
from simulator.tone.context import context_of
from simulator.tone.dimensions import ruled
from simulator.tone.lexicon import lexicon
from simulator.tone.reading import Reading
from simulator.tone.terms import subjects
from tests.bench.fair import REGISTERS

_DATA = Path(__file__).parents[1] / "data"
#: Parts of the corpus that take turns in being left out.
FOLDS = 5


@dataclass(frozen=True)
class Example:
    """One turn with the mean of its labels.

    Attributes:
        seen: the rules were tuned on it, so that they look better on it than they are.
        content: what it shares with the same thing said in other registers; empty for most.
    """

    user: str
    supervisor: str
    labels: tuple[float, ...]
    overall: float
    seen: bool = False
    content: str = ""

    @cached_property
    def reading(self) -> Reading:
        """What the rules and the words are read from."""
        return _reading(self.user)

    @property
    def about(self) -> frozenset[str]:
        """What the supervisor's line speaks of."""
        return subjects(context_of(self.supervisor).text)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What the rules find."""
        return rule_events(self.reading, self.supervisor)

    @cached_property
    def rules(self) -> dict[Dimension, float]:
        """What the rules alone come to where one speaks, at full strength, not cut off."""
        return ruled(self.events)

    @property
    def fold(self) -> int:
        """Turns that answer the same line, or say the same, stay together."""
        return zlib.crc32((self.content or self.supervisor or self.user).encode()) % FOLDS


def _reading(words: str) -> Reading:
    return Reading(NormalText(words), lexicon().speller)


def examples() -> list[Example]:
    """Every turn that may be learned from; the frozen test is not among them."""
    return [
        *_turns(_DATA / "turns_dev.jsonl", seen=True),
        *_turns(_DATA / "corpus" / "train.jsonl", seen=True),
        *_turns(_DATA / "corpus" / "held.jsonl"),
        *_turns(_DATA / "corpus" / "short.jsonl"),
        *_registers(_DATA / "corpus" / "registers_train.yaml"),
    ]


def padding() -> list[Example]:
    """Sentences that sound good or long and do nothing; their words should add nought."""
    kinds = yaml.safe_load((_DATA / "corpus" / "padding.yaml").read_text("utf-8"))
    nought = (0.0,) * len(Dimension)
    return [Example(sentence, "", nought, 0.0) for sentences in kinds.values() for sentence in sentences]


def _turns(path: Path, seen: bool = False) -> list[Example]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Example(
            row["user"],
            row["supervisor"],
            tuple(fmean(row["labels"][dimension]) for dimension in Dimension),
            fmean(row["labels"]["overall"]),
            seen,
        )
        for row in rows
    ]


def _registers(path: Path) -> list[Example]:
    sets = yaml.safe_load(path.read_text("utf-8"))
    return [
        Example(
            item[register],
            item["supervisor"],
            tuple(float(label) for label in item["labels"][:-1]),
            float(item["labels"][-1]),
            content=item["id"],
        )
        for item in sets
        for register in REGISTERS
    ]
