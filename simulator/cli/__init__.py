"""The command line, the only place that prints: JSON goes to standard output, messages to standard error."""

from __future__ import annotations

import sys

import click

from ..version import __version__
from .group import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="simulator")
def main() -> None:
    """Practise a hard conversation with your supervisor, and read the scored transcript."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
