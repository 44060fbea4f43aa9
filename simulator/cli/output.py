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

    from ..domain.transcript import Transcript

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


def show_help() -> None:
    """The text and the lines to call for whoever wrote these words, on standard error, beside whatever is printed."""
    from rich.console import Console

    from ..config import load_settings
    from ..pretty_help import help_card
    from ..safety.help import help_text_or_shipped

    settings = load_settings()
    Console(stderr=True, highlight=False).print(help_card(help_text_or_shipped(settings.help_file), settings.country))


def show_help_where_stopped(transcript: Transcript) -> None:
    """The same where a talk ended because its words called for help."""
    if transcript.needs_help:
        show_help()


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
