"""A program that accepts turns is killed at any moment: what it had accepted is there, and the database is whole."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
import time
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext

from sqlalchemy import create_engine, text

from simulator.store.store import Store
from tests.store.make import hers, new, yours

from .places import OWNER, Place, Row, row

#: Every turn but the first has a parent, the head is a turn, and no reply is without what it answers.
_TORN = """
    SELECT (SELECT count(*) FROM turns t WHERE t.parent IS NOT NULL AND NOT EXISTS
                (SELECT 1 FROM turns p WHERE p.conversation = t.conversation AND p.id = t.parent))
         + (SELECT count(*) FROM conversations c WHERE c.head IS NOT NULL AND NOT EXISTS
                (SELECT 1 FROM turns h WHERE h.conversation = c.id AND h.id = c.head))
"""


def write(url: str, run: str, told: Connection) -> None:
    """Write until killed; tells the id of each turn once the store has accepted it."""
    store = Store(url)
    turns = store.load(OWNER, run).turns
    number, head = len(turns), turns[-1].id if turns else None
    while True:
        turn = yours(f"t{number}", head, f"words {number} " * 50)
        store.add_turn(OWNER, run, turn)
        told.send(turn.id)
        reply = f"r{number}"
        store.add_turn(OWNER, run, hers(reply, turn.id, "Wo", complete=False))
        told.send(reply)
        store.finish_reply(OWNER, run, hers(reply, turn.id, "Words."))
        number, head = number + 1, reply


def _killed_writer(context: ForkServerContext, url: str, run: str, seconds: float) -> list[str]:
    """What the writer had told when it was killed, so long after its first turn."""
    ours, theirs = context.Pipe(duplex=False)
    writer = context.Process(target=write, args=(url, run, theirs), daemon=True)
    writer.start()
    theirs.close()
    accepted: list[str] = [ours.recv()]
    time.sleep(seconds)
    writer.kill()
    writer.join(20)
    try:
        while True:
            accepted.append(ours.recv())
    except EOFError:
        return accepted
    finally:
        ours.close()


def kills(place: Place, number: int) -> Row:
    """``number`` programs, one after another, each killed within a quarter of a second."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.soak.kills", "psycopg"])
    draw = random.Random()
    accepted: set[str] = set()
    results = []
    run = ""
    for count in range(number):
        if count % 20 == 0:  # a talk has an end
            store = Store(place.url)
            run, accepted = store.create(OWNER, new()), set()
            store.close()
        accepted |= set(_killed_writer(context, place.url, run, draw.uniform(0, 0.25)))
        results.append(_verdict(place, run, accepted))
    return row("kill -9 while turns are accepted", results, f"{len(accepted)} turns in the last talk")


def _verdict(place: Place, run: str, accepted: set[str]) -> str:
    engine = create_engine(place.url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        torn = connection.execute(text(_TORN)).scalar()
    engine.dispose()
    if torn:
        return f"{torn} turns without what they follow"
    if place.server is None:
        with sqlite3.connect(place.url.removeprefix("sqlite:///")) as plain:
            (whole,) = plain.execute("PRAGMA integrity_check").fetchone()
        plain.close()
        if whole != "ok":
            return str(whole)
    store = Store(place.url)
    kept = [turn.id for turn in store.load(OWNER, run).turns]
    store.close()
    lost = accepted - set(kept)
    if lost:
        return f"{len(lost)} accepted turns lost"
    return "" if len(kept) == len(set(kept)) else "a turn stands twice"
