"""Faults of a model server, where its key goes, and what a deletion leaves behind."""

from __future__ import annotations

import time

from sqlalchemy import create_engine, text

from simulator.app import App
from simulator.config import Settings
from simulator.dialogue.engine import Notice
from simulator.domain.transcript import SupervisorTurn, UserTurn
from simulator.takeout import everything
from tests.backends.loopback import Behaviour, LoopbackModel
from tests.backends.test_openai_chat import FAULTS, KEY

from .places import OWNER, WORDS, Place, Row, row

_DEADLINE, _MOST_CALLS = 1.0, 3
_CANARY = "zqsoakcanaryqz"
_LEFT = (
    "SELECT count(*) FROM conversations WHERE owner = :owner",
    "SELECT count(*) FROM turns WHERE data LIKE :canary",
)


def faults(place: Place) -> list[Row]:
    """Each fault in a talk of its own: in time, few calls, words kept, one message; and no key anywhere after it."""
    results, keys = [], []
    for behaviour in FAULTS:
        with LoopbackModel(behaviour) as server:
            app = _app(place, server)
            results.append(_one_fault(app, server, behaviour))
            kept = everything(app.store, OWNER).decode("latin-1")
            app.store.close()
        keys.append(f"the key is kept after {behaviour}" if KEY in kept or _in_files(place, KEY) else "")
    return [
        row("A fault of the model server: in time, words kept, said once", results),
        row("Keys in database files, logs and exports", keys),
    ]


def deleted(place: Place, talks: int) -> Row:
    """All talks of a person deleted, each time with one more talk: nothing of them is left."""
    results = []
    for number in range(talks):
        app = place.app()
        run = app.start(OWNER, "the-letter", app.library.scenario("the-letter"), seed=number)
        list(app.say(OWNER, run, app.session(OWNER, run), f"{WORDS} {_CANARY}", "one"))
        app.store.delete_all(OWNER)
        app.store.close()
        results.append("something is left" if _rows(place) or _in_files(place, _CANARY) else "")
    return row("Deleted talks leave nothing", results)


def _app(place: Place, server: LoopbackModel) -> App:
    given = {"data_folder": place.folder, "database_url": place.url, "model": "loopback", "base_url": server.url}
    return App(Settings.model_validate({**given, "api_key": KEY, "deadline": _DEADLINE}))


def _one_fault(app: App, server: LoopbackModel, behaviour: Behaviour) -> str:
    run = app.start(OWNER, "the-letter", app.library.scenario("the-letter"), seed=7)
    before = time.monotonic()
    events = list(app.say(OWNER, run, app.session(OWNER, run), WORDS, "one"))
    took = time.monotonic() - before
    notices = [event.text for event in events if isinstance(event, Notice)]
    _, said, reply = app.session(OWNER, run).turns
    good = (
        took < _DEADLINE + 1
        and len(server.requests) <= _MOST_CALLS
        and len(notices) == 1
        and KEY not in notices[0]
        and isinstance(said, UserTurn)
        and said.text == WORDS
        and isinstance(reply, SupervisorTurn)
        and not reply.complete
    )
    return "" if good else f"{behaviour}: {took:.1f} s, {len(server.requests)} calls, {notices}"


def _rows(place: Place) -> int:
    engine = create_engine(place.server.url if place.server is not None else place.url)
    with engine.connect() as connection:
        values = {"owner": OWNER, "canary": f"%{_CANARY}%"}
        left: int = sum(connection.execute(text(query), values).scalar_one() for query in _LEFT)
    engine.dispose()
    return left


def _in_files(place: Place, words: str) -> bool:
    """Whether a file holds the words; of PostgreSQL, whose pages are its own, the log and the program's folder."""
    if place.server is not None:
        return words in place.server.log.read_text()
    return any(words.encode() in path.read_bytes() for path in place.folder.rglob("*") if path.is_file())
