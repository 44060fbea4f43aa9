"""What only concerns PostgreSQL: one sentence a trouble, no password and no words in any, and what deletion does."""

from __future__ import annotations

import random
import sys
import threading
import time
import traceback

import psycopg
import pytest
from sqlalchemy import create_engine, text

from simulator.config import load_settings
from simulator.errors import InputError, StoreError
from simulator.store import postgres as dialect
from simulator.store.store import Store
from tests.postgres import Postgres
from tests.store.make import hers, new, read, yours

OWNER = "owner-canary-7d20"


@pytest.fixture
def store(postgres: Postgres) -> Store:
    return Store(postgres.plain)


def _trouble(url: str) -> str:
    """All that is told about an address that cannot be used, traceback included."""
    with pytest.raises((StoreError, InputError)) as caught:
        Store(url)
    assert str(caught.value).count(". ") == 0, "more than one sentence"
    return "".join(traceback.format_exception(caught.value)) + repr(caught.value)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://simulator:canary@127.0.0.1:1/postgres", "cannot be reached or lets nobody in"),
        ("postgresql://simulator:canary/x@y@127.0.0.1/postgres", "its password as %40"),
        ("postgresql://simulator:canary/postgres", "cannot be read"),
        ("postgresql://simulator:canary@127.0.0.1", "names no database"),
        ("mysql://simulator:canary@127.0.0.1/x", "cannot be read"),
        ("canary", "cannot be read"),
    ],
)
def test_an_address_that_does_not_work_is_a_sentence_without_the_password(url: str, says: str) -> None:
    told = _trouble(url)
    assert says in told
    assert "canary" not in told


def test_a_wrong_password_is_a_sentence_without_it(postgres: Postgres) -> None:
    told = _trouble(postgres.plain.replace("canary-password", "canary-wrong"))
    assert "lets nobody in" in told
    assert "canary" not in told


def test_a_missing_driver_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    told = _trouble("postgresql://simulator:canary@127.0.0.1:1/postgres")
    assert "pip install 'psycopg[binary]'" in told
    assert "canary" not in told


def test_the_setting_names_it_and_nothing_prints_the_password(postgres: Postgres) -> None:
    settings = load_settings({"SIMULATOR_DATABASE_URL": postgres.plain})
    assert settings.database == postgres.plain
    assert postgres.password not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    store = Store(settings.database)
    assert store.list(OWNER) == ()
    assert postgres.password not in repr(vars(store._database)) + repr(store)
    store.close()


def test_no_sentence_or_traceback_carries_what_was_said(store: Store, postgres: Postgres) -> None:
    run = store.create(OWNER, new())
    with psycopg.connect(postgres.plain, autocommit=True) as plain:
        plain.execute("ALTER TABLE turns ADD CONSTRAINT refused CHECK (false) NOT VALID")
    with pytest.raises(StoreError) as caught:
        store.add_turn(OWNER, run, yours("one", None, "canary"))
    assert "canary" in postgres.log.read_text(), "the server's own log is the administrator's to set"
    error: BaseException | None = caught.value
    while error is not None:
        assert "canary" not in f"{error} {error!r} {error.args}"
        error = error.__cause__ or error.__context__
    store.close()


def test_a_row_locked_for_too_long_is_a_sentence_and_can_be_read(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect, "_SETTINGS", ("SET lock_timeout = '300ms'",))
    store = Store(postgres.plain)
    run = store.create(OWNER, new())
    with psycopg.connect(postgres.plain) as other:
        other.execute("SELECT * FROM conversations FOR UPDATE")
        with pytest.raises(StoreError, match=r"is held by another program; try again in a moment\.$"):
            store.add_turn(OWNER, run, yours("one", None))
        assert store.load(OWNER, run).turns == ()
    assert store.add_turn(OWNER, run, yours("one", None))
    store.close()


def test_a_lock_that_is_let_go_is_waited_for(store: Store, postgres: Postgres) -> None:
    run = store.create(OWNER, new())
    with psycopg.connect(postgres.plain) as other:
        other.execute("SELECT * FROM conversations FOR UPDATE")
        threading.Timer(0.5, other.rollback).start()
        began = time.monotonic()
        assert store.add_turn(OWNER, run, yours("one", None))
        assert time.monotonic() - began > 0.3
    store.close()


def test_a_lost_connection_is_made_anew(store: Store, postgres: Postgres) -> None:
    run = store.create(OWNER, new())
    with psycopg.connect(postgres.plain, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    assert store.add_turn(OWNER, run, yours("one", None))
    store.close()


def test_what_only_reads_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="may only be read"), store._database.reading() as connection:
        connection.execute(text("DELETE FROM conversations"))
    store.close()


def test_no_row_of_what_was_deleted_stays_and_its_space_is_free(store: Store, postgres: Postgres) -> None:
    """Rows, their long parts and their index entries; the server's write-ahead log and copies are its own affair."""
    draw = random.Random(3)
    kept = store.create(OWNER, new("kept"))
    gone = [store.create(OWNER, new(f"canary-{number}.")) for number in range(5)]
    for run in gone:
        head = None
        for number in range(4):
            words = "canary " + "".join(chr(draw.randrange(97, 123)) for _ in range(5000))
            store.add_turn(OWNER, run, yours(f"u{number}", head, words))
            store.add_turn(OWNER, run, hers(f"r{number}", f"u{number}", words))
            store.keep_reading(OWNER, run, read(f"u{number}", words))
            head = f"r{number}"
    for run in gone:
        store.delete(OWNER, run)
    assert [one.id for one in store.list(OWNER)] == [kept]
    engine = create_engine(postgres.url)
    with engine.connect() as connection:
        for table in ("conversations", "turns", "readings", "hints"):
            rows = str(connection.execute(text(f"SELECT * FROM {table}")).all())
            assert [words for words in ("canary ", "canary-0.", *gone) if words in rows] == []
        sizes = "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname IN ('turns', 'readings')"
        assert [size for (size,) in connection.execute(text(sizes))] == [0, 0], "no long words are left in any file"
    engine.dispose()
    store.close()


def test_after_a_full_vacuum_no_byte_is_left_in_the_tables_files(store: Store, postgres: Postgres) -> None:
    """What docs/security.md tells an administrator to do."""
    run = store.create(OWNER, new("canary-9c."))
    store.add_turn(OWNER, run, yours("one", None, "canary-9c. was here"))
    assert store.delete_all(OWNER) == 1
    with psycopg.connect(postgres.plain, autocommit=True) as plain:
        plain.execute("VACUUM FULL")
        plain.execute("CHECKPOINT")
    files = [path for path in (postgres.data / "base").rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if b"canary-9c." in path.read_bytes() or OWNER.encode() in path.read_bytes()] == []
    store.close()
