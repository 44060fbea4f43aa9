"""The rows of ``make soak``, a few times each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.postgres import Postgres

from . import kills, models, pages, races, troubles, users
from .places import Place, Row, sqlite_in


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "sqlite":
        yield sqlite_in(tmp_path / "data")
        return
    server: Postgres = request.getfixturevalue("postgres")
    yield Place("PostgreSQL", server.plain, tmp_path / "data", server)


def _held(row: Row) -> None:
    assert row.tried
    assert not row.missed, f"{row.what}: {row.missed} of {row.tried} went wrong; the first: {row.first}"


@pytest.mark.parametrize("same", [True, False])
def test_two_windows_make_one_turn(place: Place, same: bool) -> None:
    _held(races.threads(place, 10, same=same))


def test_two_programs_make_one_turn(place: Place) -> None:
    _held(races.processes(place, 6))


def test_a_killed_program_loses_no_accepted_turn(place: Place) -> None:
    _held(kills.kills(place, 4))


def test_a_held_database_is_waited_for(place: Place) -> None:
    _held(troubles.locked(place, 0.5))


def test_a_full_disk_loses_nothing(place: Place) -> None:
    _held(troubles.full_disk(place, 1))


def test_deleted_talks_leave_nothing(place: Place) -> None:
    _held(models.deleted(place, 2))


def test_a_crowd_sees_only_its_own(place: Place) -> None:
    _held(users.crowd(place, 10, 1))


def test_a_coach_reads_until_the_owner_stops(place: Place) -> None:
    _held(users.coaches(place, 10))


def test_a_database_server_that_comes_back_is_gone_on_with(postgres: Postgres, tmp_path: Path) -> None:
    _held(troubles.restarts(Place("PostgreSQL", postgres.plain, tmp_path, postgres), 1))


@pytest.mark.browser
def test_a_reply_that_is_cut_off_is_whole_when_the_address_is_opened_again(browser: Browser, tmp_path: Path) -> None:
    for one in pages.broken_streams(sqlite_in(tmp_path / "data"), browser, 1):
        _held(one)
