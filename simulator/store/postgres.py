"""What only PostgreSQL needs: how long it waits, how steps are taken once, and what follows a deletion."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.exc import SQLAlchemyError

from .tables import metadata

#: The execution options of a connection that only reads: all its questions see the database at one moment.
READING: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
#: Any number, as long as it stays the same: the lock under which steps are taken.
_MIGRATING = 7_160_423

_SETTINGS = (
    "SET lock_timeout = '5s'",
    "SET statement_timeout = '30s'",
    "SET idle_in_transaction_session_timeout = '60s'",
)


def set_up(engine: Engine) -> None:
    """Hook the settings into every connection."""

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            for setting in _SETTINGS:
                cursor.execute(setting)
        connection.commit()


def migrate_alone(connection: Connection) -> None:
    """Wait until no other program takes steps; holds until the transaction ends."""
    connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))


def wipe(engine: Engine) -> None:
    """Give the space of deleted rows free; where that is not possible now, the server does it by itself later."""
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM (SKIP_LOCKED) {', '.join(metadata.tables)}")
    except SQLAlchemyError:
        return
