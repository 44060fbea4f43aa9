"""What every test gets: a clean environment, a data folder of its own, and the shipped supervisors."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.resources import Library, library


@pytest.fixture(autouse=True)
def _hermetic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine reaches a test, and no test writes outside its own folder."""
    for name in tuple(os.environ):
        if name.startswith(("SIMULATOR_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("SIMULATOR_DATA_FOLDER", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def shipped() -> Library:
    """The personas and scenarios that come with the program."""
    return library()
