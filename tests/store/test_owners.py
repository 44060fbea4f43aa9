"""Nobody sees, changes or deletes what is somebody else's."""

from __future__ import annotations

import ast
import functools
import inspect
import re
import textwrap
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, event

from simulator.domain.conduct import Ending
from simulator.errors import NotFound
from simulator.store.shares import Shares
from simulator.store.sign_outs import SignOuts
from simulator.store.store import Hint, Origin, Store
from tests.store.make import ENDING, hers, new, read, yours

CANARY = "canary-5b1f"
THEIRS, MINE = "alice", "bob"
Try = Callable[[Store, str, str], object]


def _taken_back(store: Store, owner: str, run: str) -> None:
    """Only a talk that has stopped for help is changed by it."""
    if owner == THEIRS:
        store.set_ending(owner, run, Ending.STOPPED_FOR_HELP)
    store.take_back(owner, run)


#: Every method that names a conversation, called by an owner on a conversation.
TRIES: dict[str, Try] = {
    "add_turn": lambda store, owner, run: store.add_turn(owner, run, yours("two", "broken", "mine")),
    "finish_reply": lambda store, owner, run: store.finish_reply(owner, run, hers("broken", "one", "mine")),
    "set_ending": lambda store, owner, run: store.set_ending(owner, run, ENDING),
    "take_back": _taken_back,
    "keep_reading": lambda store, owner, run: store.keep_reading(owner, run, read("one", "mine")),
    "readings": lambda store, owner, run: store.readings(owner, run),
    "note_hint": lambda store, owner, run: store.note_hint(owner, run, Hint(kind="coach", before_turn=2)),
    "hints": lambda store, owner, run: store.hints(owner, run),
    "forks": lambda store, owner, run: store.forks(owner, run),
    "summary": lambda store, owner, run: store.summary(owner, run),
    "load": lambda store, owner, run: store.load(owner, run),
    "delete": lambda store, owner, run: store.delete(owner, run),
}
#: Those that do not; each has a test of its own below.
OTHERS = {"create", "list", "delete_all", "delete_older", "close"}
#: Those that are the installation's and no owner's: they take no conversation and return no more than a number.
NOBODYS = {"delete_older", "close"}
_NAMES_THE_OWNER = re.compile(
    r"\b(?:mine|held|turn_of|branch_of|transcript_of)\((?:connection, )?owner\b|c\.owner == owner|'owner': owner"
)


@pytest.fixture
def run(store: Store) -> str:
    run = store.create(THEIRS, new(CANARY))
    store.add_turn(THEIRS, run, hers("opening", None, CANARY))
    store.add_turn(THEIRS, run, yours("one", "opening", CANARY))
    store.add_turn(THEIRS, run, hers("broken", "one", CANARY, complete=False))
    store.keep_reading(THEIRS, run, read("one", CANARY))
    store.note_hint(THEIRS, run, Hint(kind="draft", before_turn=1))
    store.create(THEIRS, new(CANARY, origin=Origin(conversation=run, turn="one")))
    return run


def _state(store: Store, run: str) -> tuple[object, ...]:
    """All that its owner can see of it."""
    listed = store.list(THEIRS)
    if run not in [one.id for one in listed]:
        return ()
    asked = (store.load, store.readings, store.hints, store.forks, store.summary)
    return *(method(THEIRS, run) for method in asked), listed


def test_every_method_is_tried_and_names_the_owner_first() -> None:
    methods = {
        name: method for name, method in inspect.getmembers(Store, inspect.isfunction) if not name.startswith("_")
    }
    assert set(methods) == set(TRIES) | OTHERS
    for name in set(methods) - NOBODYS:
        assert list(inspect.signature(methods[name]).parameters)[1] == "owner", name
    for name in NOBODYS:
        assert inspect.signature(methods[name]).return_annotation in ("int", "None"), name
        assert "conversation" not in inspect.signature(methods[name]).parameters, name


def test_only_those_methods_ask_without_an_owner() -> None:
    """Each public method names the owner to the database: by ``mine``, or by the column itself."""
    source = ast.parse(textwrap.dedent(inspect.getsource(Store)))
    assert isinstance(source.body[0], ast.ClassDef)
    silent = set()
    for method in source.body[0].body:
        if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
            body = "".join(ast.unparse(step) for step in method.body[1:])
            if not _NAMES_THE_OWNER.search(body):
                silent.add(method.name)
    assert silent == NOBODYS


SHARES: dict[str, Try] = {
    "offer": lambda store, owner, run: store.shares.offer(owner, run, "A.", "Dana"),
    "of": lambda store, owner, run: store.shares.of(owner, run),
    "all_of": lambda store, owner, run: store.shares.all_of(owner),
    "stop": lambda store, owner, run: store.shares.stop(owner, run, "x"),
    "open": lambda store, owner, run: _tried(lambda: store.shares.open(owner, "A.", "x")),
    "shown_to": lambda store, owner, run: store.shares.shown_to(owner),
    "read": lambda store, owner, run: _tried(lambda: store.shares.read(owner, "x")),
    "give_back": lambda store, owner, run: store.shares.give_back(owner, "x"),
}
SIGN_OUTS: dict[str, Try] = {
    "end": lambda store, owner, run: store.sign_outs.end(owner, "x", 2e9),
    "ended": lambda store, owner, run: store.sign_outs.ended(owner, "x"),
}
LISTS: dict[str, Try] = {
    "create": lambda store, owner, run: store.create(owner, new()),
    "list": lambda store, owner, run: store.list(owner),
    "delete_all": lambda store, owner, run: store.delete_all(owner),
}
#: Statements that name nobody: how a sign-in that has ended by itself is forgotten.
_OF_NOBODY = ("DELETE FROM sign_outs WHERE sign_outs.ends_at",)


def _tried(try_it: Callable[[], object]) -> object:
    try:
        return try_it()
    except NotFound as error:
        return error


@pytest.mark.parametrize(("kind", "tries"), [(Shares, SHARES), (SignOuts, SIGN_OUTS), (Store, TRIES | LISTS)])
def test_each_transaction_begins_with_whose_it_is(store: Store, run: str, kind: type, tries: dict[str, Try]) -> None:
    """As the database sees it: the first statement of each names the owner, and locks or finds what is the owner's."""
    methods = {name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}
    assert set(tries) == methods - (NOBODYS if kind is Store else set())
    begun: list[list[tuple[str, str]]] = []

    def beginning(_: Connection) -> None:
        begun.append([])

    def asked(_: Connection, __: object, statement: str, values: object, *___: object) -> None:
        if re.search(r"\b(conversations|turns|readings|hints|shares|sign_outs)\b", statement) and not (
            statement.startswith(("PRAGMA", "VACUUM", *_OF_NOBODY))
        ):
            begun[-1].append((statement, repr(values)))

    event.listen(Engine, "begin", beginning)
    event.listen(Engine, "before_cursor_execute", asked)
    try:
        for name in sorted(tries, key=lambda name: (name.startswith("delete"), name)):
            _tried(functools.partial(tries[name], store, THEIRS, run))
    finally:
        event.remove(Engine, "begin", beginning)
        event.remove(Engine, "before_cursor_execute", asked)
    firsts = [statements[0] for statements in begun if statements]
    assert len(firsts) >= len(tries)
    assert [statement for statement, values in firsts if f"'{THEIRS}'" not in values] == []


@pytest.mark.parametrize("name", TRIES)
def test_anothers_conversation_is_as_unknown_as_one_that_never_was(store: Store, run: str, name: str) -> None:
    before = _state(store, run)
    said = []
    for owner, conversation in ((MINE, run), (MINE, "x" * 22), ("", run), (THEIRS + " ", run), ("%", run)):
        with pytest.raises(NotFound) as caught:
            TRIES[name](store, owner, conversation)
        said.append(str(caught.value))
    assert len(set(said)) == 1
    assert CANARY not in said[0]
    assert _state(store, run) == before


@pytest.mark.parametrize("name", TRIES)
def test_the_owner_may(store: Store, run: str, name: str) -> None:
    before = _state(store, run)
    got = TRIES[name](store, THEIRS, run)
    asked = dict(zip(("load", "readings", "hints", "forks", "summary"), before, strict=False))
    assert got == asked[name] if name in asked else _state(store, run) != before


def test_lists_hold_only_the_owners(store: Store, run: str) -> None:
    mine = store.create(MINE, new())
    assert [one.id for one in store.list(MINE)] == [mine]
    assert CANARY not in repr(store.list(MINE))
    theirs = store.list(THEIRS)
    assert store.list(MINE, before=theirs[0]) == ()
    assert run in [one.id for one in theirs]


def test_forks_are_only_the_owners_even_where_another_names_the_same_origin(store: Store, run: str) -> None:
    origin = Origin(conversation=run, turn="one")
    mine = store.create(MINE, new(origin=origin))
    (first,) = store.forks(THEIRS, run)
    second = store.create(THEIRS, new(CANARY, origin=origin))
    assert [one.id for one in store.forks(THEIRS, run)] == [second, first.id]
    assert mine not in [one.id for one in store.forks(THEIRS, run)]
    assert first.origin == origin
    assert store.forks(THEIRS, second) == ()
    assert store.forks(MINE, mine) == ()


def test_deleting_all_takes_only_the_owners(store: Store, run: str) -> None:
    store.create(MINE, new())
    assert store.delete_all(MINE) == 1
    assert len(store.load(THEIRS, run).turns) == 3


def test_a_hundred_owners_see_their_own(store: Store) -> None:
    runs = {f"owner-{number}": store.create(f"owner-{number}", new(f"canary-{number}.")) for number in range(100)}
    for owner, run in runs.items():
        canary = owner.replace("owner", "canary") + "."
        (one,) = store.list(owner)
        assert (one.id, one.scenario_title) == (run, canary)
        assert store.load(owner, run).scenario.title == canary
