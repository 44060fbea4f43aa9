"""On the pages every question, and everything kept, names whose it is: read from the source, so that none slips by."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.app import App
from simulator.store.store import Store

PROJECT = Path(__file__).parents[2]
#: Calls whose names are like those of the app and the store, and which are neither's.
OTHERS = {"leave", "match.start", "self._thread.start", "shared.leave"}
PAGES = sorted((PROJECT / "simulator" / "ui").glob("*.py"))
#: What a process keeps for everybody, and why nothing of anybody's is in it.
FOR_EVERYBODY = {
    "gate: team": "how people sign in",
    "home: first_minute": "a shipped file",
    "html: portrait": "a drawing of a supervisor",
    "shared: installed": "the app, whose every method takes the owner",
    "shared: page_script": "a shipped file",
    "shared: stylesheet": "a shipped file",
    "unsaid: _waiting": "a table whose keys are owners",
}


def takes_an_owner() -> set[str]:
    """The methods of app and store that begin with whose it is."""
    found = set()
    for kind in (App, Store):
        for name, method in inspect.getmembers(kind, inspect.isfunction):
            names = list(inspect.signature(method).parameters)
            if len(names) > 1 and names[1] in ("owner", "coach"):
                found.add(name)
    return found


def nodes(path: Path, kind: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, kind))


def calls_without_an_owner(path: Path) -> list[str]:
    wanted, wrong = takes_an_owner(), []
    for node in nodes(path, ast.Call):
        assert isinstance(node, ast.Call)
        called = ast.unparse(node.func)
        if not isinstance(node.func, ast.Attribute) or not (node.func.attr in wanted or ".shares." in called):
            continue
        if called in OTHERS or called.startswith("Thread("):
            continue
        if not node.args or ast.unparse(node.args[0]) not in ("shared.owner()", "owner()", "owner"):
            wrong.append(ast.unparse(node))
    return wrong


def everything_kept(path: Path) -> Iterator[str]:
    """Places of the window's memory with more than one thing in them that are not kept under the owner's name."""
    for node in nodes(path, ast.Call):
        assert isinstance(node, ast.Call)
        if ast.unparse(node.func) != "st.session_state.setdefault":
            continue
        begins_as = node.args[1]
        made = isinstance(begins_as, ast.Call) and ast.unparse(begins_as.func).partition("[")[0]
        if isinstance(begins_as, ast.Dict | ast.List | ast.Set) or made in ("dict", "list", "set", "defaultdict"):
            yield ast.unparse(node)


def kept_by_the_process(path: Path) -> Iterator[str]:
    for node in nodes(path, ast.FunctionDef):
        assert isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list:
            name = ast.unparse(decorator).partition("(")[0]
            if "cache" in name and not name.endswith("cached_property"):
                yield f"{path.stem}: {node.name}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_question_of_a_page_names_the_owner_of_the_window(path: Path) -> None:
    assert calls_without_an_owner(path) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_a_window_keeps_of_many_talks_is_kept_under_its_owner(path: Path) -> None:
    """By ``shared.remembered``; what holds one thing alone goes when the window changes hands (``shared.enter``)."""
    assert [one for one in everything_kept(path) if "of {owner()}" not in one] == []


def test_what_the_process_keeps_is_nobodys() -> None:
    found = {name for path in PAGES for name in kept_by_the_process(path)}
    assert found == set(FOR_EVERYBODY)


WRONG = """
import streamlit as st
from functools import lru_cache
@st.cache_data
def report(run): ...
@lru_cache(maxsize=3)
def other(run): ...
def page():
    shared.app().store.load("local", run)
    app.session(run, owner)
    app.store.shares.open("local", secret)
    kept = st.session_state.setdefault("reports", {})
    more = st.session_state.setdefault("runs", set())
"""


def test_a_page_that_forgets_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text(WRONG)
    assert len(calls_without_an_owner(page)) == 3
    assert len(list(everything_kept(page))) == 2
    assert list(kept_by_the_process(page)) == ["page: report", "page: other"]
