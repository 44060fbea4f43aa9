"""Every mistake that one of our models can find in a value is put into plain words."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

import simulator
from simulator.domain.base import Value
from simulator.errors import BadFile
from simulator.files import validated
from simulator.mistakes import PATTERNS

#: How pydantic, and nobody else, speaks.
JARGON = re.compile(
    r"input should|valid (?:string|integer|number|boolean|dictionary|list|tuple|array)|field required|extra inputs?|"
    r"permitted|value error|should (?:match|have|be)|pattern|unable to|instance|\[key\]|tuple\[|function-|literal\[|"
    r"discriminator|tag\b|dictionary|tuple\b|NoneType|pydantic|validation",
    re.IGNORECASE,
)
WRONG: list[object] = [
    None, True, 3, -1, 10**30, 1.5, -0.5, float("nan"), "", "x", "?" * 10_000, "half past two", b"\xff",
    object(), [], [3], [None], [""], ["x"], [[]], [{}], [{"a": 1}], {}, {"a": 1}, {"a": "x"}, {"a": []}, {"cold": 3},
    {"?": ["A."]},
]  # fmt: skip


def models() -> list[type[BaseModel]]:
    for module in pkgutil.walk_packages(simulator.__path__, "simulator."):
        if not module.name.startswith(("simulator.ui", "simulator._bundled", "simulator.__main__")):
            importlib.import_module(module.name)
    found = {one for one in _under(BaseModel) if one is not Value and one.__module__.startswith("simulator")}
    return sorted(found, key=lambda one: one.__qualname__)


def _under(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        yield one
        yield from _under(one)


def said_of(model: type[BaseModel], given: object) -> str | None:
    try:
        validated(model, given, "here")
    except BadFile as error:
        return str(error)
    return None


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_whatever_is_wrong_in_a_field_is_said_plainly(model: type[BaseModel]) -> None:
    said = {told for wrong in WRONG if (told := said_of(model, wrong))}
    for name, field in model.model_fields.items():
        said |= {told for wrong in WRONG if (told := said_of(model, {field.alias or name: wrong}))}
    said |= {told for told in (said_of(model, {"nobody-knows-this": 1}),) if told}
    for sentence in said:
        assert not JARGON.search(sentence.replace("patterns", "")), sentence
        assert re.fullmatch(r"here: \S[^\n]*\.", sentence)
        assert "written otherwise" not in sentence, "a kind of mistake, or a pattern, has no words yet"
        assert "????" not in sentence, "what was given is not repeated"
    assert said


def test_the_models_are_all_there() -> None:
    names = {one.__name__ for one in models()}
    assert {"Persona", "Scenario", "PackInfo", "Transcript", "Settings", "Auth", "CardData", "TurnInput"} <= names


def test_each_pattern_of_a_field_has_words() -> None:
    def patterns(schema: Any) -> Iterator[str]:
        if isinstance(schema, dict):
            if isinstance(schema.get("pattern"), str):
                yield schema["pattern"]
            schema = list(schema.values())
        if isinstance(schema, list):
            for inside in schema:
                yield from patterns(inside)

    used = {one for model in models() for one in patterns(model.model_json_schema(mode="validation"))}
    assert used == set(PATTERNS)
