"""Reads YAML files strictly, as models, with one sentence about whatever is wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from .errors import BadFile
from .mistakes import mistakes_in

ModelT = TypeVar("ModelT", bound=BaseModel)

_MAX_BYTES = 1_000_000
_MAX_DEPTH = 20
_BRACKET = re.compile(r"[\[\]{}]")
_INLINE_NESTING = re.compile(r"(?:[-?][ \t]{1,9}){21}")


_STRING, _SEQUENCE, _MAPPING = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))


class _Builder:
    """Makes plain values of the nodes of one file; refuses repeated keys, aliases and deep nesting.

    Aliases and deep nesting are how a small file becomes a huge value.
    """

    def __init__(self, loader: yaml.CSafeLoader, name: str) -> None:
        self._loader = loader
        self._name = name
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, depth: int = 0) -> Any:
        if id(node) in self._seen:
            raise BadFile(self._name, "", "uses a YAML alias (*); write the text out instead.")
        self._seen.add(id(node))
        if depth > _MAX_DEPTH:
            raise _too_deep(self._name)
        if node.tag == _STRING and isinstance(node, yaml.ScalarNode):
            return node.value
        if node.tag == _SEQUENCE and isinstance(node, yaml.SequenceNode):
            return [self.value(item, depth + 1) for item in node.value]
        if node.tag == _MAPPING and isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth + 1)
        if isinstance(node, yaml.CollectionNode):
            raise yaml.constructor.ConstructorError(
                None, None, "it holds a tag (!!); write the value without one", node.start_mark
            )
        try:
            return self._loader.construct_object(node)
        except (ValueError, LookupError, AttributeError) as error:  # such as 2026-02-30, or a tag that does not fit
            where = f"line {node.start_mark.line + 1}"
            raise BadFile(self._name, where, "holds a value that cannot be read; put it in quotes.") from error

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self.value(key_node, depth)
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(
                    None, None, f'the key "{key}" is not text; quote it', key_node.start_mark
                )
            if key in made:
                raise yaml.constructor.ConstructorError(
                    None, None, f'the key "{key}" stands twice', key_node.start_mark
                )
            made[key] = self.value(value_node, depth)
        return made


def _too_deep(name: str) -> BadFile:
    return BadFile(name, "", f"is nested more than {_MAX_DEPTH} levels deep; make it flatter.")


def _refuse_deep_text(name: str, text: str) -> None:
    """The parser recurses in C, where a text nested 100,000 deep ends the process: look before it does."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(text):
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH or _INLINE_NESTING.search(text):
        raise _too_deep(name)


def _load(text: str, shown_as: str) -> object:
    _refuse_deep_text(shown_as, text)
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        return None if node is None else _Builder(loader, shown_as).value(node)
    finally:
        loader.dispose()


def read_bytes(path: Path, shown_as: str) -> bytes:
    """A whole file.

    Raises:
        BadFile: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFile(shown_as, "", f"cannot be read: {error.strerror}.") from error


def read_yaml(path: Path, shown_as: str) -> dict[str, Any]:
    """One YAML mapping; see ``parse_yaml`` for what may be wrong."""
    return parse_yaml(read_bytes(path, shown_as), shown_as)


def parse_yaml(raw: bytes, shown_as: str) -> dict[str, Any]:
    """One YAML mapping, with size, depth and aliases capped.

    Raises:
        BadFile: with the file, the line or key, and the reason.
    """
    if len(raw) > _MAX_BYTES:
        raise BadFile(shown_as, "", f"is larger than {_MAX_BYTES:,} bytes; split it or shorten it.")
    try:
        text = raw.decode("utf-8")
        data = _load(text, shown_as)
    except UnicodeDecodeError as error:
        raise BadFile(shown_as, "", f"is not UTF-8 at byte {error.start}; save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise BadFile(shown_as, line, f"is not valid YAML: {_what_is_wrong(error)}.") from error
    except yaml.YAMLError as error:
        raise BadFile(shown_as, "", "is not valid YAML: it holds a control character; take it out.") from error
    if not isinstance(data, dict):
        raise BadFile(shown_as, "", "must be a mapping of keys to values.")
    return data


def validated(model: type[ModelT], data: object, shown_as: str) -> ModelT:
    """``data`` as ``model``.

    Raises:
        BadFile: one sentence about the first thing that is wrong; its ``also`` has the others.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first, *others = (BadFile(shown_as, *one) for one in mistakes_in(error, data))
        raise BadFile(first.file, first.key, first.reason, tuple(others)) from error


def _what_is_wrong(error: yaml.MarkedYAMLError) -> str:
    """Half a sentence; what the parser itself says of a slip of the pen speaks of tokens and contexts."""
    if isinstance(error, yaml.constructor.ConstructorError):
        return str(error.problem)
    if isinstance(error, yaml.composer.ComposerError):
        return "there is a second document (---) or an unknown alias (*); take it out"
    return "look for text with a colon that is not in quotes, a missing quote or bracket, or a wrong indent"


def read_model(model: type[ModelT], path: Path, shown_as: str) -> ModelT:
    """One YAML file as ``model``; see ``parse_yaml`` and ``validated`` for what may be wrong."""
    return parse_model(model, read_bytes(path, shown_as), shown_as)


def parse_model(model: type[ModelT], raw: bytes, shown_as: str) -> ModelT:
    """The bytes of one YAML file as ``model``; see ``parse_yaml`` and ``validated`` for what may be wrong."""
    return validated(model, parse_yaml(raw, shown_as), shown_as)


def fingerprint(text: str) -> str:
    """Twelve hex digits that change when the text does."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Patterns as the alternatives of one."""
    return re.compile("|".join(f"(?:{one})" for one in patterns))


def read_patterns(model: type[BaseModel], path: Path, shown_as: str) -> dict[str, re.Pattern[str]]:
    """A file of nothing but lists of patterns, by name, each as one; see ``read_model`` for what may be wrong."""
    return {name: any_of(patterns) for name, patterns in read_model(model, path, shown_as)}
