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
    """One way of looking: the end of the file's name, the window and the theme."""

    name: str
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


_KINDS = (_Kind("", _DESKTOP), _Kind("-phone", _PHONE), _Kind("-dark", _DESKTOP, dark=True))


def main() -> None:
    """Hold one talk in each kind of window and keep what it looks like."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=_FOLDER)
    parser.add_argument("--only", default="", help="a kind of window: desktop, phone or dark")
    given = parser.parse_args()
    folder: Path = given.folder
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        app_server(Path(data), SIMULATOR_WORDS_PER_SECOND="0") as server,
        chromium() as browser,
    ):
        for kind in _KINDS:
            if given.only in ("", kind.name.strip("-") or "desktop"):
                page = kind.window(browser)
                _show(page, server, folder, kind.name)
                page.context.close()


def _show(page: Page, server: str, folder: Path, kind: str) -> None:
    page.goto(server)
    settled(page)
    page.wait_for_timeout(600)
    _keep(page, folder / f"home{kind}.png")
    page.get_by_role("tab", name="All thirteen").click()
    page.get_by_role("button", name="Talk to Marian", exact=True).click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    for words in _TURNS:
        box = page.get_by_test_id("stChatInputTextArea")
        box.fill(words)
        box.press("Enter")
        page.locator(".bubble.yours").last.get_by_text(words[:30]).wait_for()
        page.wait_for_timeout(600)
        settled(page)
    _keep(page, folder / f"talk{kind}.png")
    page.goto(page.url.replace("/talk?", "/review?"))
    settled(page)
    page.wait_for_timeout(600)
    _keep(page, folder / f"review{kind}.png")


def _keep(page: Page, file: Path) -> None:
    """One picture with few colours, so that it is small."""
    shown = Image.open(BytesIO(page.screenshot())).convert("RGB")
    shown.quantize(_COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main()
