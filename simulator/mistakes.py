"""What is wrong with a value, in plain words: the one place where pydantic's errors are put into ours.

Nothing that was given is repeated here, for it may be a key or somebody's own words; a check of our own that quotes a
line knows that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails, from_json

#: What pydantic puts at the end of a place where a key, not its value, is wrong.
_KEY = "[key]"
_QUOTED = re.compile(r'"([^"]+)"')
#: Where a new release of pydantic finds what the tables below do not know.
_OTHERWISE = "written otherwise"
_SMALL_ID = "small letters, digits and -, beginning with a letter or digit, 60 at most"
#: Each pattern of our models, as one would say it.
PATTERNS = {
    r"^[a-z0-9][a-z0-9-]{0,59}$": _SMALL_ID,
    r"^[A-Za-z0-9_-]{1,64}$": "letters, digits, - and _, 64 at most",
    r"^([A-Z]{2}|any)$": "two capital letters, such as GB, or any",
}
_TEXT, _WHOLE, _NUMBER, _SWITCH = "text", "a whole number", "a number", "true or false"
_LIST, _MAPPING, _DATE = "a list", "keys with values", "a date and time, such as 2026-01-31T09:30:00Z"
#: What is wanted where something of another kind stands, by pydantic's name for the mistake.
_KINDS = {
    "string_type": _TEXT,
    "string_unicode": "text in UTF-8",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": f"{_WHOLE} of ordinary size",
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _SWITCH,
    "bool_parsing": _SWITCH,
    "tuple_type": _LIST,
    "list_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "iteration_error": _LIST,
    "dict_type": _MAPPING,
    "counter_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "path_type": "the path of a file or folder",
    "datetime_type": _DATE,
    "datetime_parsing": _DATE,
    "datetime_from_date_parsing": _DATE,
    "datetime_object_invalid": _DATE,
}


class Mistake(NamedTuple):
    """One thing that is wrong: where (empty for the whole), and the rest of a sentence that begins with that place."""

    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.key} {self.reason}" if self.key else self.reason


def mistakes_in(error: ValidationError, given: object) -> tuple[Mistake, ...]:
    """Everything that is wrong with ``given``, one a place; what else might have stood there is named with it."""
    found: dict[tuple[str | int, ...], list[ErrorDetails]] = {}
    for one in error.errors(include_url=False):
        found.setdefault(_place(one, given), []).append(one)
    return tuple(Mistake(_shown(place), _reason(here)) for place, here in found.items())


def first_mistake(error: ValidationError, given: object) -> Mistake:
    """The first thing that is wrong with ``given``."""
    return mistakes_in(error, given)[0]


def first_mistake_in_json(error: ValidationError, text: str | bytes) -> Mistake:
    """The first thing that is wrong with a JSON text."""
    first = error.errors(include_url=False)[0]
    if first["type"] == "json_invalid":
        return Mistake("", unreadable_json(first["ctx"]["error"]))
    return first_mistake(error, from_json(text))


def unreadable_json(error: object) -> str:
    """The rest of a sentence about a text that is not JSON, from what its reader says."""
    says = str(error)
    if says.startswith("EOF"):
        return "ends before its JSON does, as if it was half written; write it whole."
    return f"is not valid JSON at {says.rpartition(' at ')[2]}; look for a comma, quote or bracket there."


def _place(one: ErrorDetails, given: object) -> tuple[str | int, ...]:
    """The way to it through what was given; names that only our models have are left out."""
    way: list[str | int] = []
    inside: Any = given
    for part in one["loc"]:
        if _holds(inside, part):
            inside = inside[part]
            way.append(part)
    if one["type"] == "missing":
        way.append(one["loc"][-1])
    if one["type"] in ("union_tag_not_found", "union_tag_invalid"):
        way.append(one["ctx"]["discriminator"].strip("'"))
    return tuple(way)


def _holds(inside: object, part: str | int) -> bool:
    if isinstance(inside, list | tuple):
        return isinstance(part, int) and part < len(inside)
    return isinstance(inside, Mapping) and part in inside


def _shown(way: Iterable[str | int]) -> str:
    """A place as one reads it: keys with dots between them, entries of a list counted from one."""
    shown = ""
    before: str | int = ""
    for part in way:
        said = f"entry {part + 1}" if isinstance(part, int) else part
        between = "" if not shown else "." if isinstance(part, str) and isinstance(before, str) else ", "
        shown, before = f"{shown}{between}{said}", part
    return shown


def _reason(here: list[ErrorDetails]) -> str:
    first = here[0]
    if first["loc"][-1:] == (_KEY,):
        near = get_close_matches(str(first["input"]), _QUOTED.findall(_wanted(first)), 1)
        return (
            f'is not a known key; did you mean "{near[0]}"?' if near else f"is not a known key; use {_wanted(first)}."
        )
    if first["type"] in _WHOLE_REASONS:
        return _WHOLE_REASONS[first["type"]](first)
    wanted = dict.fromkeys(_wanted(one) for one in here if one["type"] not in _WHOLE_REASONS)
    text_of_several = len(wanted) > 1 and isinstance(first["input"], str)
    return f"must be {', or '.join(wanted)}{'' if text_of_several else _instead(first)}."


def _wanted(one: ErrorDetails) -> str:
    """What would be right, as words that follow "must be"."""
    kind, context = one["type"], one.get("ctx", {})
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        return str(context.get("expected") or context["expected_tags"]).replace("'", '"')
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(context["pattern"], _OTHERWISE)
    return _KINDS.get(kind, _OTHERWISE)


def _instead(one: ErrorDetails) -> str:
    """What stands there, where something of another kind was wanted."""
    there = one["input"]
    if one["type"] not in _KINDS or _KINDS[one["type"]] == _DATE:
        return ""
    if there is None:
        return "; nothing stands there"
    if isinstance(there, bool | int | float):
        return "; put it in quotes" if _KINDS[one["type"]] == _TEXT else ""
    return f", not {_called(there)}"


def _called(there: object) -> str:
    if isinstance(there, Mapping):
        return _MAPPING
    return _LIST if isinstance(there, list | tuple) else _TEXT if isinstance(there, str) else "something else"


def _own_words(one: ErrorDetails) -> str:
    """The sentence of a check of our own."""
    said = str(one["ctx"]["error"])
    return said if said.endswith(".") else f"{said}."


def _too_short(one: ErrorDetails) -> str:
    least, there = one["ctx"]["min_length"], _length(one["input"])
    unit = "characters" if isinstance(one["input"], str) else "entries"
    if not there:
        return "is empty; write something." if least == 1 else f"is empty; write {least} {unit} or more."
    return f"is too short; write {least} {unit} or more."


def _too_long(one: ErrorDetails) -> str:
    unit = "characters" if isinstance(one["input"], str) else "entries"
    return f"is too long; write {one['ctx']['max_length']} {unit} or fewer."


def _length(there: object) -> int:
    return len(there) if isinstance(there, str | list | tuple | dict) else 0


#: Mistakes that are more than another kind of value, by pydantic's name for them.
_WHOLE_REASONS: dict[str, Callable[[ErrorDetails], str]] = {
    "value_error": _own_words,
    "extra_forbidden": lambda one: "is not a known key; remove it or mend its spelling.",
    "missing": lambda one: "is missing; add it.",
    "union_tag_not_found": lambda one: "is missing; add it.",
    "string_too_short": _too_short,
    "too_short": _too_short,
    "string_too_long": _too_long,
    "too_long": _too_long,
    "greater_than_equal": lambda one: f"is too small; write {one['ctx']['ge']:.10g} or more.",
    "greater_than": lambda one: f"is too small; write more than {one['ctx']['gt']:.10g}.",
    "less_than_equal": lambda one: f"is too large; write {one['ctx']['le']:.10g} or less.",
    "less_than": lambda one: f"is too large; write less than {one['ctx']['lt']:.10g}.",
}
