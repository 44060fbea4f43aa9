"""What travels to a worker and back: a stretch of rows, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..domain.bulk import Form, Kind, RowError
from ..voice import MaskSettings, ModelSettings
from .tally import Tally


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be used, and what to do."""

    what: str
    do: str


@dataclass(frozen=True)
class Row:
    """One row of the input.

    Attributes:
        number: counted over the whole input, from 1.
        place: counted in its file, from 1.
        content: a line of JSON, the cells of a table by column, or why it could not even be read.
    """

    number: int
    place: int
    content: str | Mapping[str, Any] | Fault


@dataclass(frozen=True)
class Stretch:
    """Some rows of one file that are worked on together and become one part; ``number`` counts from 1."""

    number: int
    file: str
    unit: Literal["line", "row", "talk"]
    rows: tuple[Row, ...]

    @property
    def reach(self) -> str:
        """Which rows these are, for a message."""
        return f"{self.file}, {self.unit}s {self.rows[0].place:,} to {self.rows[-1].place:,}"

    def where(self, row: Row) -> str:
        """Where one of them stands."""
        named = row.content.get("id") if isinstance(row.content, Mapping) else None
        return f"{self.file}, {self.unit} {row.place}" + (f" ({named})" if named is not None else "")


class Voice(ModelSettings, MaskSettings):
    """Where models are, and what is taken out of the words before one is sent them."""


@dataclass(frozen=True)
class Task:
    """What to do with every stretch of a run.

    Attributes:
        versions: what the results depend on; a worker that has others refuses.
        voice: the server and the key of the models; None where none speaks.
    """

    kind: Kind
    form: Form
    versions: Mapping[str, str]
    voice: Voice | None = None


@dataclass(frozen=True)
class Done:
    """What became of a stretch.

    Attributes:
        read: how many rows it had.
        part: the rows in the form of the results.
        stopped: why the whole run has to stop, in one sentence; nothing of the stretch is kept then.
    """

    number: int
    read: int
    part: bytes
    tally: Tally
    errors: tuple[RowError, ...]
    stopped: str | None = None
