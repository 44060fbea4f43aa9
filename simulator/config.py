"""Settings: the one module that reads the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_data_path
from pydantic import Field, SecretStr, model_validator

from .errors import BadFile
from .files import validated
from .sign_in import Auth, SafeAddress, Team
from .voice import OPENAI, MaskSettings, ModelSettings

_PREFIX = "SIMULATOR_"
_SECRETS = Path(".streamlit") / "secrets.toml"


class Settings(ModelSettings, MaskSettings):
    """What an installation can set, by ``SIMULATOR_<NAME>`` or in ``[simulator]`` of ``.streamlit/secrets.toml``.

    ``country`` (ISO 3166, two letters) puts that country's help lines first. ``words_per_second`` paces scripted
    replies on the page; 0 does not. ``shared`` says that others than the administrator use this installation: they
    cannot choose the base URL. ``database_url`` names a database in place of the file in ``data_folder``; it may hold a
    password and is never printed. ``keep_days`` is how long a conversation is kept after its last change, in days; None
    keeps it until somebody deletes it. ``help_file`` is an organisation's own help text, put over ours. ``team_issuer``
    makes it a team installation, always shared: it is the provider whose sign-ins count, as its tokens call it.
    ``page_packs`` says whether packs may be installed, written and removed on the page; None allows it where ``shared``
    is off.
    """

    data_folder: Path = Field(default_factory=lambda: user_data_path("conversation-simulator"))
    help_file: Path | None = None
    words_per_second: Annotated[float, Field(ge=0)] = 18.0
    shared: bool = False
    team_issuer: SafeAddress | None = None
    database_url: SecretStr | None = None
    keep_days: Annotated[int | None, Field(ge=1, le=36_500)] = None
    page_packs: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _a_team_shares(cls, values: Any) -> Any:
        return {**values, "shared": True} if isinstance(values, dict) and values.get("team_issuer") else values

    @property
    def voice(self) -> ModelSettings:
        """What of it is about the model."""
        return ModelSettings.model_construct(**{name: getattr(self, name) for name in ModelSettings.model_fields})

    @property
    def packs_from_page(self) -> bool:
        """Whether whoever has the page may change which supervisors there are: everybody would meet them."""
        return not self.shared if self.page_packs is None else self.page_packs

    @property
    def database(self) -> str:
        """The database's address, with its password: for the store alone."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_folder / 'conversations.sqlite3'}"


def load_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Settings from the environment, then from the secrets file of ``folder`` (the current one).

    ``OPENAI_API_KEY`` is taken where ``SIMULATOR_API_KEY`` is not set and the base URL is OpenAI's: no other server
    is shown it.

    Raises:
        BadFile: with the name of the setting and the reason.
    """
    environment = os.environ if environment is None else environment
    values = _secrets(secrets_file(folder))
    for name in Settings.model_fields:
        if value := environment.get(f"{_PREFIX}{name.upper()}"):
            values[name] = value
    settings = validated(Settings, values, f"settings ({_PREFIX}… or {_SECRETS})")
    common = environment.get("OPENAI_API_KEY")
    if common and settings.api_key is None and settings.address == OPENAI:
        return settings.model_copy(update={"api_key": SecretStr(common)})
    return settings


def without_usage_reports() -> None:
    """Keep a cluster that this process starts from reporting to Ray's makers, unless somebody has said it may."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")


def load_team(issuer: str | None, folder: Path | None = None) -> Team | None:
    """How people sign in, from ``[auth]`` of the secrets file in ``folder`` (the current one); None on an installation
    for one person, which has no ``issuer``.

    Raises:
        BadFile: something of it is missing or wrong, or the one is set without the other.
    """
    table = _tables(secrets_file(folder)).get("auth")
    if issuer is None and table is None:
        return None
    if issuer is None:
        raise BadFile(str(_SECRETS), "auth", f"is set, but {_PREFIX}TEAM_ISSUER is not; set both or none.")
    if table is None:
        raise BadFile(
            str(_SECRETS), "auth", f"is missing, and {_PREFIX}TEAM_ISSUER is set; docs/team.md says what to write."
        )
    return Team(issuer=issuer, auth=validated(Auth, table, f"{_SECRETS}: [auth]"))


def secrets_file(folder: Path | None = None) -> Path:
    """Where the secrets are, whether they are there or not."""
    return (folder or Path.cwd()) / _SECRETS


def _secrets(path: Path) -> dict[str, Any]:
    table = _tables(path).get("simulator", {})
    if not isinstance(table, dict):
        raise BadFile(str(_SECRETS), "simulator", "must be a table; write [simulator] above its settings.")
    return dict(table)


def _tables(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadFile(str(_SECRETS), "", f"cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFile(str(_SECRETS), "", f"is not valid TOML: {error}.") from error
