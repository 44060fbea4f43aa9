"""Many people at once: everyone finds their own words, and nobody else's."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

from simulator.app import App
from simulator.dialogue.engine import ReplyFinished
from simulator.errors import NotFound

from .places import Place, Row, row

_CANARY = re.compile(r"zq\d+qz")


def crowd(place: Place, users: int, turns: int) -> Row:
    """Each holds a talk of so many turns, with a word of their own in every turn."""
    app = place.app()
    app.store.list("nobody")
    with ThreadPoolExecutor(users) as pool:
        runs = list(pool.map(lambda number: _hold(app, number, turns), range(users)))
        results = list(pool.map(lambda number: _seen(app, number, turns, runs), range(users)))
    app.store.close()
    return row(f"{users} people at once, each sees only their own", results)


def _hold(app: App, number: int, turns: int) -> str:
    owner = f"owner-{number}"
    run = app.start(owner, "the-letter", app.library.scenario("the-letter"), seed=number)
    session = app.session(owner, run)
    for turn in range(turns):
        words = f"I did not send the September report, zq{number}qz, and that was mine."
        *_, last = app.say(owner, run, session, words, f"u{turn}")
        assert isinstance(last, ReplyFinished)
        session = last.session
    return run


def _seen(app: App, number: int, turns: int, runs: list[str]) -> str:
    """All that this person can get to see."""
    owner, own = f"owner-{number}", f"zq{number}qz"
    (line,) = app.conversations(owner)
    session = app.session(owner, runs[number])
    shown = (
        f"{line} {app.transcript(owner, line.id, session).model_dump_json()} {app.report(session).model_dump_json()}"
    )
    found = set(_CANARY.findall(shown))
    if line.id != runs[number] or found != {own} or shown.count(own) < turns:
        return f"{owner} saw {sorted(found)}"
    try:
        app.session(owner, runs[number - 1])
    except NotFound:
        return ""
    return f"{owner} could open another's talk"
