"""Which voice it is: the script, a model at an address, or a model file."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from ..errors import InputError
from ..voice import MaskSettings, ModelSettings
from .base import Backend
from .scripted import ScriptedBackend


def make_backend(settings: ModelSettings, words_per_second: float = 0) -> Backend:
    """The backend that the settings name; ``words_per_second`` paces the script.

    Raises:
        InputError: a model that cannot be asked, for want of a key or because two are named.
    """
    if settings.model_file is not None:
        return _masked(_local_backend(settings, settings.model_file), settings)
    if not settings.model:
        return ScriptedBackend(words_per_second=words_per_second)
    return _masked(_remote_backend(settings), settings)


def _masked(backend: Backend, settings: ModelSettings) -> Backend:
    """Whoever makes a backend of settings that ask for masking gets it: it cannot be forgotten."""
    if not isinstance(settings, MaskSettings) or not settings.masks(settings):
        return backend
    from .masking import Finder, Masking

    return Masking(backend, Finder(settings.listed, settings.region))


def _remote_backend(settings: ModelSettings) -> Backend:
    from .openai_chat import ChatEndpoint, OpenAIChatBackend
    from .retrying import Retrying

    if settings.api_key is None and settings.base_url is None:
        raise InputError(
            "A model is set but no key: set SIMULATOR_API_KEY, or SIMULATOR_BASE_URL for a server of your own; "
            "the Settings page takes both."
        )
    import_module("openai")  # here, because it takes longer than some models' first words
    endpoint = ChatEndpoint(
        base_url=settings.base_url,
        model=settings.model,
        api_key=settings.api_key,
        temperature=settings.temperature,
        deadline=settings.deadline,
    )
    return Retrying(OpenAIChatBackend(endpoint), deadline=settings.deadline)


def _local_backend(settings: ModelSettings, file: Path) -> Backend:
    from .local import LocalBackend, LocalModel
    from .retrying import Retrying

    if settings.base_url is not None:
        raise InputError("Both a model file and a base URL are set: keep SIMULATOR_MODEL_FILE or SIMULATOR_BASE_URL.")
    model = LocalModel(file=file.expanduser(), temperature=settings.temperature, deadline=settings.deadline)
    return Retrying(LocalBackend(model), deadline=settings.deadline)
