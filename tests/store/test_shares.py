"""A coach sees one conversation, and only for as long as its owner shows it; nobody else sees more than before."""

from __future__ import annotations

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from simulator.errors import InputError, NotFound
from simulator.store.store import Store
from simulator.takeout import everything
from tests.store.make import hers, new, yours

OWNER, COACH, OTHER = "alice", "coach", "mallory"
CANARY = "zqcanaryqz"


@pytest.fixture
def run(store: Store) -> str:
    run = store.create(OWNER, new(CANARY))
    store.add_turn(OWNER, run, hers("opening", None, CANARY))
    store.add_turn(OWNER, run, yours("one", "opening", CANARY))
    return run


@pytest.fixture
def secret(store: Store, run: str) -> str:
    return store.shares.offer(OWNER, run, "A.", "Dana")


def test_whoever_opens_the_link_first_sees_that_one_conversation(store: Store, run: str, secret: str) -> None:
    store.create(OWNER, new("another"))
    share = store.shares.open(COACH, "Dana (dana@example.org)", secret)
    shown, transcript = store.shares.read(COACH, share)
    assert (shown.id, shown.owner_name) == (share, "A.")
    assert transcript == store.load(OWNER, run)
    assert store.shares.shown_to(COACH) == (shown,)
    assert store.list(COACH) == ()
    with pytest.raises(NotFound):
        store.load(COACH, run)
    assert store.shares.open(COACH, "Dana", secret) == share


def test_it_goes_on_with_the_conversation(store: Store, run: str, secret: str) -> None:
    share = store.shares.open(COACH, "Dana", secret)
    store.add_turn(OWNER, run, hers("two", "one", "And then?"))
    assert store.shares.read(COACH, share)[1].turns[-1].text == "And then?"


def test_the_owner_sees_to_whom(store: Store, run: str, secret: str) -> None:
    (before,) = store.shares.of(OWNER, run)
    assert (before.label, before.coach_name, before.opened_at) == ("Dana", None, None)
    store.shares.open(COACH, "Dana (dana@example.org)", secret)
    (after,) = store.shares.of(OWNER, run)
    assert (after.label, after.coach_name) == ("Dana", "Dana (dana@example.org)")
    assert after.opened_at is not None
    assert store.shares.all_of(OWNER) == (after,)
    assert store.shares.all_of(COACH) == ()


def test_a_link_that_was_passed_on_opens_nothing(store: Store, secret: str) -> None:
    share = store.shares.open(COACH, "Dana", secret)
    for tried in (secret, "x" * 32, "", "%"):
        with pytest.raises(NotFound) as caught:
            store.shares.open(OTHER, "Mallory", tried)
        assert CANARY not in str(caught.value)
    for wanted in (share, "x", "%", ""):
        with pytest.raises(NotFound):
            store.shares.read(OTHER, wanted)
    assert store.shares.shown_to(OTHER) == ()


def test_of_many_who_open_it_at_once_one_is_let_in(store: Store, run: str, secret: str) -> None:
    def opened(number: int) -> bool:
        try:
            store.shares.open(f"coach-{number}", str(number), secret)
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(opened, range(16))) == 1
    (share,) = store.shares.of(OWNER, run)
    assert store.shares.shown_to(f"coach-{share.coach_name}")


def test_stopping_takes_effect_at_once_and_for_good(store: Store, run: str, secret: str) -> None:
    share = store.shares.open(COACH, "Dana", secret)
    store.shares.stop(OWNER, run, share)
    store.shares.stop(OWNER, run, share)
    assert store.shares.shown_to(COACH) == ()
    with pytest.raises(NotFound):
        store.shares.read(COACH, share)
    with pytest.raises(NotFound):
        store.shares.open(COACH, "Dana", secret)
    assert store.shares.of(OWNER, run) == ()


def test_only_the_owner_shows_and_stops(store: Store, run: str, secret: str) -> None:
    share = store.shares.open(COACH, "Dana", secret)
    for other in (COACH, OTHER, ""):
        with pytest.raises(NotFound, match="no such conversation"):
            store.shares.offer(other, run, "B.", "Eve")
        with pytest.raises(NotFound, match="no such conversation"):
            store.shares.of(other, run)
        with pytest.raises(NotFound, match="no such conversation"):
            store.shares.stop(other, run, share)
    elsewhere = store.create(OTHER, new())
    store.shares.stop(OTHER, elsewhere, share)
    store.shares.give_back(OTHER, share)
    assert len(store.shares.shown_to(COACH)) == 1


def test_the_owner_does_not_become_the_coach(store: Store, run: str, secret: str) -> None:
    with pytest.raises(InputError, match="your own talk"):
        store.shares.open(OWNER, "Alice", secret)
    assert store.shares.of(OWNER, run)[0].coach_name is None
    assert store.shares.open(COACH, "Dana", secret)


def test_a_link_that_nobody_opens_grows_old(store: Store, url: str, run: str, secret: str) -> None:
    other = store.shares.offer(OWNER, run, "A.", "Eve")
    share = store.shares.open(COACH, "Dana", other)
    before = (datetime.now(UTC) - timedelta(days=15)).isoformat(timespec="microseconds")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE shares SET created_at = :before"), {"before": before})
    engine.dispose()
    with pytest.raises(NotFound):
        store.shares.open(COACH, "Dana", secret)
    assert store.shares.open(COACH, "Dana", other) == share


def test_a_coach_can_let_it_go(store: Store, run: str, secret: str) -> None:
    share = store.shares.open(COACH, "Dana", secret)
    store.shares.give_back(COACH, share)
    assert store.shares.shown_to(COACH) == ()
    assert store.shares.of(OWNER, run) == ()


@pytest.mark.parametrize("gone", ["delete", "delete_all", "delete_older"])
def test_what_is_deleted_is_shown_to_nobody(store: Store, url: str, run: str, secret: str, gone: str) -> None:
    share = store.shares.open(COACH, "Dana", secret)
    kept = store.create(COACH, new())
    if gone == "delete":
        store.delete(OWNER, run)
    elif gone == "delete_all":
        store.delete_all(COACH)  # takes the coach's own and not what is shown to them
        assert len(store.shares.shown_to(COACH)) == 1
        kept = store.create(COACH, new())
        store.delete_all(OWNER)
    else:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE conversations SET updated_at = '2001-01-01' WHERE id = :run"), {"run": run})
        engine.dispose()
        assert store.delete_older(30) == 1
    with pytest.raises(NotFound):
        store.shares.read(COACH, share)
    assert [one.id for one in store.list(COACH)] == [kept]
    engine = create_engine(url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM shares")).scalar() == 0
    engine.dispose()


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x07b", "a\u202eb"])
def test_a_name_that_is_none_is_refused(store: Store, run: str, name: str) -> None:
    for names in ((name, "Dana"), ("A.", name)):
        with pytest.raises(InputError, match="Write a name"):
            store.shares.offer(OWNER, run, *names)
    assert store.shares.of(OWNER, run) == ()


def test_the_secret_of_the_link_is_not_in_the_database(store: Store, url: str, secret: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        (row,) = connection.execute(text("SELECT * FROM shares")).mappings()
    engine.dispose()
    assert len(secret) >= 32
    assert secret not in str(dict(row))


def test_what_is_taken_along_says_to_whom_it_is_shown(store: Store) -> None:
    run = store.create(OWNER, new())
    store.add_turn(OWNER, run, hers("opening", None))
    store.shares.open(COACH, "Dana (dana@example.org)", store.shares.offer(OWNER, run, "A.", "Dana"))
    store.create(OWNER, new())
    with zipfile.ZipFile(io.BytesIO(everything(store, OWNER))) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("-shown-to.json")]
        assert name.startswith("001-")
        (told,) = json.loads(archive.read(name))
    assert (told["owner_name"], told["label"], told["coach_name"]) == ("A.", "Dana", "Dana (dana@example.org)")
    assert COACH not in told.values()
    with zipfile.ZipFile(io.BytesIO(everything(store, COACH))) as archive:
        assert archive.namelist() == []


@pytest.mark.parametrize("who", ["owner", "coach"])
def test_no_byte_of_the_coach_is_left_after_it_is_stopped(tmp_path: Path, who: str) -> None:
    store = Store(f"sqlite:///{tmp_path / 'data' / 'c.sqlite3'}")
    run = store.create(OWNER, new())
    share = store.shares.open(COACH, "zqcoachqz", store.shares.offer(OWNER, run, "zqcalledqz", "zqlabelqz"))
    if who == "owner":
        store.shares.stop(OWNER, run, share)
    else:
        store.shares.give_back(COACH, share)
    held = b"".join(file.read_bytes() for file in (tmp_path / "data").iterdir())
    store.close()
    assert [name for name in (b"zqcoachqz", b"zqcalledqz", b"zqlabelqz") if name in held] == []
