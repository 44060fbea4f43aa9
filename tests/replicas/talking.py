"""A conversation in a real browser, whose process is killed while nothing is said, or in the middle of her reply."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace

from playwright.sync_api import Browser, BrowserContext, Page, expect

from simulator.domain.transcript import SupervisorTurn, UserTurn
from tests.ui.conftest import settled

from .site import Site

OWNER = "local"
WORDS = (
    "I did not send the September report, and the planners had old figures because of me.",
    "You have the next one on Thursday at noon.",
    "If one of them will be late, you hear it from me the day before.",
)
NOTES = "Boss: When will it be done?\nYou: The third one by Friday, then.\n"
_BEGUN = "What do you expect "
_READY = '.stApp[data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]'


@dataclass(frozen=True)
class Kill:
    """What came of one kill, in seconds from it: until the page had ``reached`` the other process, and until the user
    was ``free`` to speak again. ``wrong`` is empty where all that was promised held."""

    reached: float
    free: float
    wrong: str


class Conversation:
    """A talk with Marian, in a browser of its own."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self._site = site
        self._context: BrowserContext = browser.new_context(ignore_https_errors=True)
        self._context.set_default_timeout(20_000)
        self.page: Page = self._context.new_page()
        self._said: list[str] = []
        self.page.goto(site.address)
        settled(self.page)
        self.page.get_by_role("tab", name="All thirteen").click()
        settled(self.page)
        self.page.get_by_role("button", name="Talk to Marian", exact=True).click()
        self.page.wait_for_url(re.compile(r"/talk\?run="))
        self._stands()
        self.run = self.page.url.partition("run=")[2]
        #: It says whether the page was ever loaded anew.
        self._loaded: float = self.page.evaluate("performance.timeOrigin")

    def place(self) -> str:
        """Where this browser's windows live."""
        return next(str(one["value"]) for one in self._context.cookies() if one["name"] == "place")

    def say(self, words: str) -> None:
        """Say something and hear the whole reply."""
        self._begin(words)
        self._stands()

    def killed_while_typing(self) -> Kill:
        """Kill this window's process while the user has typed half a sentence."""
        box = self.page.get_by_test_id("stChatInputTextArea")
        box.fill(_BEGUN)
        killed = self._kill()
        kept = box.input_value()
        box.fill("")
        return replace(killed, wrong=killed.wrong or ("" if kept == _BEGUN else f"of what was typed {kept!r} is left"))

    def killed_in_mid_reply(self, words: str) -> Kill:
        """Kill this window's process when she has begun to answer."""
        self._begin(words)
        expect(self.page.locator(".bubble.hers")).to_have_count(len(self._said) + 1)
        return self._kill()

    def brings_in_a_file(self) -> None:
        """Upload a talk as a file: only the process that this window lives in takes it."""
        self.page.get_by_role("link", name="Score a talk you had").click()
        settled(self.page)
        notes = {"name": "notes.txt", "mimeType": "text/plain", "buffer": NOTES.encode()}
        self.page.locator('input[type="file"]').set_input_files(notes)  # type: ignore[arg-type]
        expect(self.page.get_by_role("button", name="Remove notes.txt")).to_be_visible()
        self.page.get_by_role("button", name="Show who said what").click()
        expect(self.page.get_by_text("The third one by Friday, then.").first).to_be_visible()

    def close(self) -> None:
        """Close the browser's window."""
        self._context.close()

    def _begin(self, words: str) -> None:
        box = self.page.get_by_test_id("stChatInputTextArea")
        box.fill(words)
        box.press("Enter")
        self._said.append(words)
        expect(self.page.locator(".bubble.yours")).to_have_count(len(self._said))

    def _stands(self) -> None:
        """Wait until she has answered everything, and the user may speak."""
        expect(self.page.locator(".bubble.hers")).to_have_count(len(self._said) + 1)
        self.page.wait_for_selector(_READY)
        expect(self.page.get_by_test_id("stChatInputTextArea")).to_be_enabled()

    def _kill(self) -> Kill:
        lived = self.place()
        self._site.kill(lived)
        killed = time.monotonic()
        self.page.wait_for_selector('.stApp:not([data-test-connection-state="CONNECTED"])')
        self.page.wait_for_selector('.stApp[data-test-connection-state="CONNECTED"]')
        reached = time.monotonic() - killed
        self._stands()
        return Kill(reached, time.monotonic() - killed, self._wrong(lived))

    def _wrong(self, lived: str) -> str:
        """What is not as promised; nothing where all is."""
        if self.place() == lived:
            return "the window is where it was"
        if self.page.evaluate("performance.timeOrigin") != self._loaded:
            return "the page was loaded anew"
        app = self._site.app()
        turns = app.session(OWNER, self.run).turns
        app.store.close()
        last = turns[-1]
        if [turn.text for turn in turns if isinstance(turn, UserTurn)] != self._said:
            return "the database has other words"
        if not isinstance(last, SupervisorTurn) or not last.complete:
            return "her reply is not whole"
        return (
            "" if last.text in self.page.locator(".bubble.hers").last.inner_text() else "the page shows another reply"
        )
