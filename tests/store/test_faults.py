"""Locks, full disks and files that are no database: nothing accepted is lost, and one sentence says why."""

from __future__ import annotations

import os
import resource
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from simulator.errors import StoreError
from simulator.store.store import Store
from tests.store.make import hers, new, yours

OWNER = "local"


@contextmanager
def _held(file: Path) -> Iterator[None]:
    """Another program has the database locked."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{file}")
    yield store
    store.close()


def test_a_locked_database_is_waited_for(file: Path, store: Store) -> None:
    script = (
        "import sqlite3, sys, time\n"
        "other = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "other.execute('BEGIN IMMEDIATE')\n"
        "print('held', flush=True)\n"
        "time.sleep(1)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(file)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        run = store.create(OWNER, new())
    assert store.load(OWNER, run).turns == ()


def test_a_database_locked_for_too_long_is_a_sentence_and_can_be_read(file: Path, store: Store) -> None:
    run = store.create(OWNER, new())
    with _held(file):
        began = time.monotonic()
        with pytest.raises(StoreError) as caught:
            store.add_turn(OWNER, run, yours("one", None))
        assert 4.5 < time.monotonic() - began < 8
        assert str(caught.value) == f"The database {file} is held by another program; try again in a moment."
        assert store.load(OWNER, run).turns == ()
    assert store.add_turn(OWNER, run, yours("one", None))


def test_a_full_disk_is_a_sentence_and_loses_nothing(file: Path, store: Store) -> None:
    run = store.create(OWNER, new())
    store.add_turn(OWNER, run, hers("opening", None))
    before = store.load(OWNER, run)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_biggest(file) + 4096, hard))
    try:
        with pytest.raises(StoreError, match=r"^The database .* free space( and try again)?\.$"):
            store.add_turn(OWNER, run, yours("one", "opening", "canary " * 20_000))
        assert store.load(OWNER, run) == before
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert store.add_turn(OWNER, run, yours("one", "opening", "canary " * 20_000))


def _biggest(file: Path) -> int:
    return max(part.stat().st_size for part in file.parent.iterdir())


def test_no_sentence_or_traceback_carries_what_was_said(file: Path, store: Store) -> None:
    run = store.create(OWNER, new())
    with sqlite3.connect(file) as plain:
        plain.execute("CREATE TRIGGER refuse BEFORE INSERT ON turns BEGIN SELECT RAISE(ABORT, 'no'); END")
    plain.close()
    with pytest.raises(StoreError) as caught:
        store.add_turn(OWNER, run, yours("one", None, "canary"))
    error: BaseException | None = caught.value
    assert "sqlalche" not in str(error)
    while error is not None:
        assert "canary" not in str(error)
        error = error.__cause__ or error.__context__


def test_a_form_that_cannot_be_read_is_a_sentence_without_content(file: Path, store: Store) -> None:
    run = store.create(OWNER, new())
    store.add_turn(OWNER, run, yours("one", None, "canary"))
    with sqlite3.connect(file) as plain:
        plain.execute("UPDATE turns SET data = replace(data, '\"text\"', '\"words\"')")
    plain.close()
    with pytest.raises(StoreError, match="in a form that this version cannot read") as caught:
        store.load(OWNER, run)
    assert "canary" not in str(caught.value)
    assert caught.value.__cause__ is None
    store.delete(OWNER, run)


def test_a_file_that_is_no_database_is_left_alone(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("Dear diary, " * 1000)
    with pytest.raises(StoreError, match=r"is not a database of conversations; move that file away, or name another"):
        Store(f"sqlite:///{file}")
    assert file.read_text() == "Dear diary, " * 1000


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StoreError, match=r"taken/x\.sqlite3 could not be used .*\.$"):
        Store(f"sqlite:///{tmp_path / 'taken' / 'x.sqlite3'}")


def test_only_the_owner_of_the_machine_can_read_the_files(file: Path) -> None:
    before = os.umask(0)
    try:
        store = Store(f"sqlite:///{file}")
        store.create(OWNER, new())
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    modes = {part.name: stat.S_IMODE(part.stat().st_mode) for part in file.parent.iterdir()}
    assert len(modes) == 3
    assert set(modes.values()) == {0o600}
    store.close()


def test_the_settings_are_those_that_were_promised(store: Store) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "busy_timeout": 5000}
    with store._database.reading() as connection:
        got = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
    assert got == wanted


def test_lists_are_read_from_indexes(file: Path, store: Store) -> None:
    store.create(OWNER, new())
    with sqlite3.connect(file) as plain:
        plan = plain.execute(
            "EXPLAIN QUERY PLAN SELECT id, (SELECT count(*) FROM turns WHERE turns.conversation = conversations.id "
            "AND speaker = 'user') FROM conversations WHERE owner = 'x' AND (updated_at, id) < ('y', 'z') "
            "ORDER BY updated_at DESC, id DESC LIMIT 100"
        ).fetchall()
    plain.close()
    steps = " | ".join(step for *_, step in plan)
    assert "conversations_by_owner (owner=?" in steps
    assert "COVERING INDEX turns_by_speaker" in steps
    assert "SCAN" not in steps
    assert "TEMP B-TREE" not in steps
