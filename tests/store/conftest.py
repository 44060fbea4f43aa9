"""A store over every kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.store.store import Store


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(url)
    yield store
    store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a database of SQLite's will be; for what only concerns files."""
    return tmp_path / "data" / "conversations.sqlite3"
