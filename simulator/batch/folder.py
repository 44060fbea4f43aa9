"""The folder of a run: parts that are whole or not there, and what is needed to go on after a stop.

::

    OUT/parts/000001.parquet   the results, one file a stretch of the input
    OUT/errors.jsonl           the rows that could not be used
    OUT/summary.json           the sum of it all
    OUT/.batch/run.json        what the run was begun with
    OUT/.batch/000001.json     that part 1 is whole, its errors and its sums
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from pydantic import Field, ValidationError

from ..domain.base import Value
from ..domain.bulk import Form, Kind, RowError, Summary
from ..errors import BadText, BatchStopped
from .rows import Done
from .source import InputFile
from .tally import Tally


class Run(Value):
    """What a run is begun with; only the same command can go on with it.

    ``plan`` is a fingerprint of what is played; None where an input is scored.
    """

    schema_: Literal["batch-run/1"] = Field("batch-run/1", alias="schema", serialization_alias="schema")
    kind: Kind
    format: Form
    rows_a_part: int
    inputs: tuple[InputFile, ...]
    plan: str | None
    versions: dict[str, str]


_DIFFERS = {
    "kind": "another kind of work",
    "format": "another format",
    "rows_a_part": "another number of rows a part",
    "inputs": "another input",
    "plan": "other talks to play",
    "versions": "other versions of the program or its rules",
}


class _Part(Value):
    """That a part is whole: how long its file is, how many rows it was made of, its sums and its errors."""

    size: int
    read: int
    tally: Tally
    errors: tuple[RowError, ...]


class Folder:
    """Where one run keeps its results. Nobody but the process that opened it writes there."""

    def __init__(self, place: Path, run: Run) -> None:
        self._place = place
        self._run = run
        self._state = place / ".batch"

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Begin the run, or go on with it; no other process can meanwhile.

        Raises:
            BadText: the folder is used for something else, or was begun with something else.
            BatchStopped: it cannot be written.
        """
        if not self._state.is_dir() and self._place.exists() and (not self._place.is_dir() or _any(self._place)):
            raise BadText(f"{self._place}: is not empty and holds no run to go on with; name a new folder with --out.")
        lock = FileLock(self._state / "lock", blocking=False)
        try:
            self._state.mkdir(parents=True, exist_ok=True)
            (self._place / "parts").mkdir(exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise BadText(f"{self._place}: another process works on this run; wait until it has ended.") from error
        except OSError as error:
            raise _stopped(error, self._place) from error
        try:
            self._begin()
            yield
        finally:
            lock.release()

    def _begin(self) -> None:
        for left in (*self._state.glob("*.new"), *self._place.glob("*.new"), *self._place.glob("parts/*.new")):
            left.unlink()  # half written when an earlier process was stopped
        known = self._state / "run.json"
        if not known.exists():
            self._write(known, self._run.model_dump_json(by_alias=True, indent=2).encode("utf-8"))
            return
        try:
            begun = Run.model_validate_json(known.read_bytes())
        except ValidationError as error:
            raise BadText(f"{known}: is damaged; name a new folder with --out.") from error
        for name, other in _DIFFERS.items():
            if getattr(begun, name) != getattr(self._run, name):
                raise BadText(
                    f"{self._place}: holds a run that was begun with {other}; "
                    "repeat the command it was begun with, or name a new folder with --out."
                )

    def kept(self, number: int) -> int | None:
        """How many rows the part was made of; None where it is not whole yet."""
        known = self._known(number)
        if known is None:
            return None
        part = self._part(number)
        return known.read if part.is_file() and part.stat().st_size == known.size else None

    def keep(self, done: Done) -> None:
        """Keep a part: its rows first, then the word that they are whole."""
        known = _Part(size=len(done.part), read=done.read, tally=done.tally, errors=done.errors)
        self._write(self._part(done.number), done.part)
        self._write(self._state / f"{done.number:06}.json", known.model_dump_json(by_alias=True).encode("utf-8"))

    def finish(self, parts: int) -> Summary:
        """Write the errors and the summary, once every part is whole."""
        total, read = Tally(), 0

        def errors() -> Iterator[bytes]:
            nonlocal read
            for number in range(1, parts + 1):
                known = self._known(number)
                assert known is not None, "every part is whole"
                total.merge(known.tally)
                read += known.read
                yield from (f"{error.model_dump_json(by_alias=True)}\n".encode() for error in known.errors)

        self._write_pieces(self._place / "errors.jsonl", errors())
        summary = Summary(
            kind=self._run.kind,
            format=self._run.format,
            rows=read,
            written=total.rows,
            errors=total.errors,
            distress=total.distress,
            unscored=dict(sorted(total.unscored.items())),
            endings=dict(sorted(total.endings.items())),
            figures={name: spread.figure() for name, spread in total.figures.items()},
            groups={
                name: {value: spread.figure() for value, spread in sorted(group.items())}
                for name, group in sorted(total.groups.items())
            },
            parts=parts,
            versions=self._run.versions,
        )
        self._write(self._place / "summary.json", summary.model_dump_json(by_alias=True, indent=2).encode() + b"\n")
        return summary

    def _part(self, number: int) -> Path:
        return self._place / "parts" / f"{number:06}.{self._run.format}"

    def _known(self, number: int) -> _Part | None:
        try:
            return _Part.model_validate_json((self._state / f"{number:06}.json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def _write(self, file: Path, content: bytes) -> None:
        self._write_pieces(file, (content,))

    def _write_pieces(self, file: Path, pieces: Iterable[bytes]) -> None:
        """Write a file so that it is whole or not there, even after a power cut."""
        new = file.with_name(f"{file.name}.new")
        try:
            with new.open("wb") as content:
                content.writelines(pieces)
                content.flush()
                os.fsync(content.fileno())
            new.replace(file)
        except OSError as error:
            new.unlink(missing_ok=True)
            raise _stopped(error, file) from error


def _stopped(error: OSError, file: Path) -> BatchStopped:
    return BatchStopped(
        f"{file}: cannot be written: {error.strerror}. What is done stays; make room or mend the folder, "
        "and run the same command again to go on."
    )


def _any(place: Path) -> bool:
    return next(place.iterdir(), None) is not None
