"""A model file of the user's own, through llama.cpp on this machine: no server to set up, no key, nothing sent away."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from dataclasses import replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from pydantic import Field

from ..errors import BackendBusy, BadFile, InputError
from .base import ReplyRequest
from .llama import LlamaServer, ModelFile
from .openai_chat import ChatEndpoint, OpenAIChatBackend

_PACKAGE = "xllamacpp"
_MAGIC = b"GGUF"


class LocalModel(ModelFile):
    """A model file and how it is asked: ``temperature`` is 0 to 2, ``deadline`` in seconds for one whole reply."""

    temperature: Annotated[float, Field(ge=0, le=2)] = 0.8
    deadline: Annotated[float, Field(gt=0)] = 30.0


class LocalBackend:
    """Loads the file at the first reply; from then on it is asked as any OpenAI-compatible server is.

    Raises:
        InputError: the package is missing, or the file is missing, unreadable, or no GGUF file.
    """

    name = "local"

    def __init__(self, model: LocalModel) -> None:
        if find_spec(_PACKAGE) is None:
            raise InputError(f"A model file needs one more package; install it with: pip install {_PACKAGE}")
        _must_be_gguf(model.file)
        self.model: str | None = model.file.stem
        self._model = model
        self._lock = threading.Lock()
        self._running: _Running | None = None

    def stream(self, request: ReplyRequest) -> Generator[str]:
        """The reply as the model makes it. Loading counts as time of the first reply, and goes on when that is over.

        Raises:
            BackendRefused: the file cannot be loaded, or the talk is too long for the model.
            BackendBusy: still loading, or nothing said within the deadline.
            BrokenReply: it stopped before its end, or was empty.
        """
        allowed = self._model.deadline
        until = time.monotonic() + (allowed if request.deadline is None else min(allowed, request.deadline))
        chat = self._loaded(request, until)
        yield from chat.stream(replace(request, deadline=until - time.monotonic()))

    def close(self) -> None:
        """End the server and free its memory. The next reply would load the file again."""
        with self._lock:
            running, self._running = self._running, None
        if running is not None:
            running.close()

    def _loaded(self, request: ReplyRequest, until: float) -> OpenAIChatBackend:
        running, calls = self._started(), request.calls
        loaded, go_on = running.server.base_url, threading.Event()
        loaded.add_done_callback(lambda _: go_on.set())
        if calls is not None:
            calls.when_stopped(go_on.set)
        go_on.wait(until - time.monotonic())
        if calls is not None and calls.stopped:
            raise BackendBusy("The reply was stopped.")
        if not loaded.done():
            raise BackendBusy("The model file is still being loaded; try again in a moment.")
        return running.chat

    def _started(self) -> _Running:
        """The server, started where there is none or where it has fallen over."""
        with self._lock:
            if self._running is None or self._running.server.ended:
                self._running = _Running(self._model)
            return self._running


class _Running:
    """A server, and the client that asks it."""

    def __init__(self, model: LocalModel) -> None:
        self.server = LlamaServer(model)
        self._model = model

    @cached_property
    def chat(self) -> OpenAIChatBackend:
        return OpenAIChatBackend(
            ChatEndpoint(
                base_url=self.server.base_url.result(),
                model=self._model.file.stem,
                api_key=self.server.key,
                temperature=self._model.temperature,
                deadline=self._model.deadline,
            )
        )

    def close(self) -> None:
        self.server.close()
        if chat := self.__dict__.get("chat"):
            chat.close()


def _must_be_gguf(file: Path) -> None:
    """Raises ``BadFile`` before anything is loaded: whoever set the wrong file should read it at the start."""
    try:
        with file.open("rb") as opened:
            found = opened.read(len(_MAGIC))
    except OSError as error:
        raise BadFile(file.name, "", f"the model file cannot be read: {error.strerror}.") from error
    if found != _MAGIC:
        raise BadFile(file.name, "", "this is not a model in the GGUF format; choose a file that ends in .gguf.")
