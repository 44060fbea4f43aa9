"""One request for a second reading: what a model is shown, and what its answer is worth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..backends.base import Message, ReplyRequest, Shape
from ..dialogue.prompting import without_fences
from ..domain.base import Value
from ..domain.events import EventName
from ..domain.second_reading import EventAnswer
from ..errors import BrokenReply
from ..files import read_model
from ..resources import prompt

_FILE = Path(__file__).with_name("second_reader.yaml")
#: Every event with a quote of twenty words would not fit; a turn does a handful of them.
_MAX_TOKENS = 1200
#: Of the supervisor's line this much of its end is shown, in characters.
_CONTEXT = 1_000
#: Quotes that hold no letter or figure show nothing.
_WORDS = re.compile(r"[^\W_]")


class Rubric(Value):
    """The whole file: one plain line an event."""

    events: dict[EventName, str] = Field(min_length=1)


class _Answer(BaseModel):
    """What the model has to say of each event."""

    model_config = ConfigDict(strict=True, extra="ignore")

    yes: bool
    quote: str = ""


class _Reading(BaseModel):
    """What the model has to send. Its answers are checked one by one, so that a bad one spoils no other."""

    model_config = ConfigDict(strict=True, extra="ignore")

    turn: int = Field(ge=0, le=1_000_000)
    events: dict[str, Any]


class Asked(Value):
    """One user turn as it is put to a model; ``number`` counts the user's turns from 1."""

    number: int
    before: str
    words: str


@cache
def rubric() -> Rubric:
    """What a model is asked about, read once."""
    return read_model(Rubric, _FILE, "simulator/debrief/second_reader.yaml")


@cache
def shape() -> Shape:
    """The JSON that is wanted: every event once, and nothing else. The same for all turns."""
    answer = _closed({"yes": {"type": "boolean"}, "quote": {"type": "string"}})
    events = _closed({event.value: answer for event in rubric().events})
    return Shape("reading", _closed({"turn": {"type": "integer"}, "events": events}))


def _closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    """An object with exactly these keys; servers that hold a model to a schema ask for all three."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


@cache
def _prefix() -> Message:
    """The same for every turn, so that servers keep what they made of it."""
    lines = "\n".join(f"- {event.value}: {line}" for event, line in rubric().events.items())
    return Message(role="system", content=Template(prompt("second_reader")).substitute(rubric=lines))


def reading_request(asked: Asked, seed: int, temperature: float) -> ReplyRequest:
    """The request for one reading, without ``calls``; a server that refuses its ``shape`` is told the form in words."""
    turn = Template(prompt("second_reader_turn")).substitute(
        number=asked.number,
        before=without_fences(asked.before[-_CONTEXT:]) or "(nothing yet)",
        words=without_fences(asked.words),
    )
    return ReplyRequest(
        messages=(_prefix(), Message(role="user", content=turn)),
        scripted_reply="",
        seed=seed,
        max_tokens=_MAX_TOKENS,
        temperature=temperature,
        shape=shape(),
    )


def answers_in(reply: str, asked: Asked) -> tuple[EventAnswer, ...]:
    """Every event of the rubric with what the reply says of it. Names that were not asked for are passed over.

    Raises:
        BrokenReply: it is no JSON, was cut off, has another form, answers nothing, or is about another turn.
    """
    reading = _parsed(reply)
    if reading.turn != asked.number:
        raise BrokenReply(f"The model's answer is about turn {reading.turn}, not about turn {asked.number}.")
    answers = tuple(_checked(event, reading.events.get(event.value), asked.words) for event in rubric().events)
    if all(one.answer == "missing" for one in answers):
        raise BrokenReply("The model answered none of the questions.")
    return answers


def _parsed(reply: str) -> _Reading:
    """The reading in a reply; models without a schema like to put a frame or a sentence round it."""
    start, end = reply.find("{"), reply.rfind("}") + 1
    if start < 0:
        raise BrokenReply("The model did not answer in JSON.")
    try:
        return _Reading.model_validate_json(reply[start:end] if end > start else reply[start:])
    except ValidationError as error:
        raise BrokenReply(_reason(error)) from None  # it quotes the reply


def _reason(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    if first["type"] != "json_invalid":
        return "The model's answer has not the form that was asked for."
    if "EOF" in first["msg"]:
        return "The model's answer was cut off before its end."
    return "The model did not answer in JSON."


def _checked(event: EventName, given: object, words: str) -> EventAnswer:
    try:
        answer = _Answer.model_validate(given)
    except ValidationError:
        return EventAnswer(event=event, answer="missing")
    if not answer.yes:
        return EventAnswer(event=event, answer="no")
    if answer.quote not in words or not _WORDS.search(answer.quote):
        return EventAnswer(event=event, answer="rejected")
    return EventAnswer(event=event, answer="yes", quote=answer.quote)
