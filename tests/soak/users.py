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


def coaches(place: Place, users: int) -> Row:
    """Each shows a talk to the next one, all at once; then each stops, and the next one reads on meanwhile."""
    app = place.app()
    owners = [f"owner-{number}" for number in range(users)]
    with ThreadPoolExecutor(users) as pool:
        runs = list(pool.map(lambda number: _hold(app, number, 1), range(users)))
        links = list(
            pool.map(lambda number: app.store.shares.offer(owners[number], runs[number], "A.", "B."), range(users))
        )
        results = list(pool.map(lambda number: _coached(app, number, users, links, runs), range(users)))
    app.store.close()
    return row(f"{users} coaches at once, each reads one talk until its owner stops", results)


def _coached(app: App, number: int, users: int, links: list[str], runs: list[str]) -> str:
    """What goes wrong between one owner and the coach, the next person of the ring."""
    owner, coach = f"owner-{number}", f"owner-{(number + 1) % users}"
    share = app.store.shares.open(coach, coach, links[number])
    _, transcript = app.store.shares.read(coach, share)
    if set(_CANARY.findall(transcript.model_dump_json())) != {f"zq{number}qz"}:
        return f"{coach} read another talk than {owner}'s"
    app.store.shares.stop(owner, runs[number], share)
    for look in (
        lambda: app.store.shares.read(coach, share),
        lambda: app.store.shares.open(coach, coach, links[number]),
    ):
        try:
            look()
        except NotFound:
            continue
        return f"{coach} still read after {owner} had stopped"
    return ""
