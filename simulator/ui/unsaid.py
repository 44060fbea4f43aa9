"""Words that were typed when a sign-in had just ended: kept in memory for an hour, for their owner alone."""

from __future__ import annotations

import time
from dataclasses import dataclass

import streamlit as st

from . import shared

_AN_HOUR = 60 * 60.0
_MOST = 1_000


@dataclass(frozen=True)
class _Unsaid:
    """Words, the talk they were meant for, and until when they are kept (monotonic seconds)."""

    run: str
    words: str
    until: float


@st.cache_resource(show_spinner=False)
def _waiting() -> dict[str, _Unsaid]:
    """What waits, by its owner."""
    return {}


def keep(owner: str, run: str | None, words: object) -> None:
    """Keep them until their owner is back; nothing where there are none."""
    if run is None or not isinstance(words, str) or not words.strip():
        return
    waiting, now = _waiting(), time.monotonic()
    for other, one in tuple(waiting.items()):
        if one.until < now or len(waiting) >= _MOST:
            waiting.pop(other, None)
    waiting[owner] = _Unsaid(run, words, now + _AN_HOUR)


def bring_back() -> None:
    """Lead the owner of this window back to the talk in which something waits to be said, with the words in a box."""
    found = _waiting().pop(shared.owner(), None)
    if found is not None and found.until > time.monotonic():
        st.session_state["unsaid"] = found.words
        shared.go("talk", found.run)


def forget(owner: str) -> None:
    """Let go of what waits: its owner deletes it."""
    _waiting().pop(owner, None)
