"""The same cases over every kind of database: SQLite always, PostgreSQL where SIMULATOR_TEST_POSTGRES names one.

The PostgreSQL database is emptied before each test: name one that holds nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from simulator.store.store import Store
from simulator.store.tables import metadata

_POSTGRES = os.environ.get("SIMULATOR_TEST_POSTGRES", "")


@pytest.fixture(params=["sqlite", *(["postgres"] if _POSTGRES else [])])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'conversations.sqlite3'}"
    engine = create_engine(_POSTGRES)
    metadata.drop_all(engine)
    engine.dispose()
    return _POSTGRES


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(url)
    yield store
    store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a database of SQLite's will be; for what only concerns files."""
    return tmp_path / "data" / "conversations.sqlite3"
