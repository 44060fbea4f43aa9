"""What the store asks the database; every question about a conversation names its owner."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from ..domain.persona import Ending
from ..errors import NotFound
from .tables import conversations, hints, turns
from .values import Origin, Summary

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def missing() -> NotFound:
    """The one thing that is said of what is not there and of what is somebody else's."""
    return NotFound("There is no such conversation here; perhaps it was deleted.")


def mine(owner: str, conversation: str) -> ColumnElement[bool]:
    """The one conversation, and only if it is this owner's."""
    if not _ID.fullmatch(conversation):
        raise missing()
    return and_(conversations.c.id == conversation, conversations.c.owner == owner)


def turn_of(owner: str, conversation: str, turn: str) -> Select[Any]:
    """One turn of the owner's conversation."""
    query = select(turns.c.parent, turns.c.position, turns.c.complete)
    return query.join(conversations).where(mine(owner, conversation), turns.c.id == turn)


def branch_of(owner: str, conversation: str) -> Select[Any]:
    """What was said from the first turn to the head."""
    step = select(turns.c.conversation, turns.c.parent, turns.c.position, turns.c.data)
    last = step.join(conversations).where(mine(owner, conversation), turns.c.id == conversations.c.head)
    branch = last.cte("branch", recursive=True)
    earlier = step.join(branch, and_(turns.c.conversation == branch.c.conversation, turns.c.id == branch.c.parent))
    branch = branch.union_all(earlier)
    return select(branch.c.data).order_by(branch.c.position)


def found(connection: Connection, query: Select[Any]) -> Row[Any]:
    """The first row.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(query).first()
    if row is None:
        raise missing()
    return row


def held(connection: Connection, owner: str, conversation: str) -> Row[Any]:
    """The conversation's ``head`` and ``ending``, and nobody else changes the conversation until the transaction ends.

    The lock is PostgreSQL's; SQLite has one writer anyway. What is asked after it sees what the one before it wrote.

    Raises:
        NotFound: no such conversation for this owner.
    """
    return found(
        connection,
        select(conversations.c.head, conversations.c.ending).where(mine(owner, conversation)).with_for_update(),
    )


def summaries(which: ColumnElement[bool]) -> Select[Any]:
    """What ``summary_of`` takes, a row a conversation."""
    c = conversations.c
    said = select(func.count()).where(turns.c.conversation == c.id, turns.c.speaker == "user").scalar_subquery()
    asked = select(func.count()).where(hints.c.conversation == c.id).scalar_subquery()
    columns = (c.id, c.created_at, c.updated_at, c.persona_id, c.persona_name, c.scenario_title, c.difficulty, c.ending)
    return select(
        *columns, c.origin, c.origin_turn, c.round, c.backend, said.label("turns"), asked.label("hints")
    ).where(which)


def summary_of(row: Row[Any]) -> Summary:
    """One line of the list."""
    values = dict(row._mapping)
    for key in ("created_at", "updated_at"):
        values[key] = datetime.fromisoformat(values[key])
    values["ending"] = values["ending"] and Ending(values["ending"])
    values["origin"] = _origin(row)
    del values["origin_turn"]
    return Summary(**values)


def _origin(row: Row[Any]) -> Origin | None:
    return Origin(conversation=row.origin, turn=row.origin_turn) if row.origin else None


def first_key(error: ValueError) -> str:
    """Where a value is wrong, without the value."""
    if not isinstance(error, ValidationError):
        return ""
    return f" (at {'.'.join(str(part) for part in error.errors()[0]['loc'])})"
