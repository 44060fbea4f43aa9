"""What all commands share: names that are nearly right, completion, a sign of life, and how long help takes."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli import main
from simulator.cli.group import COMMANDS
from simulator.resources import library
from tests.cli.typing import Typing

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["scroe", "x"], "Did you mean 'score'? See simulator --help."),
        (["score", "x", "--perso", "y"], "Did you mean '--persona'? See simulator score --help."),
        (["play", "--persona", "marion", "--turns", "-"], 'There is no persona "marion". Did you mean "Marian"'),
        (["play", "--persona", "teachr", "--turns", "-"], 'Did you mean "teacher"? There are: came-back'),
        (["schema", "reprot"], 'Did you mean "report"?'),
    ],
)
def test_a_name_that_is_nearly_right_is_offered(typed: list[str], meant: str) -> None:
    done = CliRunner().invoke(main, typed, input="Yes.\n", prog_name="simulator")
    assert (done.exit_code, done.stdout) == (2, "")
    assert meant in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (("chat", "--speed", "9"), "simulator chat"),
        (("card", "import"), "simulator card import"),
        (("batch", "score", "x", "--workers", "0"), "simulator batch score"),
        (("pack", "instal", "x"), "simulator pack"),
    ],
)
def test_a_hint_names_the_help_of_its_own_command(command: tuple[str, ...], named: str) -> None:
    done = CliRunner().invoke(main, list(command), prog_name="simulator")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.endswith(f" See {named} --help.\n")
    assert done.stderr.count("\n") == 1


def test_every_command_is_in_the_help_with_a_whole_sentence() -> None:
    told = CliRunner().invoke(main, ["--help"]).stdout
    for name in COMMANDS:
        assert re.search(rf"^  {name} +[A-Z][^\n]*[^.]\.$", told, re.MULTILINE), name
        done = CliRunner().invoke(main, [name, "--help"])
        assert done.exit_code == 0
        assert "..." not in done.stdout.replace("]...", "").replace("TRANSCRIPTS...", ""), "a sentence is cut off"


def test_help_takes_less_than_three_tenths_of_a_second() -> None:
    """Of the processor: what else runs on the machine does not count."""
    command, took = [sys.executable, "-m", "simulator", "--help"], []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(took) < 0.3


class TestCompletion:
    def complete(self, *words: str) -> list[str]:
        """What is offered for the last of these words."""
        env = {"_SIMULATOR_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
        done = CliRunner(env=env).invoke(main, [], prog_name="simulator")
        return [line.partition(",")[2] for line in done.stdout.splitlines()]

    def test_commands_options_and_ids_complete(self) -> None:
        assert self.complete("simulator", "p") == ["pack", "panel", "personas", "play", "progress"]
        assert "--persona" in self.complete("simulator", "chat", "--p")
        for command in ("chat", "play", "score", "export"):
            assert self.complete("simulator", command, "--persona", "t") == ["takes-the-heat", "teacher", "the-letter"]
            assert self.complete("simulator", command, "--scenario", "w") == ["warehouse"]
        assert set(self.complete("simulator", "chat", "--persona", "''")) <= set(library().personas)

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_the_script_is_printed(self, shell: str) -> None:
        done = CliRunner().invoke(main, ["completion", shell])
        assert done.exit_code == 0, done.stderr
        assert f"_SIMULATOR_COMPLETE={shell}_complete" in done.stdout

    def test_bash_takes_the_script(self, tmp_path: Path) -> None:
        script = CliRunner().invoke(main, ["completion", "bash"]).stdout
        (tmp_path / "simulator").write_text(f'#!/bin/sh\nexec {sys.executable} -m simulator "$@"\n', "utf-8")
        (tmp_path / "simulator").chmod(0o755)
        asked = f"""{script}
            COMP_WORDS=(simulator chat --persona tea) COMP_CWORD=3
            _simulator_completion simulator; echo "${{COMPREPLY[@]}}" """
        done = subprocess.run(
            ["bash", "-c", asked],
            env={"PATH": f"{tmp_path}:/usr/bin:/bin", "PYTHONPATH": str(PROJECT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == ["teacher"]

    def test_another_shell_is_refused(self) -> None:
        done = CliRunner().invoke(main, ["completion", "cmd"])
        assert done.exit_code == 2
        assert "'bash', 'fish', 'zsh'" in done.stderr


SLOW = """
import sys, time
from simulator.cli import output
output._PATIENCE = 0.2
with output.waiting("Playing"):
    time.sleep({seconds})
print("over")
"""


class TestWaiting:
    def run(self, tmp_path: Path, seconds: float) -> str:
        script = tmp_path / "slow.py"
        script.write_text(SLOW.format(seconds=seconds), "utf-8")
        with Typing(tmp_path, program=[sys.executable, str(script)]) as typing:
            assert typing.end() == 0
        return typing.raw

    def test_what_takes_long_shows_a_sign_of_life_and_takes_it_away(self, tmp_path: Path) -> None:
        shown = self.run(tmp_path, 0.8)
        assert "Playing …" in shown
        assert shown.index("Playing …") < shown.index("\x1b[2K") < shown.index("over")

    def test_what_is_quick_shows_nothing(self, tmp_path: Path) -> None:
        assert "Playing" not in self.run(tmp_path, 0.0)

    def test_nothing_is_shown_in_a_pipe(self, tmp_path: Path) -> None:
        script = tmp_path / "slow.py"
        script.write_text(SLOW.format(seconds=0.5), "utf-8")
        done = subprocess.run(
            [sys.executable, str(script)], env={"PYTHONPATH": str(PROJECT)}, capture_output=True, text=True, check=True
        )
        assert (done.stdout, done.stderr) == ("over\n", "")
