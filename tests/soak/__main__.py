"""Everything that may go wrong around a talk, many times, on both databases: ``python -m tests.soak``."""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser
from rich.console import Console

from tests.bench.tables import table
from tests.ui.conftest import chromium

from . import kills, models, pages, races, troubles, users
from .places import Place, Row, postgres_in, sqlite_in

_HEADS = ("what", "database", "tried", "went wrong", "passes at", "seconds")


def main() -> int:
    """Print one table; 1 where a row misses its figure."""
    console = Console(highlight=False, markup=False, width=120)
    told: list[tuple[str, ...]] = []
    failed: list[str] = []
    with _both() as places, chromium() as browser:
        for place in places:
            for rows in _all(place, browser):
                began = time.monotonic()
                for one in _tried(rows):
                    seconds = f"{time.monotonic() - began:.0f}"
                    told.append((one.what, place.name, str(one.tried), str(one.missed), "0", seconds))
                    console.print(" · ".join(told[-1]))
                    if one.missed or not one.tried:
                        failed.append(f"{one.what}, {place.name}: {one.first}")
    console.print(table("Nothing lost, no one let in", _HEADS, told))
    for line in failed:
        console.print(line)
    return 1 if failed else 0


def _tried(rows: Callable[[], list[Row]]) -> list[Row]:
    """The rows; one that could not even be tried to its end has gone wrong."""
    try:
        return rows()
    except Exception as error:  # noqa: BLE001  the other rows are still to be tried
        return [Row("Not tried to its end", 1, 1, "".join(traceback.format_exception(error)))]


@contextmanager
def _both() -> Iterator[tuple[Place, Place]]:
    with tempfile.TemporaryDirectory(prefix="simulator-soak-") as name:
        folder = Path(name)
        with postgres_in(folder / "postgres") as postgres:
            yield sqlite_in(folder / "sqlite"), postgres


def _all(place: Place, browser: Browser) -> list[Callable[[], list[Row]]]:
    rows: list[Callable[[], list[Row]]] = [
        lambda: [races.threads(place, 200, same=True)],
        lambda: [races.threads(place, 200, same=False)],
        lambda: [races.processes(place, 200)],
        lambda: [kills.kills(place, 100)],
        lambda: [troubles.locked(place, 10, 2)],
        lambda: [troubles.full_disk(place, 20)],
        lambda: [users.crowd(place, 100, 3)],
        lambda: [users.coaches(place, 100)],
        lambda: models.faults(place),
        lambda: pages.broken_streams(place, browser, 10),
        lambda: [models.deleted(place, 20)],
    ]
    if place.server is not None:
        rows.append(lambda: [troubles.restarts(place, 20)])
    return rows


if __name__ == "__main__":
    sys.exit(main())
