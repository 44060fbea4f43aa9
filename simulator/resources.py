"""Finds personas/ and prompts/ in a checkout and in an installed wheel, and reads them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeVar

from .domain.persona import Persona
from .domain.scenario import Scenario
from .errors import BadFile, InputError, UnknownName
from .files import read_model

ItemT = TypeVar("ItemT", Persona, Scenario)

_PACKAGE = Path(__file__).parent
DEFAULT_PERSONA = "the-letter"
DEFAULT_SCENARIO = "the-letter"


def root() -> Path:
    """The folder that holds ``personas``, ``prompts`` and ``streamlit_app.py``."""
    bundled = _PACKAGE / "_bundled"
    return bundled if bundled.is_dir() else _PACKAGE.parent


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
