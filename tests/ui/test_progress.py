"""The page Progress: what it claims, what it keeps apart, what it offers next; without a browser and in one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from simulator.app import App
from simulator.config import load_settings
from simulator.debrief.export.wording import SKILL_MEANS
from simulator.debrief.imported import brought_in, taken
from simulator.domain.conduct import Ending
from simulator.store.store import Origin, Store

from .conftest import app_server, everybody, settled, shot
from .talked import GOOD, MIXED, OWNER, POOR, held, learned
from .test_pages import SCRIPT, html
from .test_panel import serious

EVERY_PART = [".claim", ".st-key-practise", ".wide", ".change", ".small-print"]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Store]:
    monkeypatch.setenv("SIMULATOR_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("SIMULATOR_WORDS_PER_SECOND", "0")
    st.cache_resource.clear()
    made = Store(load_settings().database)
    yield made
    made.close()
    st.cache_resource.clear()


def _script() -> None:
    import streamlit as st

    from simulator.ui import home, packs, progress, shared, talk, write

    pages = {
        "write": st.Page(write.page, title="Write", url_path="write"),
        "packs": st.Page(packs.page, title="Packs", url_path="packs"),
        "home": st.Page(home.page, title="Before the talk", url_path="home"),
        "talk": st.Page(talk.page, title="Talk", url_path="talk"),
        "progress": st.Page(progress.page, title="Progress", default=True),
    }
    shared.register(pages)
    st.navigation(list(pages.values()), position="hidden").run()


def _past() -> None:
    import streamlit as st

    from simulator.ui import past, shared

    page = st.Page(past.page, title="Past conversations", default=True)
    shared.register({"past": page})
    st.navigation([page], position="hidden").run()


def opened() -> AppTest:
    page = AppTest.from_function(_script, default_timeout=20)
    page.session_state["owner"] = OWNER
    page.run()
    assert not page.exception
    return page


def test_without_a_talk_there_is_a_next_step(store: Store) -> None:
    page = opened()
    assert "Nothing here yet" in html(page)
    page.button(key="first-talk").click().run()
    assert not page.exception
    assert any(str(button.key).startswith("talk-") for button in everybody(page).button)


def test_the_page_is_one_click_from_the_others(store: Store) -> None:
    page = AppTest.from_file(SCRIPT, default_timeout=20).run()
    assert "Progress" in [link.proto.label for link in page.get("page_link")]


def test_one_talk_claims_nothing_and_offers_somebody_new(store: Store) -> None:
    held(store, "own-it", POOR)
    page = opened()
    shown = html(page)
    assert "Nothing can be claimed yet." not in shown
    assert shown.index("You have held 1 talk with Ruth.") < shown.index('class="matrix"') < shown.index("somebody new")
    page.button(key="check-new").click().run()
    assert not page.exception
    assert "the coach is off" in html(page)
    assert not [button for button in page.button if button.key == "pause"]
    drawn = store.list(OWNER)[0]
    assert drawn.persona_id != "own-it"
    assert drawn.scenario_title == store.list(OWNER)[1].scenario_title


def test_progress_is_said_beyond_the_noise(store: Store) -> None:
    learned(store)
    page = opened()
    shown = html(page)
    assert 'class="claim better"' in shown
    assert "beyond the noise" in shown
    assert "Talks in which you asked for hints, kept apart" in shown
    assert "Milan never told" in shown
    before = len(store.list(OWNER))
    page.button(key="practise-now").click().run()
    assert not page.exception
    assert len(store.list(OWNER)) == before + 1
    assert store.list(OWNER)[0].persona_id == "clear-expectations"


def test_forks_hints_imports_and_help_are_no_first_talks(store: Store) -> None:
    first = held(store, "own-it", POOR)
    held(store, "mirror", GOOD, hints=1)
    held(store, "teacher", GOOD, origin=Origin(conversation=first, turn="u1"))
    held(store, "objective", GOOD, backend="imported")
    held(store, "the-letter", GOOD, ending=Ending.STOPPED_FOR_HELP)
    shown = html(opened())
    assert "3 more first talks like that" in shown
    assert 'class="firsts"' not in shown
    assert "brought in from elsewhere" in shown
    assert "Marian" not in shown
    assert "Mei-Lin" not in shown


def test_what_a_second_version_took_over_is_counted_once(store: Store) -> None:
    app = App(load_settings())
    first = held(store, "own-it", GOOD)
    made = app.say_differently(OWNER, first, app.session(OWNER, first), "u3")
    assert "You have held 1 talk with Ruth." in html(opened()), "nothing was said in the second version yet"
    for _ in app.say(OWNER, made, app.session(OWNER, made), "I see.", "new"):
        pass
    shown = html(opened())
    assert "You have held 2 talks with Ruth, 1 of them said differently." in shown
    assert "Take the initiative</b> in 1 of 2 talks" in shown


def test_a_talk_weeks_later_is_called_so_here_and_in_the_list(store: Store) -> None:
    app = App(load_settings())
    first = held(store, "own-it", GOOD)
    later = app.come_back(OWNER, app.leave(OWNER, first, app.session(OWNER, first)))
    for _ in app.say(OWNER, later, app.session(OWNER, later), "I did it, as I said I would.", "new"):
        pass
    shown = html(opened())
    assert "You have held 2 talks with Ruth, 1 of them weeks later." in shown
    assert "2 talks, 1 weeks later" in shown
    assert re.search(r"Latest: [^<]*, weeks later\.", shown)
    past = AppTest.from_function(_past, default_timeout=20)
    past.session_state["owner"] = OWNER
    assert html(past.run()).count("Two weeks later") == 1


def test_a_talk_that_was_brought_in_is_called_so_in_the_list_and_cannot_be_gone_on_with(store: Store) -> None:
    held(store, "own-it", GOOD)
    run = App(load_settings()).keep_imported(OWNER, taken(brought_in(f"Boss: Well?\nYou: {GOOD[0]}")))
    past = AppTest.from_function(_past, default_timeout=20)
    past.session_state["owner"] = OWNER
    shown = html(past.run())
    assert "<b>A talk that you brought in</b><br>" in shown
    assert "1 turn · Read as Marian would have heard it" in shown
    assert not [button for button in past.button if button.key == f"open-{run}"]
    assert len([button for button in past.button if str(button.key).startswith("open-")]) == 1


def test_each_skill_is_said_in_one_sentence(store: Store) -> None:
    held(store, "own-it", POOR)
    shown = html(opened())
    assert all(meaning in shown for meaning in SKILL_MEANS.values())


def test_what_goes_on_from_a_talk_with_hints_had_hints_too(store: Store) -> None:
    first = held(store, "own-it", POOR, hints=1)
    held(store, "own-it", MIXED, origin=Origin(conversation=first, turn="u1"))
    shown = html(opened())
    assert "Every talk so far had hints." in shown


def test_words_are_shown_exactly(store: Store) -> None:
    held(store, "own-it", ("Milan <b>never</b> told me & it is <i>his</i> fault that it was late.",))
    held(store, "mirror", ("I'll <script>alert(1)</script> do better, I'll try.",))
    shown = html(opened())
    assert "<b>never" not in shown
    assert "<script>" not in shown


def test_a_talk_is_read_once_and_again_only_when_it_went_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(3):
        held(store, "own-it", POOR, seed=seed)
    loaded: list[str] = []
    load = Store.load

    def counted(self: Store, owner: str, conversation: str) -> object:
        loaded.append(conversation)
        return load(self, owner, conversation)

    monkeypatch.setattr(Store, "load", counted)
    page = opened()
    assert len(loaded) == 3
    page.run()
    assert len(loaded) == 3
    held(store, "mirror", GOOD)
    page.run()
    assert len(loaded) == 4


def test_what_was_deleted_leaves_the_memory(store: Store) -> None:
    gone = held(store, "own-it", ("Milan never told me, so the lateness is his fault.",))
    held(store, "mirror", GOOD)
    page = opened()
    assert "Milan" in html(page)
    store.delete(OWNER, gone)
    page.run()
    assert "Milan" not in html(page)
    assert [key[1] for key in page.session_state["talks_read of local"]] == [store.list(OWNER)[0].id]


def test_more_talks_than_one_page_of_the_list(store: Store) -> None:
    for seed in range(102):
        held(store, "own-it", POOR[:1], seed=seed)
    page = opened()
    assert "102 talks" in html(page)


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose user has learned something."""
    folder = tmp_path_factory.mktemp("practised")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIMULATOR_DATA_FOLDER", str(folder))
        made = Store(load_settings().database)
        learned(made)
        made.close()
    with app_server(folder) as url:
        yield url


@pytest.mark.browser
@pytest.mark.parametrize("look", ["desktop", "phone", "dark"])
def test_the_page_in_a_browser(browser: Browser, practised: str, look: str) -> None:
    phone = look == "phone"
    context = browser.new_context(
        viewport={"width": 360 if phone else 1280, "height": 780},
        is_mobile=phone,
        color_scheme="dark" if look == "dark" else "light",
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{practised}/progress")
    settled(page)
    expect(page.locator(".claim.better h2")).to_contain_text("you speak better")
    expect(page.locator(".matrix").first.locator("tbody tr")).to_have_count(7)
    expect(page.locator(".small-print")).to_be_visible()
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= (360 if phone else 1280)
    assert serious(page, EVERY_PART) == []
    shot(page, f"progress-{look}")
    context.close()


@pytest.mark.browser
def test_from_progress_into_a_check_with_somebody_new(page: Page, practised: str) -> None:
    page.goto(practised)
    settled(page)
    page.get_by_role("link", name="Progress").click()
    page.get_by_role("button", name="Check yourself with someone new").click()
    page.wait_for_url(re.compile(r"/talk\?run="))
    expect(page.get_by_text("the coach is off")).to_be_visible()
    expect(page.get_by_text("Pause and coach")).to_have_count(0)
    met = ("Ruth", "Marian", "Ngozi", "Samuel", "Mei-Lin", "Ravi", "Tomasz")
    assert page.locator(".who h1").inner_text() not in met
