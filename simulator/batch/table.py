"""Rows as the bytes of one part: a Parquet file, or lines of JSON."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from ..domain.bulk import BatchRow, Form, Kind, ReportRow, TalkRow, TurnRow

ROWS: dict[Kind, type[BatchRow]] = {"turns": TurnRow, "reports": ReportRow, "talks": TalkRow}


def part_of(rows: Sequence[BatchRow], kind: Kind, form: Form) -> bytes:
    """The bytes of a part: the same for the same rows."""
    if form == "jsonl":
        return "".join(f"{row.model_dump_json(by_alias=True)}\n" for row in rows).encode("utf-8")
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist([row.model_dump(mode="json") for row in rows], _schema(ROWS[kind]))
    content = BytesIO()
    pq.write_table(table, content, compression="zstd")
    return content.getvalue()


@cache
def _schema(model: type[BaseModel]) -> Any:
    """The columns of a kind of rows; its name and version stand in the file's metadata."""
    import pyarrow as pa

    named = str(model.model_fields["schema_"].default)
    return pa.schema(_fields(model), metadata={"schema": named})


def _fields(model: type[BaseModel]) -> list[Any]:
    import pyarrow as pa

    fields = ((name, field.annotation) for name, field in model.model_fields.items() if name != "schema_")
    return [pa.field(name, _type_of(kind), NoneType in get_args(kind)) for name, kind in fields]


def _type_of(kind: Any) -> Any:
    import pyarrow as pa

    parts = [part for part in get_args(kind) if part not in (NoneType, Ellipsis)]
    if get_origin(kind) is tuple:
        return pa.list_(_type_of(parts[0]))
    if parts and get_origin(kind) is not Literal:  # a type or None; or a type, and what is said of it
        return _type_of(parts[0])
    if not parts and issubclass(kind, BaseModel):
        return pa.struct(_fields(kind))
    return {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}.get(kind, pa.string())
