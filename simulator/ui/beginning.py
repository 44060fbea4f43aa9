"""Where a talk goes on from another one: which, and how much of it was said there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from ..debrief.compare import said_in_both
from ..domain.transcript import Transcript
from ..errors import NotFound
from . import shared

_SLOT = "beginnings"


@dataclass(frozen=True)
class Beginning:
    """The talk that another one goes on from.

    Attributes:
        talk: its id.
        at: when it was begun.
        turns: how many of the user's turns were said there.
    """

    talk: str
    at: datetime
    turns: int

    @property
    def day(self) -> str:
        """When it was begun, for a reader."""
        return f"{self.at:%d %B, %H:%M}".lstrip("0")


def beginning(run: str) -> Beginning | None:
    """None where the talk began anew, or where the one it goes on from is gone. Looked up once a window."""
    kept: dict[str, Beginning | None] = shared.remembered(_SLOT)
    if run not in kept:
        kept[run] = _looked_up(run)
    return kept[run]


def second_version(run: str) -> None:
    """Which talk this one is another version of, what of it was said there, and the way to that one."""
    begun = beginning(run)
    if begun is None:
        return
    said = "Turn 1 was said" if begun.turns == 1 else f"Turns 1 to {begun.turns} were said"
    before = f" {said} there; praise and suggestions are for what came after." if begun.turns else ""
    with st.container(horizontal=True, vertical_alignment="center", key="version"):
        st.html(
            f"<p><b>A second version</b> of your talk of {begun.day}, said differently from turn {begun.turns + 1} "
            f"on.{before}</p>"
        )
        review = st.session_state["pages"]["review"]
        st.page_link(review, label="Read the first version", query_params={"run": begun.talk})


def turns_before(run: str) -> int:
    """How many of the user's turns were said in the talk that this one goes on from."""
    begun = beginning(run)
    return begun.turns if begun else 0


def forget() -> None:
    """Look again: a talk was deleted."""
    shared.remembered(_SLOT).clear()


def _looked_up(run: str) -> Beginning | None:
    store = shared.app().store
    origin = store.summary(shared.owner(), run).origin
    if origin is None:
        return None
    try:
        first = store.summary(shared.owner(), origin.conversation)
        both = said_in_both(_talk(first.id), _talk(run))
    except NotFound:
        return None
    return Beginning(first.id, first.created_at, both)


def _talk(run: str) -> Transcript:
    return shared.app().store.load(shared.owner(), run)
