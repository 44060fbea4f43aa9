"""A program that writes until it is killed: prints the id of each turn once the store has accepted it."""

from __future__ import annotations

import sys

from simulator.store.store import Store
from tests.store.make import hers, yours


def main(url: str, owner: str, run: str) -> None:
    store = Store(url)
    said = store.load(owner, run).turns
    number, head = len(said), said[-1].id if said else None
    while True:
        turn = yours(f"t{number}", head, f"words {number} " * 50)
        store.add_turn(owner, run, turn)
        print(turn.id, flush=True)
        reply = f"r{number}"
        store.add_turn(owner, run, hers(reply, turn.id, "Wo", complete=False))
        print(reply, flush=True)
        store.finish_reply(owner, run, hers(reply, turn.id, "Words."))
        number, head = number + 1, reply


if __name__ == "__main__":
    main(*sys.argv[1:])
