"""The files about the project say what is so: how to cite it, what its CI runs, how one process is started."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
import tomllib

import yaml

from simulator.version import __version__
from tests.replicas.site import DEPLOY, started_with

from .blocks import ROOT

#: What version 1.2.0 of the format asks for, and of what kind each is.
_CITATION = {"cff-version": str, "message": str, "title": str, "authors": list}


def test_the_citation_is_complete_and_of_this_version() -> None:
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert all(isinstance(told[key], kind) and told[key] for key, kind in _CITATION.items())
    assert told["cff-version"] == "1.2.0"
    assert all(set(author) & {"name", "family-names"} for author in told["authors"])
    assert told["version"] == __version__
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert told["license"] == project["license"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", told["date-released"])


def test_ci_runs_the_commands_of_this_repository_on_pinned_actions() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    run = [step["run"] for step in steps if "run" in step]
    assert {"make test", "make wheel"} <= set(run)
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert {command.removeprefix("make ") for command in run if command.startswith("make ")} <= set(targets)
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]) for step in steps if "uses" in step)
    (installs,) = (command for command in run if ".ci/" in command)
    named = installs.partition("for each in ")[2].partition(";")[0].split()
    assert named
    assert all((ROOT / ".ci" / name).is_file() for name in named)


def test_the_unit_starts_a_process_by_a_command_that_there_is() -> None:
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.read(DEPLOY / "before-the-talk@.service", "utf-8")
    assert unit["Service"]["Restart"] == "always"
    program, command, *options = started_with(8501)
    assert (program, options[-1]) == ("simulator", "8501")
    helped = subprocess.run(
        [sys.executable, "-m", program, command, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert all(option in helped.stdout for option in options if option.startswith("--"))
