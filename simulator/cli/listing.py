"""The commands that say what there is: supervisors, and the shapes of documents."""

from __future__ import annotations

import json

import click

from .output import PRETTY, print_json, waiting


@click.command()
@click.option(
    "--check",
    "file",
    metavar="FILE",
    default=None,
    help="Play scripted employees against a persona file; say what is amiss.",
)
@PRETTY
def personas(file: str | None, pretty: bool) -> None:
    """List the supervisors, or check a new one."""
    if file is None:
        _list_personas(pretty)
    else:
        _check_persona(file, pretty)


def _list_personas(pretty: bool) -> None:
    from ..documents import PersonaEntry, PersonaList
    from ..inputs import everybody

    known = everybody()
    for broken in known.broken:
        click.echo(f"simulator: {broken} The others are loaded.", err=True)
    entries = tuple(
        PersonaEntry(
            id=one.id,
            name=one.name,
            source=one.source,
            difficulty=one.difficulty,
            summary=one.summary,
            origin=known.origin(one),
        )
        for one in known.personas.values()
    )
    if pretty:
        from ..pretty import print_personas

        print_personas(entries)
    else:
        print_json(PersonaList(personas=entries))


def _check_persona(file: str, pretty: bool) -> None:
    from pathlib import Path

    from ..debrief.persona_check import check
    from ..resources import persona_in

    persona = persona_in(Path(file))
    with waiting("Trying scripted employees"):
        result = check(persona)
    if pretty:
        from ..pretty import print_check

        print_check(persona.name, result)
    else:
        print_json(result)


@click.command()
@click.argument("name")
def schema(name: str) -> None:
    """Print the JSON Schema of a document.

    Names: turn, appraisal, transcript, report, panel, progress, personas, persona-check, doctor, batch-turn,
    batch-report, batch-talk, batch-error, batch-summary, persona, scenario, pack, packs, pack-check, card-import.
    """
    from ..documents import json_schema

    click.echo(json.dumps(json_schema(name), indent=2, ensure_ascii=False))
