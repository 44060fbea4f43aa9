"""A draft as text and back: nothing changes that nobody changed."""

from __future__ import annotations

import pytest

from simulator.domain.persona import Persona
from simulator.files import validated
from simulator.packs.draft import Area, as_rows, at, from_rows, places, put, texts
from simulator.packs.writing import as_data
from simulator.resources import library
from tests.shipped import PERSONA_IDS


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_every_place_shows_its_lines_and_takes_them_back_as_they_were(persona_id: str) -> None:
    persona = library().persona(persona_id)
    data = as_data(persona)
    shown = set()
    for place in places(data):
        for area in place.areas:
            before = at(data, area.path)
            again = from_rows(as_rows(before)) if area.many else before
            data = put(data, area.path, again)
            shown.add(area.path)
    assert validated(Persona, data, "x") == persona
    assert len(shown) == sum(len(place.areas) for place in places(data))


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_every_line_of_a_supervisor_stands_in_some_place(persona_id: str) -> None:
    data = as_data(library().persona(persona_id))
    found = {words for place in places(data) for area in place.areas for words in texts(at(data, area.path))}
    banks = [data[key] for key in ("lines", "answers", "endings", "evening")] + [one["asks"] for one in data["agenda"]]
    topics = {topic for bank in banks for topic in _topics(bank)}
    assert {words for bank in banks for words in texts(bank)} - topics <= found


def _topics(value: object) -> set[str]:
    if isinstance(value, dict):
        here = set(value["to"]) if isinstance(value.get("to"), list) else set()
        return here.union(*map(_topics, value.values()))
    return set().union(*map(_topics, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("Yes.", "Yes."),
        ("  Two   blanks. ", "Two blanks."),
        ("[excuse] I heard that.", {"to": ["excuse"], "say": "I heard that."}),
        ("[excuse, soft_words]  Hm.", {"to": ["excuse", "soft_words"], "say": "Hm."}),
        ("[Not a topic] Hm.", "[Not a topic] Hm."),
        ("[excuse]", "[excuse]"),
        ('You said "$quote".', 'You said "$quote".'),
    ],
)
def test_a_row_is_a_line_with_or_without_topics(row: str, line: object) -> None:
    assert from_rows(f"\n{row}\n\n") == [line]


def test_no_rows_leave_the_mood_out_and_with_the_last_mood_the_move() -> None:
    data = put(as_data(library().persona("mirror")), ("lines", "take_in"), {"any": ["One.", "Two."]})
    assert "take_in" not in put(data, ("lines", "take_in", "any"), [])["lines"]
    both = put(data, ("lines", "take_in", "cold"), ["Three."])
    assert put(both, ("lines", "take_in", "any"), [])["lines"]["take_in"] == {"cold": ["Three."]}
    assert put(data, ("lines", "account", "any"), ["A."])["lines"]["account"]["any"] == ["A."]


def test_a_change_is_a_new_value() -> None:
    data = as_data(library().persona("mirror"))
    changed = put(data, ("sheet", "job"), "Another post.")
    assert at(data, ("sheet", "job")) != at(changed, ("sheet", "job")) == "Another post."
    assert at(data, ("sheet", "nothing", 3)) is None


def test_an_area_without_lines_is_an_empty_text() -> None:
    assert as_rows(None) == ""
    assert Area("Cold", ("lines", "open", "cold")).many
