"""Reads rows from JSONL and Parquet files as they stand on the disk, a stretch at a time, whatever is wrong in them."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO, Literal

from pydantic_core import from_json

from ..domain.base import Value
from ..domain.bulk import Kind
from ..errors import BadFile, BadText
from .rows import Fault, Row, Stretch

#: In characters. A row beyond it is an error row; a stretch ends when it has so many.
_LONGEST_LINE = 4_000_000
_MOST_IN_A_STRETCH = 8_000_000
#: So many lines are looked at for what the rows are.
_LINES_LOOKED_AT = 1_000
_BLOCK = 1 << 20
_PARQUET = b"PAR1"
_NEEDS = (
    'a turn needs a text "user" (and may have "supervisor" and "id"); '
    'a transcript is what `simulator play` prints, or a text "transcript" (and may have "id").'
)
#: Stands where bytes are no text: no text that was decoded can hold it.
_BROKEN = "\udcff"
codecs.register_error("simulator-broken", lambda error: (_BROKEN, error.end))  # type: ignore[attr-defined]


class InputFile(Value):
    """What a file of the input held when the run was begun."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Source:
    """The files of an input, all of one kind."""

    files: tuple[Path, ...]
    kind: Kind

    def fingerprints(self) -> tuple[InputFile, ...]:
        """What is in the files; each is read once from end to end. ``rows`` of JSONL counts line ends."""
        return tuple(_fingerprint(file) for file in self.files)

    def stretches(self, rows: int) -> Iterator[Stretch]:
        """All rows, at most ``rows`` together; the same files give the same stretches."""
        number, before = 0, 0
        for file in self.files:
            unit: Literal["line", "row"] = "row" if _is_parquet(file) else "line"
            contents = _table_rows(file, self.kind) if unit == "row" else _lines(file)
            place = 0
            for some in _together(contents, rows):
                taken = tuple(Row(before + at, at, content) for at, content in some if content is not None)
                place = some[-1][0]
                if taken:
                    number += 1
                    yield Stretch(number, file.name, unit, taken)
            before += place


def source_at(place: Path) -> Source:
    """The rows in a file, or in all .jsonl and .parquet files of a folder in the order of their names.

    Raises:
        BadText, BadFile: there are none, or they are neither turns nor transcripts.
    """
    if str(place) == "-":
        raise BadText("A run can only go on after a stop when its input is a file; write the rows into one.")
    files: tuple[Path, ...] = (place,)
    if place.is_dir():
        files = tuple(sorted(file for file in place.iterdir() if file.suffix in (".jsonl", ".parquet")))
        if not files:
            raise BadText(f"{place}: holds no .jsonl and no .parquet file.")
    kinds = {_kind_of(file): file for file in files}
    if len(kinds) > 1:
        raise BadText(f"{place}: holds turns as well as transcripts; put them into folders of their own.")
    return Source(files, next(iter(kinds)))


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise BadText(f"{file}: cannot be read: {error.strerror}.") from error


def _is_parquet(file: Path) -> bool:
    with _opened(file) as content:
        return content.read(4) == _PARQUET


def _fingerprint(file: Path) -> InputFile:
    digest, lines = hashlib.sha256(), 0
    with _opened(file) as content:
        while block := content.read(_BLOCK):
            digest.update(block)
            lines += block.count(b"\n")
    if _is_parquet(file):
        lines = _table(file).metadata.num_rows
    return InputFile(name=file.name, rows=lines, sha256=digest.hexdigest())


def _together(contents: Iterable[Any], most: int) -> Iterator[list[tuple[int, Any]]]:
    """Contents with their places from 1, at most so many rows or characters together."""
    some: list[tuple[int, Any]] = []
    size = 0
    for at, content in enumerate(contents, start=1):
        some.append((at, content))
        size += _characters(content)
        if len(some) >= most or size >= _MOST_IN_A_STRETCH:
            yield some
            some, size = [], 0
    if some:
        yield some


def _characters(content: str | dict[str, Any] | Fault | None) -> int:
    if isinstance(content, str):
        return len(content)
    return sum(len(cell) for cell in content.values() if isinstance(cell, str)) if isinstance(content, dict) else 0


def _lines(file: Path) -> Iterator[str | Fault | None]:
    """Every line of a file; None for a blank one."""
    with _opened(file) as content:
        encoding = _encoding(content.read(4), file)
        content.seek(0)
        text = TextIOWrapper(content, encoding, errors="simulator-broken", newline="\n")
        while line := text.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE and not line.endswith("\n"):
                while not line.endswith("\n") and (line := text.readline(_LONGEST_LINE)):
                    pass
                yield Fault(f"The line is longer than {_LONGEST_LINE:,} characters.", "Write one row a line.")
                continue
            yield _line(line.strip("\ufeff \t\r\n"))


def _line(line: str) -> str | Fault | None:
    if _BROKEN in line:
        return Fault(
            f"The line holds bytes that are no text in the file's encoding, at character {line.index(_BROKEN) + 1:,}.",
            "Save the whole file in one encoding: UTF-8 or UTF-16.",
        )
    return line or None


def _encoding(head: bytes, file: Path) -> str:
    """The encoding that the first bytes of a file tell of; a file of JSON begins with two ASCII characters."""
    if head in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        raise BadText(f"{file}: is UTF-32; save it as UTF-8.")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if head[:1] == b"\0" else "utf-8"


def _kind_of(file: Path) -> Kind:
    if _is_parquet(file):
        return _kind_of_columns(_table(file).schema_arrow.names, f"{file}")
    looked = 0
    for at, line in enumerate(_lines(file), start=1):
        if isinstance(line, str) and isinstance(row := _object(line), dict):
            return _kind_of_columns(list(row), f"{file}: line {at}")
        looked = at
        if at == _LINES_LOOKED_AT:
            break
    if not looked:
        raise BadText(f"{file}: holds no rows; write one turn or one transcript a line.")
    raise BadText(f"{file}: none of its first {looked:,} lines is a JSON object; write one a line: {_NEEDS}")


def _object(line: str) -> object:
    try:
        return from_json(line)
    except ValueError:
        return None


def _kind_of_columns(names: list[str], shown_as: str) -> Kind:
    if "user" in names:
        return "turns"
    if "transcript" in names or {"persona", "turns"} <= set(names):
        return "reports"
    has = ", ".join(f'"{name[:40]}"' for name in names[:8]) or "nothing"
    raise BadText(f"{shown_as}: has {has}, and neither turns nor transcripts: {_NEEDS}")


def _table(file: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(file, buffer_size=_BLOCK, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        raise _damaged(file, error) from error


def _damaged(file: Path, error: Exception) -> BadFile:
    return BadFile(str(file), "", f"is no whole Parquet file ({' '.join(str(error).split())[:200]}); write it anew.")


def _table_rows(file: Path, kind: Kind) -> Iterator[dict[str, Any] | Fault]:
    """The cells that are needed of each row of a table; the others are never read."""
    import pyarrow as pa

    table = _table(file)
    words = ("user", "supervisor") if kind == "turns" else ("transcript",)
    names = [name for name in (*words, "id") if name in table.schema_arrow.names]
    for name in names:
        _check_type(table.schema_arrow.field(name).type, name, file)
    try:
        for batch in table.iter_batches(batch_size=500, columns=names):
            yield from map(_cells, *([(name, cell) for cell in _column(batch.column(name))] for name in names))
    except (pa.ArrowException, OSError) as error:
        raise _damaged(file, error) from error


def _check_type(kind: Any, name: str, file: Path) -> None:
    from pyarrow import types

    plain = kind.value_type if types.is_dictionary(kind) else kind
    text = types.is_string(plain) or types.is_large_string(plain) or types.is_null(plain)
    if not text and not (name == "id" and types.is_integer(plain)):
        raise BadFile(str(file), name, f"must hold text and holds {kind}; write it as text.")


def _column(column: Any) -> list[Any]:
    """The cells of a column; the bytes of a text, so that one bad text spoils its own row only."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return list((column if pa.types.is_integer(column.type) else column.cast(pa.large_binary())).to_pylist())


def _cells(*cells: tuple[str, Any]) -> dict[str, Any] | Fault:
    try:
        return {
            name: cell.decode("utf-8") if isinstance(cell, bytes) else cell for name, cell in cells if cell is not None
        }
    except UnicodeDecodeError as error:
        return Fault(f"A cell holds bytes that are no UTF-8, at byte {error.start + 1:,}.", "Write the text as UTF-8.")
