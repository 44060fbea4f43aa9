"""Numbered steps, forward only; the database remembers which of them it has had.

A step is never edited once released: it names its tables itself instead of taking them from
``tables.py``, which describes only where the last step ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import Connection, func, insert, inspect, select, text

from ..errors import StoreError
from .clock import now
from .tables import migrations

Step = Callable[[Connection], None]


def _first_tables(connection: Connection) -> None:
    for statement in (
        """
        CREATE TABLE conversations (
            id TEXT NOT NULL PRIMARY KEY,
            owner TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            persona_id TEXT NOT NULL,
            persona_name TEXT NOT NULL,
            scenario_id TEXT NOT NULL,
            scenario_title TEXT NOT NULL,
            seed BIGINT NOT NULL,
            difficulty TEXT NOT NULL,
            backend TEXT NOT NULL,
            model TEXT,
            head TEXT,
            ending TEXT,
            snapshot TEXT NOT NULL
        )
        """,
        "CREATE INDEX conversations_by_owner ON conversations (owner, updated_at, id)",
        """
        CREATE TABLE turns (
            conversation TEXT NOT NULL,
            id TEXT NOT NULL,
            parent TEXT,
            speaker TEXT NOT NULL,
            position INTEGER NOT NULL,
            created_at TEXT NOT NULL,
            complete BOOLEAN NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (conversation, id),
            FOREIGN KEY (conversation) REFERENCES conversations (id) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX turns_by_speaker ON turns (conversation, speaker)",
    ):
        connection.execute(text(statement))


def _second_readings(connection: Connection) -> None:
    for statement in (
        """
        CREATE TABLE readings (
            owner TEXT NOT NULL,
            conversation TEXT NOT NULL,
            turn TEXT NOT NULL,
            created_at TEXT NOT NULL,
            data TEXT NOT NULL,
            PRIMARY KEY (owner, conversation, turn),
            FOREIGN KEY (conversation) REFERENCES conversations (id) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX readings_by_conversation ON readings (conversation)",
    ):
        connection.execute(text(statement))


def _forks_and_hints(connection: Connection) -> None:
    for statement in (
        "ALTER TABLE conversations ADD COLUMN origin TEXT",
        "ALTER TABLE conversations ADD COLUMN origin_turn TEXT",
        """
        CREATE TABLE hints (
            conversation TEXT NOT NULL,
            id TEXT NOT NULL PRIMARY KEY,
            before_turn INTEGER NOT NULL,
            kind TEXT NOT NULL,
            created_at TEXT NOT NULL,
            FOREIGN KEY (conversation) REFERENCES conversations (id) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX hints_by_conversation ON hints (conversation)",
    ):
        connection.execute(text(statement))


def _shares_and_sign_outs(connection: Connection) -> None:
    for statement in (
        """
        CREATE TABLE shares (
            conversation TEXT NOT NULL,
            id TEXT NOT NULL PRIMARY KEY,
            secret TEXT NOT NULL,
            owner_name TEXT NOT NULL,
            label TEXT NOT NULL,
            created_at TEXT NOT NULL,
            coach TEXT,
            coach_name TEXT,
            opened_at TEXT,
            FOREIGN KEY (conversation) REFERENCES conversations (id) ON DELETE CASCADE
        )
        """,
        "CREATE INDEX shares_by_conversation ON shares (conversation)",
        "CREATE INDEX shares_by_coach ON shares (coach)",
        "CREATE INDEX shares_by_secret ON shares (secret)",
        """
        CREATE TABLE sign_outs (
            owner TEXT NOT NULL,
            sign_in TEXT NOT NULL,
            ends_at BIGINT NOT NULL,
            PRIMARY KEY (owner, sign_in)
        )
        """,
    ):
        connection.execute(text(statement))


def _rounds(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE conversations ADD COLUMN round INTEGER NOT NULL DEFAULT 1"))
    later = text("""SELECT id, snapshot FROM conversations WHERE snapshot LIKE '%"carried":{%'""")
    for row in connection.execute(later).all():
        carried = json.loads(row.snapshot).get("carried") or {"round": 1}
        change = text("UPDATE conversations SET round = :round WHERE id = :id")
        connection.execute(change, {"round": carried["round"], "id": row.id})


#: Step n stands at place n - 1.
STEPS: tuple[Step, ...] = (_first_tables, _second_readings, _forks_and_hints, _shares_and_sign_outs, _rounds)


def version(connection: Connection) -> int:
    """The last step this database has had; 0 for an empty one."""
    if not inspect(connection).has_table(migrations.name):
        return 0
    return connection.scalar(select(func.max(migrations.c.number))) or 0


def migrate(connection: Connection, where: str, steps: tuple[Step, ...] = STEPS) -> None:
    """Take the steps that are still missing; the caller's transaction makes it all or nothing.

    Raises:
        StoreError: the database has had steps that this version does not know.
    """
    refuse_newer(version(connection), where, steps)
    migrations.create(connection, checkfirst=True)
    for number, step in enumerate(steps, start=1):
        if number > version(connection):
            step(connection)
            connection.execute(insert(migrations).values(number=number, applied_at=now()))


def refuse_newer(number: int, where: str, steps: tuple[Step, ...] = STEPS) -> None:
    """Let a database pass that this version knows how to use.

    Raises:
        StoreError: a newer version of the program has been at it.
    """
    if number > len(steps):
        raise StoreError(
            f"{where} was made by a newer version of this program (database version {number}, this one knows "
            f"{len(steps)}); install the newer version, or name another database."
        )
