"""What the commands print alike."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pydantic import BaseModel

#: Seconds that somebody waits without being told anything.
_PATIENCE = 2.0
PRETTY = click.option("--pretty", is_flag=True, help="Print for people instead of JSON.")


def print_json(document: BaseModel, indent: int | None = 2) -> None:
    """A document on standard output; without an indent on one line."""
    click.echo(document.model_dump_json(by_alias=True, indent=indent))


def say_who_was_assumed() -> None:
    """One line on whose reading a talk got that names nobody."""
    from ..resources import DEFAULT_PERSONA

    click.echo(f"simulator: no supervisor named; scored as {DEFAULT_PERSONA} would take it.", err=True)


@contextmanager
def waiting(doing: str) -> Iterator[None]:
    """A sign of life on standard error for what may take longer than two seconds; on a terminal only."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    sign = Console(stderr=True).status(f"{doing} …")
    timer = threading.Timer(_PATIENCE, sign.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()  # where it has just begun to start the sign, the sign is there to be stopped
        sign.stop()
