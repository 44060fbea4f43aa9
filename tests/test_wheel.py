"""The built wheel works from an empty folder elsewhere: the command line and the app."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from .ui.conftest import free_port

ROOT = Path(__file__).parents[1]

pytestmark = [pytest.mark.wheel, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel unpacked by pip; its dependencies are those of this environment."""
    work = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(work), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=200)
    (wheel,) = work.glob("*.whl")
    target = work / "site"
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    subprocess.run(install, check=True, capture_output=True, timeout=100)
    return target


def run_elsewhere(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m simulator` with the installed package first on the path, from another folder."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "SIMULATOR_DATA_FOLDER": str(folder / "data")}
    command = [sys.executable, "-m", "simulator", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False, encoding="utf-8"
    )


def test_the_wheel_plays_a_conversation_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "turns.txt").write_text("I did not send the September report.\nYou have it on Friday at noon.\n")
    played = run_elsewhere(installed, tmp_path, "play", "--persona", "own-it", "--turns", "turns.txt")
    assert played.returncode == 0, played.stderr
    transcript = json.loads(played.stdout)
    assert [turn["speaker"] for turn in transcript["turns"]] == [
        "supervisor",
        "user",
        "supervisor",
        "user",
        "supervisor",
    ]
    listed = run_elsewhere(installed, tmp_path, "personas")
    assert len(json.loads(listed.stdout)["personas"]) == 13
    file = installed / "simulator" / "_bundled" / "personas" / "mirror.yaml"
    checked = run_elsewhere(installed, tmp_path, "personas", "--check", str(file))
    assert json.loads(checked.stdout)["fine"] is True, checked.stderr
    assert (installed / "simulator" / "py.typed").is_file()
    assert json.loads(run_elsewhere(installed, tmp_path, "doctor").stdout)["fine"] is True
    where = run_elsewhere(installed, tmp_path, "schema", "transcript")
    assert json.loads(where.stdout)["type"] == "object"


def test_the_wheel_opens_the_app_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(installed), "SIMULATOR_DATA_FOLDER": str(tmp_path / "data")}
    command = [sys.executable, "-m", "simulator", "run", "--no-open", "--port", str(port)]
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, start_new_session=True)
    try:
        assert _page(f"http://127.0.0.1:{port}/", process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _page(url: str, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended before it was up"
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                text: str = answer.read().decode("utf-8")
                return text
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("the app was not up within 60 s")
