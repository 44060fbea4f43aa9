"""Conversations that their owners show to a coach, each by a link that only its first opener can use."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, Select, and_, delete, insert, select, update

from ..domain.transcript import Transcript
from ..errors import InputError, NotFound
from .clock import days_ago, now
from .database import Database
from .queries import found, held, mine
from .tables import conversations, shares
from .transcripts import transcript_of
from .values import Share, Shown

#: A link that nobody opens within so many days opens nothing any more.
DAYS_TO_OPEN = 14
_NAME = 60


class Shares:
    """Who may see which conversation besides its owner, for as long as the owner wants.

    Owners and coaches are owner keys. What a coach may not see is as unknown as what never was.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def offer(self, owner: str, conversation: str, owner_name: str, label: str) -> str:
        """Begin to show a conversation. Returns the secret of the link, which is kept nowhere.

        Args:
            owner: whose it is.
            conversation: which one.
            owner_name: how the owner wants to be called by whoever sees it.
            label: whom the owner means to show it to.

        Raises:
            InputError: a name is empty or too long.
            NotFound: no such conversation for this owner.
        """
        names = {"owner_name": _name(owner_name), "label": _name(label)}
        secret = secrets.token_urlsafe(24)
        row = {"id": secrets.token_urlsafe(12), "secret": _hashed(secret), "created_at": now(), **names}
        with self._database.writing() as connection:
            held(connection, owner, conversation)
            connection.execute(insert(shares).values(conversation=conversation, **row))
        return secret

    def of(self, owner: str, conversation: str) -> tuple[Share, ...]:
        """Whom the owner shows this conversation to, the first one first.

        Raises:
            NotFound: no such conversation for this owner.
        """
        with self._database.reading() as connection:
            found(connection, select(conversations.c.id).where(mine(owner, conversation)))
            rows = connection.execute(_owners(owner).where(shares.c.conversation == conversation))
            return tuple(_share(row) for row in rows)

    def all_of(self, owner: str) -> tuple[Share, ...]:
        """All that this owner shows to somebody, the first one first."""
        with self._database.reading() as connection:
            return tuple(_share(row) for row in connection.execute(_owners(owner)))

    def stop(self, owner: str, conversation: str, share: str) -> None:
        """Show it no more, from this moment on; again is as good as once.

        Raises:
            NotFound: no such conversation for this owner.
        """
        with self._database.writing() as connection:
            held(connection, owner, conversation)
            connection.execute(delete(shares).where(shares.c.conversation == conversation, shares.c.id == share))
            self._database.owe_wiping(connection)
        self._database.wipe()  # the coach's name and address were in it

    def open(self, coach: str, coach_name: str, secret: str) -> str:
        """Open a link: whoever does so first is its coach from then on. Returns what is shown by it.

        Raises:
            InputError: it is the coach's own conversation.
            NotFound: no such link, or somebody else has opened it, or nobody has for too long.
        """
        link = shares.c.secret == _hashed(secret)
        own = select(conversations.c.id).where(conversations.c.owner == coach)
        unopened = and_(link, shares.c.coach.is_(None), shares.c.created_at > days_ago(DAYS_TO_OPEN))
        claim = update(shares).where(unopened, shares.c.conversation.not_in(own))
        with self._database.writing() as connection:
            connection.execute(claim.values(coach=coach, coach_name=coach_name, opened_at=now()))
            row = connection.execute(select(shares.c.id).where(link, shares.c.coach == coach)).first()
            if row is not None:
                opened: str = row.id
                return opened
            if connection.execute(select(shares.c.id).where(link, shares.c.conversation.in_(own))).first():
                raise InputError("This is your own talk; the link is for whom you want to show it to.")
        raise NotFound("This link opens nothing: the talk is not shown any more, or somebody else has opened the link.")

    def shown_to(self, coach: str) -> tuple[Shown, ...]:
        """What is shown to this coach at this moment, the last one first."""
        query = _coachs(coach).order_by(shares.c.opened_at.desc(), shares.c.id)
        with self._database.reading() as connection:
            return tuple(_shown(row) for row in connection.execute(query))

    def read(self, coach: str, share: str) -> tuple[Shown, Transcript]:
        """One conversation that is shown to this coach at this moment.

        Raises:
            NotFound: it is not shown to this coach, or not any more.
        """
        with self._database.reading() as connection:
            row = connection.execute(_coachs(coach).where(shares.c.id == share)).first()
            if row is None:
                raise NotFound("This talk is not shown to you, or not any more.")
            return _shown(row), transcript_of(connection, row.owner, row.conversation, self._database.where)

    def give_back(self, coach: str, share: str) -> None:
        """Take a conversation off the coach's list; its owner sees that it is not shown any more."""
        with self._database.writing() as connection:
            connection.execute(delete(shares).where(shares.c.coach == coach, shares.c.id == share))
            self._database.owe_wiping(connection)
        self._database.wipe()


def _owners(owner: str) -> Select[Any]:
    query = select(shares).join(conversations).where(conversations.c.owner == owner)
    return query.order_by(shares.c.created_at, shares.c.id)


def _coachs(coach: str) -> Select[Any]:
    c = conversations.c
    query = select(shares.c.id, shares.c.conversation, shares.c.owner_name, c.owner, c.persona_name, c.scenario_title)
    return query.join(conversations).where(shares.c.coach == coach)


def _share(row: Row[Any]) -> Share:
    return Share(
        id=row.id,
        conversation=row.conversation,
        owner_name=row.owner_name,
        label=row.label,
        created_at=datetime.fromisoformat(row.created_at),
        coach_name=row.coach_name,
        opened_at=row.opened_at and datetime.fromisoformat(row.opened_at),
    )


def _shown(row: Row[Any]) -> Shown:
    return Shown(id=row.id, owner_name=row.owner_name, persona_name=row.persona_name, scenario_title=row.scenario_title)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > _NAME or not name.isprintable():
        raise InputError(f"Write a name of at most {_NAME} plain characters.")
    return name


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
