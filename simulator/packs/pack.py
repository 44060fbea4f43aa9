"""A pack: its manifest, its supervisors and its situations, checked by the same strict reader as the shipped ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import Field

from ..domain.base import Value
from ..domain.persona import Persona
from ..domain.report import PersonaCheck
from ..domain.scenario import Id, Scenario
from ..domain.text import NormalText
from ..errors import BadFile
from ..files import parse_model
from ..resources import ItemT, Library, item_in
from ..safety.distress import any_distress, rules_find
from .unpacking import MANIFEST, PERSONAS, SCENARIOS, Unpacked, packed

#: The pack that what is written on this machine's page goes into; no other one may be called so.
OWN = "own"


class _About(Value):
    """What a pack is called, who made it, and on what terms it may be passed on."""

    name: Id
    title: Annotated[str, Field(min_length=2, max_length=60)]
    about: Annotated[str, Field(max_length=600)] = ""
    author: Annotated[str, Field(max_length=100)] = ""
    version: Annotated[str, Field(min_length=1, max_length=20)] = "1"
    licence: Annotated[str, Field(max_length=100)] = ""


class PackInfo(_About):
    """The file ``pack.yaml``."""

    schema_: Literal["pack/1"] = Field("pack/1", alias="schema", serialization_alias="schema")


class PackEntry(_About):
    """One pack in a list: its manifest, and the ids of what it holds."""

    personas: tuple[Id, ...]
    scenarios: tuple[Id, ...]


class PackList(Value):
    """What `simulator pack list` prints; ``broken`` has one sentence for each file that could not be used."""

    schema_: Literal["packs/1"] = Field("packs/1", alias="schema", serialization_alias="schema")
    packs: tuple[PackEntry, ...]
    broken: tuple[str, ...] = ()


class PackCheck(Value):
    """What `simulator pack check` prints.

    ``problems`` has one sentence for each thing that keeps the pack from being installed; ``left_out`` names files
    that a pack is not made of; ``played`` is there where the supervisors were tried by scripted employees. ``pack`` is
    None where ``pack.yaml`` cannot be used.
    """

    schema_: Literal["pack-check/1"] = Field("pack-check/1", alias="schema", serialization_alias="schema")
    pack: PackEntry | None
    problems: tuple[str, ...]
    left_out: tuple[str, ...]
    played: tuple[PersonaCheck, ...] = ()
    fine: bool


@dataclass(frozen=True)
class Contents:
    """The supervisors and situations in a pack.

    Attributes:
        broken: one ``BadFile`` for each of its files that cannot be used, in the order of their names.
    """

    personas: Mapping[str, Persona]
    scenarios: Mapping[str, Scenario]
    unpacked: Unpacked = field(repr=False)
    broken: tuple[BadFile, ...]


@dataclass(frozen=True)
class Pack(Contents):
    """A pack: what it is called, and what it holds."""

    info: PackInfo

    @property
    def entry(self) -> PackEntry:
        """How it stands in a list."""
        about = {name: getattr(self.info, name) for name in _About.model_fields}
        return PackEntry(**about, personas=tuple(self.personas), scenarios=tuple(self.scenarios))

    def zipped(self) -> bytes:
        """The pack as one file to pass on: the same bytes for the same files."""
        return packed(self.unpacked.files.items())


def read_pack(unpacked: Unpacked) -> Pack:
    """The pack; files in it that cannot be used are set aside with their reason.

    Raises:
        BadFile: it has no manifest, or one that cannot be used.
    """
    info = _info(unpacked)
    found = contents(unpacked)
    return Pack(found.personas, found.scenarios, unpacked, found.broken, info)


def _info(unpacked: Unpacked) -> PackInfo:
    manifest = unpacked.files.get(MANIFEST)
    if manifest is None:
        raise BadFile(unpacked.source, MANIFEST, "is missing; add it with a schema, a name and a title.")
    return parse_model(PackInfo, manifest, f"{unpacked.source}/{MANIFEST}")


def contents(unpacked: Unpacked) -> Contents:
    """What a pack holds beside its manifest, which may be broken."""
    broken = list(unpacked.misplaced)
    personas = _items(Persona, PERSONAS, unpacked, broken)
    scenarios = _items(Scenario, SCENARIOS, unpacked, broken)
    if not personas and not scenarios and not broken:
        broken.append(BadFile(unpacked.source, "", f"holds no supervisor and no situation; put one into {PERSONAS}/."))
    return Contents(personas, scenarios, unpacked, tuple(broken))


def tells_of_distress(unpacked: Unpacked) -> bool:
    """Whether a situation in it calls for help: what its character did, promises and has at home is often the writer's.

    The rules alone read the whole of each file, which may be broken, and the learned layer those words besides. A
    supervisor's lines are nobody's own words.
    """
    raw = (content for name, content in unpacked.files.items() if PurePosixPath(name).parent.name == SCENARIOS)
    own = (words for one in _items(Scenario, SCENARIOS, unpacked, []).values() for words in one.in_own_words)
    return any(rules_find(NormalText(file.decode("utf-8", "replace"))) for file in raw) or any_distress(*own)


def _items(model: type[ItemT], folder: str, unpacked: Unpacked, broken: list[BadFile]) -> dict[str, ItemT]:
    found: dict[str, ItemT] = {}
    for name, content in unpacked.files.items():
        path = PurePosixPath(name)
        if path.parent.name != folder:
            continue
        try:
            item = item_in(model, content, path.stem, f"{unpacked.source}/{name}")
            found[item.id] = item
        except BadFile as error:
            broken.append(error)
    return found


def clashes(pack: Contents, beside: Library) -> Iterator[BadFile]:
    """Ids in a pack that something else in ``beside`` has already."""
    for folder, items, there in (
        (PERSONAS, pack.personas, beside.personas),
        (SCENARIOS, pack.scenarios, beside.scenarios),
    ):
        for name in items:
            if (other := _at(there, name)) is not None:
                origin = beside.origin(other)
                of = f'the pack "{origin}"' if origin else "the program itself"
                yield BadFile(
                    f"{pack.unpacked.source}/{folder}/{name}.yaml", "id", f"is taken by {of}; choose another."
                )


def _at(items: Mapping[str, Persona] | Mapping[str, Scenario], name: str) -> Persona | Scenario | None:
    return items.get(name)


def problems(pack: Pack, beside: Library) -> tuple[BadFile, ...]:
    """Everything that keeps a pack from being installed beside a library."""
    return (*_reserved(pack), *_each(pack.broken), *clashes(pack, beside))


def problems_without_a_name(found: Contents, wrong: BadFile, beside: Library) -> tuple[BadFile, ...]:
    """The same of what a pack holds whose manifest cannot be used for the reason ``wrong``."""
    return (*_each((wrong, *found.broken)), *clashes(found, beside))


def _reserved(pack: Pack) -> Iterator[BadFile]:
    if pack.info.name == OWN:
        yield BadFile(f"{pack.unpacked.source}/{MANIFEST}", "name", f'may not be "{OWN}"; what is written here has it.')


def _each(broken: Iterable[BadFile]) -> Iterator[BadFile]:
    """All that is wrong with these files, one reason after the other."""
    for error in broken:
        yield from (error, *error.also)
