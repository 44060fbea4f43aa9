"""The rules of the house."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
MODULES = sorted((PROJECT / "simulator").rglob("*.py"))
MOST_LINES = 300


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def test_imports_go_one_way() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_function_takes_anything_by_any_name(path: Path) -> None:
    found = [
        node.name
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.args.kwarg is not None
        and node.args.kwarg.annotation is not None
        and "Any" in ast.unparse(node.args.kwarg.annotation)
    ]
    assert found == []


def test_one_module_reads_the_environment() -> None:
    readers = {
        name_of(path)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb"))
        or (isinstance(node, ast.ImportFrom) and node.module == "os")
    }
    assert readers == {"simulator/config.py"}


#: The command line, and the parts of its prints for people.
DRAWING = ("pretty", "pretty_advice", "pretty_help", "pretty_progress", "drawing")
TERMINAL = {name_of(path) for path in MODULES if path.parent.name == "cli" or path.stem in DRAWING}


def test_only_the_command_line_prints() -> None:
    printers = {
        name_of(path)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and _prints(node.func)
    }
    assert "simulator/cli/output.py" in printers
    assert printers <= TERMINAL


def test_only_the_command_line_draws_for_people() -> None:
    users = {
        name_of(path)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").rpartition(".")[2] in DRAWING
    }
    assert users <= TERMINAL


def _prints(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id == "print"
    if not isinstance(function, ast.Attribute):
        return False
    return ast.unparse(function) in ("click.echo", "sys.stdout.write", "sys.stderr.write", "console.print")


def test_production_code_does_not_know_that_it_is_tested() -> None:
    found = [name_of(path) for path in MODULES if "pytest" in path.read_text("utf-8")]
    assert found == []


def test_every_test_room_mirrors_a_room() -> None:
    rooms = {path.parent.name for path in (PROJECT / "simulator").glob("*/__init__.py")}
    assert {"domain", "dialogue", "debrief"} <= rooms & {path.name for path in (PROJECT / "tests").iterdir()}


def loaded_by(code: str, tmp_path: Path) -> set[str]:
    """The top-level modules that are loaded after some code."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{code}\nimport sys\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))",
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(PROJECT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


HELP = """
from click.testing import CliRunner
from simulator.cli import main
assert CliRunner().invoke(main, ["--help"]).exit_code == 0
"""
PERSONAS = HELP.replace('"--help"', '"personas"')


@pytest.mark.parametrize("code", ["import simulator", HELP, PERSONAS], ids=["import", "help", "personas"])
def test_heavy_packages_are_loaded_where_they_are_used(code: str, tmp_path: Path) -> None:
    heavy = {"streamlit", "openai", "sqlalchemy", "pandas", "numpy", "rich", "reportlab"}
    assert loaded_by(code, tmp_path) & heavy == set()


def test_help_does_not_even_load_pydantic(tmp_path: Path) -> None:
    assert loaded_by(HELP, tmp_path) & {"pydantic", "yaml"} == set()
