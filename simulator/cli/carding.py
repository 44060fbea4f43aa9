"""The commands about character cards: a supervisor out, a supervisor in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import BadText
from .output import PRETTY, print_json

if TYPE_CHECKING:
    from ..domain.persona import Persona


@click.group()
def card() -> None:
    """Write a supervisor as a character card (V2), or read one."""


@card.command(name="export")
@click.argument("persona")
@click.option(
    "-o", "--output", "file", metavar="FILE", default="-", help="Ends in .json or .png; - is JSON on standard output."
)
def export_(persona: str, file: str) -> None:
    """Write a supervisor as a card.

    PERSONA is an id, a name, or a persona file that ends in .yaml.
    """
    from ..inputs import write
    from ..packs.card_out import card_of

    supervisor = _supervisor(persona)
    made = card_of(supervisor).as_json()
    suffix = Path(file).suffix.lower()
    if file == "-":
        click.echo(made, nl=False)
    elif suffix == ".png":
        from ..packs.picture import picture_with

        write(file, picture_with(made, supervisor))
    elif suffix == ".json":
        write(file, made)
    else:
        raise BadText(f"{file}: a card is written as .json or .png; end the name so.")


@card.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--base",
    metavar="NAME",
    default=None,
    help="The supervisor, by id or name, whose parts fill what a card does not have.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default=None,
    help="Persona file to write; ID.yaml by default. None is overwritten.",
)
@PRETTY
def import_(file: Path, base: str | None, output: str | None, pretty: bool) -> None:
    """Read a card and write it as a persona file.

    The card is JSON or PNG. It is said what was carried over and what was not.
    """
    from ..inputs import everybody, write
    from ..packs.card import MOST_PNG_BYTES, read_card
    from ..packs.card_in import from_card
    from ..packs.writing import persona_yaml
    from ..resources import DEFAULT_PERSONA

    known = everybody()
    given = read_card(_read(file, MOST_PNG_BYTES), file.name)
    found = from_card(given, known.persona(base or DEFAULT_PERSONA), file.name, known.personas)
    target = Path(output or f"{found.persona.id}.yaml")
    if target.exists():
        raise BadText(f"{target}: is there already; name another file with -o.")
    write(str(target), persona_yaml(found.persona))
    told = found.told.model_copy(update={"file": str(target)})
    if pretty:
        from .packs_shown import show_import

        show_import(told)
    else:
        print_json(told)


def _supervisor(persona: str) -> Persona:
    from ..inputs import persona_named
    from ..resources import persona_in

    return persona_in(Path(persona)) if persona.endswith(".yaml") else persona_named(persona)


def _read(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(most + 1)
    except OSError as error:
        raise BadText(f"{file}: cannot be read: {error.strerror}.") from error
