"""Writing a supervisor and installing packs on the page, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
import yaml
from streamlit.testing.v1 import AppTest

from simulator.packs.shelf import Shelf
from simulator.packs.writing import persona_yaml
from simulator.resources import library
from tests.packs.make import files, foreign, pack, pack_called, persona_file, scenario_file, zipped
from tests.ui.conftest import everybody
from tests.ui.test_pages import html, texts

#: One page of the app, with the others beside it.
_SCRIPT = """
import streamlit as st
from simulator.app import LOCAL_OWNER
from simulator.ui import bring_in, home, packs, review, shared, talk, write
shared.enter(LOCAL_OWNER)
pages = {{
    name: st.Page(page, title=name, url_path=name, default=name == "{first}")
    for name, page in (
        ("home", home.page), ("write", write.page), ("packs", packs.page), ("talk", talk.page),
        ("review", review.page), ("import", bring_in.page),
    )
}}
shared.register(pages)
st.navigation([*pages.values()], position="hidden").run()
"""


@pytest.fixture
def clean() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def write(clean: None) -> AppTest:
    """The page to write on."""
    return AppTest.from_string(_SCRIPT.format(first="write"), default_timeout=30).run()


@pytest.fixture
def begun(write: AppTest) -> AppTest:
    """A copy of Ngozi."""
    write.selectbox(key="write-from").set_value("mirror").run()
    return sound(write.button(key="write-begin").click().run())


@pytest.fixture
def packs(clean: None) -> AppTest:
    """The page of packs."""
    return AppTest.from_string(_SCRIPT.format(first="packs"), default_timeout=30).run()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "data")


def sound(page: AppTest) -> AppTest:
    assert not page.exception
    return page


def field(page: AppTest, label: str) -> Any:
    """The field of that label."""
    everything = (*page.text_input, *page.text_area, *page.number_input, *page.selectbox)
    (found,) = [one for one in everything if one.label == label]
    return found


def send(page: AppTest, label: str) -> AppTest:
    """Send the form that ends in this button."""
    return sound(next(one for one in page.button if one.label == label).click().run())


def say(page: AppTest, words: str) -> AppTest:
    """Say something in the talk on trial."""
    page.text_input(key="trial-words").set_value(words)
    return send(page, "Say it")


def part(page: AppTest, name: str) -> AppTest:
    return sound(page.segmented_control(key="write-part").set_value(name).run())


def read_file(page: AppTest, name: str, content: bytes, media: str = "application/octet-stream") -> AppTest:
    page.file_uploader(key="write-file").set_value((name, content, media)).run()
    return sound(page.button(key="write-read").click().run())


def keep(page: AppTest) -> AppTest:
    return sound(part(page, "Keep").button(key="write-save").click().run())


def test_the_page_says_where_to_begin(write: AppTest) -> None:
    assert "You begin with a supervisor" in html(write)
    assert "Choose a file first." in texts(write.button(key="write-read").click().run())


def test_a_copy_can_be_played_at_once_and_every_change_is_checked(begun: AppTest) -> None:
    assert "This can be played as it stands." in html(begun)
    page = sound(field(begun, "Name").set_value("**Bo**").run())
    assert "To mend: This supervisor: name “**Bo**”" in html(page).replace("&quot;", "“", 1).replace("&quot;", "”", 1)
    page = sound(field(page, "Name").set_value("Bo").run())
    assert "This can be played as it stands." in html(page)
    page = sound(field(part(page, "What counts"), "Trust").set_value(90).run())
    assert "she would agree at once" in html(page)
    assert "Mend what is said above first" in html(part(page, "Try"))


def test_what_is_typed_stays_when_another_part_is_looked_at(begun: AppTest) -> None:
    field(begun, "Name").set_value("Bo").run()
    field(part(begun, "What counts"), "An excuse").set_value(200).run()
    assert field(part(begun, "Who it is"), "Name").value == "Bo"
    assert field(part(begun, "What counts"), "An excuse").value == 200
    text = field(part(begun, "The whole file"), "The file").value
    assert yaml.safe_load(text)["stance"]["weights"]["excuse"] == 200


def test_lines_are_written_one_a_row(begun: AppTest) -> None:
    page = part(begun, "Lines")
    field(page, "Place").set_value("says: warn").run()
    field(page, "In any mood").set_value("Stop there.\n[rude] Not in those words.\nSay it without that.").run()
    data = yaml.safe_load(field(part(page, "The whole file"), "The file").value)
    assert data["lines"]["warn"]["any"] == [
        "Stop there.",
        {"to": ["rude"], "say": "Not in those words."},
        "Say it without that.",
    ]
    page = part(page, "Lines")
    field(page, "Place").set_value("says: warn").run()
    field(page, "In any mood").set_value("Stop there, $wrok.").run()
    assert "slot $wrok, which does not exist" in html(page)


def test_the_whole_file_is_taken_over_where_it_can_be_read(begun: AppTest) -> None:
    page = part(begun, "The whole file")
    good = persona_yaml(library().persona("teacher")).decode()
    field(page, "The file").set_value(good.replace("persona/1", "persona/9"))
    page = send(page, "Take this over")
    assert 'The file: schema must be "persona/1".' in texts(page)
    assert "persona/9" in field(page, "The file").value
    field(page, "The file").set_value(good.replace("id: teacher", "id: bo"))
    page = send(page, "Take this over")
    assert field(part(page, "Who it is"), "Name").value == library().persona("teacher").name


def test_scripted_employees_try_it_and_a_talk_is_held_that_is_kept_nowhere(begun: AppTest, tmp_path: Path) -> None:
    page = part(begun, "Try")
    page = sound(page.button(key="write-rehearse").click().run())
    assert "Ngozi is fine." in html(page)
    page = sound(page.button(key="trial-begin").click().run())
    page = say(page, "I did not send the <b>report</b>. That was mine.")
    shown = html(page)
    assert shown.count('class="bubble hers"') == 2
    assert "I did not send the &lt;b&gt;report" in shown
    assert "acknowledge, " in shown
    assert not (tmp_path / "data" / "conversations.sqlite3").exists()
    field(part(page, "Who it is"), "Name").set_value("Bo").run()
    assert html(part(page, "Try")).count("The draft has changed since") == 2


@pytest.mark.parametrize("where", ["field", "file", "trial"])
def test_words_of_distress_meet_help_and_the_draft_is_still_there(begun: AppTest, where: str) -> None:
    page = field(begun, "Name").set_value("Bo").run()
    if where == "field":
        page = sound(field(page, "A private worry").set_value("I want to kill myself tonight.").run())
    elif where == "file":
        text = field(part(page, "The whole file"), "The file")
        text.set_value(text.value.replace("private_worry: ", "private_worry: I want to kill myself tonight. "))
        page = send(page, "Take this over")
    else:
        page = sound(part(page, "Try").button(key="trial-begin").click().run())
        page = say(page, "I want to kill myself tonight.")
    assert 'class="help"' in html(page)
    page = sound(page.button(key="back").click().run())
    assert 'class="help"' not in html(page)
    assert "Bo</h2>" in html(page)


def test_a_card_becomes_a_draft_with_its_account(write: AppTest) -> None:
    page = read_file(write, "irena.json", foreign(name="Irena", description="<b>She</b> is 50 years old."))
    shown = html(page)
    for words in ("Carried over", "The system prompt: orders to a model", "To write next", "Irena</h2>"):
        assert words in shown
    assert field(part(page, "Who it is"), "Background, in a sentence or two").value.startswith("<b>She</b>")
    assert "<b>She</b>" not in html(page)


def test_a_file_that_is_none_is_one_sentence(write: AppTest) -> None:
    assert "x.json: is no PNG picture, and is not valid JSON" in texts(read_file(write, "x.json", b"nothing"))
    assert 'x.yaml: id is "y" but the file' in texts(read_file(write, "x.yaml", persona_file("y")))


def test_what_is_kept_stands_beside_the_thirteen_and_goes_on_under_its_name(begun: AppTest, shelf: Shelf) -> None:
    field(begun, "Name").set_value("Bo").run()
    page = keep(begun)
    assert "Bo is kept." in texts(page)
    assert [(one.id, one.name) for one in shelf.library().personas.values()][13:] == [("ngozi", "Bo")]
    assert sound(page.button(key="write-delete").click().run())
    assert shelf.library() is library()
    page = keep(page)
    page = sound(page.button(key="write-home").click().run())
    shown = html(everybody(page))
    assert '<span class="tag">Written here</span>' in shown
    assert "All 14" in [tab.label for tab in page.tabs]
    page = sound(page.button(key="talk-ngozi").click().run())
    assert html(page).count('class="bubble hers"') == 1


def test_an_id_that_is_taken_is_one_sentence_and_nothing_is_lost(begun: AppTest, shelf: Shelf) -> None:
    page = part(begun, "Keep")
    field(page, "Short name for files: small letters, digits and hyphens").set_value("teacher").run()
    page = sound(page.button(key="write-save").click().run())
    assert "id is taken by the program itself" in texts(page)
    assert shelf.own() is None
    page = sound(page.button(key="write-away-yes").click().run())
    assert "You begin with a supervisor" in html(page)


def test_four_kinds_of_files_are_offered(begun: AppTest) -> None:
    page = part(begun, "Keep")
    assert len(page.download_button) == 4


@pytest.mark.parametrize("allowed", [None, "true"])
def test_a_shared_installation_is_changed_by_its_administrator_alone(
    clean: None, monkeypatch: pytest.MonkeyPatch, shelf: Shelf, allowed: str | None
) -> None:
    monkeypatch.setenv("SIMULATOR_SHARED", "true")
    if allowed:
        monkeypatch.setenv("SIMULATOR_PAGE_PACKS", allowed)
    shelf.install(pack())
    page = AppTest.from_string(_SCRIPT.format(first="packs"), default_timeout=30).run()
    assert "Night shift" in html(page)
    assert ("its administrator alone" in html(page)) is (allowed is None)
    assert bool(page.file_uploader) is (allowed is not None)
    page = AppTest.from_string(_SCRIPT.format(first="write"), default_timeout=30).run()
    page = part(page.button(key="write-begin").click().run(), "Keep")
    assert len(page.download_button) == 4
    assert ("write-save" in [one.key for one in page.button]) is (allowed is not None)


def install(page: AppTest, content: bytes, replace: bool = False) -> AppTest:
    page.file_uploader(key="pack-file").set_value(("nights.zip", content, "application/zip"))
    if replace:
        page.checkbox(key="pack-replace").check()
    return send(page, "Install it")


def test_a_pack_is_installed_replaced_and_removed(packs: AppTest, shelf: Shelf) -> None:
    assert "None is installed." in html(packs)
    page = install(packs, zipped(files() | {"face.png": b"x"}))
    assert "The pack “Night shift” is installed. Left out, for no pack is made of it: face.png." in texts(page)
    assert "Orla" in html(page)
    assert "installed already" in texts(install(page, zipped(files())))
    assert "is installed." in texts(install(page, zipped(files()), replace=True))
    page = sound(page.button(key="pack-removed-nights").click().run())
    assert "is removed." in texts(page)
    assert shelf.library() is library()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nothing", "nights.zip: is no zip file"),
        (zipped({"../x.yaml": b"x"}), "leads out of the pack"),
        (zipped(files() | {"personas/teacher.yaml": persona_file("teacher")}), "is taken by the program itself"),
        (zipped(files() | {"personas/x.yaml": b"a: &a [1]\nb: [*a]"}), "uses a YAML alias"),
    ],
)
def test_a_pack_that_cannot_be_installed_is_one_sentence(
    packs: AppTest, shelf: Shelf, content: bytes, said: str
) -> None:
    assert said in texts(install(packs, content))
    assert shelf.listed().packs == ()
    assert "Choose a zip first." in texts(send(packs, "Install it"))


def test_words_of_a_pack_are_shown_exactly(packs: AppTest, shelf: Shelf) -> None:
    marked = b"schema: pack/1\nname: a\ntitle: '<b>*x*</b>'\nabout: '![](http://canary.example/x)'\nauthor: '<i>me'\n"
    shelf.install(pack({"pack.yaml": marked, "personas/x.yaml": persona_file("x", name="Bo")}))
    shelf.install(pack_called("b", "somebody"))
    page = sound(packs.run())
    shown = html(page)
    assert "&lt;b&gt;*x*&lt;/b&gt;" in shown
    assert "![](http://canary.example/x)" in shown
    assert "canary" not in "".join(str(one.value) for one in page.markdown)


def test_those_of_packs_are_chosen_like_any_other_and_sit_on_the_panel_where_asked(clean: None, shelf: Shelf) -> None:
    shelf.install(pack())
    page = AppTest.from_string(_SCRIPT.format(first="home"), default_timeout=30).run()
    assert any("(school, from Night shift)" in label for label in page.selectbox[0].options)
    page = sound(everybody(page).button(key="talk-night-lead").click().run())
    page.chat_input[0].set_value("I did not send the report. That was mine.").run()
    page = sound(page.button(key="leave").click().run())
    page = sound(page.button(key="review").click().run())
    page = sound(page.toggle(key="others").set_value(True).run())
    assert "All 13, on the same axes" in [one.value for one in page.subheader]
    page = sound(page.checkbox(key="others-packs").check().run())
    assert "All 14, on the same axes" in [one.value for one in page.subheader]


def test_a_talk_that_was_had_can_be_read_by_somebody_of_a_pack(clean: None, shelf: Shelf) -> None:
    shelf.install(pack())
    page = AppTest.from_string(_SCRIPT.format(first="import"), default_timeout=30).run()
    page.text_area(key="bring-text").set_value("Boss: Well?\nYou: That was mine.")
    page = send(page, "Show who said what")
    assert "Orla (Night shift)" in page.selectbox(key="bring-persona").options


def test_a_situation_in_a_pack_that_calls_for_help_meets_it_and_there_is_a_way_back(
    packs: AppTest, shelf: Shelf
) -> None:
    despairing = scenario_file("attic").replace(b"role: ", b"role: I want to kill myself. ")
    page = install(packs, zipped(files() | {"scenarios/attic.yaml": despairing}))
    assert 'class="help"' in html(page)
    assert [one.name for one in shelf.listed().packs] == ["nights"]
    page = sound(page.button(key="back").click().run())
    assert 'class="help"' not in html(page)
