"""Every supervisor has a portrait that is small, safe to put inline, and like no other."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import simulator.ui
from simulator.resources import library
from tests.shipped import PERSONA_IDS

FOLDER = Path(simulator.ui.__file__).parent / "avatars"
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = {
    "svg",
    "title",
    "g",
    "path",
    "circle",
    "ellipse",
    "rect",
    "defs",
    "clipPath",
    "linearGradient",
    "stop",
    "use",
}
MOST_BYTES = 8_192
REFERENCE = re.compile(r"url\(\s*['\"]?([^'\")]*)")

each_persona = pytest.mark.parametrize("persona_id", PERSONA_IDS)


def file_of(persona_id: str) -> Path:
    return FOLDER / f"{persona_id}.svg"


def drawing(persona_id: str) -> ElementTree.Element:
    return ElementTree.fromstring(file_of(persona_id).read_text("utf-8"))


def local(name: str) -> str:
    """The name of a tag or an attribute without its namespace."""
    return name.rpartition("}")[2]


def references(element: ElementTree.Element) -> list[str]:
    """Everything this element points at."""
    found = [target for value in element.attrib.values() for target in REFERENCE.findall(value)]
    return found + [value for key, value in element.attrib.items() if local(key) in {"href", "src"}]


def test_the_folder_holds_one_file_for_each_persona_and_nothing_else() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == [f"{persona_id}.svg" for persona_id in sorted(PERSONA_IDS)]


def test_no_two_are_the_same_drawing() -> None:
    drawn = {file_of(persona_id).read_text("utf-8").partition("</title>")[2] for persona_id in PERSONA_IDS}
    assert len(drawn) == len(PERSONA_IDS)


@each_persona
def test_it_is_a_named_square_picture(persona_id: str) -> None:
    root = drawing(persona_id)
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == "0 0 160 160"
    assert root.get("role") == "img"
    assert [title.text for title in root.iter(f"{SVG}title")] == [library().persona(persona_id).name]


@each_persona
def test_it_is_small(persona_id: str) -> None:
    assert file_of(persona_id).stat().st_size < MOST_BYTES


@each_persona
def test_it_only_draws(persona_id: str) -> None:
    assert "<!" not in file_of(persona_id).read_text("utf-8")
    for element in drawing(persona_id).iter():
        assert local(element.tag) in DRAWING
        assert not [key for key in element.attrib if local(key).lower().startswith("on") or local(key) == "style"]


@each_persona
def test_its_ids_are_its_own_and_it_points_at_nothing_else(persona_id: str) -> None:
    elements = list(drawing(persona_id).iter())
    ids = [element.attrib["id"] for element in elements if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert all(name.startswith(f"{persona_id}-") for name in ids)
    assert {target for element in elements for target in references(element)} <= {f"#{name}" for name in ids}
