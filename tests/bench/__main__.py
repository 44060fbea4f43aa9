"""Every figure of the project, as tables: ``python -m tests.bench [--data FOLDER]``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from rich.console import Console, RenderableType

from . import pages, public, speed, tone

_DATA = Path(__file__).parents[1] / "data"
DEV = _DATA / "turns_dev.jsonl"
#: Labelled turns: the file, its name, and how it may be read.
SETS = (
    (DEV, "development set", "The rules were tuned on these turns: this is a fit, not a test."),
    (_DATA / "corpus" / "blind.jsonl", "blind set", "Written and labelled by readers who had not seen the rules."),
    (_DATA / "corpus" / "train.jsonl", "own corpus", "One reading a turn; written without sight of the rules."),
)


def main() -> None:
    """Print all tables; what cannot be had here is said to be missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--data", default="", help="folder with the public sets, one .jsonl each")
    data = parser.parse_args().data
    console = Console(highlight=False, markup=False)
    turns = read_turns(DEV)
    for path, name, note in SETS:
        print_all(console, tone.tables(read_turns(path), name, note))
    print_all(console, speed.tables(turns))
    print_all(console, pages.tables())
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
