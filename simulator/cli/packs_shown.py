"""Packs and cards as prints for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..drawing import BAD, GOOD, NOTED, QUIET, console_for_people, exact, heading, joined, print_rows

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from ..packs.card import CardImport
    from ..packs.pack import PackCheck, PackEntry, PackList


def show_packs(told: PackList) -> None:
    """Packs as a table; how to get one where there is none."""
    console = console_for_people()
    if not told.packs:
        console.print(exact("No pack is installed. `simulator pack install PATH` takes a folder or a zip."))
        return
    rows = [(exact(one.name, "bold"), exact(one.version, QUIET), exact(one.title), _holds(one)) for one in told.packs]
    print_rows(console, ("Name", "Version", "Title", "Supervisors and situations"), rows)


def _holds(one: PackEntry) -> Text:
    return exact(", ".join((*one.personas, *one.scenarios)))


def show_check(told: PackCheck, names: Mapping[str, str]) -> None:
    """What is wrong with a pack, and how its supervisors did before scripted employees."""
    from ..pretty import print_check

    console = console_for_people()
    for one in told.played:
        console.print(heading(names[one.persona]))
        print_check(names[one.persona], one)
    _points(console, "To mend", told.problems, BAD)
    _points(console, "Left out", told.left_out, QUIET)
    console.print()
    verdict = "Fine." if told.fine else "Not fine yet."
    console.print(exact(f"{_called(told.pack)} {verdict}", GOOD if told.fine else NOTED))


def _called(pack: PackEntry | None) -> str:
    if pack is None:
        return "A pack without a usable pack.yaml."
    return f"{pack.title} (supervisors: {len(pack.personas)}, situations: {len(pack.scenarios)})."


def show_import(told: CardImport) -> None:
    """What became of a card."""
    console = console_for_people()
    _points(console, "Carried over", told.carried, GOOD)
    _points(console, "Not carried over", told.left_out, NOTED)
    _points(console, "To write next", told.to_write, BAD)
    console.print()
    console.print(exact(f"{told.name} is in {told.file}.", "bold"))


def _points(console: Console, title: str, found: Iterable[str], style: str) -> None:
    lines = [joined(exact("• ", style), exact(one)) for one in found]
    if lines:
        console.print(heading(title), *lines, sep="\n")
