"""What kind of answer a question wants, where its tone alone does not tell."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ..domain.base import Value
from ..domain.conduct import Question
from ..files import any_of, read_model

_FILE = Path(__file__).with_name("questions.yaml")


class _Patterns(Value):
    firm: dict[Question, tuple[str, ...]]
    loose: dict[Question, tuple[str, ...]]


@cache
def _patterns() -> tuple[dict[Question, re.Pattern[str]], dict[Question, re.Pattern[str]]]:
    found = read_model(_Patterns, _FILE, "simulator/dialogue/questions.yaml")
    firm, loose = ({kind: any_of(patterns) for kind, patterns in one.items()} for one in (found.firm, found.loose))
    return firm, loose


def surely_wants(sentence: str) -> Question | None:
    """The kind of answer a question wants, whatever else its words may be read as; None where it cannot be told."""
    return _first(_patterns()[0], sentence)


def may_want(sentence: str) -> Question | None:
    """The same, where nothing else is known of it."""
    return surely_wants(sentence) or _first(_patterns()[1], sentence)


def _first(kinds: dict[Question, re.Pattern[str]], sentence: str) -> Question | None:
    copy = sentence.lower().replace("’", "'").strip()
    copy = copy if copy.endswith("?") else f"{copy}?"  # typed without its mark
    return next((kind for kind, pattern in kinds.items() if pattern.search(copy)), None)
