"""A supervisor as the YAML file that people write: the same value comes back when it is read."""

from __future__ import annotations

from typing import Any

import yaml

from ..domain.persona import Persona
from .pack import Pack, PackInfo, read_pack
from .unpacking import MANIFEST, PERSONAS, Unpacked

_WIDTH = 120


def as_data(persona: Persona) -> dict[str, Any]:
    """A supervisor as the plain values of its file, in the order of the sheet; what is as usual is not written."""
    full = persona.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data: dict[str, Any] = _short({"schema": persona.schema_} | full)
    return data


def _short(value: Any) -> Any:
    """Values as a person writes them: a line without topics is its words, pronouns are one word."""
    if isinstance(value, dict):
        if value.keys() == {"say"}:
            return value["say"]
        if value.keys() == {"subject"}:
            return value["subject"]
        if value.keys() == {"say", "to"}:
            return {"to": value["to"], "say": value["say"]}
        return {key: _short(item) for key, item in value.items()}
    return [_short(item) for item in value] if isinstance(value, list) else value


def as_yaml(data: dict[str, Any]) -> str:
    """Plain values as the text of a file."""
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return text


def persona_yaml(persona: Persona) -> bytes:
    """The file of a supervisor."""
    return as_yaml(as_data(persona)).encode("utf-8")


def pack_of(info: PackInfo, personas: dict[str, bytes], beside: Pack | None = None) -> Pack:
    """A pack of supervisors' files by id; with ``beside`` also what lies in that one."""
    manifest = as_yaml({"schema": info.schema_} | info.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    kept = dict(beside.unpacked.files) if beside else {}
    files = kept | {f"{PERSONAS}/{name}.yaml": content for name, content in personas.items()}
    return read_pack(Unpacked(info.name, files | {MANIFEST: manifest.encode("utf-8")}))


def without(pack: Pack, persona_id: str) -> Pack:
    """The same pack without one supervisor."""
    left = {name: content for name, content in pack.unpacked.files.items() if name != f"{PERSONAS}/{persona_id}.yaml"}
    return read_pack(Unpacked(pack.unpacked.source, left))
