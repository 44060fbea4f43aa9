"""The real app in a real browser, which is closed, or whose server is killed, in the middle of a reply."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

from playwright.sync_api import Browser, Page, expect

from simulator.domain.transcript import SupervisorTurn, UserTurn
from tests.ui.conftest import free_port, settled, wait_until_up

from .places import OWNER, Place, Row, row

_WORDS = "I did not send the September report, and the planners had old figures because of me."


class Server:
    """The app, as a user starts it, over a place's database; slow of speech, so that there is a middle."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return when it answers."""
        settings = {
            "SIMULATOR_DATA_FOLDER": str(self._place.folder),
            "SIMULATOR_DATABASE_URL": self._place.url,
            "SIMULATOR_WORDS_PER_SECOND": "6",
        }
        command = [sys.executable, "-m", "simulator", "run", "--no-open", "--port", str(self.port)]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(command, env=os.environ | settings, stdout=quiet, stderr=quiet)
        wait_until_up(self.url, self._process)

    def kill(self) -> None:
        """End it without a warning."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(20)
            self._process = None


def _in_mid_reply(page: Page, server: str) -> str:
    """Begin a talk and say something; returns its id once she has begun to answer."""
    page.goto(server)
    settled(page)
    page.get_by_role("tab", name="All thirteen").click()
    settled(page)
    page.get_by_role("button", name="Talk to Marian", exact=True).click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    expect(page.locator(".bubble.hers")).to_have_count(1)
    settled(page)
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(_WORDS)
    box.press("Enter")
    expect(page.locator(".bubble.yours")).to_have_count(1)
    expect(page.locator(".bubble.hers")).to_have_count(2)
    return page.url.partition("run=")[2]


def _verdict(place: Place, run: str, page: Page, server: str) -> str:
    """What is there once the address is opened again, on the page and in the database."""
    page.goto(f"{server}/talk?run={run}")
    expect(page.locator(".bubble.yours")).to_have_count(1)
    expect(page.locator(".bubble.hers")).to_have_count(2)
    settled(page)
    app = place.app()
    turns = app.session(OWNER, run).turns
    app.store.close()
    said = [turn.text for turn in turns if isinstance(turn, UserTurn)]
    last = turns[-1]
    if said != [_WORDS]:
        return f"{len(said)} user turns"
    if not isinstance(last, SupervisorTurn) or not last.complete or len(turns) != 3:
        return f"{len(turns)} turns, the last one not a whole reply"
    return "" if last.text in page.locator(".bubble.hers").last.inner_text() else "the page shows another reply"


def broken_streams(place: Place, browser: Browser, number: int) -> list[Row]:
    """The browser closed, then the server killed and started again, each so many times in the middle of a reply."""
    server = Server(place)
    server.start()
    closed, killed = [], []
    try:
        for _ in range(number):
            closed.append(_once(place, browser, server, kill=False))
            killed.append(_once(place, browser, server, kill=True))
    finally:
        server.kill()
    return [
        row("Browser closed in the middle of a reply", closed),
        row("Server killed in the middle of a reply", killed),
    ]


def _once(place: Place, browser: Browser, server: Server, *, kill: bool) -> str:
    context = browser.new_context()
    context.set_default_timeout(30_000)
    page = context.new_page()
    try:
        run = _in_mid_reply(page, server.url)
        if kill:
            server.kill()
            server.start()
            return _verdict(place, run, page, server.url)
        page.close()
        time.sleep(0.5)
        return _verdict(place, run, context.new_page(), server.url)
    finally:
        context.close()
