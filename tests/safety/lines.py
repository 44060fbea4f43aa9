"""The made-up lines of ``data/``: which are learned from, and the blind half that is only counted."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from simulator.domain.text import NormalText
from simulator.resources import root
from simulator.safety.distress import is_distress, is_near_distress

DATA = Path(__file__).parent / "data"
CORPUS = Path(__file__).parents[1] / "data" / "corpus"
#: The half written by an author who had seen no rule; never printed, never learned from.
BLIND = "distress-blind-seventh.yaml"
#: What people type into the fields of the pages, by somebody who had seen no rule: an alarm there is a false one.
BLIND_FIELDS = "ordinary-fields-blind.yaml"
#: Written blind and counted before anything was learned from them; newer ones take their place as a measure.
ONCE_BLIND = (
    "distress-dev.yaml",
    "distress-blind-first.yaml",
    "distress-blind-second.yaml",
    "distress-blind-third.yaml",
    "distress-blind-fourth.yaml",
    "distress-blind-fifth.yaml",
    "distress-blind-sixth.yaml",
)
#: By authors who had seen no rule, and no rule was changed for them: each writes as seven people of different trades.
UNSEEN_BY_RULES = (
    "distress-seven-kinds.yaml",
    *(f"distress-lives-{number:02}.yaml" for number in range(1, 11)),
)
#: What is learned from: the file and its second list.
_LEARNED = (
    *((file, "fine") for file in (*ONCE_BLIND, *UNSEEN_BY_RULES)),
    ("distress-near.yaml", "fine"),
    ("distress-forty-people.yaml", "fine"),
    ("distress-office.yaml", "fine"),
    ("distress-forms.yaml", "fine"),
    ("distress-typed.yaml", "fine"),
    ("distress-midtalk.yaml", "fine"),
    ("distress-oblique.yaml", "fine"),
    ("distress-others.yaml", "fine"),
    ("distress-phones.yaml", "fine"),
    ("distress-trades.yaml", "fine"),
    ("distress-answers.yaml", "fine"),
    ("distress-pictures.yaml", "fine"),
    ("distress-in-the-middle.yaml", "fine"),
    ("distress-panic.yaml", "fine"),
    ("distress.yaml", "not_distress"),
    ("distress-seen.yaml", "not_distress"),
    ("distress-own.yaml", "fine"),
)
_MADE, _MADE_COUNT, _FILLINGS = "distress-made.yaml", 0.5, 12
#: Each line of it is held by a test, so it counts for more.
_HELD, _HELD_COUNT = "distress.yaml", 4.0
#: A talk has many ordinary turns, and each that is stopped breaks it off: they count for more.
_CORPUS_COUNT = 6.0
#: Longer talk of anything; there is little of it.
_TALK_COUNT = 20.0
_PART = re.compile("<([a-z]+)>")


class Line(NamedTuple):
    """One made-up turn.

    Attributes:
        source: the file it stands in.
        counts: what it counts for in the fit.
    """

    text: str
    distress: bool
    source: str
    counts: float = 1.0


def listed(file: str, kind: str) -> list[str]:
    """One list of a file, written as YAML entries or one turn a line."""
    found = yaml.safe_load((DATA / file).read_text("utf-8"))[kind]
    return found.splitlines() if isinstance(found, str) else list(found)


def learned_from() -> list[Line]:
    """Every line that the learned layer may learn from."""
    return [
        *(
            Line(text, kind == "distress", file, _HELD_COUNT if file == _HELD else 1.0)
            for file, other in _LEARNED
            for kind in ("distress", other)
            for text in listed(file, kind)
        ),
        *_made(),
        *(Line(text, False, "talk", _TALK_COUNT) for text in listed("ordinary-talk.yaml", "fine")),
        *(Line(text, False, "fields", _CORPUS_COUNT) for text in listed("ordinary-fields.yaml", "fine")),
        *(Line(text, False, "corpus", _CORPUS_COUNT) for text in ordinary_turns()),
        *(Line(text, False, "program", _CORPUS_COUNT) for text in words_of_the_program()),
    ]


def only_near() -> str:
    """A line in distress at which the talk goes on and help is named beside it."""
    lines = listed("distress-own.yaml", "distress")
    return next(text for text in lines if is_near_distress(text) and not is_distress(NormalText(text)))


def ordinary_turns() -> list[str]:
    """The turns of the tone corpus that may be learned from."""
    files = [CORPUS / name for name in ("train.jsonl", "held.jsonl")]
    return [json.loads(row)["user"] for file in files for row in file.read_text("utf-8").splitlines()]


def words_of_the_program() -> list[str]:
    """What users of the program say by its own scripts, facts and advice, and the tone tests' other ordinary lines."""
    data = CORPUS.parent
    files = [
        *(CORPUS / name for name in ("registers_train.yaml", "padding.yaml", "gaming_dev.yaml")),
        *(root() / "prompts" / name for name in ("employees.yaml", "own-situation.yaml")),
        *sorted((root() / "prompts" / "scenarios").glob("*.yaml")),
        *sorted((root() / "tests" / "conversations" / "talks").glob("*.yaml")),
        root() / "simulator" / "debrief" / "coach.yaml",
        DATA / "ordinary.yaml",
    ]
    found = [text for file in files for text in _texts(yaml.safe_load(file.read_text("utf-8")))]
    found += [json.loads(row)["user"] for row in (data / "turns_dev.jsonl").read_text("utf-8").splitlines()]
    return [text for text in dict.fromkeys(found) if " " in text]


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in _texts(part)]


def _made() -> list[Line]:
    frames = yaml.safe_load((DATA / _MADE).read_text("utf-8"))
    parts = {name: words.split(", ") for name, words in frames["parts"].items()}
    return [
        Line(text, kind == "distress", _MADE, _MADE_COUNT)
        for kind in ("distress", "fine")
        for frame in frames[kind]
        for text in sorted({_filled(frame, number, parts) for number in range(_FILLINGS)})
    ]


def _filled(frame: str, number: int, parts: dict[str, Any]) -> str:
    text, place = frame, 0
    while match := _PART.search(text):
        words = parts[match.group(1)]
        drawn = words[zlib.crc32(f"{frame}/{number}/{place}".encode()) % len(words)]
        text, place = text[: match.start()] + drawn + text[match.end() :], place + 1
    return ". ".join(sentence[:1].upper() + sentence[1:] for sentence in text.split(". "))
