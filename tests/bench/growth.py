"""How much a database grows by one conversation, on SQLite and on PostgreSQL: ``python -m tests.bench.growth``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import psycopg
from rich.console import Console, RenderableType

from simulator.dialogue.session import as_transcript, play, versions
from simulator.resources import library
from simulator.store.store import NewConversation
from tests.dialogue.make import setting
from tests.soak.places import OWNER, Place, postgres_in, sqlite_in

from .tables import table

TALKS = 50
_WORDS = (
    "I did not send the September report, and that was mine to send.",
    "The planners sat in the meeting with old figures because of me.",
    "The two call-backs were mine as well, and I made them this morning.",
    "You have the next one on Thursday at noon.",
    "What do you expect of me until the end of the month?",
    "If one of them will be late, you hear it from me the day before.",
    "I keep the list on the shared drive, and you can look at it at any time.",
    "That one I answered on the third, and the confirmation is in the folder.",
)


def tables() -> list[RenderableType]:
    """Kilobytes for a conversation."""
    with tempfile.TemporaryDirectory(prefix="simulator-growth-") as name:
        folder = Path(name)
        rows = [_row(sqlite_in(folder / "sqlite"))]
        with postgres_in(folder / "postgres") as place:
            rows.append(_row(place))
    heads = ("database", "conversations", "turns in each", "kB a conversation", "kB a turn")
    return [table("How much a database grows", heads, rows, "Indexes included; a turn is the user's or hers.")]


def _row(place: Place) -> tuple[str, ...]:
    _hold(place, 1)  # what is there once is not growth
    before = _size(place)
    turns = _hold(place, TALKS)
    kilobytes = (_size(place) - before) / 1000
    return (
        place.name,
        str(TALKS),
        f"{turns / TALKS:.0f}",
        f"{kilobytes / TALKS:.0f}",
        f"{kilobytes / turns:.1f}",
    )


def _hold(place: Place, number: int) -> int:
    """Keep so many conversations as the page would; returns how many turns they have."""
    app = place.app()
    personas = list(library().personas)
    turns = 0
    for seed in range(number):
        begun = setting(personas[seed % len(personas)], seed=seed)
        session, _ = play(begun, _WORDS)
        new = NewConversation(
            persona=begun.persona,
            scenario=begun.scenario,
            seed=seed,
            difficulty="normal",
            backend="scripted",
            versions=versions(begun),
        )
        run = app.store.create(OWNER, new)
        for turn in as_transcript(session, "scripted").turns:
            app.store.add_turn(OWNER, run, turn)
            turns += 1
    app.store.close()
    return turns


def _size(place: Place) -> int:
    if place.server is not None:
        with psycopg.connect(place.server.plain) as connection:
            found = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            assert found is not None
            return int(found[0])
    return sum(file.stat().st_size for file in place.folder.glob("*.sqlite3*"))


if __name__ == "__main__":
    for one in tables():
        Console(highlight=False, markup=False).print(one)
