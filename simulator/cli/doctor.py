"""The command that looks whether everything is in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .output import PRETTY, print_json, waiting

if TYPE_CHECKING:
    from ..documents import Doctor


@click.command()
@PRETTY
@click.pass_context
def doctor(ctx: click.Context, pretty: bool) -> None:
    """Look whether everything is in its place.

    Installed, readable, writable, reachable: exit 1 where something is not. Nothing is changed. Where a model is set,
    it is asked to say three short things; none of your words are sent.
    """
    from ..documents import Doctor
    from .checkup import checkup

    with waiting("Looking"):
        checks = tuple(checkup())
    result = Doctor(checks=checks, fine=all(one.state != "not ok" for one in checks))
    if pretty:
        _print(result)
    else:
        print_json(result)
    if not result.fine:
        ctx.exit(1)


def _print(result: Doctor) -> None:
    """One row a check; what is amiss is said in words as well as by its mark."""
    from ..drawing import BAD, GOOD, NOTED, console_for_people, exact, table_of

    looks = {"ok": ("✓", GOOD), "note": ("•", NOTED), "not ok": ("✗", BAD)}
    rows = []
    for check in result.checks:
        mark, style = looks[check.state]
        name = exact(check.name.replace("_", " "), "bold")
        rows.append((exact(f"{mark} {check.state}", style), name, exact(check.says)))
    console = console_for_people()
    console.print(table_of(rows))
    amiss = sum(check.state == "not ok" for check in result.checks)
    console.print()
    told = "Everything is in its place." if result.fine else f"Not ok: {amiss}. Each line above says what to do."
    console.print(exact(told, f"bold {GOOD if result.fine else BAD}"))
