"""What the engine adds to a model's own time, beside the bare client in the same run; and how long its prompts get.

The server is the tests' own, in a process of its own: 20 ms to the first token, 10 ms for each further one. The bare
client is shown the same messages, turn about with the engine, so that both meet the same weather on this machine.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType

from simulator.backends.base import ReplyRequest
from simulator.backends.openai_chat import ChatEndpoint, OpenAIChatBackend
from simulator.backends.retrying import Retrying
from simulator.dialogue.engine import ReplyFinished, ReplyText, take_turn
from tests.backends.loopback import LoopbackModel

from .prompts import Turn, talk
from .tables import table

if TYPE_CHECKING:
    from openai import OpenAI

_FIRST_TOKEN, _PER_TOKEN = 0.02, 0.01
_REPLY = "You had the list on Monday, and the fourth order was on it. What happened to it, and who knows of it by now?"
_TURNS = 60
_AT_ONCE, _TURNS_AT_ONCE = 30, 4
_MOST = 1.05


@dataclass(frozen=True)
class _Times:
    """Seconds to the first words, and to the end of the reply."""

    first: float
    whole: float


def tables(paths: Sequence[Path]) -> list[RenderableType]:
    """The engine's cost, alone and with thirty conversations at once. ``paths`` are files of scripted employees."""
    turns = talk(paths, _TURNS)
    with _loopback() as url:
        backend = OpenAIChatBackend(ChatEndpoint(base_url=url, model="loopback"))
        with _bare_client(url) as client:
            voices = _Voices(Retrying(backend), client)
            alone = _alone(turns, voices)
            together = _together(turns, voices)
        backend.close()
    return [alone, together]


@dataclass(frozen=True)
class _Voices:
    """The two that are compared."""

    backend: Retrying
    client: OpenAI

    def engine(self, turn: Turn) -> _Times:
        """One turn through the whole engine: heard, weighed, asked, checked."""
        began, first = time.perf_counter(), 0.0
        for event in take_turn(turn.before, turn.words, "bench", self.backend):
            if isinstance(event, ReplyText) and not first:
                first = time.perf_counter() - began
            elif isinstance(event, ReplyFinished):
                assert event.turn.text == _REPLY, "the engine said something else"
        return _Times(first, time.perf_counter() - began)

    def bare(self, turn: Turn) -> _Times:
        """The same messages through the client alone."""
        began, first, said = time.perf_counter(), 0.0, ""
        for words in _stream(self.client, turn.request):
            first = first or time.perf_counter() - began
            said += words
        assert said == _REPLY, "the server said something else"
        return _Times(first, time.perf_counter() - began)


def _stream(client: OpenAI, request: ReplyRequest) -> Iterator[str]:
    messages: list[Any] = [{"role": one.role, "content": one.content} for one in request.messages]
    stream = client.chat.completions.create(
        model="loopback",
        messages=messages,
        temperature=0.8,
        seed=request.seed,
        max_tokens=request.max_tokens,
        stream=True,
    )
    for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            yield chunk.choices[0].delta.content


def _alone(turns: Sequence[Turn], voices: _Voices) -> Group:
    for warm_up in (voices.bare, voices.engine, voices.bare, voices.engine):
        warm_up(turns[0])
    bare, engine = [], []
    for number, turn in enumerate(turns):
        if number % 2:
            bare.append(voices.bare(turn))
        engine.append(voices.engine(turn))
        if not number % 2:
            bare.append(voices.bare(turn))
    return table(
        f"The engine beside the bare client: {len(turns)} turns of one conversation, turn about",
        ("", "bare, ms", "engine, ms", "ratio", "added ms"),
        [
            _compared("to the first words", [one.first for one in bare], [one.first for one in engine]),
            _compared("the whole turn", [one.whole for one in bare], [one.whole for one in engine]),
        ],
        f"Medians. Wanted: a ratio of at most {_MOST}. The server: 20 ms to the first token, 10 ms for each other.",
    )


def _compared(name: str, bare: Sequence[float], engine: Sequence[float]) -> tuple[str, ...]:
    left, right = median(bare) * 1000, median(engine) * 1000
    return name, f"{left:.1f}", f"{right:.1f}", f"{right / left:.3f}", f"{right - left:+.1f}"


def _together(turns: Sequence[Turn], voices: _Voices) -> Group:
    """Thirty conversations, a few turns each, all at once: first by one of the two, then by the other, and back."""
    rounds: dict[str, list[_Round]] = {"bare": [], "engine": []}
    for name in ("bare", "engine", "engine", "bare", "bare", "engine"):
        measure = voices.bare if name == "bare" else voices.engine
        rounds[name].append(_at_once(turns, measure))
    bare, engine = (list(chain.from_iterable(one.times for one in rounds[name])) for name in ("bare", "engine"))
    memory = {name: max(one.grown for one in found) for name, found in rounds.items()}
    return table(
        f"{_AT_ONCE} conversations at once, {_TURNS_AT_ONCE} turns each, in threads of one process",
        ("", "bare, ms", "engine, ms", "ratio", "added ms"),
        [
            _compared("to the first words", [one.first for one in bare], [one.first for one in engine]),
            _compared("the whole turn", [one.whole for one in bare], [one.whole for one in engine]),
        ],
        f"Medians of three rounds each. The process, of {_resident():.0f} MiB, grew by {memory['bare']:.1f} MiB with "
        f"the bare client and by {memory['engine']:.1f} MiB with the engine.",
    )


@dataclass(frozen=True)
class _Round:
    times: list[_Times]
    grown: float


def _at_once(turns: Sequence[Turn], measure: Callable[[Turn], _Times]) -> _Round:
    before = _resident()
    start = threading.Barrier(_AT_ONCE)

    def converse(number: int) -> list[_Times]:
        start.wait()
        return [measure(turns[(number + turn) % len(turns)]) for turn in range(_TURNS_AT_ONCE)]

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        times = [one for found in pool.map(converse, range(_AT_ONCE)) for one in found]
    return _Round(times, _resident() - before)


def _resident() -> float:
    """MiB of memory that this process holds; nought where the system does not tell."""
    statm = Path("/proc/self/statm")
    if not statm.is_file():
        return 0.0
    return int(statm.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def _bare_client(url: str) -> Iterator[OpenAI]:
    from openai import OpenAI

    with OpenAI(base_url=url, api_key="none", max_retries=0) as client:
        yield client


@contextmanager
def _loopback() -> Iterator[str]:
    """The server's address; its own process, so that its work is not counted as ours."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("enough")
        process.join()


def _serve(pipe: Connection) -> None:
    with LoopbackModel(reply=_REPLY, first_token=_FIRST_TOKEN, per_token=_PER_TOKEN) as server:
        pipe.send(server.url)
        pipe.recv()
