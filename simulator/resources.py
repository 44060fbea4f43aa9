"""Finds personas/ and prompts/ in a checkout and in an installed wheel, and reads them."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from functools import cache
from pathlib import Path
from typing import TypeVar

from .domain.base import Value
from .domain.persona import Persona
from .domain.scenario import Scenario
from .errors import BadFile, InputError, UnknownName
from .files import parse_model, read_bytes, read_model

ItemT = TypeVar("ItemT", Persona, Scenario)

_PACKAGE = Path(__file__).parent
DEFAULT_PERSONA = "the-letter"
DEFAULT_SCENARIO = "the-letter"


def root() -> Path:
    """The folder that holds ``personas``, ``prompts`` and ``streamlit_app.py``."""
    bundled = _PACKAGE / "_bundled"
    return bundled if bundled.is_dir() else _PACKAGE.parent


def item_in(model: type[ItemT], raw: bytes, stem: str, shown_as: str) -> ItemT:
    """The supervisor or situation in the bytes of a file that is called ``stem``.yaml.

    Raises:
        BadFile: with the file, the key and the reason.
    """
    item = parse_model(model, raw, shown_as)
    if item.id != stem:
        raise BadFile(shown_as, "id", f'is "{item.id}" but the file is called "{stem}"; make them the same.')
    return item


def _item(model: type[ItemT], path: Path, shown_as: str) -> ItemT:
    return item_in(model, read_bytes(path, shown_as), path.stem, shown_as)


def persona_in(path: Path) -> Persona:
    """The supervisor in a file outside the library.

    Raises:
        BadFile: with the file, the key and the reason.
    """
    return _item(Persona, path, str(path))


class Library:
    """The personas and scenarios of one folder, and of packs; broken files are set aside with their reason.

    Attributes:
        personas, scenarios: by id, in file order.
        broken: one ``BadFile`` for each file that could not be used.
    """

    def __init__(self, folder: Path) -> None:
        self.personas: dict[str, Persona] = {}
        self.scenarios: dict[str, Scenario] = {}
        self.broken: list[BadFile] = []
        self._origins: dict[tuple[type[Value], str], str] = {}
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

    def joined_by(
        self, origin: str, personas: Iterable[Persona], scenarios: Iterable[Scenario], broken: Iterable[BadFile]
    ) -> Library:
        """This library and, after what is in it, what a pack called ``origin`` holds."""
        more_personas, more_scenarios = {one.id: one for one in personas}, {one.id: one for one in scenarios}
        whole = copy(self)
        whole.personas = self.personas | more_personas
        whole.scenarios = self.scenarios | more_scenarios
        whole.broken = [*self.broken, *broken]
        new: list[tuple[type[Value], str]] = [(Persona, name) for name in more_personas]
        new += [(Scenario, name) for name in more_scenarios]
        whole._origins = self._origins | dict.fromkeys(new, origin)
        return whole

    def origin(self, item: Persona | Scenario) -> str | None:
        """The title of the pack it comes from; None for what comes with the program."""
        return self._origins.get((type(item), item.id))

    @property
    def shipped(self) -> dict[str, Persona]:
        """The supervisors that come with the program, by id."""
        return {name: one for name, one in self.personas.items() if self.origin(one) is None}

    def persona(self, name: str) -> Persona:
        """One supervisor, by id or by name, in large or small letters."""
        return self._one(self.personas, "persona", name)

    def scenario(self, name: str) -> Scenario:
        """One situation, by id or by title, in large or small letters."""
        return self._one(self.scenarios, "scenario", name)

    def _one(self, items: dict[str, ItemT], kind: str, name: str) -> ItemT:
        if name in items:
            return items[name]
        for error in self.broken:
            if error.file.endswith(f"/{name}.yaml"):
                raise InputError(str(error))
        wanted = " ".join(name.split()).casefold()
        meant = [one for one in items.values() if wanted in (one.id, spoken_name(one).casefold())]
        if len(meant) > 1:
            raise InputError(f'"{name}" is the name of several: {", ".join(one.id for one in meant)}; choose by that.')
        if not meant:
            raise UnknownName(kind, name, sorted(items), map(spoken_name, items.values()))
        return meant[0]


def spoken_name(one: Persona | Scenario) -> str:
    """What people call a supervisor or a situation."""
    return one.name if isinstance(one, Persona) else one.title


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
