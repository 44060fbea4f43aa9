"""The command that writes files to keep."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import BadText
from .naming import persona_option, scenario_option
from .output import say_who_was_assumed, waiting


@click.command()
@click.argument("transcript")
@click.option(
    "--format", "suffix", required=True, type=click.Choice(["pdf", "html", "md", "csv", "json"]), help="Of the file."
)
@click.option(
    "-o", "--output", "file", metavar="FILE", default="-", help="To write; - for standard output (not for pdf)."
)
@persona_option("As another supervisor would take it.")
@scenario_option("In another situation.")
@click.option(
    "--replace",
    "names",
    metavar="NAME=OTHER",
    multiple=True,
    help='Put another name there, as "Anna=Person A"; may be repeated.',
)
def export(
    transcript: str, suffix: str, file: str, persona_id: str | None, scenario_id: str | None, names: tuple[str, ...]
) -> None:
    """Write a talk and its debrief to a file.

    PDF, web page, Markdown, table or JSON.
    """
    from ..debrief.export import FORMATS
    from ..debrief.names import pairs_from, with_names_replaced
    from ..debrief.report import report
    from ..inputs import transcript_in, write

    if suffix == "pdf" and file == "-":
        raise BadText("A PDF is no text: name a file with -o.")
    if Path(file).resolve() == Path(transcript).resolve() and file != "-":
        raise BadText(f"{file}: is the talk itself; name another file with -o.")
    taken, assumed = transcript_in(transcript, persona_id, scenario_id)
    if assumed:
        say_who_was_assumed()
    pairs = pairs_from("\n".join(names))
    words = taken.model_dump_json().casefold()
    for name in pairs:
        if name.casefold() not in words:
            raise BadText(f'"{name}" is nowhere in this talk, so nothing was written; is it spelt as it is there?')
    told = with_names_replaced(taken, pairs)
    with waiting("Writing"):
        made = FORMATS[suffix].make(told, report(told, persona_assumed=assumed))
    if file == "-":
        click.echo(made, nl=False)
    else:
        write(file, made)
