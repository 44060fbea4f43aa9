"""Broken files are set aside with file, key and reason; the others still load."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.domain.persona import Line
from simulator.errors import BadFile, InputError, UnknownName
from simulator.files import fingerprint, read_yaml, validated
from simulator.resources import Library, library, prompt, root

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="session")
def good() -> dict[str, Any]:
    """The keys and values of one shipped persona."""
    data: dict[str, Any] = yaml.safe_load((root() / "personas" / "the-letter.yaml").read_text("utf-8"))
    return data


@pytest.fixture
def folder(tmp_path: Path, good: dict[str, Any]) -> Path:
    """A folder with one persona and one scenario that are fine."""
    (tmp_path / "personas").mkdir()
    (tmp_path / "prompts" / "scenarios").mkdir(parents=True)
    write(tmp_path / "personas" / "fine.yaml", good | {"id": "fine"})
    text = (root() / "prompts" / "scenarios" / "school.yaml").read_text("utf-8")
    (tmp_path / "prompts" / "scenarios" / "school.yaml").write_text(text, "utf-8")
    return tmp_path


def write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(json.loads(json.dumps(data)), allow_unicode=True, sort_keys=False), "utf-8")


def the_only_fault(folder: Path) -> BadFile:
    """The one broken file; the good ones are there."""
    loaded = Library(folder)
    assert "fine" in loaded.personas
    assert "school" in loaded.scenarios
    assert len(loaded.broken) == 1
    return loaded.broken[0]


def at(*path: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def reach(data: dict[str, Any]) -> dict[str, Any]:
        for key in path:
            data = data[key]
        return data

    return reach


def put(*path: str, value: object) -> Change:
    return lambda data: at(*path[:-1])(data).update({path[-1]: value})


def drop(*path: str) -> Change:
    return lambda data: at(*path[:-1])(data).__delitem__(path[-1])


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        (put("nmae", value="X"), "nmae", "is not a known key"),
        (put("sheet", "shoes", value="red"), "sheet.shoes", "is not a known key"),
        (drop("sheet"), "sheet", "is missing; add it"),
        (drop("lines", "probe"), "", "lines.probe is missing"),
        (put("lines", "dance", value={"any": ["A.", "B."]}), "lines.dance", 'is not a known key; use "open",'),
        (
            put("lines", "warn", value={"any": ["Take care.", "Mind $wrok."]}),
            "lines.warn",
            "slot $wrok, which does not",
        ),
        (put("lines", "warn", value={"any": ["It costs $5.", "Stop."]}), "lines.warn", "broken slot"),
        (put("lines", "silence", value={"cold": ["A.", "B."]}), "lines.silence", "level is missing"),
        (
            put("lines", "hold", value={"any": ['You said "$quote".', 'Is "$quote" all?']}),
            "lines.hold",
            "cold needs at least one line without a topic and without $quote",
        ),
        (put("lines", "warn", value={"any": ["$charge", "Stop."]}), "", "and no other, must use $charge"),
        (put("lines", "charge", value={"any": ["One more thing.", "$charge"]}), "", "every line of lines.charge"),
        (
            put("answers", "job", value=['You said "$quote".', '"$admitted" it is.']),
            "",
            "answers.job needs at least one",
        ),
        (drop("answers", "job"), "", "answers.job is missing"),
        (drop("endings", "left_open"), "", "endings.left_open is missing"),
        (drop("evening", "leaves", "left_open"), "evening", "leaves.left_open is missing"),
        (
            put("evening", "begins", value=['You: "$quote".', "B."]),
            "evening",
            "no line of begins may use the user's words",
        ),
        (put("evening", "kept", value=["I kept it.", "B."]), "evening", "kept must use $quote"),
        (
            put("stance", "thresholds", "agreement", "trust", value=20),
            "stance.thresholds",
            "more trust than conditional",
        ),
        (put("stance", "start", "trust", value=60), "stance", "she would agree at once"),
        (put("stance", "start", "patience", value=10), "stance", "she would leave at once"),
        (put("stance", "start", "trust", value=101), "stance.start.trust", "is too large; write 100 or less"),
        (put("stance", "weights", "kindness", value=120), "stance.weights.kindness", 'a known key; use "courtesy", "'),
        (put("stance", "weights", "regrets", value=120), "stance.weights.regrets", 'did you mean "regret"?'),
        (put("stance", "weights", "regret", value=999), "stance.weights.regret", "is too large; write 300 or less"),
        (put("moods", value={"cold": "grim", "warm": "soft"}), "", "moods.level is missing"),
        (lambda data: data["agenda"].append(data["agenda"][0]), "", "agenda names the same need twice"),
        (put("difficulty", value="brutal"), "difficulty", 'must be "easy", "normal" or "hard".'),
        (put("age", value="old"), "age", "must be a whole number, not text."),
        (put("schema", value="persona/9"), "schema", 'must be "persona/1".'),
        (put("id", value="other"), "id", 'is "other" but the file is called "broken"'),
    ],
)
def test_a_wrong_persona_is_named_with_its_key_and_reason(
    folder: Path, good: dict[str, Any], change: Change, key: str, reason: str
) -> None:
    data = copy.deepcopy(good) | {"id": "broken"}
    change(data)
    write(folder / "personas" / "broken.yaml", data)
    fault = the_only_fault(folder)
    assert fault.file == "personas/broken.yaml"
    assert fault.key.startswith(key)
    assert reason in fault.reason
    assert str(fault).startswith("personas/broken.yaml: ")
    assert "\n" not in str(fault)


def test_a_list_where_text_is_expected_names_its_place(folder: Path, good: dict[str, Any]) -> None:
    data = copy.deepcopy(good) | {"id": "broken"}
    data["agenda"][2]["asks"][1] = 7
    write(folder / "personas" / "broken.yaml", data)
    assert the_only_fault(folder).key == "agenda, entry 3, asks, entry 2"


NESTED = "a: " + "[" * 5_000 + "]" * 5_000
BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (BOMB, "uses a YAML alias"),
        (NESTED, "nested more than 20 levels deep"),
        ("name: A\nname: B\n", 'line 2 is not valid YAML: the key "name" stands twice'),
        ("sheet:\n  job: a\n  job: b\n", 'line 3 is not valid YAML: the key "job" stands twice'),
        ("on: [regret]\n", 'the key "True" is not text; quote it'),
        ("1: one\n", 'the key "1" is not text; quote it'),
        ("name: 'unfinished\n", "is not valid YAML: look for"),
        ("name: a: b\n", "line 1 is not valid YAML: look for text with a colon that is not in quotes"),
        ("name: a\x00b\n", "holds a control character; take it out"),
        ("- a\n- b\n", "must be a mapping of keys to values"),
        ("", "must be a mapping of keys to values"),
        ("a: 1\n---\nb: 2\n", "is not valid YAML: there is a second document"),
        ("name: 2026-02-30\n", "holds a value that cannot be read"),
        ("age: " + "9" * 5_000 + "\n", "holds a value that cannot be read"),
        ('name: !!python/object/apply:os.system ["true"]\n', "line 1 is not valid YAML: it holds a tag (!!)"),
        ('name: !!int ""\n', "holds a value that cannot be read"),
        ('name: !!bool "x"\n', "holds a value that cannot be read"),
        ('name: !!timestamp "x"\n', "holds a value that cannot be read"),
        ("name: " + "x" * 1_000_001, "is larger than 1,000,000 bytes"),
    ],
)
def test_yaml_that_cannot_be_used_is_refused_with_a_reason(folder: Path, text: str, reason: str) -> None:
    (folder / "personas" / "broken.yaml").write_text(text, "utf-8")
    fault = the_only_fault(folder)
    assert fault.file == "personas/broken.yaml"
    assert reason in str(fault)
    assert "\n" not in str(fault)


def test_a_file_that_is_not_utf8_says_where(folder: Path) -> None:
    (folder / "personas" / "broken.yaml").write_bytes("name: José\n".encode("latin-1"))
    assert "is not UTF-8 at byte 9" in str(the_only_fault(folder))


def test_a_file_that_cannot_be_read_is_set_aside(folder: Path) -> None:
    (folder / "personas" / "broken.yaml").mkdir()
    assert "cannot be read" in str(the_only_fault(folder))


def test_a_broken_scenario_is_set_aside(folder: Path) -> None:
    path = folder / "prompts" / "scenarios" / "broken.yaml"
    data = yaml.safe_load((folder / "prompts" / "scenarios" / "school.yaml").read_text("utf-8"))
    data["id"] = "broken"
    data["told_only"] = [data["told_only"][0], data["told_only"][0]]
    write(path, data)
    assert str(the_only_fault(folder)).startswith("prompts/scenarios/broken.yaml: told_only two facts have the same id")


def test_an_unknown_name_lists_the_known_ones(folder: Path) -> None:
    with pytest.raises(UnknownName, match=r'There is no persona "nobody"; choose one of: fine\.'):
        Library(folder).persona("nobody")
    with pytest.raises(
        UnknownName, match=r'There is no scenario "\.\./school"\. Did you mean "school"\? There are: school\.'
    ):
        Library(folder).scenario("../school")


def test_asking_for_a_broken_persona_gives_its_fault(folder: Path) -> None:
    (folder / "personas" / "broken.yaml").write_text("name: 3", "utf-8")
    with pytest.raises(InputError, match=r"personas/broken\.yaml: "):
        Library(folder).persona("broken")


def test_an_empty_folder_gives_an_empty_library(tmp_path: Path) -> None:
    empty = Library(tmp_path)
    assert (empty.personas, empty.scenarios, empty.broken) == ({}, {}, [])


def test_the_first_fault_is_said_in_one_sentence() -> None:
    with pytest.raises(BadFile, match=r"^here: to, entry 1 must be .*\.$"):
        validated(Line, {"say": "Yes.", "to": ["nowhere"]}, "here")


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"x\.yaml: cannot be read: No such file or directory\."):
        read_yaml(tmp_path / "x.yaml", "x.yaml")


def test_fingerprints_tell_texts_apart() -> None:
    assert fingerprint("a") == fingerprint("a")
    assert fingerprint("a") != fingerprint("b")
    assert len(fingerprint("")) == 12


def test_prompts_are_found() -> None:
    assert "$fence_open" in prompt("direction")


def test_a_supervisor_answers_to_id_and_name_and_a_situation_to_its_title() -> None:
    known = library()
    for one in known.personas.values():
        assert known.persona(one.id) is known.persona(one.name.upper()) is known.persona(f" {one.name.lower()} ") is one
        assert known.persona(one.id.title()) is one
    for situation in known.scenarios.values():
        assert known.scenario(situation.title.lower()) is situation


def test_a_name_that_several_have_is_asked_about() -> None:
    marian = library().persona("the-letter")
    known = library().joined_by("a pack", [marian.model_copy(update={"id": "another"})], [], [])
    with pytest.raises(InputError, match='"marian" is the name of several: the-letter, another; choose by that'):
        known.persona("marian")
    assert known.persona("the-letter") is marian


def test_near_names_are_offered_as_they_are_spelt() -> None:
    with pytest.raises(UnknownName, match='Did you mean "Marian"'):
        library().persona("marion")
