"""Conversations that are older than somebody wants them kept are deleted: at the start, and once a day."""

from __future__ import annotations

import logging
import threading
import weakref

from ..errors import StoreError
from .store import Store

_A_DAY = 24 * 60 * 60.0
_log = logging.getLogger(__name__)


def keep_for(store: Store, days: int, every: float = _A_DAY) -> threading.Event:
    """Delete what was not changed for ``days`` days, now and again ``every`` so many seconds.

    It ends with the program, with the store, or once the event that is returned is set.
    """
    stopped = threading.Event()
    _delete(store, days)
    threading.Thread(target=_again, args=(weakref.ref(store), days, every, stopped), daemon=True).start()
    return stopped


def _again(store: weakref.ref[Store], days: int, every: float, stopped: threading.Event) -> None:
    while not stopped.wait(every):
        if (alive := store()) is None:
            return
        _delete(alive, days)
        del alive


def _delete(store: Store, days: int) -> None:
    """A database that cannot be written to now is tried again the next day."""
    try:
        removed = store.delete_older(days)
    except StoreError as error:
        _log.warning("Old conversations were not deleted: %s", error)
        return
    if removed:
        _log.info("%d conversations older than %d days were deleted.", removed, days)
