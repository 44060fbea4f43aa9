"""Tries a voice before a talk depends on it: does it answer and stream, can it keep to a schema, how fast is it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import BackendError
from .base import Backend, Calls, Message, ReplyRequest, Shape, closed

Step = Literal["streaming", "schema", "speed"]
#: The steps in their order, in words for a person.
STEPS: dict[Step, str] = {"streaming": "Reachable, and streaming", "schema": "JSON schema", "speed": "Speed"}
#: Seconds for all steps together.
LONGEST = 20.0

_LONG_WAIT = 5.0
_SLOW = 3.0
_TOO_FEW_WORDS = 5
_SYSTEM = Message("system", "You take part in a short technical test. Do just what is asked, and add nothing.")
_NAME, _NUMBER = "name", "number"
_SHAPE = Shape(
    "test",
    {
        "type": "object",
        "properties": {_NAME: {"type": "string"}, _NUMBER: {"type": "integer"}},
        "required": [_NAME, _NUMBER],
        "additionalProperties": False,
    },
)


@dataclass(frozen=True)
class ProbeStep:
    """What one step found: ``says`` is one sentence, and says what to do where it is not ``ok``."""

    step: Step
    ok: bool
    says: str


@dataclass(frozen=True)
class _Heard:
    """One reply: its pieces, the seconds until the first and the last, and what went wrong."""

    pieces: tuple[str, ...]
    first: float
    last: float
    error: BackendError | None

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def probe(backend: Backend, seconds: float = LONGEST) -> Iterator[ProbeStep]:
    """Try ``backend`` in three calls at most, each step told as soon as it is over; raises nothing.

    A voice that says nothing at all is not asked further. None of the words of a talk are sent.

    Args:
        backend: any voice.
        seconds: for all steps together.
    """
    until = time.monotonic() + seconds
    heard = _ask(backend, "Say in one short sentence that the test has begun.", until)
    yield _streaming(heard)
    if heard.error is not None:
        return
    asked = f'Give the {_NAME} "test" and the {_NUMBER} 7 as JSON with the keys "{_NAME}" and "{_NUMBER}".'
    yield _schema(_ask(backend, asked, until, _SHAPE))
    yield _speed(_ask(backend, "Count from one to thirty in words, separated by spaces.", until))


def _ask(backend: Backend, words: str, until: float, shape: Shape | None = None) -> _Heard:
    began = first = last = time.monotonic()
    request = ReplyRequest(
        messages=(_SYSTEM, Message("user", words)),
        scripted_reply="The test has begun.",
        seed=1,
        deadline=max(0.1, until - began),
        calls=Calls(1),
        shape=shape,
    )
    pieces: list[str] = []
    error: BackendError | None = None
    try:
        with closed(stream := backend.stream(request)):
            for piece in stream:
                last = time.monotonic()
                first = last if not pieces else first
                pieces.append(piece)
    except BackendError as failure:
        error = failure
    return _Heard(tuple(pieces), first - began, last - began, error)


def _streaming(heard: _Heard) -> ProbeStep:
    if heard.error is not None:
        return ProbeStep("streaming", False, str(heard.error))
    if len(heard.pieces) < 2:
        return ProbeStep("streaming", False, "It answers, but all at once: you would wait for each whole reply.")
    if heard.first > _LONG_WAIT:
        says = f"The first words took {heard.first:.1f} s; test once more, or choose a smaller or nearer model."
        return ProbeStep("streaming", False, says)
    return ProbeStep("streaming", True, f"The first words came in {heard.first:.1f} s.")


def _schema(heard: _Heard) -> ProbeStep:
    if heard.error is not None:
        return ProbeStep("schema", False, f"{str(heard.error).removesuffix('.')}; a talk can do without JSON.")
    if not _fits(heard.text):
        return ProbeStep("schema", False, "It does not keep to a JSON schema; a talk can do without.")
    return ProbeStep("schema", True, "It keeps to a JSON schema.")


def _fits(text: str) -> bool:
    try:
        made: Any = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return (
        isinstance(made, dict)
        and set(made) == {_NAME, _NUMBER}
        and isinstance(made[_NAME], str)
        and type(made[_NUMBER]) is int
    )


def _speed(heard: _Heard) -> ProbeStep:
    words = len(heard.text.split())
    if words < _TOO_FEW_WORDS:
        says = str(heard.error) if heard.error else "It said too little to be measured."
        return ProbeStep("speed", heard.error is None, says)
    spoken = heard.last - heard.first if len(heard.pieces) > 1 else heard.last
    rate = words / max(spoken, 0.01)
    if rate < _SLOW:
        says = f"It says {rate:.1f} words a second, slower than people read; a smaller or nearer model is quicker."
        return ProbeStep("speed", False, says)
    return ProbeStep("speed", True, f"It says {min(rate, 200):.0f} words a second{' or more' if rate > 200 else ''}.")
