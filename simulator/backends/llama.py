"""llama.cpp's server with one model file, in a process of its own on this machine."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import threading
import weakref
from concurrent.futures import Future
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr

from ..domain.base import Value
from ..errors import BackendRefused

_SCRIPT = Path(__file__).with_name("serve_llama.py")


class ModelFile(Value):
    """A GGUF file and the memory it may take.

    ``context`` is in tokens, for each of ``parallel`` replies that are made at once; a model that was made for less
    keeps to its own number. ``cache_mib`` is what talks without a slot of their own may keep in memory, in MiB.
    ``threads`` are the processor's cores to use; None leaves it to llama.cpp, which takes all of them.
    """

    file: Path
    context: Annotated[int, Field(ge=512)] = 8192
    parallel: Annotated[int, Field(ge=1, le=64)] = 2
    cache_mib: Annotated[int, Field(ge=0)] = 512
    threads: Annotated[int, Field(ge=1)] | None = None


class LlamaServer:
    """Starts the process, which begins to load at once. It ends with ``close``, and at the latest with this program.

    Attributes:
        base_url: once it is loaded, where it listens; ``BackendRefused`` where the file cannot be loaded.
        key: drawn anew for every server: nobody else on this machine may ask it.
        pid: the process's id.
    """

    def __init__(self, model: ModelFile) -> None:
        self.key = SecretStr(secrets.token_urlsafe(24))
        self.base_url: Future[str] = Future()
        process = subprocess.Popen(  # noqa: S603  our own script
            [sys.executable, "-P", str(_SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,
        )
        asked = model.model_dump() | {"file": str(model.file.absolute()), "key": self.key.get_secret_value()}
        threading.Thread(target=_load, args=(process, asked, self.base_url), daemon=True).start()
        self.pid = process.pid
        self._process = process
        self._end = weakref.finalize(self, _end, process)

    @property
    def ended(self) -> bool:
        """Whether the process is gone: closed, or fallen over."""
        return self._process.poll() is not None

    def close(self) -> None:
        """End the process, whatever it is doing. A second time changes nothing."""
        self._end()


def _load(process: subprocess.Popen[str], asked: dict[str, object], base_url: Future[str]) -> None:
    """Tell the process what to serve and wait for its answer: one line, or none where it fell over."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(f"{json.dumps(asked)}\n")
        process.stdin.flush()
        with process.stdout as answers:
            address = json.loads(answers.readline())["address"]
    except (OSError, ValueError, KeyError):
        process.kill()
        name = Path(str(asked["file"])).name
        why = "it is damaged, of an unknown kind, or too large for the memory"
        base_url.set_exception(BackendRefused(f"The model file {name} cannot be loaded: {why}."))
    else:
        base_url.set_result(f"{address}/v1")


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    if process.stdin is not None:
        process.stdin.close()
