"""Locks, full disks, a database that goes away: a sentence, nothing lost, and it goes on."""

from __future__ import annotations

import random
import resource
import signal
import sqlite3
import string
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from simulator.errors import StoreError
from simulator.store.store import Store
from tests.store.make import hers, new, yours

from .places import OWNER, Place, Row, row


@contextmanager
def _held(place: Place, run: str) -> Iterator[None]:
    """Another program holds the conversation."""
    if place.server is not None:
        with psycopg.connect(place.server.plain) as other:
            other.execute("SELECT * FROM conversations WHERE id = %s FOR UPDATE", (run,))
            yield
        return
    lite = sqlite3.connect(place.url.removeprefix("sqlite:///"), isolation_level=None)
    lite.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        lite.execute("ROLLBACK")
        lite.close()


def locked(place: Place, seconds: float, number: int = 1) -> Row:
    """The database is held for so long; the window tries again with the same turn until it is let in."""
    results = []
    store = Store(place.url)
    for _ in range(number):
        run = store.create(OWNER, new())
        told: list[str] = []
        go = threading.Event()

        def insist(run: str = run, told: list[str] = told, go: threading.Event = go) -> None:
            go.wait(10)
            until = time.monotonic() + seconds + 30
            while time.monotonic() < until:
                try:
                    store.add_turn(OWNER, run, yours("one", None))
                except StoreError as error:
                    told.append(str(error))
                else:
                    return

        window = threading.Thread(target=insist)
        window.start()
        with _held(place, run):
            go.set()
            time.sleep(seconds)
            early = store.load(OWNER, run).turns
        window.join(60)
        wrong = [words for words in told if "is held by another program; try again in a moment." not in words]
        kept = [turn.id for turn in store.load(OWNER, run).turns]
        results.append(
            "written while held" if early else wrong[0] if wrong else "" if kept == ["one"] else f"kept {kept}"
        )
    store.close()
    return row(f"Database held for {seconds:.0f} s, then let go", results)


def full_disk(place: Place, number: int) -> Row:
    """No file may grow any further: what was accepted stays, a sentence says why, and with space it goes on."""
    draw = random.Random(5)
    results = []
    for _ in range(number):
        store = Store(place.url)
        run = store.create(OWNER, new())
        store.close()
        with _no_space(place, draw.randrange(8_000, 80_000)):
            store = Store(place.url)
            accepted, said = _fill(store, run, draw)
            before = [turn.id for turn in store.load(OWNER, run).turns]
        store.close()
        store = Store(place.url)
        next_one = hers(f"f{len(accepted)}", accepted[-1] if accepted else None, "x" * 9000)
        again = store.add_turn(OWNER, run, next_one)
        store.delete_all(OWNER)
        store.close()
        wrong = "" if before == accepted and again else f"{len(accepted)} accepted, {len(before)} there"
        results.append(wrong or ("" if "the disk and its free space" in said or "free some space" in said else said))
    return row("Disk full in the middle of a talk", results)


def _fill(store: Store, run: str, draw: random.Random) -> tuple[list[str], str]:
    accepted: list[str] = []
    for number in range(2000):
        words = "".join(draw.choices(string.ascii_letters + string.digits, k=20_000))
        try:
            store.add_turn(OWNER, run, hers(f"f{number}", accepted[-1] if accepted else None, words))
        except StoreError as error:
            return accepted, str(error)
        accepted.append(f"f{number}")
    return accepted, "the disk was never full"


@contextmanager
def _no_space(place: Place, more: int) -> Iterator[None]:
    """No file of the database may grow by more than so many bytes."""
    if place.server is not None:
        files = (place.server.data / "base").rglob("*")
        most = max(1 << 20, *(part.stat().st_size for part in files if part.is_file()))  # its log comes in whole MB
        place.server.stop()
        place.server.start(most + more)
        yield
        place.server.stop()
        place.server.start()
        return
    most = max(part.stat().st_size for part in place.folder.iterdir())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def restarts(place: Place, number: int) -> Row:
    """The database server is killed and started again under a window that goes on talking."""
    assert place.server is not None
    store = Store(place.url)
    run = store.create(OWNER, new())
    accepted: list[str] = []
    wrong: list[str] = []
    over = threading.Event()

    def talk() -> None:
        while not over.is_set():
            turn = hers(f"s{len(accepted)}", accepted[-1] if accepted else None)
            try:
                store.add_turn(OWNER, run, turn)
                accepted.append(turn.id)
            except StoreError as error:
                if not str(error).startswith("The database 127.0.0.1/postgres "):
                    wrong.append(str(error))
                time.sleep(0.02)
            except Exception as error:  # noqa: BLE001  it is what the row reports
                wrong.append(repr(error))

    window = threading.Thread(target=talk)
    window.start()
    results = []
    for _ in range(number):
        time.sleep(0.3)
        place.server.stop(signal.SIGQUIT)
        place.server.start()
        before = len(accepted)
        until = time.monotonic() + 20
        while len(accepted) < before + 3 and time.monotonic() < until:
            time.sleep(0.05)
        results.append("" if len(accepted) >= before + 3 else "it did not go on")
    over.set()
    window.join(30)
    kept = [turn.id for turn in store.load(OWNER, run).turns]
    store.close()
    results.append("" if kept == accepted else f"{len(accepted)} accepted, {len(kept)} there")
    return row("Database server killed and started again", results + wrong)
