"""Forward from an empty database and from every released version; never back."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, MetaData, create_engine, inspect, select, text
from sqlalchemy.sql.sqltypes import Boolean, Integer, Text

from simulator.errors import StoreError
from simulator.store import migrations
from simulator.store.store import Store
from simulator.store.tables import metadata
from simulator.store.tables import migrations as applied
from tests.store.make import hers, read, yours

#: A database as version 1 left it; never edit it.
VERSION_1 = Path(__file__).parent / "data" / "version-1.sql"
RUN_1 = "3Hq0tVJmO4bXn1yZcUeKwA"


@pytest.fixture
def engine(url: str, store: Store) -> Engine:
    """Beside a store that is up to date."""
    return create_engine(url)


def _applied(engine: Engine) -> list[tuple[int, str]]:
    with engine.connect() as connection:
        rows = connection.execute(select(applied.c.number, applied.c.applied_at).order_by(applied.c.number))
        return [(row.number, row.applied_at) for row in rows]


def test_an_empty_database_gets_every_step_once(store: Store, engine: Engine, url: str) -> None:
    first = _applied(engine)
    assert [number for number, _ in first] == list(range(1, len(migrations.STEPS) + 1))
    Store(url).close()
    assert _applied(engine) == first


def test_the_steps_end_where_the_tables_are(engine: Engine) -> None:
    found = inspect(engine)
    assert set(found.get_table_names()) == set(metadata.tables)
    for name, table in metadata.tables.items():
        got = {column["name"]: (_kind(column["type"]), column["nullable"]) for column in found.get_columns(name)}
        assert got == {column.name: (_kind(column.type), column.nullable) for column in table.columns}
        assert found.get_pk_constraint(name)["constrained_columns"] == [column.name for column in table.primary_key]
        assert {(index["name"], tuple(index["column_names"])) for index in found.get_indexes(name)} == {
            (index.name, tuple(column.name for column in index.columns)) for index in table.indexes
        }
    for name in ("turns", "readings", "hints", "shares"):
        assert found.get_foreign_keys(name)[0]["options"] == {"ondelete": "CASCADE"}


def _kind(kind: object) -> str:
    for one in (Boolean, Integer, Text):
        if isinstance(kind, one):
            return one.__name__
    return repr(kind)


def test_a_later_step_finds_the_data_and_is_taken_once(store: Store, engine: Engine) -> None:
    taken = []

    def later(connection: Connection) -> None:
        taken.append(connection.execute(text("SELECT count(*) FROM conversations")).scalar())
        connection.execute(text("ALTER TABLE conversations ADD COLUMN shared TEXT"))

    for _ in range(2):
        with engine.begin() as connection:
            migrations.migrate(connection, "The database", (*migrations.STEPS, later))
    assert taken == [0]
    assert _applied(engine)[-1][0] == len(migrations.STEPS) + 1


def test_a_step_that_fails_leaves_everything_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (id TEXT)"))
        connection.execute(text("no such statement"))

    Store(f"sqlite:///{file}").close()
    monkeypatch.setattr("simulator.store.database.STEPS", (*migrations.STEPS, failing))
    monkeypatch.setattr(migrations.migrate, "__defaults__", ((*migrations.STEPS, failing),))
    with pytest.raises(StoreError, match="could not be read or written"):
        Store(f"sqlite:///{file}")
    monkeypatch.undo()
    with sqlite3.connect(file) as plain:
        assert "half" not in {name for (name,) in plain.execute("SELECT name FROM sqlite_master")}
    Store(f"sqlite:///{file}").close()


def _version_1() -> dict[str, list[dict[str, object]]]:
    """The rows of the database that version 1 left, by table."""
    with sqlite3.connect(":memory:") as old:
        old.executescript(VERSION_1.read_text("utf-8"))
        old.row_factory = sqlite3.Row
        rows = {
            name: [dict(row) for row in old.execute(f"SELECT * FROM {name}")] for name in ("conversations", "turns")
        }
    old.close()
    return rows


@pytest.mark.parametrize("steps", range(1, len(migrations.STEPS) + 1))
def test_a_database_of_every_version_goes_on(url: str, file: Path, steps: int) -> None:
    """A released step is never edited, so taking the first ones makes the database that a version left."""
    file.parent.mkdir(exist_ok=True)
    engine = create_engine(url)
    with engine.begin() as connection:
        migrations.migrate(connection, "The database", migrations.STEPS[:steps])
        tables = MetaData()
        tables.reflect(connection)
        for name, rows in _version_1().items():
            kept = [{**row, "complete": bool(row["complete"])} if "complete" in row else row for row in rows]
            connection.execute(tables.tables[name].insert(), kept)
    engine.dispose()
    _goes_on(url)


def test_a_talk_of_before_is_known_as_a_later_one(url: str, file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    engine = create_engine(url)
    (row,) = _version_1()["conversations"]
    with engine.begin() as connection:
        migrations.migrate(connection, "The database", migrations.STEPS[:3])
        tables = MetaData()
        tables.reflect(connection)
        later = {**row, "id": "later", "snapshot": json.dumps({"carried": {"round": 3}}, separators=(",", ":"))}
        quoting = {**row, "id": "quoting", "snapshot": json.dumps({"said": '"carried":{"round":3}', "carried": None})}
        connection.execute(tables.tables["conversations"].insert(), [later, quoting])
    engine.dispose()
    store = Store(url)
    assert {line.id: line.round for line in store.list("local")} == {"later": 3, "quoting": 1}
    store.close()


def test_a_file_of_version_1_goes_on(file: Path) -> None:
    file.parent.mkdir()
    with sqlite3.connect(file) as old:
        old.executescript(VERSION_1.read_text("utf-8"))
    old.close()
    _goes_on(f"sqlite:///{file}")


def _goes_on(url: str) -> None:
    store = Store(url)
    (line,) = store.list("local")
    assert (line.id, line.turns) == (RUN_1, 1)
    loaded = store.load("local", RUN_1)
    assert loaded.turns == (hers("opening", None), yours("one", "opening"), hers("r-one", "one", complete=False))
    store.keep_reading("local", RUN_1, read("one"))
    assert store.readings("local", RUN_1) == (read("one"),)
    store.finish_reply("local", RUN_1, hers("r-one", "one", "Thank you."))
    assert store.add_turn("local", RUN_1, yours("two", "r-one"))
    store.close()


def test_a_newer_database_is_refused_in_one_sentence(store: Store, engine: Engine, url: str) -> None:
    with engine.begin() as connection:
        connection.execute(applied.insert().values(number=99, applied_at="2031-01-01"))
    with pytest.raises(StoreError, match=r"made by a newer version of this program \(database version 99, .* or name"):
        Store(url)


def test_many_may_open_an_empty_database_at_once(url: str) -> None:
    def opened(_: int) -> tuple[object, ...]:
        store = Store(url)
        found = store.list("local")
        store.close()
        return found

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(opened, range(8))) == [()] * 8
