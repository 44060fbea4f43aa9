"""Settings: the one module that reads the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_data_path
from pydantic import Field, SecretStr

from .domain.base import Value
from .errors import BadFile
from .files import validated

_PREFIX = "SIMULATOR_"
_SECRETS = Path(".streamlit") / "secrets.toml"


class Settings(Value):
    """What an installation can set, by ``SIMULATOR_<NAME>`` or in ``[simulator]`` of ``.streamlit/secrets.toml``.

    ``base_url``, ``model`` and ``api_key`` name an OpenAI-compatible server; without a model the supervisors speak
    their scripted lines. ``deadline`` is in seconds for one whole reply. ``country`` (ISO 3166, two letters)
    puts that country's help lines first. ``words_per_second`` paces scripted replies on the page; 0 does not.
    """

    data_folder: Path = Field(default_factory=lambda: user_data_path("conversation-simulator"))
    base_url: str | None = None
    model: str | None = None
    api_key: SecretStr | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.8
    deadline: Annotated[float, Field(gt=0, le=600)] = 30.0
    country: Annotated[str, Field(pattern=r"^([A-Z]{2}|any)$")] = "any"
    words_per_second: Annotated[float, Field(ge=0)] = 18.0

    @property
    def database(self) -> str:
        """The database's address."""
        return f"sqlite:///{self.data_folder / 'conversations.sqlite3'}"


def load_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Settings from the environment, then from the secrets file of ``folder`` (the current one).

    ``OPENAI_API_KEY`` is taken where ``SIMULATOR_API_KEY`` is not set.

    Raises:
        BadFile: with the name of the setting and the reason.
    """
    environment = os.environ if environment is None else environment
    values = _secrets((folder or Path.cwd()) / _SECRETS)
    if key := environment.get("OPENAI_API_KEY"):
        values.setdefault("api_key", key)
    for name in Settings.model_fields:
        if value := environment.get(f"{_PREFIX}{name.upper()}"):
            values[name] = value
    return validated(Settings, values, f"settings ({_PREFIX}… or {_SECRETS})")


def _secrets(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("simulator", {})
    except OSError as error:
        raise BadFile(str(_SECRETS), "", f"cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFile(str(_SECRETS), "", f"is not valid TOML: {error}.") from error
    if not isinstance(table, dict):
        raise BadFile(str(_SECRETS), "simulator", "must be a table; write [simulator] above its settings.")
    return dict(table)
