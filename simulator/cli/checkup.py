"""What `simulator doctor` looks at: each check says what it found, and what to do where something is amiss."""

from __future__ import annotations

import platform
import shutil
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..backends.choice import make_backend
from ..backends.probe import ProbeStep, Step, probe
from ..config import Settings, load_settings
from ..documents import DoctorCheck
from ..errors import BadFile, SimulatorError
from ..resources import library, root
from ..safety.help import help_text
from ..version import __version__
from ..voice import who_speaks

if TYPE_CHECKING:
    from ..domain.persona import Persona
    from ..domain.scenario import Scenario

#: What pip brings along, by the names that Python imports.
_NEEDED = (
    "click", "filelock", "openai", "platformdirs", "PIL", "pyarrow", "pydantic", "pypdfium2", "yaml", "reportlab",
    "rich", "sqlalchemy", "starlette", "streamlit", "tenacity",
)  # fmt: skip
#: The extras of pyproject.toml that somebody who uses the program may want: what pip installs, and what it is for.
EXTRAS = {
    "cluster": ("ray", "shares bulk work among several machines"),
    "local": ("xllamacpp", "runs a model file on this machine"),
    "mask": ("phonenumbers", "finds phone numbers to mask"),
    "postgres": ("psycopg[binary]", "keeps conversations in PostgreSQL"),
    "team": ("authlib", "lets people of a team sign in"),
}
#: Bytes: with less free a conversation may not fit any more.
_LITTLE_ROOM = 50_000_000
_VOICE: dict[Step, Literal["voice", "voice_schema", "voice_speed"]] = {
    "streaming": "voice",
    "schema": "voice_schema",
    "speed": "voice_speed",
}


def checkup() -> Iterator[DoctorCheck]:
    """Every check in turn; where the settings cannot be read, those that hang on them are left out."""
    yield DoctorCheck(name="version", state="ok", says=f"Version {__version__}, from {root()}.")
    yield DoctorCheck(name="python", state="ok", says=f"Python {platform.python_version()} on {platform.system()}.")
    yield _packages()
    yield _files("personas", library().personas)
    yield _files("scenarios", library().scenarios)
    try:
        settings = load_settings()
    except BadFile as error:
        yield DoctorCheck(name="settings", state="not ok", says=str(error))
        return
    yield DoctorCheck(name="settings", state="ok", says="The settings can be read.")
    yield _data_folder(settings.data_folder)
    yield _database(settings)
    yield from _voice(settings)
    yield _help_lines(settings)
    yield _country(settings)
    yield from _extras(settings)


def _packages() -> DoctorCheck:
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        says = f"Missing: {', '.join(missing)}. Install the program again with pip, which brings them along."
        return DoctorCheck(name="packages", state="not ok", says=says)
    return DoctorCheck(name="packages", state="ok", says=f"All {len(_NEEDED)} packages are there.")


def _files(name: Literal["personas", "scenarios"], loaded: dict[str, Persona] | dict[str, Scenario]) -> DoctorCheck:
    broken = [str(error) for error in library().broken if (name == "scenarios") == ("scenarios/" in error.file)]
    if broken:
        return DoctorCheck(name=name, state="not ok", says=" ".join((*broken, f"The other {len(loaded)} are loaded.")))
    return DoctorCheck(name=name, state="ok", says=f"{len(loaded)} read, and all are valid.")


def _data_folder(folder: Path) -> DoctorCheck:
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        says = f"{there} cannot be written to ({error.strerror}). Name another folder in SIMULATOR_DATA_FOLDER."
        return DoctorCheck(name="data_folder", state="not ok", says=says)
    free = shutil.disk_usage(there).free
    if free < _LITTLE_ROOM:
        says = f"Only {free / 1e6:.0f} MB are free for {folder}. Free some space."
        return DoctorCheck(name="data_folder", state="not ok", says=says)
    says = f"{folder} can be written to." if there == folder else f"{folder} can be made when it is needed."
    return DoctorCheck(name="data_folder", state="ok", says=says)


def _database(settings: Settings) -> DoctorCheck:
    from ..store.database import steps_missing

    try:
        missing = steps_missing(settings.database)
    except SimulatorError as error:
        return DoctorCheck(name="database", state="not ok", says=str(error))
    if missing is None:
        return DoctorCheck(name="database", state="ok", says="There is none yet; the first conversation makes it.")
    if missing:
        says = "It can be read, and the app will bring it up to date at its next start. Make a copy of it before."
        return DoctorCheck(name="database", state="note", says=says)
    return DoctorCheck(name="database", state="ok", says="It can be read, and is up to date.")


def _voice(settings: Settings) -> Iterator[DoctorCheck]:
    if not settings.speaks:
        yield DoctorCheck(name="voice", state="ok", says=who_speaks(settings))
        return
    try:
        backend = make_backend(settings)
    except SimulatorError as error:
        yield DoctorCheck(name="voice", state="not ok", says=str(error))
        return
    yield from (_probed(step, settings) for step in probe(backend))


def _probed(step: ProbeStep, settings: Settings) -> DoctorCheck:
    """A voice that does not answer is broken; one that is slow, or keeps to no schema, can still hold a talk."""
    name = _VOICE[step.step]
    says = f"{who_speaks(settings)} {step.says}" if name == "voice" else step.says
    return DoctorCheck(name=name, state="ok" if step.ok else "not ok" if name == "voice" else "note", says=says)


def _help_lines(settings: Settings) -> DoctorCheck:
    try:
        lines = help_text(settings.help_file).lines
    except BadFile as error:
        says = f"{error} Until it is mended the words and lines that come with the program are shown."
        return DoctorCheck(name="help_lines", state="not ok", says=says)
    unrung = sum("not called" in line.checked for line in lines)
    if unrung:
        says = (
            f"{unrung} of {len(lines)} numbers were written down and never called. Before others use this, ring them "
            "and put your own into SIMULATOR_HELP_FILE."
        )
        return DoctorCheck(name="help_lines", state="note", says=says)
    return DoctorCheck(name="help_lines", state="ok", says=f"{len(lines)} lines to call.")


def _country(settings: Settings) -> DoctorCheck:
    try:
        countries = {line.country for line in help_text(settings.help_file).lines}
    except BadFile:
        countries = {line.country for line in help_text().lines}
    if settings.country == "any":
        says = "None is set, so the lines to call of no country come first. Set SIMULATOR_COUNTRY to two letters."
        return DoctorCheck(name="country", state="note", says=says)
    if settings.country not in countries:
        says = (
            f"No line to call in {settings.country} is known. Put one into a file and name it in SIMULATOR_HELP_FILE."
        )
        return DoctorCheck(name="country", state="not ok", says=says)
    return DoctorCheck(name="country", state="ok", says=f"The lines to call in {settings.country} come first.")


def _extras(settings: Settings) -> Iterator[DoctorCheck]:
    needed_for = {
        "local": settings.model_file is not None,
        "mask": bool(settings.mask),
        "postgres": settings.database.startswith("postgres"),
        "team": settings.team_issuer is not None,
    }
    for name, (package, what) in EXTRAS.items():
        imported = package.partition("[")[0]
        there = find_spec(imported) is not None
        lacking = f"not installed: pip install '{package}'"
        says = f"{imported}, which {what}, is {'there' if there else lacking}."
        state = "ok" if there else "not ok" if needed_for.get(name) else "note"
        yield DoctorCheck.model_validate({"name": name, "state": state, "says": says})
