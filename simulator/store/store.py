"""Keeps conversations: every call names the owner first, and sees nothing of anybody else's."""

from __future__ import annotations

import secrets

from sqlalchemy import ColumnElement, and_, delete, insert, select, tuple_, update

from ..domain.persona import Ending
from ..domain.second_reading import SecondReading
from ..domain.transcript import SupervisorTurn, Transcript, Turn
from ..errors import Stale
from .clock import days_ago, now
from .database import Database
from .queries import found, held, mine, missing, summaries, summary_of, turn_of
from .shares import Shares
from .sign_outs import SignOuts
from .tables import conversations, hints, readings, turns
from .transcripts import transcript_of
from .values import (
    Hint,
    NewConversation,
    Origin,
    Share,
    Shown,
    Snapshot,
    Summary,
    read_readings,
    read_snapshot,
    written,
)

__all__ = ["Hint", "NewConversation", "Origin", "Share", "Shown", "Store", "Summary"]


class Store:
    """The conversations in one database, for any number of threads.

    Turns are nodes with a parent; the branch in view ends at the conversation's head. Nothing is
    rewritten but a reply that was incomplete, and words that stopped a talk for help can be taken back.
    """

    def __init__(self, url: str | None) -> None:
        """Open the database, making or bringing it up to date where needed; None is one in memory, gone when closed.

        Raises:
            InputError: the address is none.
            StoreError: the database cannot be used, or is a newer version's.
        """
        self._database = Database(url)
        self.shares = Shares(self._database)
        self.sign_outs = SignOuts(self._database)

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
            "origin": new.origin and new.origin.conversation,
            "origin_turn": new.origin and new.origin.turn,
            "round": new.carried.round if new.carried else 1,
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
            row = held(connection, owner, conversation)
            if connection.execute(turn_of(owner, conversation, turn.id)).first():
                return False
            if turn.parent != row.head:
                raise Stale
            before = connection.execute(turn_of(owner, conversation, row.head)).first() if row.head else None
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
                update(conversations).where(mine(owner, conversation)).values(head=turn.id, updated_at=at)
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
            held(connection, owner, conversation)
            row = found(connection, turn_of(owner, conversation, turn.id))
            if row.complete:
                return
            if row.parent != turn.parent:
                raise Stale
            connection.execute(
                update(turns)
                .where(turns.c.conversation == conversation, turns.c.id == turn.id)
                .values(complete=turn.complete, data=data)
            )
            connection.execute(update(conversations).where(mine(owner, conversation)).values(updated_at=now()))

    def set_ending(self, owner: str, conversation: str, ending: Ending | None) -> None:
        """Write down how the conversation ended.

        Raises:
            NotFound: no such conversation for this owner.
        """
        change = update(conversations).where(mine(owner, conversation))
        with self._database.writing() as connection:
            done = connection.execute(change.values(ending=ending and ending.value, updated_at=now()))
            if not done.rowcount:
                raise missing()

    def take_back(self, owner: str, conversation: str) -> None:
        """Let a conversation that stopped for help go on as if its last words, which stopped it, had not been said.

        They are removed for good. Nothing changes where it has not stopped for help.

        Raises:
            NotFound: no such conversation for this owner.
        """
        with self._database.writing() as connection:
            row = held(connection, owner, conversation)
            if row.ending != Ending.STOPPED_FOR_HELP:
                return
            before = found(connection, turn_of(owner, conversation, row.head)).parent
            connection.execute(delete(turns).where(turns.c.conversation == conversation, turns.c.id == row.head))
            change = update(conversations).where(mine(owner, conversation))
            connection.execute(change.values(head=before, ending=None, updated_at=now()))
            self._database.owe_wiping(connection)
        self._database.wipe()

    def load(self, owner: str, conversation: str) -> Transcript:
        """The conversation with the turns of the branch in view, the first one first.

        Raises:
            NotFound: no such conversation for this owner.
        """
        with self._database.reading() as connection:
            return transcript_of(connection, owner, conversation, self._database.where)

    def keep_reading(self, owner: str, conversation: str, reading: SecondReading) -> None:
        """Write down what a model read in a turn, in place of an earlier reading of it.

        Raises:
            NotFound: no such conversation for this owner, or no such turn in it.
        """
        key = {"owner": owner, "conversation": conversation, "turn": reading.turn}
        data = written(reading)
        with self._database.writing() as connection:
            held(connection, owner, conversation)
            found(connection, turn_of(owner, conversation, reading.turn))
            connection.execute(delete(readings).filter_by(**key))
            connection.execute(insert(readings).values(**key, created_at=now(), data=data))

    def readings(self, owner: str, conversation: str) -> tuple[SecondReading, ...]:
        """What a model read in this conversation. What another version wrote and this one cannot read is left out.

        Raises:
            NotFound: no such conversation for this owner.
        """
        with self._database.reading() as connection:
            found(connection, select(conversations.c.id).where(mine(owner, conversation)))
            query = select(readings.c.data).filter_by(owner=owner, conversation=conversation)
            return read_readings(row.data for row in connection.execute(query.order_by(readings.c.created_at)))

    def note_hint(self, owner: str, conversation: str, hint: Hint) -> None:
        """Write down that help was asked for.

        Raises:
            NotFound: no such conversation for this owner.
        """
        with self._database.writing() as connection:
            held(connection, owner, conversation)
            row = {"id": secrets.token_urlsafe(12), "conversation": conversation, "created_at": now()}
            connection.execute(insert(hints).values(**row, **hint.model_dump()))

    def hints(self, owner: str, conversation: str) -> tuple[Hint, ...]:
        """The help that was asked for in this conversation, in order.

        Raises:
            NotFound: no such conversation for this owner.
        """
        query = select(hints.c.kind, hints.c.before_turn).join(conversations).where(mine(owner, conversation))
        with self._database.reading() as connection:
            found(connection, select(conversations.c.id).where(mine(owner, conversation)))
            rows = connection.execute(query.order_by(hints.c.before_turn, hints.c.created_at))
            return tuple(Hint(kind=row.kind, before_turn=row.before_turn) for row in rows)

    def summary(self, owner: str, conversation: str) -> Summary:
        """This conversation as it stands in the list.

        Raises:
            NotFound: no such conversation for this owner.
        """
        with self._database.reading() as connection:
            return summary_of(found(connection, summaries(mine(owner, conversation))))

    def forks(self, owner: str, conversation: str) -> tuple[Summary, ...]:
        """The owner's conversations that go on from this one with other words, the newest first.

        Raises:
            NotFound: no such conversation for this owner.
        """
        c = conversations.c
        made_from_it = and_(c.owner == owner, c.origin == conversation)
        with self._database.reading() as connection:
            found(connection, select(c.id).where(mine(owner, conversation)))
            rows = connection.execute(summaries(made_from_it).order_by(c.created_at.desc(), c.id.desc()))
            return tuple(summary_of(row) for row in rows)

    def list(self, owner: str, limit: int = 100, before: Summary | None = None) -> tuple[Summary, ...]:
        """The owner's conversations, the last used first; ``before`` is the last one of the page above."""
        c = conversations.c
        query = summaries(c.owner == owner).order_by(c.updated_at.desc(), c.id.desc()).limit(limit)
        if before is not None:
            last = before.updated_at.isoformat(timespec="microseconds")
            query = query.where(tuple_(c.updated_at, c.id) < tuple_(last, before.id))
        with self._database.reading() as connection:
            return tuple(summary_of(row) for row in connection.execute(query))

    def delete(self, owner: str, conversation: str) -> None:
        """Remove a conversation for good: none of its bytes stay in the files of the database.

        Raises:
            NotFound: no such conversation for this owner.
        """
        if not self._delete(mine(owner, conversation)):
            raise missing()

    def delete_all(self, owner: str) -> int:
        """Remove everything of this owner for good; returns how many conversations that were."""
        return self._delete(conversations.c.owner == owner)

    def delete_older(self, days: int) -> int:
        """Remove for good, whoever's they are, what was not changed for ``days`` days; returns how many that were.

        It shows nothing of anybody's conversations, and is for the installation, not for a page.
        """
        return self._delete(conversations.c.updated_at < days_ago(days))

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def _delete(self, which: ColumnElement[bool]) -> int:
        with self._database.writing() as connection:
            removed = connection.execute(delete(conversations).where(which)).rowcount
            if removed:
                self._database.owe_wiping(connection)
        read_snapshot.cache_clear()  # it may hold the user's own situation
        self._database.wipe()
        return removed
