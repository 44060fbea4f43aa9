"""Two processes behind nginx over one database: a conversation outlives the process it was held in."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.postgres import Postgres

from .site import site_in
from .talking import WORDS, Conversation


@pytest.mark.browser
def test_a_conversation_goes_on_at_the_other_process(browser: Browser, postgres: Postgres, tmp_path: Path) -> None:
    with site_in(tmp_path, postgres.plain) as site:
        talk = Conversation(site, browser)
        died = talk.place()
        cut_off = talk.killed_in_mid_reply(WORDS[0])
        assert not cut_off.wrong
        site.begin(died)
        talk.say(WORDS[1])
        assert talk.place() == site.other(died), "a process that is back must not part a window from its files"
        typing = talk.killed_while_typing()
        assert not typing.wrong
        assert typing.free < 10
        talk.say(WORDS[2])
        site.begin(site.other(died))
        talk.brings_in_a_file()
        talk.close()
