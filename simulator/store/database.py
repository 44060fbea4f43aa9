"""One database, SQLite or PostgreSQL: opened, brought up to date, and written to by one at a time."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from ..errors import InputError, StoreError
from . import postgres, sqlite
from .migrations import STEPS, migrate, refuse_newer, version
from .trouble import busy, explained

#: The two kinds of database, and the driver that each of them is spoken to with.
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
_IN_MEMORY = URL.create("sqlite")
_HOST = re.compile(r"[A-Za-z0-9.:_-]*")
#: Seconds that a writer waits for the other ones of this program: a hundred people may write at once.
_IN_THE_QUEUE = 60.0
#: Seconds that a server has to answer when it is only looked at.
_A_LOOK = 5

# On request its log has every row that is read; a conversation must not stand in a log.
logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)


class Database:
    """Reading and writing transactions for any number of threads.

    ``where`` names it in sentences for people, without the password. Without an address it is one in memory.
    """

    def __init__(self, url: str | None) -> None:
        address = _IN_MEMORY if url is None else _address(url)
        self._lite = address.drivername == "sqlite"
        self.where = f"The database {_place(address)}"
        self._lock = Lock()
        with explained(self.where):
            if self._lite and address is not _IN_MEMORY:
                sqlite.make_file(address)
            self._engine = _engine(address, self.where)
        self._reader = self._engine
        if self._lite:
            sqlite.set_up(self._engine)
        else:
            postgres.set_up(self._engine)
            self._reader = self._engine.execution_options(**postgres.READING)
        self._bring_up_to_date()
        if self._lite:
            self.wipe()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that changes nothing."""
        with explained(self.where), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, all or nothing; it is in the database for good when the block is left."""
        with (
            explained(self.where),
            self._turn_to_write(),
            self._engine.connect() as connection,
            connection.execution_options(**{sqlite.WRITES: True}).begin(),
        ):
            yield connection

    def owe_wiping(self, connection: Connection) -> None:
        """Note in a deletion's own transaction that ``wipe`` must follow, even if the program dies in between."""
        if self._lite:
            sqlite.owe_wiping(connection)

    def wipe(self) -> None:
        """Leave no file with the bytes of what was deleted.

        Where another program's reader stands in the way this is made up for after the next deletion, at closing or
        at the next opening: the deletion itself stands. Of PostgreSQL's files its server alone disposes: there the
        space of deleted rows is given free to be written over.
        """
        if not self._lite:
            postgres.wipe(self._engine)
        elif self._lock.acquire(timeout=sqlite.PATIENCE):
            try:
                sqlite.wipe(self._engine)
            finally:
                self._lock.release()

    def close(self) -> None:
        """Let go of it."""
        if self._lite:
            self.wipe()
        self._engine.dispose()

    def _bring_up_to_date(self) -> None:
        with self.reading() as connection:
            number = version(connection)
        refuse_newer(number, self.where)
        if number < len(STEPS):
            with self.writing() as connection:
                if not self._lite:
                    postgres.migrate_alone(connection)
                migrate(connection, self.where)

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        if not self._lite:
            yield
            return
        if not self._lock.acquire(timeout=_IN_THE_QUEUE):
            raise busy(self.where)
        try:
            yield
        finally:
            self._lock.release()


def steps_missing(url: str) -> int | None:
    """How many steps the database at this address still lacks; None where there is none yet. Nothing is changed.

    Raises:
        InputError: the address is none.
        StoreError: it cannot be reached or read, or is a newer version's.
    """
    address = _address(url)
    where = f"The database {_place(address)}"
    if address.drivername != "sqlite":
        address = address.update_query_dict({"connect_timeout": str(_A_LOOK)})
    elif not sqlite.file_of(address).is_file():
        return None
    with explained(where):
        engine = _engine(address, where)
        try:
            with engine.connect() as connection:
                number = version(connection)
        finally:
            engine.dispose()
    refuse_newer(number, where)
    return len(STEPS) - number if number else None


def _place(address: URL) -> str:
    if address is _IN_MEMORY:
        return "in memory"
    if address.drivername == "sqlite":
        return str(address.database)
    return f"{address.host or 'localhost'}/{address.database}"


def _engine(address: URL, where: str) -> Engine:
    """Connections to ``address``.

    Raises:
        StoreError: the driver is not installed.
    """
    try:
        # An error must not carry what people said: no parameters in it.
        if address is _IN_MEMORY:  # one connection is one such database: all threads take turns with it
            return create_engine(
                address,
                hide_parameters=True,
                poolclass=QueuePool,
                pool_size=1,
                max_overflow=0,
                connect_args={"check_same_thread": False},
            )
        return create_engine(address, hide_parameters=True, pool_pre_ping=address.drivername != "sqlite")
    except ImportError as error:
        raise StoreError(
            f"{where} needs the package {error.name}; install it with pip install 'psycopg[binary]' and start again."
        ) from error


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        driver = _DRIVERS[address.get_backend_name()]
    except (ArgumentError, ValueError, KeyError):
        # What cannot be read is not quoted: there may be a password in it.
        raise InputError(
            "The database's address cannot be read; write it as sqlite:///folder/name.sqlite3 "
            "or postgresql://user@host/name."
        ) from None
    if not _HOST.fullmatch(address.host or ""):
        raise InputError("The database's address names no host; write @, : and / in its password as %40, %3A and %2F.")
    if driver != "sqlite" and not address.database:
        raise InputError("The database's address names no database; write it as postgresql://user@host/name.")
    return address.set(drivername=driver)
