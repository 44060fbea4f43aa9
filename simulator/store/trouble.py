"""What a database error means for a person: one sentence with what, where and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ..errors import StoreError

#: By the beginning of SQLite's own name for the error.
_SQLITE = {
    "SQLITE_BUSY": "is held by another program; try again in a moment",
    "SQLITE_LOCKED": "is held by another program; try again in a moment",
    "SQLITE_FULL": "could not be written because the disk is full; free some space and try again",
    "SQLITE_READONLY": "may only be read; give yourself the right to write that file and its folder",
    "SQLITE_CANTOPEN": "could not be opened; check that the folder exists and that you may write in it",
    "SQLITE_PERM": "could not be opened; check that you may read and write that file",
    "SQLITE_IOERR": "could not be read or written; check the disk and its free space",
    "SQLITE_NOTADB": "is not a database of conversations; move that file away, or name another database",
    "SQLITE_CORRUPT": "is damaged; move that file away, or put a copy of it from before in its place",
}


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn errors of the database at ``where`` into one sentence; what was said in it never shows."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"{where} {_reason(error)}.") from error
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(f"{where} could not be used ({type(error).__name__}); try again in a moment.") from error


def busy(where: str) -> StoreError:
    """For a writer that waited too long for its turn."""
    return StoreError(f"{where} {_SQLITE['SQLITE_BUSY']}.")


def _reason(error: DBAPIError) -> str:
    name = getattr(error.orig, "sqlite_errorname", "")
    for start, reason in _SQLITE.items():
        if name.startswith(start):
            return reason
    kind = name or type(error.orig).__name__
    return f"could not be read or written ({kind}); check that it is running and that its address is right"
