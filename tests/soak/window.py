"""A program that sends when it is told to: reads a talk and a turn's id, says when it is ready, waits for a line."""

from __future__ import annotations

import sys
from pathlib import Path

from .places import OWNER, Place
from .races import said


def told_to() -> None:
    """Say that this window is ready, and return when it is told to send."""
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    app = Place("", sys.argv[1], Path(sys.argv[2])).app()
    app.store.list(OWNER)
    for line in sys.stdin:
        run, turn = line.split()
        print(said(app, run, turn, told_to), flush=True)
