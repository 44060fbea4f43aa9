"""The page Settings in a real browser: a model is connected, tested and spoken with, and its key is nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.backends.loopback import LoopbackModel

from .conftest import app_server, end_talk, settled, shot
from .test_browser import say, talk_to

pytestmark = pytest.mark.browser

KEY = "canary-4711-key"
COUNTED = " ".join(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"] * 3)
WORDS = "I did not send the September report, and the planners had old figures."


def answer(body: dict[str, Any]) -> str:
    """What a good model says to each step of the test, and in a talk."""
    if "response_format" in body:
        return '{"name": "test", "number": 7}'
    return COUNTED if "thirty" in str(body["messages"][-1]["content"]) else "I see. When does the next one come?"


@pytest.fixture
def model() -> Iterator[LoopbackModel]:
    with LoopbackModel(reply=answer, first_token=0.05, per_token=0.005) as running:
        yield running


def open_settings(page: Page, server: str) -> None:
    page.goto(f"{server}/settings")
    settled(page)


def fill(page: Page, url: str, name: str = "loopback", key: str = KEY) -> None:
    page.get_by_label("Base URL").fill(url)
    page.get_by_label("Model", exact=True).fill(name)
    page.get_by_label("Key", exact=True).fill(key)


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    settled(page)


def use(page: Page, url: str) -> None:
    """Let a model speak, and wait until it does."""
    fill(page, url)
    press(page, "Use this model")
    expect(page.locator(".st-key-notice")).to_contain_text("From now on loopback speaks")
    settled(page)


def serious(page: Page) -> list[str]:
    """What axe finds that keeps a person out."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}"
        for one in violations
        if one["impact"] in ("serious", "critical")
    ]


def test_a_model_is_connected_tested_and_spoken_with_and_its_key_is_nowhere(
    page: Page, model: LoopbackModel, tmp_path: Path
) -> None:
    printed, data = tmp_path / "printed.txt", tmp_path / "data"
    with app_server(data, printed) as server:
        open_settings(page, server)
        expect(page.get_by_text("The supervisors speak their scripted lines.")).to_be_visible()
        shot(page, "settings-desktop")
        fill(page, model.url)
        press(page, "Test the connection")
        expect(page.locator(".tested .good")).to_have_count(3)
        expect(page.locator(".tested")).to_contain_text("The first words came in")
        expect(page.locator(".tested")).to_contain_text("words a second")
        expect(page.get_by_label("Key", exact=True)).to_have_value("")
        expect(page.get_by_text("A key is set.")).to_be_visible()
        page.locator(".tested").scroll_into_view_if_needed()
        shot(page, "settings-tested-desktop")
        assert len(model.requests) == 3
        press(page, "Use this model")
        expect(page.get_by_text("The model loopback at 127.0.0.1")).to_be_visible()
        assert KEY not in page.content()
        assert serious(page) == []

        page.get_by_role("link", name="Before the talk").click()
        settled(page)
        expect(page.locator(".speaking")).to_contain_text("loopback")
        page.get_by_role("tab", name="All thirteen").click()
        page.get_by_role("button", name="Talk to Marian", exact=True).click()
        page.wait_for_url(re.compile(r"/talk\?run="))
        expect(page.locator(".bubble.hers")).to_have_count(1)
        say(page, WORDS)
        expect(page.locator(".bubble.hers").last).to_contain_text("When does the next one come?")
        assert model.keys == [f"Bearer {KEY}"] * 4

        end_talk(page)
        settled(page)
        page.get_by_role("button", name="Read the scored transcript").click()
        page.wait_for_url(re.compile(r"/review\?run="))
        settled(page)
        exported = []
        for name in ("Download as JSON", "Download as Markdown"):
            with page.expect_download() as download:
                page.get_by_role("button", name=name).click()
            exported.append(Path(str(download.value.path())).read_text("utf-8"))
        said = json.loads(exported[0])
        assert (said["backend"], said["model"]) == ("openai", "loopback")
        assert KEY not in page.content() + page.url + "".join(exported)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any("sqlite3" in path.name for path in files)
    assert printed in files
    for path in files:
        assert KEY.encode() not in path.read_bytes(), path.name
        assert model.url.encode() not in path.read_bytes(), path.name


def test_two_windows_speak_with_two_voices(page: Page, server: str, model: LoopbackModel) -> None:
    open_settings(page, server)
    use(page, model.url)
    other = page.context.new_page()
    talk_to(other, server, "Ruth")
    say(other, WORDS)
    assert model.requests == []
    open_settings(other, server)
    expect(other.get_by_text("The supervisors speak their scripted lines.")).to_be_visible()
    other.close()


def test_what_is_wrong_is_said_in_one_sentence(page: Page, server: str, model: LoopbackModel) -> None:
    open_settings(page, server)
    fill(page, "localhost:11434/v1")
    press(page, "Test the connection")
    expect(page.locator(".st-key-notice")).to_contain_text("The base URL must begin with http:// or https://.")
    fill(page, model.url, name="")
    press(page, "Use this model")
    expect(page.locator(".st-key-notice")).to_contain_text("Write the model’s name first")
    fill(page, "", name="some-model", key="")
    for button in ("Use this model", "Test the connection"):
        press(page, button)
        expect(page.locator(".st-key-notice")).to_contain_text("no key")
    expect(page.locator("body")).not_to_contain_text("Traceback")


def test_a_refused_key_ends_the_test_and_is_forgotten_on_request(page: Page, server: str) -> None:
    with LoopbackModel("401") as model:
        open_settings(page, server)
        fill(page, model.url)
        press(page, "Test the connection")
        expect(page.locator(".tested .bad")).to_contain_text("does not accept the key")
        expect(page.locator(".tested .going")).to_contain_text("not tested")
        assert len(model.requests) == 1
        shot(page, "settings-refused-desktop")
        assert KEY not in page.content()
        press(page, "Forget the key")
        expect(page.get_by_text("A key is set.")).to_have_count(0)
        expect(page.locator(".tested .bad")).to_have_count(0)
        press(page, "Test the connection")
        expect(page.locator(".tested .bad")).to_be_visible()
    assert model.keys[-1] == "Bearer none"


def test_a_key_stays_with_the_server_it_was_typed_for(page: Page, server: str, model: LoopbackModel) -> None:
    open_settings(page, server)
    use(page, model.url)
    with LoopbackModel(reply=answer) as elsewhere:
        fill(page, elsewhere.url, key="")
        press(page, "Test the connection")
        expect(page.locator(".st-key-notice")).to_contain_text("The key was for")
        expect(page.locator(".tested .good")).to_have_count(3)
    assert set(elsewhere.keys) == {"Bearer none"}


def test_back_to_the_script(page: Page, server: str, model: LoopbackModel) -> None:
    open_settings(page, server)
    use(page, model.url)
    page.get_by_role("button", name="Back to the script").click()
    expect(page.get_by_text("The supervisors speak their scripted lines.")).to_be_visible()
    expect(page.get_by_label("Model", exact=True)).to_have_value("loopback")


def test_on_a_shared_installation_the_address_is_not_a_field(page: Page, model: LoopbackModel, tmp_path: Path) -> None:
    shared = {"SIMULATOR_SHARED": "1", "SIMULATOR_BASE_URL": model.url, "SIMULATOR_MODEL": "house"}
    with app_server(tmp_path / "data", None, SIMULATOR_API_KEY="the-house-key", **shared) as server:
        open_settings(page, server)
        expect(page.get_by_label("Base URL")).to_have_count(0)
        expect(page.locator(".server")).to_contain_text("127.0.0.1")
        assert "/v1" not in page.locator(".stMain").inner_text()
        assert "the-house-key" not in page.content()
        shot(page, "settings-shared-desktop")
        page.get_by_label("Model", exact=True).fill("dearer")
        press(page, "Use this model")
        expect(page.locator(".st-key-notice")).to_contain_text("a key of your own")
        page.get_by_label("Key", exact=True).fill(KEY)
        press(page, "Test the connection")
        expect(page.locator(".tested .good")).to_have_count(3)
    assert set(model.keys) == {f"Bearer {KEY}"}


def test_a_shared_installation_without_a_server_offers_none(page: Page, tmp_path: Path) -> None:
    with app_server(tmp_path / "data", SIMULATOR_SHARED="1") as server:
        open_settings(page, server)
        expect(page.get_by_text("has connected no model server")).to_be_visible()
        expect(page.get_by_role("button", name="Use this model")).to_have_count(0)


def test_the_keyboard_alone_connects_a_model(page: Page, server: str, model: LoopbackModel) -> None:
    open_settings(page, server)
    page.get_by_label("Base URL").focus()
    page.keyboard.type(model.url)
    page.keyboard.press("Tab")
    page.keyboard.type("loopback")
    page.keyboard.press("Tab")
    page.keyboard.type(KEY)
    page.keyboard.press("Enter")
    expect(page.locator(".tested .good")).to_have_count(3)


def test_on_a_phone_and_in_the_dark(phone: Page, server: str, model: LoopbackModel) -> None:
    open_settings(phone, server)
    shot(phone, "settings-phone")
    fill(phone, model.url)
    press(phone, "Test the connection")
    expect(phone.locator(".tested .good")).to_have_count(3)
    phone.locator(".tested").scroll_into_view_if_needed()
    shot(phone, "settings-tested-phone")
    wide = phone.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 360, f"the page is {wide} pixels wide on a phone of 360"
    phone.emulate_media(color_scheme="dark")
    phone.wait_for_timeout(300)
    shot(phone, "settings-dark-phone")
    assert serious(phone) == []


def test_the_country_chosen_here_comes_first_among_the_lines(page: Page, server: str) -> None:
    open_settings(page, server)
    country = page.get_by_label("Country whose lines come first")
    country.click()
    country.press_sequentially("Irel", delay=30)
    page.wait_for_timeout(300)
    country.press("Enter")
    settled(page)
    page.get_by_role("link", name="Lines to call").click()
    settled(page)
    expect(page.locator(".help ul").first).to_contain_text("(IE)")
