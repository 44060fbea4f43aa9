"""A conversation in a real browser with a real model behind the supervisor: llama.cpp's server, and a tiny model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from simulator.backends.llama import LlamaServer
from tests.backends.tiny import PATIENT, tiny_model

from .conftest import app_server, shot
from .reviewing import open_all, read_transcript
from .test_browser import say, talk_to

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

_MILLISECONDS = 150_000  # a busy machine reads a long prompt slowly
TURNS = (
    "I did not send the September report, and the planners had old figures because of me.",
    "You'll have the November report on Wednesday by four.",
)
#: A tiny model often speaks out of its role, and then her scripted line is there all at once; so it gets more chances.
IF_SET_ASIDE = ("What do you expect of me until then?", "If it slips I tell you the day before.", "Thank you.")
#: Notes every text that her last bubble has had.
NOTE = """() => { window.seen = new Set(); new MutationObserver(() => {
    const all = document.querySelectorAll('.bubble.hers');
    if (all.length) window.seen.add(all[all.length - 1].innerText); })
    .observe(document.body, {subtree: true, childList: true, characterData: true}); }"""


@pytest.fixture(scope="module")
def model() -> Iterator[LlamaServer]:
    running = LlamaServer(tiny_model(context=4096, parallel=1))
    running.base_url.result(PATIENT)
    yield running
    running.close()


@pytest.fixture
def patient(page: Page) -> Iterator[Page]:
    """A page whose waits are long enough for a model on a busy machine."""
    page.context.set_default_timeout(_MILLISECONDS)
    expect.set_options(timeout=_MILLISECONDS)
    yield page
    expect.set_options(timeout=5_000)  # what it is by itself


def grew(page: Page) -> bool:
    """Whether some reply was seen in at least four stages."""
    seen = page.evaluate("() => [...window.seen]")
    return any(sum(bool(text) and whole.startswith(text) for text in seen) >= 4 for whole in seen)


def test_a_real_model_speaks_and_its_key_stays_where_it_is(
    patient: Page, model: LlamaServer, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page, key = patient, model.key.get_secret_value()
    shown = []
    with app_server(
        tmp_path,
        SIMULATOR_BASE_URL=model.base_url.result(),
        SIMULATOR_MODEL="tiny",
        SIMULATOR_API_KEY=key,
        SIMULATOR_DEADLINE=str(_MILLISECONDS / 2000),
    ) as address:
        talk_to(page, address, "Marian")
        page.evaluate(NOTE)
        for words in TURNS:
            say(page, words)
            shown.append(page.content())
        for words in IF_SET_ASIDE:
            if not grew(page):
                say(page, words)
        assert grew(page), "her words did not come one after the other"
        shot(page, "talk-model-desktop")

        read_transcript(page)
        expect(page.locator(".evening")).not_to_be_empty()
        open_all(page)
        expect(page.locator("mark.hit").first).to_be_visible()
        shown.append(page.content())
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert TURNS[0].encode() in kept
    assert key.encode() not in kept
    assert not any(key in content for content in shown)
    printed = capfd.readouterr()
    assert key not in printed.out + printed.err
