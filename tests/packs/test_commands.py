"""The commands: documents on standard output, one clear line for whatever is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from simulator.cli import main
from simulator.documents import DOCUMENTS, PersonaList, json_schema
from simulator.packs.card import CardImport
from simulator.packs.pack import PackCheck, PackList
from simulator.resources import library
from tests.packs.make import files, folder, foreign, persona_file, scenario_file


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    at = tmp_path / "here"
    at.mkdir()
    monkeypatch.chdir(at)
    return at


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), prog_name="simulator")


def packs(result: Result) -> PackList:
    assert result.exit_code == 0, result.stderr
    return PackList.model_validate_json(result.stdout)


def line(result: Result) -> str:
    assert result.exit_code == 2, (result.output, result.exception)
    (said,) = result.stderr.strip().splitlines()
    return str(said)


def test_a_pack_is_made_checked_installed_listed_and_removed(here: Path) -> None:
    at = folder(here / "nights", files() | {"README.md": b"x"})
    assert packs(run("pack", "list")).packs == ()
    made = run("pack", "make", at)
    assert packs(made).packs[0].personas == ("night-lead",)
    assert made.stderr.strip() == "simulator: README.md is no part of a pack and was left out."
    checked = PackCheck.model_validate_json(run("pack", "check", "nights.zip").stdout)
    assert (checked.fine, checked.problems) == (True, ())
    assert packs(run("pack", "install", "nights.zip")).packs == packs(run("pack", "list")).packs
    known = PersonaList.model_validate_json(run("personas").stdout).personas
    assert [one.origin for one in known] == [None] * 13 + ["Night shift"]
    assert "Night shift" in run("personas", "--pretty").stdout
    assert packs(run("pack", "remove", "nights")).packs == ()


def test_a_packs_supervisor_and_situation_play_score_and_sit_on_the_panel_where_asked(here: Path) -> None:
    (here / "turns.txt").write_text("I did not send the report. That was mine.\n", "utf-8")
    run("pack", "install", folder(here / "nights"))
    play = run("play", "--persona", "night-lead", "--scenario", "night-ward", "--turns", "turns.txt")
    assert json.loads(play.stdout)["persona"]["name"] == "Orla"
    (here / "talk.json").write_text(play.stdout, "utf-8")
    assert run("score", "talk.json", "--persona", "night-lead").exit_code == 0
    seats = [len(json.loads(run("panel", "talk.json", *more).stdout)["supervisors"]) for more in ((), ("--packs",))]
    assert seats == [13, 14]
    assert run("progress", "talk.json").exit_code == 0


def test_everything_that_is_wrong_with_a_pack_is_said(here: Path) -> None:
    wrong = persona_file("teacher").replace(b"age: ", b"aged: ") + b"price: 5\n"
    at = folder(here / "nights", files() | {"personas/x.yaml": wrong, "personas/teacher.yaml": persona_file("teacher")})
    result = run("pack", "check", at)
    told = PackCheck.model_validate_json(result.stdout)
    assert [said.partition(" ")[0] for said in told.problems] == [
        *("nights/personas/x.yaml:",) * 3,
        "nights/personas/teacher.yaml:",
    ]
    assert line(result) == f"simulator: {told.problems[0]}"
    assert "taken by the program itself" in run("pack", "check", at, "--pretty").stdout
    assert "nights/personas/x.yaml: age is missing" in line(run("pack", "make", at))
    assert "And 3 more" in line(run("pack", "install", at))
    assert packs(run("pack", "list")).packs == ()


@pytest.mark.parametrize("manifest", [b"schema: pack/1\nname: Night shift!\n", b"name: [", None])
def test_a_wrong_manifest_hides_nothing_else_that_is_wrong(here: Path, manifest: bytes | None) -> None:
    spoilt = persona_file("night-lead").replace(b"difficulty: ", b"difficulty: very ")
    content = {"personas/night-lead.yaml": spoilt, "personas/teacher.yaml": persona_file("teacher")}
    content |= {"scenarios/attic.yaml": b"id: attic\n", "persona/lost.yaml": b""}
    at = folder(here / "nights", content if manifest is None else content | {"pack.yaml": manifest})
    result = run("pack", "check", at)
    told = PackCheck.model_validate_json(result.stdout)
    assert (told.pack, told.fine) == (None, False)
    assert "pack.yaml" in told.problems[0]
    said = " ".join(told.problems)
    for wrong in (
        'nights/personas/night-lead.yaml: difficulty must be "easy", "normal" or "hard".',
        "nights/personas/teacher.yaml: id is taken by the program itself",
        "nights/scenarios/attic.yaml: title is missing; add it.",
        "nights/scenarios/attic.yaml: slots is missing; add it.",
        "nights/persona/lost.yaml: lies in no known place",
    ):
        assert wrong in said
    assert line(result) == f"simulator: {told.problems[0]}"
    assert "A pack without a usable pack.yaml. Not fine yet." in run("pack", "check", at, "--pretty").stdout


def test_the_supervisors_of_a_pack_are_played_on_request(here: Path) -> None:
    at = folder(here / "nights", files() | {"personas/night-lead.yaml": persona_file("night-lead", quarrel=None)})
    told = PackCheck.model_validate_json(run("pack", "check", at, "--play").stdout)
    (played,) = told.played
    assert not told.fine
    assert any(said.startswith("quarrel is not there") for said in played.missing)


def test_a_check_does_not_take_a_pack_for_a_clash_with_itself(here: Path) -> None:
    at = folder(here / "nights")
    run("pack", "install", at)
    assert run("pack", "check", at).exit_code == 0
    assert "installed already" in line(run("pack", "install", at))
    assert run("pack", "install", "--replace", at).exit_code == 0
    assert "choose one of: nights" in line(run("pack", "remove", "days"))


def test_a_broken_pack_in_the_data_folder_is_named_and_the_rest_loads(here: Path, tmp_path: Path) -> None:
    run("pack", "install", folder(here / "nights"))
    (tmp_path / "data" / "packs" / "bad.zip").write_bytes(b"x")
    result = run("personas")
    assert len(json.loads(result.stdout)["personas"]) == 14
    assert result.stderr.strip() == (
        "simulator: bad.zip: is no zip file that can be read; pack it again. The others are loaded."
    )
    assert packs(run("pack", "list")).broken == ("bad.zip: is no zip file that can be read; pack it again.",)


@pytest.mark.parametrize("suffix", ["json", "png"])
def test_a_card_goes_out_and_comes_back(here: Path, suffix: str) -> None:
    assert run("card", "export", "mirror", "-o", f"m.{suffix}").exit_code == 0
    told = CardImport.model_validate_json(run("card", "import", f"m.{suffix}").stdout)
    assert (told.whole, told.file, told.persona) == (True, "mirror.yaml", "mirror")
    again = run("card", "export", "mirror.yaml")
    assert again.stdout == run("card", "export", "mirror").stdout
    assert "is there already" in line(run("card", "import", f"m.{suffix}"))
    assert yaml.safe_load((here / "mirror.yaml").read_text("utf-8"))["name"] == library().persona("mirror").name


def test_a_strangers_card_is_written_as_a_draft_that_passes_the_reader(here: Path) -> None:
    (here / "c.json").write_bytes(foreign())
    result = run("card", "import", "c.json", "--base", "mirror", "-o", "irena-volkova.yaml")
    told = CardImport.model_validate_json(result.stdout)
    assert (told.base, told.whole) == ("mirror", False)
    assert run("card", "export", "irena-volkova.yaml", "-o", "back.png").exit_code == 0
    shown = run("card", "import", "c.json", "-o", "again.yaml", "--pretty").stdout
    for heading in ("Carried over", "Not carried over", "To write next"):
        assert heading in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("card", "export", "nobody"), "There is no persona"),
        (("card", "export", "mirror", "-o", "m.gif"), "written as .json or .png"),
        (("card", "import", "nowhere.png"), "cannot be read"),
        (("card", "import", "."), "cannot be read"),
        (("card", "import", "x.json", "--base", "nobody"), "cannot be read"),
        (("pack", "install", "nowhere"), "cannot be read"),
        (("pack", "check", "/"), "holds"),
        (("pack", "make"), "Missing argument"),
        (("pack", "dance"), "No such command"),
    ],
)
def test_whatever_is_wrong_is_one_clear_line(arguments: tuple[str, ...], said: str) -> None:
    assert said in line(run(*arguments))


@pytest.mark.parametrize("name", ["pack", "packs", "pack-check", "card-import"])
def test_the_documents_have_schemas(name: str) -> None:
    assert json_schema(name)["properties"]["schema"]["const"] == f"{name}/1"
    assert name in DOCUMENTS


def despairing() -> bytes:
    return scenario_file("attic").replace(b"role: ", b"role: I want to kill myself. ")


@pytest.mark.parametrize("command", ["check", "make", "install"])
def test_a_situation_that_calls_for_help_meets_it_and_nothing_is_refused(here: Path, command: str) -> None:
    at = folder(here / "nights", files() | {"scenarios/attic.yaml": despairing()})
    result = run("pack", command, at)
    assert result.exit_code == 0, result.stderr
    assert "findahelpline.com" in result.stderr
    assert json.loads(result.stdout)["schema"] in ("packs/1", "pack-check/1")
    broken = folder(
        here / "broken", files() | {"scenarios/attic.yaml": despairing() + b"price: 5\n", "pack.yaml": b"{"}
    )
    assert "findahelpline.com" in run("pack", command, broken).stderr
    assert "findahelpline.com" not in run("pack", "check", folder(here / "plain")).stderr


def test_what_a_supervisor_says_is_nobodys_own_words(here: Path) -> None:
    said = persona_file("night-lead").replace(b"background: ", b"background: Said once to a doctor, I want to die. ")
    at = folder(here / "nights", files() | {"personas/night-lead.yaml": said})
    assert run("pack", "check", at).stderr == ""
