"""What every backend keeps: the same cases over the script, the client, a real model, and each with patience."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import zip_longest

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.backends.base import Backend, Calls, Message, ReplyRequest, closed, whole
from simulator.backends.local import LocalBackend, LocalModel
from simulator.backends.openai_chat import ChatEndpoint, OpenAIChatBackend
from simulator.backends.retrying import Patience, Retrying
from simulator.backends.scripted import ScriptedBackend

from .loopback import LoopbackModel
from .tiny import PATIENT, only, tiny_model

REPLIES = (
    "Go on.",
    "One word after the other, and then a question: when will it be with me?",
    "  Two  blanks\n\nand a new line ",
    "Grüß dich — “sure”. 👩‍🚒",
    "Word",
)
LONG = REPLIES[1]
Make = Callable[[str], Backend]


def scripted(_stack: ExitStack, _reply: str) -> Backend:
    return ScriptedBackend()


def client(stack: ExitStack, reply: str) -> Backend:
    server = stack.enter_context(LoopbackModel("usage", reply=reply))
    backend = OpenAIChatBackend(ChatEndpoint(base_url=server.url, model="loopback", deadline=20))
    stack.callback(backend.close)
    return backend


@pytest.fixture(scope="module")
def real() -> Iterator[Backend]:
    """A real model behind llama.cpp's server; it says what it likes, unless the request leaves it no choice."""
    backend = LocalBackend(LocalModel(**dict(tiny_model()), deadline=PATIENT))
    yield backend
    backend.close()


@pytest.fixture(params=[scripted, client], ids=["scripted", "openai"])
def plain(request: pytest.FixtureRequest) -> Iterator[Make]:
    with ExitStack() as stack:
        yield lambda reply: request.param(stack, reply)


@pytest.fixture(params=[False, True], ids=["once", "patient"])
def patient(request: pytest.FixtureRequest) -> Callable[[Backend], Backend]:
    if not request.param:
        return lambda backend: backend
    return lambda backend: Retrying(backend, deadline=PATIENT, patience=Patience(first_wait=0))


@pytest.fixture
def make(plain: Make, patient: Callable[[Backend], Backend]) -> Make:
    """Those that say what they are given, word for word."""
    return lambda reply: patient(plain(reply))


@pytest.fixture(params=["scripted", "openai", "local"])
def backend(request: pytest.FixtureRequest, patient: Callable[[Backend], Backend]) -> Iterator[Backend]:
    """Every backend."""
    with ExitStack() as stack:
        if request.param == "local":
            made: Backend = request.getfixturevalue("real")
        else:
            made = (scripted if request.param == "scripted" else client)(stack, LONG)
        yield patient(made)


def asked(reply: str) -> ReplyRequest:
    messages = (Message("system", "You are Mara."), Message("user", "I was late. Tell me what you think of it."))
    return ReplyRequest(messages, reply, seed=3, max_tokens=12)


def test_no_piece_is_empty_and_their_join_is_the_whole_reply(backend: Backend) -> None:
    whole(backend, asked(LONG))  # a prompt that is read for the first time is computed in another order
    pieces = list(backend.stream(asked(LONG)))
    assert len(pieces) > 5
    assert all(pieces)
    assert "".join(pieces) == whole(backend, asked(LONG))


def test_a_backend_can_be_asked_again_and_left_early(backend: Backend) -> None:
    for _ in range(3):
        pieces = backend.stream(asked(LONG))
        with closed(pieces):
            assert next(pieces)
        assert list(pieces) == []
    assert whole(backend, asked(LONG))


def test_two_streams_at_once_do_not_mix(backend: Backend) -> None:
    requests = [replace(asked(reply), shape=only(reply), max_tokens=12) for reply in ("Go on.", "And then?")]
    alone = [whole(backend, request) for request in requests]
    together = zip_longest(*(backend.stream(request) for request in requests), fillvalue="")
    assert ["".join(pieces) for pieces in zip(*together, strict=True)] == alone


def test_name_and_model(backend: Backend) -> None:
    models = {"scripted": None, "openai": "loopback", "local": tiny_model().file.stem}
    assert backend.model == models[backend.name]


@pytest.mark.parametrize("reply", REPLIES)
def test_what_is_given_is_said_word_for_word(make: Make, reply: str) -> None:
    assert "".join(make(reply).stream(asked(reply))) == reply
    assert whole(make(reply), asked(reply)) == reply


def test_two_streams_of_the_same_words(make: Make) -> None:
    backend = make(LONG)
    both = zip(backend.stream(asked(LONG)), backend.stream(asked(LONG)), strict=True)
    left, right = zip(*both, strict=True)
    assert "".join(left) == "".join(right) == LONG


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_script_is_said_exactly(reply: str) -> None:
    assert whole(ScriptedBackend(), asked(reply)) == reply


class Waits(Calls):
    """Notes the waits instead of waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)


def test_the_script_is_paced_only_when_asked() -> None:
    calls = Waits()
    request = replace(asked("One two three"), calls=calls)
    assert whole(ScriptedBackend(), request) == "One two three"
    assert calls.seconds == []
    assert whole(ScriptedBackend(words_per_second=20), request) == "One two three"
    assert calls.seconds == [0.05, 0.05]


def test_the_sdk_is_loaded_at_first_use_only() -> None:
    import subprocess
    import sys

    code = (
        "import sys, simulator.backends.scripted, simulator.backends.local, simulator.backends.openai_chat as o;"
        "o.OpenAIChatBackend(o.ChatEndpoint(model='m'));"
        "print(*(name in sys.modules for name in ('openai', 'httpx2', 'xllamacpp')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "False"]
