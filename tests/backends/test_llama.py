"""The wire against a real server: llama.cpp with a tiny model. What it says is never judged here."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import groupby

import pytest
from openai import OpenAI
from pydantic import SecretStr

from simulator.backends.base import Calls, ReplyRequest, Shape, closed, whole
from simulator.backends.llama import LlamaServer
from simulator.backends.openai_chat import ChatEndpoint, OpenAIChatBackend
from simulator.errors import BackendBusy, BackendError, BackendRefused, BrokenReply

from .loopback import LoopbackModel
from .tiny import PATIENT, asked, endless, tiny_model

SLOTS = 2
CONTEXT = 2048


@pytest.fixture(scope="module")
def server() -> Iterator[LlamaServer]:
    running = LlamaServer(tiny_model(CONTEXT, SLOTS))
    running.base_url.result(PATIENT)
    yield running
    running.close()


@pytest.fixture
def backend(server: LlamaServer) -> Iterator[OpenAIChatBackend]:
    endpoint = ChatEndpoint(base_url=server.base_url.result(), model="tiny", api_key=server.key, deadline=PATIENT)
    made = OpenAIChatBackend(endpoint)
    yield made
    made.close()


def busy(server: LlamaServer) -> int:
    """How many slots the server is working for."""
    address = server.base_url.result().removesuffix("/v1") + "/slots"
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {server.key.get_secret_value()}"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return sum(slot["is_processing"] for slot in json.load(answer))


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return condition()


def failure(backend: OpenAIChatBackend, request: ReplyRequest) -> BackendError:
    with pytest.raises(BackendError) as caught:
        whole(backend, request)
    return caught.value


def kinds(base_url: str, key: str) -> list[str]:
    """What kinds of chunks a stream with a usage chunk is made of, in order."""
    found = []
    with OpenAI(base_url=base_url, api_key=key, max_retries=0) as client:
        stream = client.chat.completions.create(
            model="tiny",
            messages=[{"role": "user", "content": "Say something."}],
            max_tokens=8,
            stream=True,
            stream_options={"include_usage": True},
        )
        for chunk in stream:
            if not chunk.choices:
                assert chunk.usage is not None
                assert chunk.usage.completion_tokens > 0
                found.append("usage")
            elif chunk.choices[0].finish_reason:
                found.append("finish")
            else:
                found.append("words" if chunk.choices[0].delta.content else "role")
    return [kind for kind, _ in groupby(found)]


def test_the_loopback_server_of_the_other_tests_speaks_as_this_one_does(server: LlamaServer) -> None:
    with LoopbackModel("usage") as loopback:
        pretended = kinds(loopback.url, "none")
    assert kinds(server.base_url.result(), server.key.get_secret_value()) == pretended
    assert pretended == ["role", "words", "finish", "usage"]


def test_words_come_as_they_are_made(backend: OpenAIChatBackend) -> None:
    began = time.monotonic()
    arrivals = [time.monotonic() - began for _ in backend.stream(asked("Tell me of your day.", max_tokens=24))]
    assert len(arrivals) > 5
    assert arrivals[0] < arrivals[-1]


def test_a_seed_gives_the_same_words_again(backend: OpenAIChatBackend) -> None:
    replies = [whole(backend, asked("Tell me of your day.", seed=seed)) for seed in (1, 1, 1, 2, 3)]
    assert replies[1] == replies[2]  # the first one has the prompt to read
    assert len(set(replies[2:])) > 1


def test_leaving_early_frees_the_slot(server: LlamaServer, backend: OpenAIChatBackend) -> None:
    pieces = backend.stream(endless())
    with closed(pieces):
        assert next(pieces)
        assert busy(server) == 1
    assert within(3, lambda: busy(server) == 0)


def test_a_turn_is_stopped_from_another_thread(server: LlamaServer, backend: OpenAIChatBackend) -> None:
    calls = Calls()
    threading.Timer(0.3, calls.stop).start()
    began = time.monotonic()
    assert isinstance(failure(backend, replace(endless(), calls=calls)), BackendBusy | BrokenReply)
    assert time.monotonic() - began < 2
    assert within(3, lambda: busy(server) == 0)


def test_the_deadline_ends_the_reply_and_the_work(server: LlamaServer, backend: OpenAIChatBackend) -> None:
    began = time.monotonic()
    error = failure(backend, replace(endless(), deadline=0.4))
    assert time.monotonic() - began < 1.4
    assert "within 0.4 seconds" in str(error)
    assert within(3, lambda: busy(server) == 0)


def test_json_is_what_was_asked_for(backend: OpenAIChatBackend) -> None:
    shape = Shape(
        "reading",
        {
            "type": "object",
            "properties": {
                "tone": {"enum": ["calm", "tense"]},
                "score": {"type": "integer", "minimum": 0, "maximum": 4},
            },
            "required": ["tone", "score"],
            "additionalProperties": False,
        },
    )
    for seed in range(3):
        found = json.loads(whole(backend, asked("I was late.", seed=seed, max_tokens=60, shape=shape)))
        assert set(found) == {"tone", "score"}
        assert found["tone"] in ("calm", "tense")
        assert found["score"] in range(5)


def test_a_talk_that_is_too_long_is_refused_with_one_clear_sentence(backend: OpenAIChatBackend) -> None:
    error = failure(backend, asked("I was late. " * CONTEXT))
    assert isinstance(error, BackendRefused)
    assert "longer than the model's context" in str(error)
    assert "late" not in str(error)


def test_another_key_is_refused(server: LlamaServer) -> None:
    key = "sk-CANARY-4711"
    endpoint = ChatEndpoint(base_url=server.base_url.result(), model="tiny", api_key=SecretStr(key), deadline=PATIENT)
    error = failure(OpenAIChatBackend(endpoint), asked("I was late."))
    assert isinstance(error, BackendRefused)
    assert "does not accept the key" in str(error)
    assert key not in str(error)


def test_two_replies_are_made_at_once_and_a_third_waits(server: LlamaServer, backend: OpenAIChatBackend) -> None:
    left, right = backend.stream(endless()), backend.stream(endless())
    with closed(left), closed(right):
        assert next(left)
        assert next(right)
        assert busy(server) == SLOTS
    with ThreadPoolExecutor(3) as pool:
        replies = list(pool.map(lambda seed: whole(backend, asked("I was late.", seed=seed)), range(3)))
    assert all(replies)


def test_turns_in_quick_succession_meet_no_connection_that_is_just_being_closed(backend: OpenAIChatBackend) -> None:
    for seed in range(30):
        assert whole(backend, asked("I was late.", seed=seed, max_tokens=1))


def test_it_listens_on_this_machine_only(server: LlamaServer) -> None:
    assert server.base_url.result().startswith("http://127.0.0.1:")
