"""As many turns as are asked for, no two alike, from the project's own corpus: the same seed gives the same file."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

_DATA = Path(__file__).parents[1] / "data"
_FILES = ("turns_dev.jsonl", "corpus/train.jsonl", "corpus/held.jsonl")


def turns(number: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Turns of one corpus turn and, mostly, a sentence of another one, so that the words are hardly ever the same."""
    known = [
        (turn["supervisor"], turn["user"])
        for name in _FILES
        for turn in map(json.loads, (_DATA / name).read_text("utf-8").splitlines())
    ]
    draw = random.Random(seed)
    for count in range(number):
        supervisor, user = draw.choice(known)
        if draw.random() < 0.7:
            more = draw.choice(known)[1]
            user = f"{user} {more.partition('. ')[0]}"
        yield {"id": f"t{count}", "supervisor": supervisor, "user": user}


def write_turns(file: Path, number: int, seed: int = 1) -> Path:
    """The same as JSONL."""
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        for turn in turns(number, seed):
            lines.write(json.dumps(turn, ensure_ascii=False) + "\n")
    return file
