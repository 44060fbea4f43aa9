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

#: By the beginning of the standard's code for the error, as PostgreSQL gives it.
_POSTGRES = {
    "55P03": _SQLITE["SQLITE_BUSY"],
    "57014": _SQLITE["SQLITE_BUSY"],
    "40": _SQLITE["SQLITE_BUSY"],
    "53100": _SQLITE["SQLITE_FULL"],
    "53300": "has no connection free; try again in a moment",
    "57P": "is being stopped or started; try again in a moment",
    "08": "cannot be reached; check that it is running and try again",
    "25006": "may only be read; name the server that may be written to",
    "42501": "may not be used by this user; grant that user the right to create tables there",
}
_UNREACHED = "cannot be reached or lets nobody in; check that it is running, and its address, user and password"


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn errors of the database at ``where`` into one sentence; what was said in it never shows."""
    try:
        yield
    except DBAPIError as error:
        reason = _reason(error)
        _drop_detail(error)
        raise StoreError(f"{where} {reason}.") from error
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(f"{where} could not be used ({type(error).__name__}); try again in a moment.") from error


def busy(where: str) -> StoreError:
    """For a writer that waited too long for its turn."""
    return StoreError(f"{where} {_SQLITE['SQLITE_BUSY']}.")


def _reason(error: DBAPIError) -> str:
    code = getattr(error.orig, "sqlite_errorname", "") or getattr(error.orig, "sqlstate", "") or ""
    for start, reason in (*_SQLITE.items(), *_POSTGRES.items()):
        if code.startswith(start):
            return reason
    kind = type(error.orig).__name__
    if kind == "OperationalError" and hasattr(error.orig, "sqlstate"):
        return _UNREACHED
    return f"could not be read or written ({code or kind}); check that it is running and that its address is right"


def _drop_detail(error: DBAPIError) -> None:
    """Leave of PostgreSQL's error its first line: the lines after it quote the row that was refused."""
    if error.orig is not None and hasattr(error.orig, "sqlstate"):
        first = str(error.orig).partition("\n")[0]
        error.args = error.orig.args = (first,)
