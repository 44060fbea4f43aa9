"""A real server and a real browser, on loopback, ended by process id."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser, Page, expect, sync_playwright
from streamlit.testing.v1 import AppTest

_STARTS_WITHIN = 60.0
expect.set_options(timeout=15_000)  # a busy machine is no fault of the page
PROJECT = Path(__file__).parents[2]
SCREENSHOTS = Path(__file__).parents[1] / "screenshots"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the server answers its health check."""
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended before it was up"
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"the server was not up within {_STARTS_WITHIN:.0f} s")


@contextmanager
def app_server(
    data_folder: Path, output: Path | None = None, folder: Path = PROJECT, /, **settings: str
) -> Iterator[str]:
    """The app as a user starts it in a folder, on a free port; yields its address. ``output`` takes what it prints."""
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT),
        "SIMULATOR_DATA_FOLDER": str(data_folder),
        **settings,
    }
    command = [sys.executable, "-m", "simulator", "run", "--no-open", "--port", str(port)]
    printed = output.open("wb") if output else None
    process = subprocess.Popen(
        command, cwd=folder, env=environment, start_new_session=True, stdout=printed, stderr=printed
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_up(url, process)
        yield url
    finally:
        process.terminate()  # the command becomes the server, so this alone must end it
        process.wait(timeout=20)
        if printed:
            printed.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for the browser tests; its data folder is thrown away."""
    with app_server(tmp_path_factory.mktemp("data")) as url:
        yield url


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, headless."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next((found for name in names if (found := shutil.which(name))), None)
    assert path, "No Chrome or Chromium: run `make browser`."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desktop window."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone, 360 pixels wide."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def settled(page: Page) -> None:
    """Wait until no script is running."""
    page.wait_for_selector('.stApp[data-test-script-state="notRunning"]')


def end_talk(page: Page) -> None:
    """End the conversation, as asked twice."""
    page.get_by_role("button", name="End the conversation").click()
    page.get_by_role("button", name="End it", exact=True).click()


def shot(page: Page, name: str) -> None:
    """A picture for a person's eyes."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=str(SCREENSHOTS / f"{name}.png"), full_page=True)


def everybody(page: AppTest) -> AppTest:
    """The first page with all supervisors in view, as a click on their tab shows them."""
    page.session_state["way"] = page.tabs[1].label
    return page.run()


@pytest.fixture
def team_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The pages of a team installation without a browser; ``user`` of it is who has signed in."""
    from tests.test_sign_in import AUTH, ISSUER, write

    write(tmp_path, AUTH)
    st.get_option("server.address")  # Streamlit reads its settings once, and those of this folder are meant
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIMULATOR_TEAM_ISSUER", ISSUER)
    monkeypatch.setenv("SIMULATOR_WORDS_PER_SECOND", "0")
    st.cache_resource.clear()
    page = AppTest.from_file(str(PROJECT / "streamlit_app.py"), default_timeout=20)
    page.secrets["auth"] = dict(AUTH)
    yield page
    st.cache_resource.clear()
