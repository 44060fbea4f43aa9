"""`simulator doctor`: what it finds amiss, in words that say what to do, and that it changes nothing."""

from __future__ import annotations

import json
import re
import sqlite3
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from simulator.app import LOCAL_OWNER, App
from simulator.cli import main
from simulator.cli.checkup import _NEEDED, EXTRAS
from simulator.config import load_settings
from simulator.documents import Doctor
from simulator.resources import Library, library
from simulator.store.database import steps_missing
from simulator.store.store import Store
from tests.backends.loopback import LoopbackModel
from tests.postgres import Postgres


def doctor(*arguments: str, **settings: str) -> Result:
    return CliRunner(env={f"SIMULATOR_{name}": value for name, value in settings.items()}).invoke(
        main, ["doctor", *arguments]
    )


def checks(result: Result) -> dict[str, Any]:
    """State and words by name; nothing else stands on standard output, and the exit code says the same."""
    told = Doctor.model_validate_json(result.stdout)
    assert json.loads(result.stdout)["schema"] == "doctor/1"
    assert result.exit_code == (0 if told.fine else 1)
    assert told.fine == all(one.state != "not ok" for one in told.checks)
    return {one.name: (one.state, one.says) for one in told.checks}


def test_an_installation_in_order_is_fine_and_is_left_as_it_was(tmp_path: Path) -> None:
    found = checks(doctor())
    assert {state for state, _ in found.values()} <= {"ok", "note"}
    assert found["personas"] == ("ok", "13 read, and all are valid.")
    assert found["database"][1] == "There is none yet; the first conversation makes it."
    assert "scripted lines" in found["voice"][1]
    assert found["country"][0] == "note"
    assert list(tmp_path.iterdir()) == []


def test_for_people_every_line_says_its_state_in_words() -> None:
    told = doctor("--pretty").stdout
    assert "✓ ok " in told
    assert "• note " in told
    assert "Everything is in its place." in told
    assert "\x1b" not in told
    amiss = doctor("--pretty", COUNTRY="JP")
    assert amiss.exit_code == 1
    assert "✗ not ok " in amiss.stdout
    assert "Not ok: 1." in amiss.stdout


def test_a_database_in_use_is_up_to_date_and_keeps_its_old_talks() -> None:
    app = App(load_settings())
    app.start(LOCAL_OWNER, "teacher", app.library.scenario("the-letter"), seed=1)
    found = checks(doctor(KEEP_DAYS="1"))
    assert found["database"] == ("ok", "It can be read, and is up to date.")
    assert len(app.conversations(LOCAL_OWNER)) == 1


def test_an_older_database_is_announced_and_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite3"
    Store(f"sqlite:///{file}").close()
    with sqlite3.connect(file) as old:
        old.execute("DELETE FROM migrations WHERE number = (SELECT max(number) FROM migrations)")
    state, says = checks(doctor(DATABASE_URL=f"sqlite:///{file}"))["database"]
    assert (state, "bring it up to date" in says) == ("note", True)
    assert steps_missing(f"sqlite:///{file}") == 1


@pytest.mark.parametrize(
    ("settings", "name", "reason"),
    [
        ({"DATABASE_URL": "nonsense"}, "database", "cannot be read; write it as sqlite:///"),
        ({"DATABASE_URL": "sqlite://"}, "database", "names no file"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}, "database", "check that it is running"),
        ({"COUNTRY": "JP"}, "country", "No line to call in JP is known"),
        ({"MODEL": "m"}, "voice", "A model is set but no key"),
        ({"MODEL_FILE": "/no/such/model.gguf"}, "voice", "model.gguf: the model file cannot be read"),
        ({"TEMPERATURE": "hot"}, "settings", "temperature"),
        ({"HELP_FILE": "/no/such/help.yaml"}, "help_lines", "/no/such/help.yaml"),
    ],
)
def test_what_is_amiss_is_named(settings: dict[str, str], name: str, reason: str) -> None:
    state, says = checks(doctor(**settings))[name]
    assert state == "not ok"
    assert reason in says


def test_something_that_is_no_database_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.sqlite3"
    file.write_text("dear diary, " * 100, "utf-8")
    state, says = checks(doctor(DATABASE_URL=f"sqlite:///{file}"))["database"]
    assert (state, "is not a database of conversations" in says) == ("not ok", True)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    state, says = checks(doctor(DATA_FOLDER=str(tmp_path / "file" / "data")))["data_folder"]
    assert state == "not ok"
    assert "Name another folder in SIMULATOR_DATA_FOLDER." in says


def test_a_broken_file_is_named_and_the_others_are_counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "personas").mkdir()
    (tmp_path / "personas" / "half.yaml").write_text("id: half\n", "utf-8")
    broken = Library(tmp_path)
    monkeypatch.setattr("simulator.cli.checkup.library", lambda: broken)
    state, says = checks(doctor())["personas"]
    assert state == "not ok"
    assert "personas/half.yaml" in says


class TestVoice:
    def test_one_that_answers_is_ok(self) -> None:
        count = " ".join(["one"] * 30)
        with LoopbackModel("good", reply=count) as server:
            found = checks(doctor(MODEL="m", BASE_URL=server.url))
        assert found["voice"][0] == "ok"
        assert "The model m at 127.0.0.1" in found["voice"][1]
        assert found["voice_speed"][0] == "ok"
        assert found["voice_schema"][0] == "note"

    def test_one_that_does_not_is_not(self) -> None:
        with LoopbackModel("401") as server:
            found = checks(doctor(MODEL="m", BASE_URL=server.url, API_KEY="sk-secret-1"))
        assert found["voice"][0] == "not ok"
        assert "sk-secret-1" not in str(found)


def test_postgresql_is_looked_at_as_well(postgres: Postgres) -> None:
    assert "There is none yet" in checks(doctor(DATABASE_URL=postgres.url))["database"][1]
    assert steps_missing(postgres.url) is None
    Store(postgres.url).close()
    found = checks(doctor(DATABASE_URL=postgres.url))
    assert found["database"] == ("ok", "It can be read, and is up to date.")
    assert found["postgres"][0] == "ok"


def test_the_shipped_library_is_what_it_counts() -> None:
    assert checks(doctor())["scenarios"][1].startswith(f"{len(library().scenarios)} read")


def test_every_package_that_pip_brings_along_is_looked_for() -> None:
    wanted = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert len(_NEEDED) == len(wanted)
    named = {re.split(r"[<>=!~ \[]", one)[0] for one in wanted} - {"pyyaml", "pillow"}
    assert named <= set(_NEEDED)


def test_every_extra_for_users_is_looked_for_and_says_what_it_is_for() -> None:
    declared = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for_users = {name: wanted for name, wanted in declared.items() if name not in ("dev", "docs")}
    assert {name: [re.split(r"[<>=]", one)[0] for one in wanted] for name, wanted in for_users.items()} == {
        name: [package] for name, (package, _) in EXTRAS.items()
    }
    found = checks(doctor())
    for name, (_, what) in EXTRAS.items():
        assert f", which {what}, is " in found[name][1]


def test_an_extra_that_the_settings_need_and_that_is_not_there_is_amiss(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_authlib(name: str) -> object:
        return None if name == "authlib" else find_spec(name)

    monkeypatch.setattr("simulator.cli.checkup.find_spec", no_authlib)
    assert checks(doctor())["team"][0] == "note"
    state, says = checks(doctor(TEAM_ISSUER="https://login.example.org"))["team"]
    assert (state, says) == (
        "not ok",
        "authlib, which lets people of a team sign in, is not installed: pip install 'authlib'.",
    )
