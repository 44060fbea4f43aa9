"""What only SQLite needs: how its file is made, and the one hook that sets up a connection."""

from __future__ import annotations

import os
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import Error as SqliteError
from sqlite3 import OperationalError as SqliteOperationalError

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from ..errors import InputError

#: Seconds that a writer waits for another one.
PATIENCE = 5.0
#: The execution option of a connection that is going to write.
WRITES = "simulator_writes"
#: SQLite's number for the program's own use; 0 says that nothing is owed.
_OWED = 1

_SETTINGS = (
    f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
)


def file_of(url: URL) -> Path:
    """The file that an address names.

    Raises:
        InputError: it names none.
    """
    if not url.database or url.database == ":memory:":
        raise InputError("The database's address names no file; write it as sqlite:///folder/name.sqlite3.")
    return Path(url.database)


def make_file(url: URL) -> None:
    """Make the folder and the file for their owner's eyes only; what is there already stays as it is.

    Raises:
        InputError: the address names no file.
    """
    file = file_of(url)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))


_patient = Retrying(
    retry=retry_if_exception_type(SqliteOperationalError),
    stop=stop_after_delay(PATIENCE),
    wait=wait_fixed(0.02),
    reraise=True,
)


def set_up(engine: Engine) -> None:
    """Hook the settings into every connection, and the kind of transaction into every beginning."""

    @event.listens_for(engine, "connect")
    def _settings(connection: SqliteConnection, _: object) -> None:
        # The driver's own transactions begin late and deferred; ours are begun below.
        connection.isolation_level = None
        for setting in _SETTINGS:
            # The switch to WAL fails at once, whatever the timeout, while another program opens the same new file.
            _patient(connection.execute, setting).close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that turns to writing fails at once when another writer was faster.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def owe_wiping(connection: Connection) -> None:
    """Note in a deletion's own transaction that its bytes must still be wiped."""
    connection.exec_driver_sql(f"PRAGMA user_version = {_OWED}")


def wipe(engine: Engine) -> None:
    """Wipe what deletions left behind, if any is owed; where somebody stands in the way it stays owed.

    Secure deletion blanks a deleted row where it lies, but not the copies it left when SQLite moved it from page
    to page, nor those in the write-ahead log: the file is written anew and the log emptied.
    """
    try:
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            if cursor.execute("PRAGMA user_version").fetchone() != (_OWED,):
                return
            cursor.execute("VACUUM")
            in_the_way, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not in_the_way:
                cursor.execute("PRAGMA user_version = 0")
        finally:
            raw.close()
    except (SqliteError, SQLAlchemyError):
        return
