"""The real client over a real socket, against a server that misbehaves in every way we know."""

from __future__ import annotations

import json
import logging
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace

import httpx2
import pytest
from pydantic import SecretStr

from simulator.backends.base import Calls, Message, ReplyRequest, Shape, closed, whole
from simulator.backends.faults import retry_after
from simulator.backends.openai_chat import ChatEndpoint, OpenAIChatBackend
from simulator.backends.retrying import Patience, Retrying
from simulator.errors import BackendBusy, BackendError, BackendRefused, BrokenReply

from .loopback import REPLY, Behaviour, LoopbackModel

KEY = "sk-CANARY-4711"
DEADLINE = 0.4
REQUEST = ReplyRequest(
    messages=(
        Message("system", "You are Mara."),
        Message("assistant", "Sit down."),
        Message("user", "The report was mine to send."),
    ),
    scripted_reply="Go on.",
    seed=7,
)
#: behaviour -> error, upstream calls with three attempts, whether words had come
FAULTS: dict[Behaviour, tuple[type[BackendError], int, bool]] = {
    "400": (BackendRefused, 1, False),
    "400 too long": (BackendRefused, 1, False),
    "401": (BackendRefused, 1, False),
    "403": (BackendRefused, 1, False),
    "404": (BackendRefused, 1, False),
    "429": (BackendBusy, 3, False),
    "429 later": (BackendBusy, 3, False),
    "429 no credit": (BackendRefused, 1, False),
    "500": (BackendBusy, 3, False),
    "html": (BrokenReply, 1, False),
    "json": (BrokenReply, 1, False),
    "empty": (BrokenReply, 1, False),
    "blank": (BrokenReply, 1, False),
    "refused": (BackendBusy, 0, False),
    "silent": (BackendBusy, 1, False),
    "slow headers": (BackendBusy, 1, False),
    "slow": (BackendBusy, 1, False),
    "keep-alive": (BackendBusy, 1, False),
    "endless": (BrokenReply, 1, True),
    "half": (BrokenReply, 1, True),
    "dropped": (BrokenReply, 1, True),
    "reset": (BrokenReply, 1, True),
    "error inside": (BrokenReply, 1, True),
    "broken JSON": (BrokenReply, 1, True),
    "odd chunks": (BrokenReply, 1, False),
    "filtered": (BrokenReply, 1, True),
}


def endpoint(server: LoopbackModel, deadline: float = DEADLINE) -> ChatEndpoint:
    return ChatEndpoint(base_url=server.url, model="loopback", api_key=SecretStr(KEY), deadline=deadline)


@pytest.fixture(scope="module", autouse=True)
def _client_is_loaded() -> None:
    """The first use loads the client, which takes longer than these deadlines."""
    with LoopbackModel() as server:
        whole(OpenAIChatBackend(endpoint(server, 20)), REQUEST)


def failure(pieces: Iterator[str]) -> tuple[list[str], BackendError]:
    """What came before the error, and the error."""
    came: list[str] = []
    with pytest.raises(BackendError) as caught:
        came.extend(iter(lambda: next(pieces), None))
    return came, caught.value


@pytest.mark.parametrize("behaviour", FAULTS)
def test_every_fault_ends_in_time_with_one_clear_sentence(
    behaviour: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    kind, calls, words = FAULTS[behaviour]
    with LoopbackModel(behaviour) as server:
        backend = OpenAIChatBackend(endpoint(server))
        patient = Retrying(backend, deadline=DEADLINE, patience=Patience(first_wait=0))
        began = time.monotonic()
        came, error = failure(patient.stream(REQUEST))
        took = time.monotonic() - began
        backend.close()
    assert type(error) is kind
    assert bool(came) is words
    assert took < DEADLINE + 1
    assert len(server.requests) == calls
    text = str(error)
    assert text.endswith(".")
    assert "\n" not in text
    assert len(text) < 140
    leaks = "".join(traceback.format_exception(error)) + repr(error) + repr(backend.__dict__) + caplog.text
    assert KEY not in leaks
    assert error.__cause__ is None


@pytest.mark.parametrize("behaviour", ["good", "usage", "null choices", "length", "no end mark"])
def test_a_whole_reply_is_the_join_of_its_pieces(behaviour: Behaviour) -> None:
    with LoopbackModel(behaviour) as server:
        assert whole(OpenAIChatBackend(endpoint(server, 3)), REQUEST) == REPLY


def test_what_the_server_is_sent() -> None:
    with LoopbackModel() as server:
        whole(OpenAIChatBackend(endpoint(server, 3)), REQUEST)
    (body,) = server.requests
    assert body["messages"] == [
        {"role": "system", "content": "You are Mara."},
        {"role": "assistant", "content": "Sit down."},
        {"role": "user", "content": "The report was mine to send."},
    ]
    assert {name: body[name] for name in ("model", "seed", "stream", "temperature", "max_tokens")} == {
        "model": "loopback",
        "seed": 7,
        "stream": True,
        "temperature": 0.8,
        "max_tokens": 160,
    }
    assert "Go on." not in json.dumps(body)


def test_a_server_of_ones_own_needs_no_key() -> None:
    with LoopbackModel() as server:
        assert whole(OpenAIChatBackend(ChatEndpoint(base_url=server.url, model="m", deadline=3)), REQUEST) == REPLY


def test_words_come_as_they_are_said() -> None:
    with LoopbackModel(first_token=0.05, per_token=0.02) as server:
        began = time.monotonic()
        arrivals = [time.monotonic() - began for _ in OpenAIChatBackend(endpoint(server, 3)).stream(REQUEST)]
    assert arrivals[0] < arrivals[-1] - 0.1


def test_leaving_early_frees_the_server() -> None:
    with LoopbackModel("endless") as server:
        pieces = OpenAIChatBackend(endpoint(server, 5)).stream(REQUEST)
        with closed(pieces):
            assert next(pieces) == "and "
        until = time.monotonic() + 2
        while not server.left and time.monotonic() < until:
            time.sleep(0.01)
        assert server.left == 1


@pytest.mark.parametrize("behaviour", ["silent", "slow", "endless"])
def test_a_turn_can_be_stopped_from_another_thread(behaviour: Behaviour) -> None:
    calls = Calls()
    with LoopbackModel(behaviour) as server:
        threading.Timer(0.2, calls.stop).start()
        began = time.monotonic()
        failure(OpenAIChatBackend(endpoint(server, 20)).stream(replace(REQUEST, calls=calls)))
        assert time.monotonic() - began < 2
        until = time.monotonic() + 2
        while not server.left and time.monotonic() < until:
            time.sleep(0.01)
        assert server.left == 1


def test_a_talk_that_is_too_long_is_said_to_be_that() -> None:
    with LoopbackModel("400 too long") as server:
        _, error = failure(OpenAIChatBackend(endpoint(server, 20)).stream(REQUEST))
    assert "longer than the model's context" in str(error)


def test_json_can_be_asked_for() -> None:
    shape = Shape("answer", {"type": "object", "properties": {"yes": {"type": "boolean"}}})
    with LoopbackModel(reply='{"yes": true}') as server:
        asked = replace(REQUEST, shape=shape, temperature=0.0)
        assert whole(OpenAIChatBackend(endpoint(server, 3)), asked) == '{"yes": true}'
    (body,) = server.requests
    assert body["temperature"] == 0.0
    assert body["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": dict(shape.schema), "strict": True},
    }


def test_the_connection_serves_the_next_turn() -> None:
    with LoopbackModel() as server:
        backend = OpenAIChatBackend(endpoint(server, 3))
        opened: list[str] = []
        backend._client._client.event_hooks["response"] = [
            lambda response: opened.append(str(response.extensions["network_stream"].get_extra_info("client_addr")))
        ]
        for _ in range(3):
            whole(backend, REQUEST)
    assert len(opened) == 3
    assert len(set(opened)) == 1


def test_a_request_can_have_less_time_than_the_endpoint() -> None:
    with LoopbackModel("keep-alive") as server:
        began = time.monotonic()
        _, error = failure(
            OpenAIChatBackend(endpoint(server, 30)).stream(
                ReplyRequest(REQUEST.messages, REQUEST.scripted_reply, REQUEST.seed, deadline=0.2)
            )
        )
    assert isinstance(error, BackendBusy)
    assert time.monotonic() - began < 1.2


def test_a_redirect_takes_the_words_nowhere() -> None:
    with LoopbackModel() as elsewhere, LoopbackModel("307", moved_to=elsewhere.url) as server:
        _, error = failure(OpenAIChatBackend(endpoint(server, 3)).stream(REQUEST))
    assert isinstance(error, BackendRefused)
    assert "another address" in str(error)
    assert elsewhere.requests == []


@pytest.mark.parametrize("base_url", ["nonsense", "ftp://127.0.0.1/v1", "http://[::1/v1", "http://127.0.0.1:99999/v1"])
def test_an_address_that_is_none_is_refused(base_url: str) -> None:
    backend = OpenAIChatBackend(ChatEndpoint(base_url=base_url, model="m", deadline=DEADLINE))
    _, error = failure(backend.stream(REQUEST))
    assert isinstance(error, BackendError)
    assert str(error).endswith(".")


@pytest.mark.parametrize("key", ["ключ", "two\nlines", "tab\x00"])
def test_a_key_that_no_header_can_carry_is_refused(key: str) -> None:
    with LoopbackModel() as server:
        backend = OpenAIChatBackend(
            ChatEndpoint(base_url=server.url, model="m", api_key=SecretStr(key), deadline=DEADLINE)
        )
        _, error = failure(backend.stream(REQUEST))
    assert isinstance(error, BackendRefused)
    assert key not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({"retry-after-ms": "x", "retry-after": "4"}, 4),
    ],
)
def test_how_long_the_server_asks_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(httpx2.Headers(headers)) == seconds


def test_a_date_to_wait_for() -> None:
    from email.utils import formatdate

    wait = retry_after(httpx2.Headers({"retry-after": formatdate(time.time() + 30, usegmt=True)}))
    assert wait is not None
    assert 25 < wait <= 31
