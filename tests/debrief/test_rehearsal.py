"""A persona file is tried by scripted employees: what it lacks, and where its supervisor misbehaves."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from simulator.debrief.persona_check import MUST_COUNT, TOPICS, check
from simulator.debrief.rehearsal import EMPTY, EXCUSES, ORDER, RECIPE, REPAIRS, before, employees, rehearse
from simulator.domain.conduct import Move
from simulator.domain.persona import Persona
from simulator.domain.report import PersonaCheck
from simulator.errors import BadFile
from simulator.resources import library

Change = Callable[[dict[str, Any]], None]


def spoiled(change: Change, persona: str = "the-letter") -> PersonaCheck:
    """What is said of a shipped persona after a change to its file."""
    data = library().persona(persona).model_dump(mode="json", by_alias=True)
    change(data)
    return check(Persona.model_validate(data))


def weighing(**weights: int) -> PersonaCheck:
    """What is said of the letter's supervisor with other weights."""
    return spoiled(lambda data: data["stance"]["weights"].update(weights))


@cache
def shipped(persona: str) -> PersonaCheck:
    """What is said of a shipped persona."""
    return check(library().persona(persona))


@pytest.mark.parametrize("persona", ["the-letter", "circling-coach", "health-aware"])
def test_shipped_supervisors_are_fine(persona: str) -> None:
    found = shipped(persona)
    assert (found.missing, found.misbehaves, found.fine) == ((), (), True)
    assert tuple(found.trust) == tuple(employees())


def test_without_the_parts_that_a_file_may_do_without_they_are_missing() -> None:
    def strip(data: dict[str, Any]) -> None:
        for move in ("take_in", "review", "account"):
            del data["lines"][move]
        data["quarrel"], data["evening"]["feels"] = None, {}

    found = spoiled(strip)
    places = [sentence.partition(" ")[0] for sentence in found.missing]
    assert places == [
        *("lines.take_in", "lines.review", "lines.account", "quarrel"),
        *("evening.feels.cold", "evening.feels.level", "evening.feels.warm"),
    ]
    assert found.misbehaves == ()
    assert not found.fine


def test_a_topic_without_a_line_is_named() -> None:
    def strip(data: dict[str, Any]) -> None:
        for mood, lines in data["lines"]["challenge"].items():
            data["lines"]["challenge"][mood] = [line for line in lines or () if "denial" not in line["to"]] or None

    assert spoiled(strip).missing == ("lines.challenge has no line to denial.",)


def test_too_few_lines_are_named_with_their_place() -> None:
    def strip(data: dict[str, Any]) -> None:
        data["lines"]["challenge"] = {"any": ["I heard that.", "That is not what I asked."]}

    found = spoiled(strip)
    assert any(sentence.startswith("lines.challenge has too few lines: in ") for sentence in found.missing)
    assert any("said twice within a talk" in sentence for sentence in found.misbehaves)


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ({"dated_commitment": 0}, "stance.weights.dated_commitment is 0 percent"),
        ({"names_own_error": 0}, "Three good turns in a row are not felt"),
        ({"excuse": 0}, '"excuse first" must cost 2 points of trust at least and comes to +'),
        (
            {"blames_others": 0, "blames_system": 0, "blames_supervisor": 0},
            '"vague" must end 5 points of trust above "blames"',
        ),
        (
            {"contempt": 30, "threat": 30, "sarcasm": 0, "hostile_question": 0, "attributes_motive": 0},
            '"blames" must end 5 points of trust above "attacks"',
        ),
        (
            dict.fromkeys(("names_own_error", "names_impact", "dated_commitment"), 30)
            | dict.fromkeys(("offers_check", "asks_expectations", "early_warning", "fix_done"), 0),
            "terms on conditions ask for 42",
        ),
    ],
)
def test_a_spoiled_weight_is_reported(weights: dict[str, int], says: str) -> None:
    found = weighing(**weights)
    assert any(says in sentence for sentence in found.misbehaves), found.misbehaves
    assert not found.fine


def test_long_replies_are_reported() -> None:
    def lengthen(data: dict[str, Any]) -> None:
        for move in data["lines"].values():
            for lines in filter(None, move.values()):
                for line in lines:
                    line["say"] = (
                        "Now. Well. So I say it once more, slowly, for both of us, and for the minutes. "
                        + (line["say"])
                    )

    found = spoiled(lengthen)
    assert any(sentence.startswith("The median reply has ") for sentence in found.misbehaves)
    assert any(" sentences, and 3 are the most: Now. Well." in sentence for sentence in found.misbehaves)


def test_the_shipped_employees_hold_every_kind_in_three_voices_of_seven_turns() -> None:
    kinds = employees()
    assert {*ORDER, *EMPTY, EXCUSES, REPAIRS, RECIPE} == set(kinds)
    assert {len(voices) for voices in kinds.values()} == {3}
    assert {len(voice) for voices in kinds.values() for voice in voices} == {7}


def test_broken_employees_are_named(tmp_path: Path) -> None:
    file = tmp_path / "employees.yaml"
    file.write_text("owns it:\n  - []\n", "utf-8")
    with pytest.raises(BadFile, match=r"owns it, entry 1"):
        employees(file)


def test_a_talk_is_heard_to_the_end_but_her_lines_count_to_its_ending() -> None:
    attack = employees()["attacks"][0]
    talk = rehearse(library().persona("the-letter"), attack, 0)
    assert len(talk.trust) == len(attack) + 1
    assert len(talk.replies) < len(attack)
    assert talk == rehearse(library().persona("the-letter"), attack, 0)


def test_a_course_is_the_mean_of_all_talks() -> None:
    kinds = {kind: voices[:1] for kind, voices in employees().items() if kind in ORDER}
    ends = before(library().persona("teacher"), kinds, range(1))
    (talk,) = ends.talks["owns it"][0]
    assert ends.course("owns it") == talk.trust
    assert ends.mean("owns it") == talk.moved


def test_what_is_asked_for_can_be_written() -> None:
    assert set(TOPICS) <= set(Move)
    assert len(set(MUST_COUNT)) == len(MUST_COUNT)
