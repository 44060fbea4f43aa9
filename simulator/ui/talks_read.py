"""The owner's talks as progress sees them: each is read once a window, and again only when it went on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from ..debrief.talk_read import left_out, talk_read
from ..domain.persona import Ending
from ..domain.progress import TalkRead
from ..errors import NotFound, StoreError
from . import shared
from .beginning import turns_before

if TYPE_CHECKING:
    from ..store.store import Summary

_PAGE = 100
#: So many talks are read without a word about it.
_QUIETLY = 20
_Key = tuple[str, str, datetime, int]


def talks_read() -> tuple[tuple[TalkRead, ...], int]:
    """Every talk with a turn of the user's in the order in which they were begun, and how many could not be read.

    What was read stays in this window's memory for as long as the talk is there and unchanged, so that nothing of a
    talk outlives its deletion.
    """
    kept: dict[_Key, TalkRead] = shared.remembered("talks_read")
    summaries = sorted((one for one in _all() if one.turns), key=lambda one: (one.created_at, one.id))
    helped = _hints(summaries)
    keys = {one.id: (shared.owner(), one.id, one.updated_at, helped[one.id]) for one in summaries}
    waiting = [one for one in summaries if keys[one.id] not in kept]
    failed = 0
    bar = st.empty()
    for number, one in enumerate(waiting):
        if len(waiting) > _QUIETLY:
            bar.progress(number / len(waiting), text=f"Reading your talks: {number} of {len(waiting)}")
        try:
            kept[keys[one.id]] = _read(one, helped[one.id])
        except NotFound:
            continue  # deleted in another window meanwhile
        except StoreError:
            failed += 1
    bar.empty()
    found = {key: kept[key] for key in keys.values() if key in kept}
    kept.clear()
    kept.update(found)
    return tuple(found.values()), failed


def _all() -> Iterator[Summary]:
    last = None
    while True:
        page = shared.app().store.list(shared.owner(), _PAGE, last)
        yield from page
        if len(page) < _PAGE:
            return
        last = page[-1]


def _hints(summaries: list[Summary]) -> Mapping[str, int]:
    """The help asked for in each talk; one that goes on from another had its help, too."""
    found: dict[str, int] = {}
    for one in summaries:  # what a talk goes on from was begun before it
        before = found.get(one.origin.conversation, 0) if one.origin else 0
        found[one.id] = one.hints + before
    return found


def _read(one: Summary, hints: int) -> TalkRead:
    if one.ending is Ending.STOPPED_FOR_HELP:
        return left_out(one.id, one.persona_id, one.persona_name, one.created_at)
    transcript = shared.app().store.load(shared.owner(), one.id)
    fork, since = one.origin is not None, turns_before(one.id) if one.origin else 0
    return talk_read(transcript, one.id, at=one.created_at, hints=hints, fork=fork, since=since)
