"""Pictures of the pages for the documents: ``python -m tests.pictures [FOLDER]`` (without one: ``docs/images``)."""

from __future__ import annotations

import argparse
import re
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from .ui.conftest import app_server, chromium, settled

_FOLDER = Path(__file__).parents[1] / "docs" / "images"
_COLOURS = 128
_CALM = 800  # milliseconds until nothing moves any more
_ENOUGH = 2  # turns, so that the whole talk is in view
_DESKTOP = {"width": 1280, "height": 860}
_PHONE = {"width": 390, "height": 780}
#: A talk worth showing: it begins well, slips once, and is made good.
_TURNS = (
    "I did not send the September report, and the planners sat there on Monday with old figures. That was mine to do.",
    "It was a busy month, to be honest.",
    "You have the November report by noon on Thursday 10 December. If it slips, I tell you the day before.",
    "What do you expect of me until then, and how would you like to check it?",
)


@dataclass(frozen=True)
class _Kind:
    """One way of looking: the end of the files' names, what is kept, the window and the theme."""

    name: str
    kept: tuple[str, ...]
    size: dict[str, int]
    dark: bool = False

    def window(self, browser: Browser) -> Page:
        """A fresh window of this kind."""
        small = self.size is _PHONE
        context = browser.new_context(
            viewport={"width": self.size["width"], "height": self.size["height"]},
            color_scheme="dark" if self.dark else "light",
            has_touch=small,
            is_mobile=small,
        )
        context.set_default_timeout(20_000)
        return context.new_page()


_KINDS = (
    _Kind("", ("home", "talk", "review", "panel"), _DESKTOP),
    _Kind("-phone", ("talk",), _PHONE),
    _Kind("-dark", ("talk",), _DESKTOP, dark=True),
)


def main() -> None:
    """Hold one talk in each kind of window and keep what it looks like."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=_FOLDER)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        app_server(Path(data), SIMULATOR_WORDS_PER_SECOND="0") as server,
        chromium() as browser,
    ):
        for kind in _KINDS:
            page = kind.window(browser)
            _show(page, server, folder, kind)
            page.context.close()


def _show(page: Page, server: str, folder: Path, kind: _Kind) -> None:
    def keep(name: str) -> None:
        page.wait_for_timeout(_CALM)
        if name in kind.kept:
            _keep(page, folder / f"{name}{kind.name}.png")

    page.goto(server)
    settled(page)
    keep("home")
    page.get_by_role("tab", name="All thirteen").click()
    page.get_by_role("button", name="Talk to Marian", exact=True).click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    for number, words in enumerate(_TURNS, start=1):
        box = page.get_by_test_id("stChatInputTextArea")
        box.fill(words)
        box.press("Enter")
        page.locator(".bubble.hers").nth(number).wait_for()
        settled(page)
        if number == _ENOUGH:
            keep("talk")
    page.goto(page.url.replace("/talk?", "/review?"))
    settled(page)
    keep("review")
    if "panel" in kind.kept:
        page.get_by_role("button", name="I don't know").click()
        page.get_by_text("Let the same words be heard by all thirteen").click()
        page.locator(".st-key-panel-all").wait_for()
        settled(page)
        heading = page.get_by_role("heading", name="How the others would have taken it")
        heading.evaluate("one => one.scrollIntoView({block: 'start'})")
        keep("panel")


def _keep(page: Page, file: Path) -> None:
    """One picture with few colours, so that it is small."""
    shown = Image.open(BytesIO(page.screenshot())).convert("RGB")
    shown.quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main()
