"""Puts a transcript together from the rows of a conversation."""

from __future__ import annotations

from sqlalchemy import Connection, select

from ..domain.persona import Ending
from ..domain.transcript import Transcript
from ..errors import StoreError
from .queries import branch_of, first_key, found, mine
from .tables import conversations
from .values import read_snapshot, turn_adapter


def transcript_of(connection: Connection, owner: str, conversation: str, where: str) -> Transcript:
    """The conversation with the turns of the branch in view, the first one first; ``where`` names the database.

    Raises:
        NotFound: no such conversation for this owner.
        StoreError: another version wrote it, and this one cannot read it.
    """
    row = found(connection, select(conversations).where(mine(owner, conversation)))
    said = [turn.data for turn in connection.execute(branch_of(owner, conversation))]
    try:
        snapshot = read_snapshot(row.snapshot)
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
        raise StoreError(
            f"{where} holds this conversation in a form that this version cannot read{first_key(error)}; "
            "open it with the version that saved it, or delete it."
        ) from None
