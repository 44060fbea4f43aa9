"""What every test gets: a clean environment, a data folder of its own, and the shipped supervisors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from simulator.resources import Library, library
from tests.postgres import Postgres, postgres_server


@pytest.fixture(autouse=True)
def _hermetic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine reaches a test, and no test writes outside its own folder."""
    for name in tuple(os.environ):
        if name.startswith(("SIMULATOR_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SIMULATOR_DATA_FOLDER", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def shipped() -> Library:
    """The personas and scenarios that come with the program."""
    return library()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests: a second one cannot be started beside it."""
    from tests.ui.conftest import chromium

    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def postgres_of_the_session() -> Iterator[Postgres]:
    """One PostgreSQL server for all tests, started by the first that asks for it."""
    with postgres_server() as server:
        yield server


@pytest.fixture
def postgres(postgres_of_the_session: Postgres) -> Postgres:
    """A PostgreSQL server whose database is empty."""
    postgres_of_the_session.empty()
    return postgres_of_the_session


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'conversations.sqlite3'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.url
