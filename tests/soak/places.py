"""Where the rows are tried, and what a row says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.app import App
from simulator.config import Settings
from tests.postgres import Postgres, postgres_server

OWNER = "local"
WORDS = "I did not send the September report, and the planners had old figures."


@dataclass(frozen=True)
class Place:
    """An empty database; ``server`` is None for SQLite, whose file lies in ``folder``."""

    name: str
    url: str
    folder: Path
    server: Postgres | None = None

    def app(self) -> App:
        """An app over it, as a process of its own would have one."""
        return App(
            Settings.model_validate({"data_folder": self.folder, "database_url": self.url, "words_per_second": 0})
        )


@dataclass(frozen=True)
class Row:
    """How often something was tried and went otherwise than promised; ``first`` is what went wrong first."""

    what: str
    tried: int
    missed: int
    first: str = ""
    note: str = ""


def row(what: str, results: list[str], note: str = "") -> Row:
    """A row from what each try says; nothing is what it should say."""
    wrong = [result for result in results if result]
    return Row(what, len(results), len(wrong), wrong[0] if wrong else "", note)


def sqlite_in(folder: Path) -> Place:
    """A file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    return Place("SQLite", f"sqlite:///{folder / 'conversations.sqlite3'}", folder)


@contextmanager
def postgres_in(folder: Path) -> Iterator[Place]:
    """A server of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with postgres_server() as server:
        yield Place("PostgreSQL", server.plain, folder, server)
