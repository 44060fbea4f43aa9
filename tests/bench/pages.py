"""CPU of the server for one rerun of a page, measured through a real browser, beside a bare page of the same kind.

A rerun is the app's own key ``r``; the end of each is read from the messages that the browser receives, so exactly the
reruns that happened are counted.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType

from .serving import OURS, cpu_seconds, load_of_the_machine, page_server
from .tables import table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_BROWSER_OPTIONS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")
_USER_TURNS = 30
#: So long is the talk whose debrief is opened.
_DEBRIEFED = 40
_VISITS = 5
_WARM_UP, _RERUNS = 5, 40
_RERUN_SECONDS = 20.0
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
_HEADING = """
import streamlit as st

st.title("A page with a heading")
st.text("And one line.")
"""
_OPENS = """
import streamlit as st

if st.button("Open"):
    for number in range({messages}):
        with st.chat_message("user" if number % 2 else "assistant"):
            st.text(f"Message {{number}}: the words of an ordinary turn, about as long as people speak.")
    st.line_chart({{"trust": [26.0 + number for number in range({messages} // 2)]}})
"""
#: A page on which no script is running.
_STILL = '.stApp[data-test-script-state="notRunning"]'


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
            first = _first_page(Path(folder))
            debriefed = _debrief(Path(folder))
    except (RuntimeError, Error) as error:
        return [f"CPU per rerun: not available; {error}"]
    rows = [(one.name, str(one.messages), f"{one.milliseconds:.1f}", str(one.reruns)) for one in figures]
    return [
        table("CPU of the server per rerun", ("", "messages", "ms of CPU", "reruns"), rows, note),
        table(
            "The first page, from its address to its heading, once the server answers",
            ("", "s"),
            first,
            f"The next visitor: median of {_VISITS}, each in a browser that was never there. {load_of_the_machine()}",
        ),
        table(f"The debrief of {_DEBRIEFED} turns", ("", "s"), debriefed, load_of_the_machine()),
    ]


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
        ("talk page", OURS, f"/talk?run={run}"),
        ("bare page, messages only", bare[0], "/"),
        ("review page (scored transcript and chart)", OURS, f"/review?run={run}"),
        ("bare page, messages and a chart", bare[1], "/"),
    ):
        with page_server(script, folder / "data") as (process, address):
            milliseconds, reruns = _cpu_per_rerun(process.pid, address + path)
        figures.append(_Figure(name, messages, milliseconds, reruns))
    return figures, note


def _seed(data: Path, user_turns: int = _USER_TURNS) -> tuple[str, int, str]:
    """A long conversation in a database of its own: its id, how many messages it has, and how it was made."""
    from simulator.app import App
    from simulator.config import Settings
    from simulator.dialogue.session import answer, hear
    from simulator.resources import DEFAULT_SCENARIO

    app = App(Settings(data_folder=data, words_per_second=0))
    run = app.start("local", "the-letter", app.library.scenario(DEFAULT_SCENARIO), seed=1)
    session = app.session("local", run)
    ended_at = 0
    for number in range(1, user_turns + 1):
        if session.ending is not None:
            ended_at = ended_at or number - 1
            session = replace(session, ending=None)
        session = hear(session, _PATIENT[number % len(_PATIENT)], f"bench-{number}")
        app.store.add_turn("local", run, session.turns[-1])
        session = answer(session, session.scripted_reply)
        app.store.add_turn("local", run, session.turns[-1])
    note = f"{len(session.turns)} messages, {user_turns} of them the user's"
    if ended_at:
        note += (
            f"; she ended the conversation after turn {ended_at}, so the turns after it were put into the database "
            "past her ending, and the talk page shows it as ended"
        )
    return run, len(session.turns), f"{note}. The bare pages run on the same server settings, untuned otherwise."


def _cpu_per_rerun(pid: int, address: str) -> tuple[float, int]:
    """Milliseconds of CPU of the server for one rerun, and over how many it was measured."""
    with _chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        finished = _Finished(page)
        page.goto(address)
        finished.wait_for(1)
        page.wait_for_timeout(1500)
        _rerun(page, finished, _WARM_UP)
        before, first = cpu_seconds(pid), finished.count
        _rerun(page, finished, _RERUNS)
        reruns = finished.count - first
        return (cpu_seconds(pid) - before) * 1000 / reruns, reruns


def _first_page(folder: Path) -> list[tuple[str, str]]:
    """Seconds for the server's very first visitor and for the next ones, beside a bare page with one heading."""
    bare = folder / "bare-heading" / "app.py"
    bare.parent.mkdir()
    bare.write_text(_HEADING, "utf-8")
    rows = []
    for name, script in (("", OURS), ("bare page, ", bare)):
        with page_server(script, folder / "data") as (_, address), _chromium() as browser:
            first, *later = [_until_its_heading(browser, address) for _ in range(_VISITS + 1)]
        rows += [(f"{name}the first visitor", f"{first:.2f}"), (f"{name}the next visitor", f"{median(later):.2f}")]
    return rows


def _until_its_heading(browser: Browser, address: str) -> float:
    context = browser.new_context()
    page = context.new_page()
    before = time.perf_counter()
    page.goto(address)
    page.locator("h1").wait_for()
    took = time.perf_counter() - before
    context.close()
    return took


def _debrief(folder: Path) -> list[tuple[str, str]]:
    """Seconds that a window already open waits: for her evening and the guess, then for all that the guess opens."""
    data, bare = folder / "forty", folder / "bare-opens" / "app.py"
    run, messages, _ = _seed(data, _DEBRIEFED)
    bare.parent.mkdir()
    bare.write_text(_OPENS.format(messages=messages), "utf-8")
    with page_server(bare, data) as (_, address), _chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(address)
        page.get_by_role("button", name="Open").wait_for()
        page.wait_for_timeout(1500)
        asked = time.perf_counter()
        page.get_by_role("button", name="Open").click()
        page.get_by_test_id("stChatMessage").nth(messages - 1).wait_for()
        page.wait_for_selector(_STILL)
        peer = time.perf_counter() - asked
    with page_server(OURS, data) as (_, address), _chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/talk?run={run}")
        read = page.get_by_role("button", name="Read the scored transcript")
        read.wait_for()
        page.wait_for_timeout(1500)
        asked = time.perf_counter()
        read.click()
        page.get_by_role("button", name="I don't know").wait_for()
        first = time.perf_counter() - asked
        page.wait_for_timeout(1500)
        asked = time.perf_counter()
        page.get_by_role("button", name="I don't know").click()
        page.locator(".turn").nth(2 * _DEBRIEFED - 1).wait_for()
        page.wait_for_selector(_STILL)
        whole = time.perf_counter() - asked
    return [
        ("her evening and the guess", f"{first:.2f}"),
        ("everything below, after the guess", f"{whole:.2f}"),
        (f"bare page, {messages} messages and a chart after a click", f"{peer:.2f}"),
    ]


@contextmanager
def _chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_browser(), args=list(_BROWSER_OPTIONS))
        try:
            yield browser
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


if __name__ == "__main__":
    for one in tables():
        Console(highlight=False, markup=False).print(one)
