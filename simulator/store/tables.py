"""The tables as they are now; ``migrations.py`` is how a database gets there."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text

metadata = MetaData()

#: ``snapshot`` comes late: SQLite then lists conversations without reading its many pages. ``origin`` is the
#: conversation that this one goes on from with other words, in place of its turn ``origin_turn``; it may be deleted.
#: ``round`` is 1 for a first talk and 2 for the one two weeks later.
conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
    Column("persona_id", Text, nullable=False),
    Column("persona_name", Text, nullable=False),
    Column("scenario_id", Text, nullable=False),
    Column("scenario_title", Text, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("difficulty", Text, nullable=False),
    Column("backend", Text, nullable=False),
    Column("model", Text),
    Column("head", Text),
    Column("ending", Text),
    Column("origin", Text),
    Column("origin_turn", Text),
    Column("snapshot", Text, nullable=False),
    Column("round", Integer, nullable=False),
    Index("conversations_by_owner", "owner", "updated_at", "id"),
)

#: ``position`` counts the turns before this one on its own branch.
turns = Table(
    "turns",
    metadata,
    Column("conversation", Text, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("parent", Text),
    Column("speaker", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("data", Text, nullable=False),
    Index("turns_by_speaker", "conversation", "speaker"),
)

#: What a model read in a turn; the last reading of a turn stands in place of an earlier one.
readings = Table(
    "readings",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("conversation", Text, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("turn", Text, primary_key=True),
    Column("created_at", Text, nullable=False),
    Column("data", Text, nullable=False),
    Index("readings_by_conversation", "conversation"),
)

#: Help that was asked for while talking, before the user turn of that number (from 1).
hints = Table(
    "hints",
    metadata,
    Column("conversation", Text, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("id", Text, primary_key=True),
    Column("before_turn", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Index("hints_by_conversation", "conversation"),
)

#: Conversations that their owners show to a coach. ``secret`` is the hash of the link's secret, ``owner_name`` how the
#: owner wants to be called, ``label`` whom they meant to show it to. ``coach`` is the owner key of whoever opened the
#: link first, and nobody else's after that; ``coach_name`` is what their provider calls them.
shares = Table(
    "shares",
    metadata,
    Column("conversation", Text, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("id", Text, primary_key=True),
    Column("secret", Text, nullable=False),
    Column("owner_name", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("coach", Text),
    Column("coach_name", Text),
    Column("opened_at", Text),
    Index("shares_by_conversation", "conversation"),
    Index("shares_by_coach", "coach"),
    Index("shares_by_secret", "secret"),
)

#: Sign-ins that their owners ended; ``ends_at`` is when they would have ended anyway, in seconds since 1970.
sign_outs = Table(
    "sign_outs",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("sign_in", Text, primary_key=True),
    Column("ends_at", BigInteger, nullable=False),
)

migrations = Table(
    "migrations",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("applied_at", Text, nullable=False),
)
