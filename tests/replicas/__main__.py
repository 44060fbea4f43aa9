"""Two processes behind nginx over one PostgreSQL, killed again and again under a conversation: ``make replicas``."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser
from rich.console import Console

from tests.bench.serving import load_of_the_machine
from tests.bench.tables import table
from tests.postgres import postgres_server
from tests.ui.conftest import chromium

from .site import Site, site_in
from .talking import WORDS, Conversation, Kill

_TIMES = 10
_HEADS = ("killed", "times", "went wrong", "passes at", "at the other, s", "worst", "free to speak, s", "worst")


def main() -> int:
    """Print one table; 1 where a conversation did not go on as promised."""
    console = Console(highlight=False, markup=False, width=120)
    with (
        postgres_server() as database,
        tempfile.TemporaryDirectory(prefix="simulator-replicas-") as folder,
        site_in(Path(folder), database.plain) as site,
        chromium() as browser,
    ):
        kills = [_held(site, browser) for _ in range(_TIMES)]
    typing, cut_off = zip(*kills, strict=True)
    rows = [_row("while the user typed", typing), _row("in the middle of a reply", cut_off)]
    note = f"The rest of her reply is spoken at 12 words a second. {load_of_the_machine()}"
    console.print(table("A conversation goes on at the other process", _HEADS, rows, note))
    wrong = [kill.wrong for kill in (*typing, *cut_off) if kill.wrong]
    for line in wrong:
        console.print(line)
    return 1 if wrong else 0


def _held(site: Site, browser: Browser) -> tuple[Kill, Kill]:
    """One conversation that outlives two processes."""
    talk = Conversation(site, browser)
    talk.say(WORDS[0])
    died = talk.place()
    typing = talk.killed_while_typing()
    site.begin(died)
    cut_off = talk.killed_in_mid_reply(WORDS[1])
    talk.say(WORDS[2])
    site.begin(site.other(died))
    talk.close()
    return typing, cut_off


def _row(what: str, kills: Sequence[Kill]) -> tuple[str, ...]:
    reached, free = [kill.reached for kill in kills], [kill.free for kill in kills]
    wrong = sum(bool(kill.wrong) for kill in kills)
    figures = (median(reached), max(reached), median(free), max(free))
    return (what, str(len(kills)), str(wrong), "0", *(f"{figure:.1f}" for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
