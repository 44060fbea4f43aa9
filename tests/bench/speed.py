"""Turns a second beside VADER, and the time to the first piece of an offline reply beside an empty pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from rich.console import Group, RenderableType

from simulator.backends.base import Backend, ReplyRequest
from simulator.backends.scripted import ScriptedBackend
from simulator.dialogue.engine import ReplyText, take_turn
from simulator.dialogue.session import Session, answer, begin, hear
from simulator.dialogue.stance import Setting
from simulator.resources import DEFAULT_SCENARIO, library

from .tables import table, vader

#: Own words, for where the labelled turns are not there, and for the conversations of the first-token figure.
WORDS = (
    "I did not send the September report, and that was mine to send.",
    "The planners sat in Monday's meeting with old figures because of me. I am sorry for that.",
    "You have the next one on Thursday at noon, and I put the file name on your list.",
    "What do you expect of me until the end of the month, and how will you check it?",
    "I had a lot on my mind, honestly, and the system was slow.",
    "If one of them will be late, you hear it from me the day before.",
    "That one I answered on the third, the confirmation is in the folder.",
    "Where do I stand with you?",
)
_SECONDS = 2.0
_MOST_PASSES = 50


def tables(turns: list[dict[str, Any]]) -> list[RenderableType]:
    """Both figures."""
    return [_throughput(turns), _first_token()]


def _throughput(turns: list[dict[str, Any]]) -> Group:
    from simulator.tone.appraise import appraise

    pairs = [(turn["user"], turn["supervisor"]) for turn in turns] or [(words, "") for words in WORDS]
    compound = vader()
    ours = rate(lambda: [appraise(user, supervisor) for user, supervisor in pairs], len(pairs))
    peer = rate(lambda: [compound(user) for user, _ in pairs], len(pairs))
    return table(
        f"Speed: turns a second on one core ({len(pairs)} {'development' if turns else 'built-in'} turns)",
        ("", "turns a second", "ms a turn"),
        [(name, f"{number:,.0f}", f"{1000 / number:.3f}") for name, number in (("ours", ours), ("VADER", peer))],
        "The best of the passes that fit into two seconds of CPU each.",
    )


def rate(one_pass: Callable[[], object], items: int) -> float:
    """Items a second of CPU, in the best pass; the first one only warms up."""
    one_pass()
    best, spent, passes = float("inf"), 0.0, 0
    while spent < _SECONDS and passes < _MOST_PASSES:
        before = process_time()
        one_pass()
        took = process_time() - before
        best, spent, passes = min(best, took), spent + took, passes + 1
    return items / max(best, 1e-9)


def _first_token() -> Group:
    backend = ScriptedBackend()
    waits, bare = [], []
    for persona in library().personas.values():
        session = begin(Setting(persona, library().scenario(DEFAULT_SCENARIO), 1, "normal"))
        for number, words in enumerate(WORDS):
            if session.ending is not None:
                break
            waits.append(_milliseconds(lambda: _until_first(session, words, backend)))  # noqa: B023  used at once
            heard = hear(session, words, f"u{number}")
            request = ReplyRequest((), heard.scripted_reply, 1)
            bare.append(_milliseconds(lambda: next(iter(backend.stream(request)))))  # noqa: B023  used at once
            session = answer(heard, heard.scripted_reply)
    return table(
        f"Offline first token: words to first piece, {len(waits)} turns with {len(library().personas)} supervisors",
        ("", "median ms", "p95 ms"),
        [_row("a whole turn (read, weigh, choose, speak)", waits), _row("empty pass: the bare backend", bare)],
    )


def _until_first(session: Session, words: str, backend: Backend) -> None:
    for event in take_turn(session, words, "bench", backend):
        if isinstance(event, ReplyText):
            return


def _milliseconds(work: Callable[[], object]) -> float:
    before = perf_counter()
    work()
    return (perf_counter() - before) * 1000


def _row(name: str, values: Sequence[float]) -> tuple[str, str, str]:
    p95 = quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
    return name, f"{median(values):.3f}", f"{p95:.3f}"
