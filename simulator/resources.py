"""Finds personas/ and prompts/ in a checkout and in an installed wheel, and reads them strictly."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from .domain.persona import Persona
from .domain.scenario import Scenario
from .errors import BadFile, InputError, UnknownName

ModelT = TypeVar("ModelT", bound=BaseModel)
ItemT = TypeVar("ItemT", Persona, Scenario)

_PACKAGE = Path(__file__).parent
_MAX_BYTES = 1_000_000
_MAX_DEPTH = 20
_BRACKET = re.compile(r"[\[\]{}]")
_INLINE_NESTING = re.compile(r"(?:[-?][ \t]{1,9}){21}")

DEFAULT_PERSONA = "the-letter"
DEFAULT_SCENARIO = "the-letter"


def root() -> Path:
    """The folder that holds ``personas``, ``prompts`` and ``streamlit_app.py``."""
    bundled = _PACKAGE / "_bundled"
    return bundled if bundled.is_dir() else _PACKAGE.parent


class _StrictLoader(yaml.CSafeLoader):
    """Safe loading that refuses repeated keys."""


def _no_repeated_keys(loader: _StrictLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(
                None, None, f'the key "{key}" is not text; quote it', key_node.start_mark
            )
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f'the key "{key}" stands twice', key_node.start_mark)
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _no_repeated_keys)


def _refuse_bombs(name: str, node: yaml.Node, seen: set[int], depth: int = 0) -> None:
    """Aliases and deep nesting are how a small file becomes a huge value."""
    if id(node) in seen:
        raise BadFile(name, "", "uses a YAML alias (*); write the text out instead.")
    seen.add(id(node))
    if depth > _MAX_DEPTH:
        raise BadFile(name, "", f"is nested more than {_MAX_DEPTH} levels deep; make it flatter.")
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _refuse_bombs(name, key, seen, depth + 1)
            _refuse_bombs(name, value, seen, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_bombs(name, item, seen, depth + 1)


def _refuse_deep_text(name: str, text: str) -> None:
    """The parser recurses in C, where a text nested 100,000 deep ends the process: look before it does."""
    depth = deepest = 0
    for bracket in _BRACKET.findall(text):
        depth = depth + 1 if bracket in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH or _INLINE_NESTING.search(text):
        raise BadFile(name, "", f"is nested more than {_MAX_DEPTH} levels deep; make it flatter.")


def _load(text: str, shown_as: str) -> object:
    _refuse_deep_text(shown_as, text)
    loader = _StrictLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _refuse_bombs(shown_as, node, set())
        return loader.construct_document(node)
    finally:
        loader.dispose()


def read_yaml(path: Path, shown_as: str) -> dict[str, Any]:
    """One YAML mapping, with size, depth and aliases capped.

    Raises:
        BadFile: with the file, the line or key, and the reason.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadFile(shown_as, "", f"cannot be read: {error.strerror}.") from error
    if len(raw) > _MAX_BYTES:
        raise BadFile(shown_as, "", f"is larger than {_MAX_BYTES:,} bytes; split it or shorten it.")
    try:
        text = raw.decode("utf-8")
        data = _load(text, shown_as)
    except UnicodeDecodeError as error:
        raise BadFile(shown_as, "", f"is not UTF-8 at byte {error.start}; save it as UTF-8.") from error
    except (ValueError, LookupError, AttributeError) as error:  # such as 2026-02-30, or a tag that does not fit
        raise BadFile(shown_as, "", f"holds a value that cannot be read ({error}); put it in quotes.") from error
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise BadFile(shown_as, line, f"is not valid YAML: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise BadFile(shown_as, "", f"is not valid YAML: {' '.join(str(error).split())}.") from error
    if not isinstance(data, dict):
        raise BadFile(shown_as, "", "must be a mapping of keys to values.")
    return data


def validated(model: type[ModelT], data: object, shown_as: str) -> ModelT:
    """``data`` as ``model``, or one sentence about the first thing that is wrong."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise BadFile(shown_as, key, _plain_reason(first["type"], first["msg"])) from error


def read_model(model: type[ModelT], path: Path, shown_as: str) -> ModelT:
    """One YAML file as ``model``; see ``read_yaml`` and ``validated`` for what may be wrong."""
    return validated(model, read_yaml(path, shown_as), shown_as)


def _plain_reason(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "is not a known key; remove it or mend its spelling."
    if kind == "missing":
        return "is missing; add it."
    message = message.removeprefix("Value error, ")
    return message[0].lower() + message[1:] + ("" if message.endswith(".") else ".")


def _item(model: type[ItemT], path: Path, shown_as: str) -> ItemT:
    item = read_model(model, path, shown_as)
    if item.id != path.stem:
        raise BadFile(shown_as, "id", f'is "{item.id}" but the file is called "{path.stem}"; make them the same.')
    return item


def persona_in(path: Path) -> Persona:
    """The supervisor in a file outside the library.

    Raises:
        BadFile: with the file, the key and the reason.
    """
    return _item(Persona, path, str(path))


class Library:
    """The personas and scenarios of one folder; broken files are set aside with their reason.

    Attributes:
        personas, scenarios: by id, in file order.
        broken: one ``BadFile`` for each file that could not be used.
    """

    def __init__(self, folder: Path) -> None:
        self.personas: dict[str, Persona] = {}
        self.scenarios: dict[str, Scenario] = {}
        self.broken: list[BadFile] = []
        for path in sorted((folder / "personas").glob("*.yaml")):
            self._add(Persona, path, f"personas/{path.name}", self.personas)
        for path in sorted((folder / "prompts" / "scenarios").glob("*.yaml")):
            self._add(Scenario, path, f"prompts/scenarios/{path.name}", self.scenarios)

    def _add(self, model: type[ItemT], path: Path, shown_as: str, into: dict[str, ItemT]) -> None:
        try:
            item = _item(model, path, shown_as)
            into[item.id] = item
        except BadFile as error:
            self.broken.append(error)

    def persona(self, name: str) -> Persona:
        """One supervisor by id."""
        return self._one(self.personas, "persona", name)

    def scenario(self, name: str) -> Scenario:
        """One situation by id."""
        return self._one(self.scenarios, "scenario", name)

    def _one(self, items: dict[str, ItemT], kind: str, name: str) -> ItemT:
        if name in items:
            return items[name]
        for error in self.broken:
            if error.file.endswith(f"/{name}.yaml"):
                raise InputError(str(error))
        raise UnknownName(kind, name, sorted(items))


@cache
def library() -> Library:
    """The personas and scenarios that come with the program, read once."""
    return Library(root())


@cache
def own_situation() -> Scenario:
    """What a talk is held in when nobody chose a situation: somebody's own, in general words."""
    shown_as = "prompts/own-situation.yaml"
    return read_model(Scenario, root() / shown_as, shown_as)


@cache
def portrait_svg(persona_id: str) -> str | None:
    """The portrait drawn for a supervisor, as SVG; None for one that nobody drew."""
    file = _PACKAGE / "ui" / "avatars" / f"{persona_id}.svg"
    return file.read_text("utf-8") if file.is_file() else None


@cache
def prompt(name: str) -> str:
    """The text of one prompt template, ``prompts/<name>.txt``."""
    return (root() / "prompts" / f"{name}.txt").read_text("utf-8")


def fingerprint(text: str) -> str:
    """Twelve hex digits that change when the text does."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]
