"""The documents that go in and out of the command line, and their JSON Schemas."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from .domain.appraisal import Appraisal
from .domain.base import Value
from .domain.bulk import ReportRow, RowError, Summary, TalkRow, TurnRow
from .domain.persona import Persona
from .domain.progress import Progress
from .domain.report import Panel, PersonaCheck, Report
from .domain.scenario import Scenario
from .domain.transcript import Transcript
from .errors import UnknownName
from .packs.card import CardImport
from .packs.pack import PackCheck, PackInfo, PackList


class TurnInput(BaseModel):
    """One line for `simulator appraise`; other keys are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    user: str
    supervisor: str = ""
    id: str | int | None = None


class AppraisedTurn(Appraisal):
    """One line from `simulator appraise`."""

    schema_: Literal["appraisal/1"] = Field("appraisal/1", alias="schema", serialization_alias="schema")
    id: str | int | None = None


class PersonaEntry(Value):
    """One supervisor in the list; ``origin`` is the title of the pack, None for one that comes with the program."""

    id: str
    name: str
    source: str
    difficulty: Literal["easy", "normal", "hard"]
    summary: str
    origin: str | None = None


class PersonaList(Value):
    """What `simulator personas` prints."""

    schema_: Literal["personas/1"] = Field("personas/1", alias="schema", serialization_alias="schema")
    personas: tuple[PersonaEntry, ...]


class DoctorCheck(Value):
    """One thing that was looked at: what was found, and what to do where it is not ``ok``.

    A ``note`` is worth knowing and nothing is broken.
    """

    name: Literal[
        "version", "python", "packages", "settings", "personas", "scenarios", "data_folder", "database", "voice",
        "voice_schema", "voice_speed", "help_lines", "country", "cluster", "local", "mask", "postgres", "team",
    ]  # fmt: skip
    state: Literal["ok", "note", "not ok"]
    says: str


class Doctor(Value):
    """What `simulator doctor` prints; ``fine`` where nothing is ``not ok``."""

    schema_: Literal["doctor/1"] = Field("doctor/1", alias="schema", serialization_alias="schema")
    checks: tuple[DoctorCheck, ...]
    fine: bool


DOCUMENTS: dict[str, type[BaseModel]] = {
    "turn": TurnInput,
    "appraisal": AppraisedTurn,
    "transcript": Transcript,
    "report": Report,
    "panel": Panel,
    "progress": Progress,
    "personas": PersonaList,
    "persona-check": PersonaCheck,
    "doctor": Doctor,
    "batch-turn": TurnRow,
    "batch-report": ReportRow,
    "batch-talk": TalkRow,
    "batch-error": RowError,
    "batch-summary": Summary,
    "persona": Persona,
    "scenario": Scenario,
    "pack": PackInfo,
    "packs": PackList,
    "pack-check": PackCheck,
    "card-import": CardImport,
}


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one document, as it is printed.

    Raises:
        UnknownName: listing the documents there are.
    """
    if name not in DOCUMENTS:
        raise UnknownName("schema", name, sorted(DOCUMENTS))
    return DOCUMENTS[name].model_json_schema(by_alias=True, mode="serialization")
