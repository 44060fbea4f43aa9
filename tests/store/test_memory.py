"""A store without an address: it keeps what it is given until it is closed, and nothing of it reaches a disk."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from simulator.errors import NotFound
from simulator.store.store import Store
from tests.store.make import hers, new, yours

OWNER = "local"


def test_it_is_a_store_like_any_other_and_gone_when_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = Store(None)
    run = store.create(OWNER, new())
    said = (hers("opening", None), yours("one", "opening"), hers("r-one", "one"))
    for turn in said:
        assert store.add_turn(OWNER, run, turn)
    assert store.load(OWNER, run).turns == said
    with pytest.raises(NotFound):
        store.load("somebody-else", run)
    with pytest.raises(NotFound):
        Store(None).load(OWNER, run)
    store.delete(OWNER, run)
    assert store.list(OWNER) == ()
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_threads_share_it() -> None:
    store = Store(None)
    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(lambda _: store.create(OWNER, new()), range(24)))
    assert {one.id for one in store.list(OWNER, 50)} == set(runs)
    store.close()
