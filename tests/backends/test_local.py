"""A model file of the user's own: loaded once, at first use, within the turn's time; and gone after ``close``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.backends import local
from simulator.backends.base import Calls, whole
from simulator.backends.choice import make_backend
from simulator.backends.llama import LlamaServer, ModelFile
from simulator.backends.local import LocalBackend, LocalModel
from simulator.backends.retrying import Patience, Retrying
from simulator.config import Settings
from simulator.errors import BackendBusy, BackendRefused, BadFile, BrokenReply, InputError

from .tiny import PATIENT, asked, endless, tiny_file, tiny_model

REQUEST = asked("I was late.", max_tokens=4)


class Counted(LlamaServer):
    """Remembers every server that was started."""

    started: list[Counted] = []  # noqa: RUF012  emptied for every test

    def __init__(self, model: ModelFile) -> None:
        super().__init__(model)
        self.started.append(self)


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalBackend]:
    monkeypatch.setattr(local, "LlamaServer", Counted)
    Counted.started.clear()
    made = LocalBackend(LocalModel(**dict(tiny_model(512, 2)), deadline=PATIENT))
    yield made
    made.close()


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has asked after yet has ended, too."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def test_many_first_turns_at_once_start_one_server_and_close_leaves_nothing(backend: LocalBackend) -> None:
    threads = set(threading.enumerate())
    assert Counted.started == []
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda _: whole(backend, REQUEST), range(4)))
    assert all(replies)
    (server,) = Counted.started
    assert not gone(server.pid)
    backend.close()
    backend.close()
    assert gone(server.pid)
    left = {thread for thread in threading.enumerate() if thread.is_alive()} - threads
    for thread in left:
        thread.join(2)
    assert not any(thread.is_alive() for thread in left)
    assert whole(backend, REQUEST), "a closed one can be asked again"
    assert len(Counted.started) == 2


def test_closing_ends_a_reply_that_is_under_way(backend: LocalBackend) -> None:
    pieces = backend.stream(endless())
    assert next(pieces)
    began = time.monotonic()
    backend.close()
    with pytest.raises(BrokenReply):
        list(pieces)
    assert time.monotonic() - began < 2


def test_a_server_that_fell_over_is_started_again(backend: LocalBackend) -> None:
    patient = Retrying(backend, deadline=PATIENT, patience=Patience(first_wait=0.1))
    assert whole(patient, REQUEST)
    os.kill(Counted.started[0].pid, signal.SIGKILL)
    assert whole(patient, REQUEST)
    assert len(Counted.started) == 2


def test_a_turn_does_not_wait_for_loading_beyond_its_time(backend: LocalBackend) -> None:
    began = time.monotonic()
    with pytest.raises(BackendBusy, match="still being loaded"):
        whole(backend, replace(REQUEST, deadline=0.05))
    assert time.monotonic() - began < 1
    assert whole(backend, REQUEST), "loading went on"
    assert len(Counted.started) == 1


def test_a_turn_can_be_stopped_while_the_file_is_loaded(backend: LocalBackend) -> None:
    calls = Calls()
    threading.Timer(0.05, calls.stop).start()
    began = time.monotonic()
    with pytest.raises(BackendBusy, match="stopped"):
        whole(backend, replace(REQUEST, calls=calls))
    assert time.monotonic() - began < 1


def test_the_server_ends_when_the_program_is_killed() -> None:
    code = (
        "import sys, time; from pathlib import Path;"
        "from simulator.backends.llama import LlamaServer, ModelFile;"
        "server = LlamaServer(ModelFile(file=Path(sys.argv[1]), context=512, parallel=1, cache_mib=0, threads=1));"
        "server.base_url.result(); print(server.pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(tiny_file())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        pid = int(program.stdout.readline())
        assert not gone(pid)
        program.kill()
    until = time.monotonic() + 5
    while not gone(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert gone(pid)


def test_without_the_package_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(InputError, match=r"pip install xllamacpp$"):
        LocalBackend(LocalModel(**dict(tiny_model())))


def test_a_file_that_is_no_model_is_named_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "notes.gguf").write_bytes(b"Dear diary")
    for file, reason in (
        (tmp_path / "nowhere.gguf", r"^nowhere\.gguf: .* cannot be read: No such file"),
        (tmp_path, "cannot be read: Is a directory"),
        (tmp_path / "notes.gguf", r"^notes\.gguf: this is not a model in the GGUF format"),
    ):
        with pytest.raises(BadFile, match=reason):
            LocalBackend(LocalModel(file=file))


def test_a_damaged_model_is_named_when_it_is_loaded(tmp_path: Path) -> None:
    file = tiny_model().file
    with file.open("rb") as whole_file:
        (tmp_path / "half.gguf").write_bytes(whole_file.read(2_000_000))
    backend = LocalBackend(LocalModel(file=tmp_path / "half.gguf", deadline=PATIENT))
    with pytest.raises(BackendRefused, match=r"^The model file half\.gguf cannot be loaded: it is damaged, .*\.$"):
        whole(backend, REQUEST)
    backend.close()


def test_the_setting_names_the_file() -> None:
    file = tiny_model().file
    backend = make_backend(Settings(model_file=file))
    assert (backend.name, backend.model) == ("local", file.stem)
    with pytest.raises(InputError, match="Both a model file and a base URL"):
        make_backend(Settings(model_file=file, base_url="http://127.0.0.1:1/v1", model="m"))
