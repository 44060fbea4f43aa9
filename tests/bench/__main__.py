"""Every figure of the project, as tables: ``python -m tests.bench [--data FOLDER]``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType

from simulator.resources import root

from . import asked, difference, engine, fair, load, order, pages, prompts, public, readers, screening, speed, tone

_DATA = Path(__file__).parents[1] / "data"
DEV = _DATA / "turns_dev.jsonl"
#: What the words were fitted on, and TF-IDF as a peer too.
LEARNED = ("turns_dev.jsonl", "corpus/train.jsonl", "corpus/held.jsonl", "corpus/short.jsonl")
#: Labelled turns: the file, its name, and how it may be read.
SETS = (
    ("turns_dev.jsonl", "development set", "Rules were tuned and words fitted on these turns: a fit, not a test."),
    ("corpus/frozen.jsonl", "own frozen test", "Written and labelled blind; nothing was ever tuned or fitted on it."),
)

#: Scripted employees: those that the rules of her mind were tuned on, and those that they were not; in how many seeds.
EMPLOYEES = {root() / "prompts" / "employees.yaml": 20, _DATA / "employees_blind.yaml": 5}


def main() -> None:
    """Print all tables; what cannot be had here is said to be missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--data", default="", help="folder with the public sets, one .jsonl each")
    data = parser.parse_args().data
    console = Console(highlight=False, markup=False)
    turns = read_turns(DEV)
    learned_from = [turn for name in LEARNED for turn in read_turns(_DATA / name)]
    for file, name, note in SETS:
        part = tone.LabelledSet(read_turns(_DATA / file), name, note, learned_from if file not in LEARNED else [])
        print_all(console, tone.tables(part))
    labelled = {file: read_turns(_DATA / file) for file in (*LEARNED, "corpus/frozen.jsonl")}
    print_all(console, tone.agreement_of_readings(labelled))
    print_all(console, fair.tables(_DATA / "corpus"))
    for path, seeds in EMPLOYEES.items():
        print_all(console, order.tables(path, seeds))
    print_all(console, difference.tables())
    print_all(console, readers.tables())
    print_all(console, asked.tables())
    print_all(console, screening.tables())
    print_all(console, speed.tables(turns))
    print_all(console, engine.tables(list(EMPLOYEES)))
    print_all(console, prompts.tables(list(EMPLOYEES)))
    print_all(console, pages.tables())
    print_all(console, load.tables())
    print_all(console, public.tables(Path(data) if data else None))


def print_all(console: Console, tables: list[RenderableType]) -> None:
    """Tables, or one sentence on why there is none."""
    for table in tables:
        console.print()
        console.print(table)


def read_turns(path: Path) -> list[dict[str, Any]]:
    """The labelled turns, or none where the file is not there."""
    if not path.is_file():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    main()
