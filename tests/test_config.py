"""Settings come from the environment, then from the secrets file, and faults are named without the secret."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

import pytest

from simulator.config import Settings, load_settings
from simulator.errors import BadFile


def secrets(folder: Path, text: str) -> Path:
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(text, "utf-8")
    return folder


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    settings = load_settings({}, tmp_path)
    assert (settings.model, settings.base_url, settings.api_key, settings.country) == (None, None, None, "any")
    assert settings == Settings()


def test_the_environment_comes_first(tmp_path: Path) -> None:
    folder = secrets(tmp_path, '[simulator]\nmodel = "from-file"\ntemperature = 0.1\n')
    settings = load_settings({"SIMULATOR_MODEL": "from-environment"}, folder)
    assert (settings.model, settings.temperature) == ("from-environment", 0.1)


def test_the_own_key_comes_before_the_common_one(tmp_path: Path) -> None:
    both = {"SIMULATOR_API_KEY": "own", "OPENAI_API_KEY": "common"}
    for environment, key in ((both, "own"), ({"OPENAI_API_KEY": "common"}, "common")):
        settings = load_settings(environment, tmp_path)
        assert settings.api_key is not None
        assert settings.api_key.get_secret_value() == key


def test_the_common_key_is_for_openai_alone(tmp_path: Path) -> None:
    common = {"OPENAI_API_KEY": "common"}
    assert load_settings({**common, "SIMULATOR_BASE_URL": "http://127.0.0.1:1/v1"}, tmp_path).api_key is None
    assert load_settings({**common, "SIMULATOR_BASE_URL": "https://api.openai.com"}, tmp_path).api_key is not None


def test_the_key_in_the_secrets_file_comes_before_the_common_one(tmp_path: Path) -> None:
    folder = secrets(tmp_path, '[simulator]\napi_key = "from-file"\ncontext_tokens = 9000\nshared = true\n')
    settings = load_settings({"OPENAI_API_KEY": "common"}, folder)
    assert settings.api_key is not None
    assert settings.api_key.get_secret_value() == "from-file"
    assert (settings.context_tokens, settings.shared) == (9000, True)


@pytest.mark.parametrize("text", ['api_kee = "sk-canary"', "api_key = 4711", 'api_key = ["sk-canary"]'])
def test_a_misspelt_key_is_not_repeated(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadFile) as caught:
        load_settings({}, secrets(tmp_path, f"[simulator]\n{text}\n"))
    shown = "".join(traceback.format_exception(caught.value))
    assert "canary" not in shown
    assert "4711" not in shown


def test_a_key_is_not_printed(tmp_path: Path) -> None:
    settings = load_settings({"SIMULATOR_API_KEY": "sk-canary"}, tmp_path)
    assert "canary" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_the_data_folder_holds_the_database(tmp_path: Path) -> None:
    settings = load_settings({"SIMULATOR_DATA_FOLDER": str(tmp_path / "here")}, tmp_path)
    assert settings.database == f"sqlite:///{tmp_path}/here/conversations.sqlite3"


def test_tests_have_a_data_folder_of_their_own(tmp_path: Path) -> None:
    assert load_settings(folder=tmp_path).data_folder == tmp_path / "data"
    assert not [name for name in os.environ if name.startswith("OPENAI_")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TEMPERATURE", "hot"),
        ("TEMPERATURE", "2.5"),
        ("DEADLINE", "0"),
        ("DEADLINE", "-1"),
        ("COUNTRY", "germany"),
        ("WORDS_PER_SECOND", "-3"),
        ("CONTEXT_TOKENS", "1999"),
        ("CONTEXT_TOKENS", "many"),
        ("SHARED", "perhaps"),
        ("BASE_URL", "localhost:11434/v1"),
        ("BASE_URL", "ftp://127.0.0.1/v1"),
        ("BASE_URL", "http://"),
        ("BASE_URL", "http://[::1/v1"),
        ("BASE_URL", "http://127.0.0.1:99999/v1"),
        ("BASE_URL", "https://host/v1?key=canary"),
        ("BASE_URL", "https://host/v1#canary"),
        ("BASE_URL", "https://user:canary@host/v1"),
        ("BASE_URL", "https://canary@host/v1"),
        ("BASE_URL", "https://host/v 1"),
        ("MODEL", "sk-canary"),
        ("MODEL", "two\nlines"),
        ("MODEL", "x" * 201),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadFile) as caught:
        load_settings({f"SIMULATOR_{name}": value}, tmp_path)
    assert caught.value.key == name.lower()
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")
    assert "canary" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[simulator]\nmodle = "x"\n', "modle is not a known key"),
        ("[simulator\n", "is not valid TOML"),
        ("simulator = 3\n", "simulator must be a table"),
    ],
)
def test_a_wrong_secrets_file_is_named(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(BadFile, match=reason):
        load_settings({}, secrets(tmp_path, text))


def test_a_secrets_file_that_is_not_utf8(tmp_path: Path) -> None:
    folder = secrets(tmp_path, "")
    (folder / ".streamlit" / "secrets.toml").write_bytes(b'[simulator]\nmodel = "\xff"\n')
    with pytest.raises(BadFile, match="is not valid TOML"):
        load_settings({}, folder)


def test_secrets_of_other_programs_are_passed_over(tmp_path: Path) -> None:
    assert load_settings({}, secrets(tmp_path, '[auth]\ncookie_secret = "x"\n')) == Settings()


def test_an_empty_variable_is_not_set(tmp_path: Path) -> None:
    assert load_settings({"SIMULATOR_MODEL": "", "SIMULATOR_TEMPERATURE": ""}, tmp_path) == Settings()


def test_a_model_file_is_a_path(tmp_path: Path) -> None:
    assert load_settings({"SIMULATOR_MODEL_FILE": "models/one.gguf"}, tmp_path).model_file == Path("models/one.gguf")
