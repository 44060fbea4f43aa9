"""Sign-ins that their owners ended before their time, so that a cookie somebody kept opens nothing any more."""

from __future__ import annotations

import time

from sqlalchemy import delete, insert, select

from .database import Database
from .tables import sign_outs


class SignOuts:
    """What was ended, until it would have ended by itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def end(self, owner: str, sign_in: str, ends_at: float) -> None:
        """Let a sign-in count no more, in any window; ``ends_at`` in seconds since 1970. Again is as good as once."""
        which = {"owner": owner, "sign_in": sign_in}
        with self._database.writing() as connection:
            connection.execute(delete(sign_outs).where(sign_outs.c.ends_at < int(time.time())))
            connection.execute(delete(sign_outs).filter_by(**which))
            connection.execute(insert(sign_outs).values(**which, ends_at=int(ends_at) + 1))

    def ended(self, owner: str, sign_in: str) -> bool:
        """Whether its owner has ended it."""
        query = select(sign_outs.c.sign_in).where(sign_outs.c.owner == owner, sign_outs.c.sign_in == sign_in)
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None
