"""Deleting deletes: not one byte stays in the files of a SQLite database."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.domain.conduct import Ending
from simulator.store import sqlite
from simulator.store.store import Store
from tests.store.make import hers, new, read, yours

OWNER = "owner-canary-31ac"
ROOT = Path(__file__).parents[2]


def _left(file: Path, *canaries: str) -> dict[str, int]:
    """How often each canary is still in a file of the database."""
    everything = b"".join(part.read_bytes() for part in file.parent.iterdir())
    return {canary: everything.count(canary.encode()) for canary in canaries if canary.encode() in everything}


def _talk(store: Store, canary: str, draw: random.Random, run: str = "", turns: int = 3) -> str:
    run = run or store.create(OWNER, new(canary))
    said = store.load(OWNER, run).turns
    head = said[-1].id if said else None
    for _ in range(turns):
        text = f"{canary} " * draw.choice((1, 1, 4, 60, 300))
        user, reply = f"u{draw.getrandbits(60)}", f"r{draw.getrandbits(60)}"
        store.add_turn(OWNER, run, yours(user, head, text))
        store.add_turn(OWNER, run, hers(reply, user, text[:20], complete=False))
        store.finish_reply(OWNER, run, hers(reply, user, text))
        store.keep_reading(OWNER, run, read(user, text))
        head = reply
    return run


@pytest.mark.parametrize("seed", [0, 30, 52, 75, 83])
def test_no_byte_of_a_deleted_conversation_stays(file: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite moves rows from page to page and leaves copies behind: in 30 to 83 secure deletion alone misses some."""
    draw = random.Random(seed)
    monkeypatch.setattr("secrets.token_urlsafe", lambda _: f"{draw.getrandbits(128):032x}")
    store = Store(f"sqlite:///{file}")
    canaries = [f"canary-{number}." for number in range(12)]
    alive = {canary: store.create(OWNER, new(canary)) for canary in canaries}
    for _ in range(60):
        canary = draw.choice(list(alive))
        _talk(store, canary, draw, alive[canary], turns=1)
        if draw.random() < 0.12 and len(alive) > 2:
            gone = draw.choice(list(alive))
            store.delete(OWNER, alive[gone])
            assert _left(file, gone, alive.pop(gone)) == {}
    assert set(_left(file, *canaries)) == set(alive)
    assert store.delete_all(OWNER) == len(alive)
    assert _left(file, OWNER, "canary", *alive.values()) == {}
    store.close()
    assert _left(file, OWNER, "canary") == {}


def test_what_a_reader_kept_from_being_wiped_is_wiped_at_closing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient = tuple(setting.replace("5000", "50") for setting in sqlite._SETTINGS)
    monkeypatch.setattr(sqlite, "_SETTINGS", impatient)
    store = Store(f"sqlite:///{file}")
    run = _talk(store, "canary", random.Random(1))
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM turns").fetchone()
    store.delete(OWNER, run)
    assert store.list(OWNER) == ()
    assert _left(file, "canary")
    reader.close()
    store.close()
    assert _left(file, "canary") == {}


def test_what_a_killed_program_did_not_wipe_is_wiped_at_the_next_opening(file: Path) -> None:
    store = Store(f"sqlite:///{file}")
    run = _talk(store, "canary", random.Random(1))
    store.close()
    script = (
        "import os, signal, sys\n"
        "from simulator.store import sqlite\n"
        "from simulator.store.store import Store\n"
        "store = Store(sys.argv[1])\n"
        "sqlite.wipe = lambda engine: os.kill(os.getpid(), signal.SIGKILL)\n"
        "store.delete(sys.argv[2], sys.argv[3])\n"
    )
    command = [sys.executable, "-c", script, f"sqlite:///{file}", OWNER, run]
    killed = subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, timeout=30, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert _left(file, "canary")
    store = Store(f"sqlite:///{file}")
    assert store.list(OWNER) == ()
    assert _left(file, "canary") == {}
    store.close()


def test_asking_to_delete_what_is_not_there_does_no_work(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(f"sqlite:///{file}")
    _talk(store, "canary", random.Random(1))
    store.delete_all("nobody")
    with sqlite3.connect(file) as plain:
        assert plain.execute("PRAGMA user_version").fetchone() == (0,)
    plain.close()
    store.close()


def test_no_byte_of_words_that_were_taken_back_stays(file: Path) -> None:
    store = Store(f"sqlite:///{file}")
    run = store.create(OWNER, new("situation-canary"))
    store.add_turn(OWNER, run, hers("opening", None, "Sit down."))
    store.add_turn(OWNER, run, yours("one", "opening", "words-canary " * 300))
    store.set_ending(OWNER, run, Ending.STOPPED_FOR_HELP)
    store.take_back(OWNER, run)
    assert set(_left(file, "words-canary", "situation-canary")) == {"situation-canary"}
