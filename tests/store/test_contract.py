"""What every database must do, whichever it is."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import create_engine

from simulator.domain.conduct import Ending
from simulator.domain.transcript import Transcript
from simulator.errors import BadText, InputError, NotFound, Stale, StoreError
from simulator.store.store import Hint, Origin, Store
from simulator.store.tables import readings
from tests.store.make import ENDING, hers, new, read, unread, yours

OWNER = "local"
RACES = 50
HARD_WORDS = "\u202eright to left\x00 NUL 👩‍🚀 'quotes\" %s :name $x {{x}} \r\n\t; DROP TABLE turns; --"


@pytest.fixture
def run(store: Store) -> str:
    run = store.create(OWNER, new())
    assert store.add_turn(OWNER, run, hers("opening", None))
    return run


def test_values_come_back_exactly(store: Store) -> None:
    given = new()
    run = store.create(OWNER, given)
    said = (hers("opening", None), yours("one", "opening", HARD_WORDS), hers("r-one", "one", complete=False))
    for turn in said:
        assert store.add_turn(OWNER, run, turn)
    store.set_ending(OWNER, run, ENDING)
    kept = {key: getattr(given, key) for key in type(given).model_fields if key != "origin"}
    expected = Transcript(**kept, ending=ENDING, turns=said)
    assert store.load(OWNER, run) == expected


def test_values_come_back_after_closing(store: Store, url: str, run: str) -> None:
    before = store.load(OWNER, run)
    store.close()
    again = Store(url)
    assert again.load(OWNER, run) == before
    again.close()


def test_a_conversation_without_turns_loads(store: Store) -> None:
    run = store.create(OWNER, new(model=None))
    loaded = store.load(OWNER, run)
    assert (loaded.turns, loaded.model, loaded.ending) == ((), None, None)


def test_ids_cannot_be_guessed(store: Store) -> None:
    ids = {store.create(OWNER, new()) for _ in range(20)}
    assert len(ids) == 20
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", one) for one in ids)


def test_the_same_turn_again_changes_nothing(store: Store, run: str) -> None:
    assert store.add_turn(OWNER, run, yours("one", "opening", "first"))
    before = store.load(OWNER, run), store.list(OWNER)
    assert not store.add_turn(OWNER, run, yours("one", "opening", "second"))
    assert not store.add_turn(OWNER, run, yours("one", "somewhere"))
    assert store.add_turn(OWNER, run, hers("r-one", "one"))
    assert not store.add_turn(OWNER, run, yours("one", "opening", "third"))
    assert store.load(OWNER, run).turns[:2] == before[0].turns


def test_turn_ids_are_a_conversations_own(store: Store, run: str) -> None:
    other = store.create(OWNER, new())
    assert store.add_turn(OWNER, other, hers("opening", None, "other words"))
    assert store.load(OWNER, run).turns == (hers("opening", None),)


@pytest.mark.parametrize("parent", [None, "nowhere", "opening"])
def test_a_turn_that_does_not_follow_the_last_one_is_refused(store: Store, run: str, parent: str | None) -> None:
    assert store.add_turn(OWNER, run, yours("one", "opening"))
    before = store.load(OWNER, run), store.list(OWNER)
    with pytest.raises(Stale, match=r"^This conversation went on in another window; reload to see it\.$"):
        store.add_turn(OWNER, run, yours("two", parent))
    assert (store.load(OWNER, run), store.list(OWNER)) == before


def _race(*attempts: Any) -> list[object]:
    """What each attempt returned or raised when all began at once."""
    gate = threading.Barrier(len(attempts))

    def one(attempt: Any) -> object:
        gate.wait(10)
        try:
            return attempt()
        except StoreError as error:
            return type(error)

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(one, attempts))


@pytest.mark.parametrize("same_store", [True, False], ids=["one process", "two processes' stores"])
def test_two_windows_sending_the_same_turn_make_one(store: Store, url: str, run: str, same_store: bool) -> None:
    other = store if same_store else Store(url)
    parent = "opening"
    for number in range(RACES):
        turn = yours(f"u{number}", parent)
        got = _race(lambda: store.add_turn(OWNER, run, turn), lambda: other.add_turn(OWNER, run, turn))  # noqa: B023
        assert sorted(map(bool, got)) == [False, True]
        parent = turn.id
    assert len(store.load(OWNER, run).turns) == RACES + 1
    if not same_store:
        other.close()


def test_two_windows_sending_different_turns_make_one(store: Store, run: str) -> None:
    parent = "opening"
    for number in range(RACES):
        pair = [yours(f"{side}{number}", parent) for side in "ab"]
        got = _race(*(lambda turn=turn: store.add_turn(OWNER, run, turn) for turn in pair))
        assert set(got) == {True, Stale}
        parent = pair[got.index(True)].id
    assert len(store.load(OWNER, run).turns) == RACES + 1


def test_words_that_stopped_a_talk_for_help_are_taken_back(store: Store, run: str) -> None:
    store.add_turn(OWNER, run, yours("one", "opening"))
    store.add_turn(OWNER, run, hers("r-one", "one"))
    store.take_back(OWNER, run)
    assert [turn.id for turn in store.load(OWNER, run).turns] == ["opening", "one", "r-one"], "it had not stopped"
    store.add_turn(OWNER, run, yours("two", "r-one"))
    store.set_ending(OWNER, run, Ending.STOPPED_FOR_HELP)
    for _ in range(2):
        store.take_back(OWNER, run)
        talk = store.load(OWNER, run)
        assert (talk.ending, [turn.id for turn in talk.turns]) == (None, ["opening", "one", "r-one"])
    assert store.summary(OWNER, run).turns == 1
    assert store.add_turn(OWNER, run, yours("two", "r-one", "in other words"))
    with pytest.raises(NotFound):
        store.take_back("somebody else", run)


def test_a_broken_reply_grows_until_it_is_complete(store: Store, run: str) -> None:
    store.add_turn(OWNER, run, yours("one", "opening"))
    store.add_turn(OWNER, run, hers("r-one", "one", "You", complete=False))
    for text, complete in (("You had", False), ("You had four.", True)):
        store.finish_reply(OWNER, run, hers("r-one", "one", text, complete=complete))
        assert store.load(OWNER, run).turns[-1] == hers("r-one", "one", text, complete=complete)


def test_what_is_complete_is_never_rewritten(store: Store, run: str) -> None:
    store.add_turn(OWNER, run, yours("one", "opening"))
    before = store.load(OWNER, run)
    store.finish_reply(OWNER, run, hers("opening", None, "Other words."))
    store.finish_reply(OWNER, run, hers("one", "opening", "Other words."))
    assert store.load(OWNER, run) == before


def test_a_reply_to_something_else_or_to_nothing_is_refused(store: Store, run: str) -> None:
    store.add_turn(OWNER, run, hers("broken", "opening", complete=False))
    before = store.load(OWNER, run)
    with pytest.raises(Stale):
        store.finish_reply(OWNER, run, hers("broken", "elsewhere"))
    with pytest.raises(NotFound):
        store.finish_reply(OWNER, run, hers("unknown", "opening"))
    assert store.load(OWNER, run) == before


def test_the_list_is_newest_first_and_tells_what_is_there(store: Store) -> None:
    first, second = store.create(OWNER, new("First")), store.create(OWNER, new("Second"))
    store.add_turn(OWNER, first, hers("opening", None))
    store.add_turn(OWNER, first, yours("one", "opening"))
    store.set_ending(OWNER, first, ENDING)
    last_used, other = store.list(OWNER)
    assert (last_used.id, last_used.turns, last_used.ending) == (first, 1, ENDING)
    assert (last_used.persona_id, last_used.persona_name, last_used.scenario_title) == ("small-one", "First", "First")
    assert (other.id, other.turns, other.ending, other.difficulty) == (second, 0, None, "hard")
    assert last_used.created_at < other.created_at <= other.updated_at < last_used.updated_at
    assert last_used.created_at.utcoffset() is not None


def test_the_list_goes_on_page_by_page(store: Store) -> None:
    made = [store.create(OWNER, new()) for _ in range(7)]
    store.create("somebody else", new())
    seen: list[str] = []
    page = store.list(OWNER, limit=3)
    while page:
        seen += [one.id for one in page]
        page = store.list(OWNER, limit=3, before=page[-1])
    assert seen == made[::-1]


def test_deleting_one_leaves_the_others(store: Store, run: str) -> None:
    other = store.create(OWNER, new())
    store.delete(OWNER, run)
    with pytest.raises(NotFound):
        store.load(OWNER, run)
    assert [one.id for one in store.list(OWNER)] == [other]


def test_deleting_all_says_how_many(store: Store, run: str) -> None:
    store.create(OWNER, new())
    assert store.delete_all(OWNER) == 2
    assert store.delete_all(OWNER) == 0
    assert store.list(OWNER) == ()


def test_readings_come_back_exactly_in_their_order_and_a_new_one_takes_the_place_of_the_old(
    store: Store, run: str
) -> None:
    assert store.readings(OWNER, run) == ()
    for turn, parent in (("one", "opening"), ("two", "one")):
        store.add_turn(OWNER, run, yours(turn, parent, HARD_WORDS))
    before = store.load(OWNER, run), store.list(OWNER)
    store.keep_reading(OWNER, run, unread("one"))
    store.keep_reading(OWNER, run, read("two", HARD_WORDS))
    assert store.readings(OWNER, run) == (unread("one"), read("two", HARD_WORDS))
    store.keep_reading(OWNER, run, read("one"))
    assert store.readings(OWNER, run) == (read("two", HARD_WORDS), read("one"))
    assert (store.load(OWNER, run), store.list(OWNER)) == before


def test_a_reading_is_of_a_turn_of_this_conversation(store: Store, run: str) -> None:
    other = store.create(OWNER, new())
    store.add_turn(OWNER, other, yours("one", None))
    store.keep_reading(OWNER, other, read("one"))
    with pytest.raises(NotFound):
        store.keep_reading(OWNER, run, read("one"))
    assert store.readings(OWNER, run) == ()


def test_two_windows_reading_the_same_turn_leave_one_reading(store: Store, url: str, run: str) -> None:
    other = Store(url)
    for _ in range(RACES):
        _race(
            lambda: store.keep_reading(OWNER, run, read("opening", "a")),
            lambda: other.keep_reading(OWNER, run, read("opening", "b")),
        )
        assert len(store.readings(OWNER, run)) == 1
    other.close()


def test_a_reading_of_another_version_counts_as_not_made(store: Store, url: str, run: str) -> None:
    store.keep_reading(OWNER, run, read("opening"))
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(readings.update().values(data='{"turn": "opening", "of": "another version"}'))
    engine.dispose()
    assert store.readings(OWNER, run) == ()


def test_deleting_a_conversation_deletes_its_readings(store: Store, url: str, run: str) -> None:
    other = store.create(OWNER, new())
    store.add_turn(OWNER, other, yours("one", None))
    for conversation, turn in ((run, "opening"), (other, "one")):
        store.keep_reading(OWNER, conversation, read(turn))
    store.delete(OWNER, run)
    engine = create_engine(url)
    with engine.connect() as connection:
        assert [row.conversation for row in connection.execute(readings.select())] == [other]
    store.delete_all(OWNER)
    with engine.connect() as connection:
        assert connection.execute(readings.select()).all() == []
    engine.dispose()


@pytest.mark.parametrize("odd", ["", "x" * 65, "a b", "\ud800", "a\x00", "abc\n", "' OR 1=1 --", "../x"])
def test_odd_ids_are_not_found(store: Store, odd: str) -> None:
    with pytest.raises(NotFound, match=r"^There is no such conversation here; perhaps it was deleted\.$"):
        store.load(OWNER, odd)


def test_half_a_character_is_refused_before_anything_is_written(store: Store, run: str) -> None:
    before = store.load(OWNER, run)
    with pytest.raises(BadText, match="broken character"):
        store.add_turn(OWNER, run, yours("one", "opening", "half \ud83d"))
    assert store.load(OWNER, run) == before


@pytest.mark.parametrize("address", ["", "nonsense", "mysql9://x/y", "sqlite://", "sqlite:///:memory:", "http://x:y/"])
def test_an_address_that_is_none_is_refused_in_one_sentence(address: str) -> None:
    with pytest.raises(InputError, match=r"^The database's address [^.]+\.sqlite3( or [^.]+)?\.$"):
        Store(address)


def test_many_windows_at_once_lose_nothing(store: Store) -> None:
    runs = [store.create(f"owner {number}", new()) for number in range(20)]

    def hold(number: int) -> tuple[str, ...]:
        owner, parent = f"owner {number}", None
        for place in range(5):
            assert store.add_turn(owner, runs[number], yours(f"u{place}", parent, f"canary {number}"))
            parent = f"u{place}"
        return tuple(turn.text for turn in store.load(owner, runs[number]).turns)

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(hold, range(20))) == [(f"canary {number}",) * 5 for number in range(20)]


def test_a_conversation_remembers_what_it_goes_on_from(store: Store) -> None:
    first = store.create(OWNER, new())
    origin = Origin(conversation=first, turn="one")
    second = store.create(OWNER, new().model_copy(update={"origin": origin}))
    assert (store.summary(OWNER, first).origin, store.summary(OWNER, second).origin) == (None, origin)
    store.delete(OWNER, first)
    assert store.summary(OWNER, second).origin == origin, "the old one may go; the new one stays"


def test_help_that_was_asked_for_is_counted(store: Store) -> None:
    run = store.create(OWNER, new())
    asked = (Hint(kind="draft", before_turn=1), Hint(kind="coach", before_turn=3), Hint(kind="coach", before_turn=3))
    for hint in reversed(asked):
        store.note_hint(OWNER, run, hint)
    assert sorted(store.hints(OWNER, run), key=repr) == sorted(asked, key=repr)
    assert store.summary(OWNER, run).hints == 3
    assert [one.hints for one in store.list(OWNER)] == [3]
