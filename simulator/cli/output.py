"""What the commands print alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pydantic import BaseModel

PRETTY = click.option("--pretty", is_flag=True, help="Print for people instead of JSON.")


def print_json(document: BaseModel, indent: int | None = 2) -> None:
    """A document on standard output; without an indent on one line."""
    click.echo(document.model_dump_json(by_alias=True, indent=indent))


def say_who_was_assumed() -> None:
    """One line on whose reading a talk got that names nobody."""
    from ..resources import DEFAULT_PERSONA

    click.echo(f"simulator: no supervisor named; scored as {DEFAULT_PERSONA} would take it.", err=True)
