"""Answers of a model that reads turns, as the loopback server gives them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulator.backends.openai_chat import ChatEndpoint, OpenAIChatBackend
from simulator.backends.retrying import Patience, Retrying
from simulator.debrief.reading import rubric
from simulator.domain.events import EventName as E
from tests.backends.loopback import LoopbackModel

KEY = "sk-canary-77aa"
Body = dict[str, Any]
#: The quote of each yes, by event.
Yes = Mapping[E, str]


def backend(server: LoopbackModel, deadline: float = 5.0) -> Retrying:
    """The real client before a loopback server, retrying without waits."""
    endpoint = ChatEndpoint(base_url=server.url, model="reader-1", api_key=KEY, deadline=deadline)
    return Retrying(OpenAIChatBackend(endpoint), deadline=deadline, patience=Patience(first_wait=0))


def number_in(body: Body) -> int:
    """The turn that a request is about."""
    found = re.search(r"^<<<turn (\d+)$", body["messages"][-1]["content"], re.MULTILINE)
    assert found
    return int(found[1])


def answer(number: int, yes: Yes | None = None, **changes: Any) -> str:
    """A whole answer: no to everything but ``yes``; ``changes`` are put over the events, None takes one away."""
    said = yes or {}
    events: dict[str, Any] = {
        event.value: {"yes": event in said, "quote": said.get(event, "")} for event in rubric().events
    }
    events |= changes
    return json.dumps({"turn": number, "events": {name: one for name, one in events.items() if one is not None}})


def by_turn(*turns: Yes) -> Callable[[Body], str]:
    """The same answer to a turn however often it is asked about."""
    return lambda body: answer(number_in(body), turns[number_in(body) - 1])


def in_order(*said: str) -> Callable[[Body], str]:
    """One reply a request; the last one stays."""
    left: list[str] = list(said)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def shown(bodies: Sequence[Body]) -> str:
    """Everything that was sent."""
    return json.dumps(bodies, ensure_ascii=False)
