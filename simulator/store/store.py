"""Keeps conversations: every call names the owner first, and sees nothing of anybody else's."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, func, insert, select, tuple_, update

from ..domain.persona import Ending
from ..domain.transcript import SupervisorTurn, Transcript, Turn
from ..errors import NotFound, Stale, StoreError
from .clock import now
from .database import Database
from .tables import conversations, turns
from .values import NewConversation, Snapshot, Summary, turn_adapter, written

__all__ = ["NewConversation", "Store", "Summary"]

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Store:
    """The conversations in one database, for any number of threads.

    Turns are nodes with a parent; the branch in view ends at the conversation's head. Nothing is
    rewritten but a reply that was incomplete.
    """

    def __init__(self, url: str) -> None:
        """Open the database, making or bringing it up to date where needed.

        Raises:
            InputError: the address is none.
            StoreError: the database cannot be used, or is a newer version's.
        """
        self._database = Database(url)

    def create(self, owner: str, new: NewConversation) -> str:
        """A conversation without turns; returns its id, which nobody can guess."""
        made, at = secrets.token_urlsafe(16), now()
        row = {
            "id": made,
            "owner": owner,
            "created_at": at,
            "updated_at": at,
            "persona_id": new.persona.id,
            "persona_name": new.persona.name,
            "scenario_id": new.scenario.id,
            "scenario_title": new.scenario.title,
            "seed": new.seed,
            "difficulty": new.difficulty,
            "backend": new.backend,
            "model": new.model,
            "snapshot": written(
                Snapshot(persona=new.persona, scenario=new.scenario, versions=new.versions, carried=new.carried)
            ),
        }
        with self._database.writing() as connection:
            connection.execute(insert(conversations).values(row))
        return made

    def add_turn(self, owner: str, conversation: str, turn: Turn) -> bool:
        """Append a turn to the branch in view; False, and nothing changed, where its id is there already.

        Raises:
            NotFound: no such conversation for this owner.
            Stale: the turn does not follow the last one.
        """
        data = written(turn)
        with self._database.writing() as connection:
            # The lock on the row is PostgreSQL's; SQLite has one writer anyway.
            row = _found(connection, select(conversations.c.head).where(_mine(owner, conversation)).with_for_update())
            if connection.execute(_turn(owner, conversation, turn.id)).first():
                return False
            if turn.parent != row.head:
                raise Stale
            before = connection.execute(_turn(owner, conversation, row.head)).first() if row.head else None
            at = now()
            connection.execute(
                insert(turns).values(
                    conversation=conversation,
                    id=turn.id,
                    parent=turn.parent,
                    speaker=turn.speaker,
                    position=before.position + 1 if before else 0,
                    created_at=at,
                    complete=turn.complete if isinstance(turn, SupervisorTurn) else True,
                    data=data,
                )
            )
            connection.execute(
                update(conversations).where(_mine(owner, conversation)).values(head=turn.id, updated_at=at)
            )
        return True

    def finish_reply(self, owner: str, conversation: str, turn: SupervisorTurn) -> None:
        """Put more words, or the last ones, in place of an incomplete reply; a complete one stays as it is.

        Raises:
            NotFound: no such conversation for this owner, or no such reply in it.
            Stale: the reply there answers another turn.
        """
        data = written(turn)
        with self._database.writing() as connection:
            row = _found(connection, _turn(owner, conversation, turn.id).with_for_update())
            if row.complete:
                return
            if row.parent != turn.parent:
                raise Stale
            connection.execute(
                update(turns)
                .where(turns.c.conversation == conversation, turns.c.id == turn.id)
                .values(complete=turn.complete, data=data)
            )
            connection.execute(update(conversations).where(_mine(owner, conversation)).values(updated_at=now()))

    def set_ending(self, owner: str, conversation: str, ending: Ending | None) -> None:
        """Write down how the conversation ended.

        Raises:
            NotFound: no such conversation for this owner.
        """
        change = update(conversations).where(_mine(owner, conversation))
        with self._database.writing() as connection:
            done = connection.execute(change.values(ending=ending and ending.value, updated_at=now()))
            if not done.rowcount:
                raise _missing()

    def load(self, owner: str, conversation: str) -> Transcript:
        """The conversation with the turns of the branch in view, the first one first.

        Raises:
            NotFound: no such conversation for this owner.
        """
        with self._database.reading() as connection:
            row = _found(connection, select(conversations).where(_mine(owner, conversation)))
            said = [row.data for row in connection.execute(_branch(owner, conversation))]
        try:
            snapshot = Snapshot.model_validate_json(row.snapshot)
            return Transcript(
                persona=snapshot.persona,
                scenario=snapshot.scenario,
                seed=row.seed,
                difficulty=row.difficulty,
                backend=row.backend,
                model=row.model,
                versions=snapshot.versions,
                carried=snapshot.carried,
                ending=row.ending and Ending(row.ending),
                turns=tuple(turn_adapter.validate_json(data) for data in said),
            )
        except ValueError as error:
            # A validation error quotes what was said, so only its place goes on.
            key = _first_key(error)
            raise StoreError(
                f"{self._database.where} holds this conversation in a form that this version cannot read{key}; "
                "open it with the version that saved it, or delete it."
            ) from None

    def list(self, owner: str, limit: int = 100, before: Summary | None = None) -> tuple[Summary, ...]:
        """The owner's conversations, the last used first; ``before`` is the last one of the page above."""
        count = (
            select(func.count())
            .where(turns.c.conversation == conversations.c.id, turns.c.speaker == "user")
            .scalar_subquery()
        )
        c = conversations.c
        query = (
            select(c.id, c.created_at, c.updated_at, c.persona_id, c.persona_name, c.scenario_title, c.difficulty)
            .add_columns(count.label("turns"), c.ending)
            .where(c.owner == owner)
            .order_by(c.updated_at.desc(), c.id.desc())
            .limit(limit)
        )
        if before is not None:
            last = before.updated_at.isoformat(timespec="microseconds")
            query = query.where(tuple_(c.updated_at, c.id) < tuple_(last, before.id))
        with self._database.reading() as connection:
            return tuple(_summary(row) for row in connection.execute(query))

    def delete(self, owner: str, conversation: str) -> None:
        """Remove a conversation for good: none of its bytes stay in the files of the database.

        Raises:
            NotFound: no such conversation for this owner.
        """
        if not self._delete(_mine(owner, conversation)):
            raise _missing()

    def delete_all(self, owner: str) -> int:
        """Remove everything of this owner for good; returns how many conversations that were."""
        return self._delete(conversations.c.owner == owner)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _delete(self, which: ColumnElement[bool]) -> int:
        with self._database.writing() as connection:
            removed = connection.execute(delete(conversations).where(which)).rowcount
            if removed:
                self._database.owe_wiping(connection)
        self._database.wipe()
        return removed


def _missing() -> NotFound:
    return NotFound("There is no such conversation here; perhaps it was deleted.")


def _mine(owner: str, conversation: str) -> ColumnElement[bool]:
    """The one conversation, and only if it is this owner's."""
    if not _ID.fullmatch(conversation):
        raise _missing()
    return and_(conversations.c.id == conversation, conversations.c.owner == owner)


def _turn(owner: str, conversation: str, turn: str) -> Select[Any]:
    query = select(turns.c.parent, turns.c.position, turns.c.complete)
    return query.join(conversations).where(_mine(owner, conversation), turns.c.id == turn)


def _branch(owner: str, conversation: str) -> Select[Any]:
    """What was said from the first turn to the head."""
    step = select(turns.c.conversation, turns.c.parent, turns.c.position, turns.c.data)
    last = step.join(conversations).where(_mine(owner, conversation), turns.c.id == conversations.c.head)
    branch = last.cte("branch", recursive=True)
    earlier = step.join(branch, and_(turns.c.conversation == branch.c.conversation, turns.c.id == branch.c.parent))
    branch = branch.union_all(earlier)
    return select(branch.c.data).order_by(branch.c.position)


def _found(connection: Connection, query: Select[Any]) -> Row[Any]:
    row = connection.execute(query).first()
    if row is None:
        raise _missing()
    return row


def _summary(row: Row[Any]) -> Summary:
    values = dict(row._mapping)
    for key in ("created_at", "updated_at"):
        values[key] = datetime.fromisoformat(values[key])
    values["ending"] = values["ending"] and Ending(values["ending"])
    return Summary(**values)


def _first_key(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return ""
    return f" (at {'.'.join(str(part) for part in error.errors()[0]['loc'])})"
