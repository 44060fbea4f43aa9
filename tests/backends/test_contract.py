"""What every backend keeps: the same cases over the script, the client, and either with patience."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.backends.base import Backend, Calls, Message, ReplyRequest, closed, whole
from simulator.backends.openai_chat import ChatEndpoint, OpenAIChatBackend
from simulator.backends.retrying import Patience, Retrying
from simulator.backends.scripted import ScriptedBackend

from .loopback import LoopbackModel

REPLIES = (
    "Go on.",
    "One word after the other, and then a question: when will it be with me?",
    "  Two  blanks\n\nand a new line ",
    "Grüß dich — “sure”. 👩‍🚒",
    "Word",
)
Make = Callable[[str], Backend]


def scripted(_stack: ExitStack, _reply: str) -> Backend:
    return ScriptedBackend()


def client(stack: ExitStack, reply: str) -> Backend:
    server = stack.enter_context(LoopbackModel("usage", reply=reply))
    backend = OpenAIChatBackend(ChatEndpoint(base_url=server.url, model="loopback", deadline=20))
    stack.callback(backend.close)
    return backend


@pytest.fixture(params=[scripted, client], ids=["scripted", "openai"])
def plain(request: pytest.FixtureRequest) -> Iterator[Make]:
    with ExitStack() as stack:
        yield lambda reply: request.param(stack, reply)


@pytest.fixture(params=[False, True], ids=["once", "patient"])
def make(request: pytest.FixtureRequest, plain: Make) -> Make:
    if not request.param:
        return plain
    return lambda reply: Retrying(plain(reply), patience=Patience(first_wait=0))


def asked(reply: str) -> ReplyRequest:
    return ReplyRequest((Message("system", "You are Mara."), Message("user", "I was late.")), reply, seed=3)


@pytest.mark.parametrize("reply", REPLIES)
def test_the_join_of_the_pieces_is_the_whole_reply(make: Make, reply: str) -> None:
    pieces = list(make(reply).stream(asked(reply)))
    assert "".join(pieces) == reply
    assert all(pieces)
    assert whole(make(reply), asked(reply)) == reply


def test_several_words_come_in_several_pieces(make: Make) -> None:
    assert len(list(make(REPLIES[1]).stream(asked(REPLIES[1])))) > 5


def test_a_backend_can_be_asked_again_and_left_early(make: Make) -> None:
    backend = make(REPLIES[1])
    for _ in range(2):
        pieces = backend.stream(asked(REPLIES[1]))
        with closed(pieces):
            assert REPLIES[1].startswith(next(pieces))
    assert whole(backend, asked(REPLIES[1])) == REPLIES[1]


def test_two_streams_at_once_do_not_mix(make: Make) -> None:
    backend = make(REPLIES[1])
    both = zip(backend.stream(asked(REPLIES[1])), backend.stream(asked(REPLIES[1])), strict=True)
    left, right = zip(*both, strict=True)
    assert "".join(left) == "".join(right) == REPLIES[1]


def test_name_and_model(make: Make) -> None:
    backend = make("Go on.")
    assert backend.name in ("scripted", "openai")
    assert backend.model == (None if backend.name == "scripted" else "loopback")


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
        "import sys, simulator.backends.scripted, simulator.backends.openai_chat as o;"
        "o.OpenAIChatBackend(o.ChatEndpoint(model='m')); print('openai' in sys.modules, 'httpx2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
