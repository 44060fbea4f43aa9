"""Which voice the supervisors speak with: the script, or a model at an address, and what a good address is."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, ConfigDict, Field, SecretStr, ValidationError

from .domain.base import Value
from .errors import InputError
from .mistakes import first_mistake

OPENAI = "https://api.openai.com/v1"
_WHOLE = "/chat/completions"
_LABELS = {"base_url": "base URL", "model": "model"}
_LIKE_A_KEY = re.compile(r"^(sk-|gsk_|xai-|AIza)")


def mended_url(text: str) -> str:
    """A base URL as the client needs it: up to and with ``/v1``, without a slash at its end.

    The address of the whole call is cut back; one without any path gets ``/v1``.

    Raises:
        ValueError: half a sentence that says what it must be; it repeats nothing of the address.
    """
    url = text.strip().rstrip("/")
    parts = _parts(url)
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not hold a user name or a password; the key has a setting of its own.")
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise ValueError("must end before the question mark; write the part up to and with /v1.")
    if url.endswith(_WHOLE):
        return url.removesuffix(_WHOLE).rstrip("/")
    return url if parts.path else f"{url}/v1"


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = parts.hostname and (parts.port is None or parts.port)
    except ValueError:
        raise ValueError("is no address; write it like http://localhost:11434/v1.") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError("must begin with http:// or https://.")
    if not usable or not url.isprintable() or " " in url or "\\" in url:
        raise ValueError("is no address; write it like http://localhost:11434/v1.")
    return parts


def as_typed(base_url: str | None) -> str:
    """A base URL as a field shows it: ``mended_url`` makes the same of it again."""
    if base_url is None:
        return ""
    return base_url if urlsplit(base_url).path else base_url + _WHOLE


def host_of(base_url: str) -> str:
    """Host and port; never user name and password."""
    try:
        parts = urlsplit(base_url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "the base URL"
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    return f"{host}{port}" if host else "the base URL"


def _url_or_none(text: str | None) -> str | None:
    return mended_url(text) if text and text.strip() else None


def _name_or_none(text: str | None) -> str | None:
    name = (text or "").strip()
    if not name.isprintable():
        raise ValueError("must be one line of plain text.")
    if _LIKE_A_KEY.match(name):
        raise ValueError("looks like a key; name the model here, and put the key into the setting for it.")
    return name or None


class ModelSettings(Value):
    """A model behind the supervisors; where none is named they speak their scripted lines.

    ``model_file`` is a GGUF file that runs on this machine, in place of a server. ``base_url`` goes up to and with
    ``/v1``; None is OpenAI itself. ``temperature`` is 0 to 2, ``deadline`` in seconds for one whole reply,
    ``context_tokens`` the longest prompt in tokens. Neither an error nor a print shows the key.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    base_url: Annotated[str | None, AfterValidator(_url_or_none)] = None
    model: Annotated[str | None, Field(max_length=200), AfterValidator(_name_or_none)] = None
    api_key: SecretStr | None = None
    model_file: Path | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.8
    deadline: Annotated[float, Field(gt=0, le=600)] = 30.0
    context_tokens: Annotated[int, Field(ge=2000)] = 6000

    @property
    def speaks(self) -> str | None:
        """The name of the model that speaks; None while the script does."""
        return self.model_file.stem if self.model_file else self.model

    @property
    def silenced(self) -> ModelSettings:
        """The same with the script in the model's place."""
        return self.model_copy(update={"model": None, "model_file": None})

    @property
    def address(self) -> str:
        """The base URL, OpenAI's own where none is set."""
        return self.base_url or OPENAI

    @property
    def host(self) -> str:
        """Whom the words go to."""
        return host_of(self.address)

    @property
    def stays_here(self) -> bool:
        """Whether the model runs on this machine, so that no word leaves it."""
        if self.model_file is not None:
            return True
        name = urlsplit(self.address).hostname or ""
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return name == "localhost" or name.endswith(".localhost")

    @property
    def readable_on_the_way(self) -> bool:
        """Whether the words and the key cross a network unencrypted."""
        return self.address.startswith("http:") and not self.stays_here

    def retyped(self, base_url: str, model: str, key: str) -> ModelSettings:
        """These settings with what a person typed. An empty ``key`` keeps the one that is set, for the same server.

        Raises:
            InputError: one sentence on what must be typed otherwise.
        """
        changed = {**dict(self), "base_url": base_url, "model": model, "api_key": key.strip() or None}
        changed["model_file"] = None
        try:
            typed = ModelSettings.model_validate(changed)
        except ValidationError as error:
            wrong = first_mistake(error, changed)
            raise InputError(f"The {_LABELS[wrong.key]} {wrong.reason}") from None
        kept = self.api_key if _origin(typed.address) == _origin(self.address) else None
        return typed.model_copy(update={"api_key": typed.api_key or kept})


def who_speaks(voice: ModelSettings) -> str:
    """Two sentences."""
    if not voice.speaks:
        return "The supervisors speak their scripted lines. Nothing is sent anywhere."
    goes = (
        "Nothing leaves the computer that this program runs on."
        if voice.stays_here
        else "What you both say goes there."
    )
    where = "" if voice.model_file else f" at {voice.host}"
    return f"The model {voice.speaks}{where} speaks. {goes}"


class MaskSettings(Value):
    """What is taken out of the words before a model is sent them, and put back into its reply.

    ``mask`` takes out e-mail addresses, phone numbers, long numbers, and names that follow a title; ``"always"`` does
    so for a model on this machine, too. ``mask_names`` are further names, with commas between them. ``country`` says
    how phone numbers are written.
    """

    mask: bool | Literal["always"] = False
    mask_names: Annotated[str, Field(max_length=2000)] = ""
    country: Annotated[str, Field(pattern=r"^([A-Z]{2}|any)$")] = "any"

    @property
    def listed(self) -> tuple[str, ...]:
        """The names of ``mask_names``."""
        return tuple(name for part in self.mask_names.split(",") if len(name := part.strip()) > 1)

    def masks(self, voice: ModelSettings) -> bool:
        """Whether words are masked before this voice is sent them."""
        return bool(self.mask) and (self.mask == "always" or not voice.stays_here)

    @property
    def region(self) -> str | None:
        """The country, where there is one."""
        return None if self.country == "any" else self.country


def check_shared(installed: ModelSettings, wanted: ModelSettings) -> None:
    """See that somebody on a shared installation chooses no more than a model and a key of their own.

    Raises:
        InputError: one sentence on what the administrator alone may set.
    """
    if wanted.base_url != installed.base_url:
        raise InputError("On this installation its administrator alone sets the address of the model server.")
    if not wanted.model or wanted.model == installed.model:
        return
    if installed.base_url is None:
        raise InputError("The administrator of this installation has connected no model server to choose from.")
    if wanted.api_key is not None and wanted.api_key == installed.api_key:
        raise InputError("The key of this installation is for its own model; type a key of your own for another.")


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
