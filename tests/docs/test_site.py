"""The site of the documents is built without a warning, asks nobody else for anything, and tells what there is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.group import COMMANDS
from simulator.config import Settings
from simulator.documents import DOCUMENTS, json_schema
from simulator.domain.events import EventName

from .blocks import ROOT

#: What a browser loads by itself; a link that a person may follow is not among it.
_LOADED = re.compile(
    r"""(?:<(?:script|img|iframe|source)\b[^>]*\bsrc|<link\b[^>]*\bhref)=["']?(?:https?:)?//[^"'\s>]+"""
)
_LOADED_BY_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?(?:https?:)?//""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as ``make docs`` builds it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        assert not _LOADED.findall(page.read_text("utf-8")), page.name
    for sheet in site.rglob("*.css"):
        assert not _LOADED_BY_STYLE.search(sheet.read_text("utf-8")), sheet.name


def test_every_command_event_and_document_is_in_the_reference(site: Path) -> None:
    commands = (site / "commands.html").read_text("utf-8")
    assert [name for name in COMMANDS if f"simulator {name}" not in commands and f'id="{name}"' not in commands] == []
    events = (site / "events.html").read_text("utf-8")
    assert [name for name in EventName if name is not EventName.WORDING and f"<code>{name}</code>" not in events] == []
    for name in DOCUMENTS:
        assert json.loads((site / "schemas" / f"{name}.json").read_text("utf-8")) == json_schema(name)


def test_every_setting_is_in_the_table_and_nothing_else() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    told = re.findall(r"^\| `SIMULATOR_(\w+)` \|", text, re.M)
    assert sorted(told) == sorted(name.upper() for name in Settings.model_fields)


def test_the_defaults_in_the_table_are_those_of_the_program() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `SIMULATOR_(\w+)` \|.*\| ([^|]*) \|$", text, re.M))
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, bool | int | float):
            told = rows[name.upper()].replace("true", "1").replace("false", "0")
            assert float(told) == float(field.default), name
