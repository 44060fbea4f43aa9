"""A voice is tried in three calls at most and in time; each step ends in one sentence."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from simulator.backends.base import Backend, ReplyRequest
from simulator.backends.openai_chat import ChatEndpoint, OpenAIChatBackend
from simulator.backends.probe import STEPS, ProbeStep, Step, probe
from simulator.backends.retrying import Retrying
from simulator.backends.scripted import ScriptedBackend

from .loopback import BEHAVIOURS, Behaviour, LoopbackModel

KEY = "sk-CANARY-4711"
JSON = '{"name": "test", "number": 7}'
COUNTED = "one two three four five six seven eight nine ten"


def voice(server: LoopbackModel, deadline: float = 10.0) -> Backend:
    endpoint = ChatEndpoint(base_url=server.url, model="loopback", api_key=SecretStr(KEY), deadline=deadline)
    return Retrying(OpenAIChatBackend(endpoint), deadline=deadline)


def good(body: dict[str, Any]) -> str:
    return JSON if "response_format" in body else COUNTED


def steps(found: list[ProbeStep]) -> dict[Step, bool]:
    return {one.step: one.ok for one in found}


@pytest.fixture(scope="module", autouse=True)
def _client_is_loaded() -> None:
    with LoopbackModel(reply=good) as server:
        list(probe(voice(server)))


def test_a_good_model_passes_every_step() -> None:
    with LoopbackModel(reply=good, first_token=0.02, per_token=0.01) as server:
        found = list(probe(voice(server)))
    assert steps(found) == dict.fromkeys(STEPS, True)
    assert len(server.requests) == 3
    assert ["response_format" in body for body in server.requests] == [False, True, False]


def test_each_step_is_told_before_the_next_begins() -> None:
    with LoopbackModel(reply=good) as server:
        told = probe(voice(server))
        for number in (1, 2, 3):
            next(told)
            assert len(server.requests) == number


@pytest.mark.parametrize("behaviour", [one for one in BEHAVIOURS if one not in ("good", "usage", "null choices")])
def test_every_fault_is_one_sentence_in_time(behaviour: Behaviour) -> None:
    with LoopbackModel(behaviour, reply=good) as server:
        began = time.monotonic()
        found = list(probe(voice(server), seconds=1.0))
        took = time.monotonic() - began
    assert took < 3
    assert len(server.requests) <= 3
    for one in found:
        assert one.says.endswith(".")
        assert "\n" not in one.says
        assert len(one.says) < 160
        assert KEY not in one.says
    if behaviour not in ("length", "no end mark"):
        assert steps(found) == {"streaming": False}


@pytest.mark.parametrize(
    "answer", ["Here you are: seven.", '{"name": "test"}', '{"name": 1, "number": "7"}', "[" * 5000]
)
def test_a_model_that_keeps_to_no_schema(answer: str) -> None:
    with LoopbackModel(reply=lambda body: answer if "response_format" in body else COUNTED) as server:
        found = list(probe(voice(server)))
    assert steps(found) == {"streaming": True, "schema": False, "speed": True}


def test_a_server_that_refuses_schemas_is_tested_to_the_end() -> None:
    with LoopbackModel(["good", "400", "good"], reply=good) as server:
        found = list(probe(voice(server)))
    assert steps(found) == {"streaming": True, "schema": False, "speed": True}
    assert "unsupported_parameter" in found[1].says
    assert found[1].says.endswith("a talk can do without JSON.")


def test_a_slow_model_is_told_from_what_it_said_in_time() -> None:
    with LoopbackModel(reply=lambda body: JSON if "response_format" in body else COUNTED, per_token=0.4) as server:
        found = list(probe(voice(server), seconds=8.5))
    assert found[-1].step == "speed"
    assert not found[-1].ok
    assert "slower than people read" in found[-1].says


class _Whole:
    """Says everything in one piece."""

    name, model = "whole", "m"

    def stream(self, request: ReplyRequest) -> Iterator[str]:
        yield JSON if request.shape else COUNTED


def test_a_voice_that_does_not_stream_is_named() -> None:
    found = list(probe(_Whole()))
    assert steps(found) == {"streaming": False, "schema": True, "speed": True}
    assert "all at once" in found[0].says


def test_the_script_itself_can_be_tried() -> None:
    assert steps(list(probe(ScriptedBackend())))["schema"] is False
