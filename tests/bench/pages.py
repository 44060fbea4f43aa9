"""CPU of the server for one rerun of a page, measured through a real browser, beside a bare page of the same kind.

A rerun is the app's own key ``r``; the end of each is read from the messages that the browser receives, so exactly the
reruns that happened are counted.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from rich.console import RenderableType

from .tables import table

if TYPE_CHECKING:
    from playwright.sync_api import Page

_ROOT = Path(__file__).parents[2]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_USER_TURNS = 30
_WARM_UP, _RERUNS = 5, 40
_START_SECONDS, _RERUN_SECONDS = 60.0, 20.0
#: Patient words: nothing in them wins or loses much, so that the conversation is long.
_PATIENT = (
    "I looked through the list this morning.",
    "The September report went out on the fourteenth.",
    "I put the call-backs into one sheet.",
    "The sheet is on the shared drive.",
    "I read it from the top once more.",
)
_BARE = """
import streamlit as st

for number in range({messages}):
    with st.chat_message("user" if number % 2 else "assistant"):
        st.text(f"Message {{number}}: the words of an ordinary turn, about as long as people speak.")
if {chart}:
    st.line_chart({{"trust": [26.0 + number for number in range({messages} // 2)]}})
st.chat_input("Say something")
"""


@dataclass(frozen=True)
class _Figure:
    """What one page took."""

    name: str
    messages: int
    milliseconds: float
    reruns: int


def tables() -> list[RenderableType]:
    """The figures, or the reason why there are none."""
    reason = _missing()
    if reason:
        return [f"CPU per rerun: not available; {reason}."]
    from playwright.sync_api import Error

    try:
        with tempfile.TemporaryDirectory(prefix="simulator-bench-") as folder:
            figures, note = _measure(Path(folder))
    except (RuntimeError, Error) as error:
        return [f"CPU per rerun: not available; {error}"]
    rows = [(one.name, str(one.messages), f"{one.milliseconds:.1f}", str(one.reruns)) for one in figures]
    return [table("CPU of the server per rerun", ("", "messages", "ms of CPU", "reruns"), rows, note)]


def _missing() -> str:
    if not Path("/proc/self/stat").is_file():
        return "this system has no /proc to read CPU time from"
    if _browser() is None:
        return "there is no Chrome or Chromium"
    try:
        import playwright.sync_api  # noqa: F401  only whether it is there
    except ImportError:
        return "the package playwright is not installed"
    return ""


def _browser() -> str | None:
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def _measure(folder: Path) -> tuple[list[_Figure], str]:
    run, messages, note = _seed(folder / "data")
    bare = []
    for chart in (False, True):
        script = folder / f"bare-{int(chart)}" / "app.py"
        script.parent.mkdir()
        script.write_text(_BARE.format(messages=messages, chart=chart), "utf-8")
        bare.append(script)
    figures = []
    for name, script, path in (
        ("talk page", _ROOT / "streamlit_app.py", f"/talk?run={run}"),
        ("bare page, messages only", bare[0], "/"),
        ("review page (scored transcript and chart)", _ROOT / "streamlit_app.py", f"/review?run={run}"),
        ("bare page, messages and a chart", bare[1], "/"),
    ):
        with _server(script, folder / "data") as (process, address):
            milliseconds, reruns = _cpu_per_rerun(process.pid, address + path)
        figures.append(_Figure(name, messages, milliseconds, reruns))
    return figures, note


def _seed(data: Path) -> tuple[str, int, str]:
    """A long conversation in a database of its own: its id, how many messages it has, and how it was made."""
    from simulator.app import App
    from simulator.config import Settings
    from simulator.dialogue.session import answer, hear
    from simulator.resources import DEFAULT_SCENARIO

    app = App(Settings(data_folder=data, words_per_second=0))
    run = app.start("local", "the-letter", app.library.scenario(DEFAULT_SCENARIO), seed=1)
    session = app.session("local", run)
    ended_at = 0
    for number in range(1, _USER_TURNS + 1):
        if session.ending is not None:
            ended_at = ended_at or number - 1
            session = replace(session, ending=None)
        session = hear(session, _PATIENT[number % len(_PATIENT)], f"bench-{number}")
        app.store.add_turn("local", run, session.turns[-1])
        session = answer(session, session.scripted_reply)
        app.store.add_turn("local", run, session.turns[-1])
    note = f"{len(session.turns)} messages, {_USER_TURNS} of them the user's"
    if ended_at:
        note += (
            f"; she ended the conversation after turn {ended_at}, so the turns after it were put into the database "
            "past her ending, and the talk page shows it as ended"
        )
    return run, len(session.turns), f"{note}. The bare pages run on the same server settings, untuned otherwise."


@contextmanager
def _server(script: Path, data: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The page's server on a free port of the loopback, ended by its process id."""
    port = _free_port()
    ours = ("SIMULATOR_", "OPENAI_", "STREAMLIT_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"SIMULATOR_DATA_FOLDER": str(data), "PYTHONPATH": str(_ROOT)}
    command = [
        sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true",
        "--server.address", "127.0.0.1", "--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_up(process, address)
        yield process, address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_up(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the page's server stopped with exit code {process.returncode}")
        try:
            with urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the page's server did not come up in time")


def _cpu_per_rerun(pid: int, address: str) -> tuple[float, int]:
    """Milliseconds of CPU of the server for one rerun, and over how many it was measured."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_browser(), args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            finished = _Finished(page)
            page.goto(address)
            finished.wait_for(1)
            page.wait_for_timeout(1500)
            _rerun(page, finished, _WARM_UP)
            before, first = _cpu_seconds(pid), finished.count
            _rerun(page, finished, _RERUNS)
            reruns = finished.count - first
            return (_cpu_seconds(pid) - before) * 1000 / reruns, reruns
        finally:
            browser.close()


def _rerun(page: Page, finished: _Finished, times: int) -> None:
    for _ in range(times):
        done = finished.count
        page.locator("body").press("r")
        finished.wait_for(done + 1)
        page.wait_for_timeout(50)


class _Finished:
    """Counts the script runs that the page was told have ended."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        self._page = page
        page.on("websocket", lambda opened: opened.on("framereceived", self._look))

    def _look(self, payload: bytes | str) -> None:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        if isinstance(payload, bytes):
            message = ForwardMsg.FromString(payload)
            self.count += message.WhichOneof("type") == "script_finished"

    def wait_for(self, count: int) -> None:
        """Wait until so many runs have ended."""
        deadline = time.monotonic() + _RERUN_SECONDS
        while self.count < count:
            if time.monotonic() > deadline:
                raise RuntimeError("a rerun of the page did not end in time")
            self._page.wait_for_timeout(10)


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
