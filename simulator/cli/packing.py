"""The commands about packs: check, install, list, remove, make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import BadFile
from .output import PRETTY, print_json, show_help

if TYPE_CHECKING:
    from ..packs.pack import Contents, Pack, PackEntry, PackList
    from ..packs.unpacking import Unpacked


@click.group()
def pack() -> None:
    """Install, check and make packs of supervisors and situations."""


@pack.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--play", is_flag=True, help="Play scripted employees before each supervisor, some seconds each.")
@PRETTY
def check(path: Path, play: bool, pretty: bool) -> None:
    """Say everything that is wrong with a pack.

    PATH is a folder or a zip. The exit code is 2 where it could not be installed.
    """
    from ..debrief.persona_check import check as tried
    from ..packs.pack import PackCheck

    pack, wrong, found = _looked_at(path)
    played = tuple(tried(one) for one in found.personas.values()) if play else ()
    result = PackCheck(
        pack=pack,
        problems=tuple(map(str, wrong)),
        left_out=found.unpacked.left_out,
        played=played,
        fine=not wrong and all(one.fine for one in played),
    )
    if pretty:
        from .packs_shown import show_check

        show_check(result, {one.id: one.name for one in found.personas.values()})
    else:
        print_json(result)
    if wrong:
        raise wrong[0]


def _looked_at(path: Path) -> tuple[PackEntry | None, tuple[BadFile, ...], Contents]:
    """How a pack stands in a list, all that is wrong with it, and what it holds, whatever its manifest is like."""
    from ..inputs import shelf
    from ..packs.pack import contents, problems, problems_without_a_name, read_pack
    from ..resources import library

    given = _unpacked(path)
    try:
        found = read_pack(given)
    except BadFile as error:
        held = contents(given)
        # Which installed pack it would stand in for nobody knows without its name: only what ships is beside it.
        return None, problems_without_a_name(held, error, library()), held
    return found.entry, problems(found, shelf().library_without(found.info.name)), found


@pack.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in place of an installed pack of the same name.")
@PRETTY
def install(path: Path, replace: bool, pretty: bool) -> None:
    """Install a pack.

    PATH is a folder or a zip. Its supervisors and situations are then there in the app and here.
    """
    from ..inputs import shelf

    found = _read(path)
    shelf().install(found, replace=replace)
    _say_what_is_left_out(found)
    _show(_list_of(found), pretty)


@pack.command(name="list")
@PRETTY
def list_(pretty: bool) -> None:
    """List the installed packs."""
    from ..inputs import shelf

    told = shelf().listed()
    for broken in told.broken:
        click.echo(f"simulator: {broken} The rest is loaded.", err=True)
    _show(told, pretty)


@pack.command()
@click.argument("name")
@PRETTY
def remove(name: str, pretty: bool) -> None:
    """Remove an installed pack.

    Those that are left are listed. Talks held with its supervisors stay whole.
    """
    from ..inputs import shelf

    shelf().remove(name)
    _show(shelf().listed(), pretty)


@pack.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "file", metavar="FILE", default=None, help="Zip to write; NAME.zip in this folder by default."
)
@PRETTY
def make(folder: Path, file: str | None, pretty: bool) -> None:
    """Make one zip of a folder, to pass on.

    The folder holds pack.yaml, personas/ and scenarios/.
    """
    from ..inputs import shelf, write
    from ..packs.pack import problems

    found = _read(folder)
    wrong = problems(found, shelf().library_without(found.info.name))
    if wrong:
        raise wrong[0]
    _say_what_is_left_out(found)
    write(file or f"{found.info.name}.zip", found.zipped())
    _show(_list_of(found), pretty)


def _read(path: Path) -> Pack:
    from ..packs.pack import read_pack

    return read_pack(_unpacked(path))


def _unpacked(path: Path) -> Unpacked:
    """What lies in a pack; where a situation in it calls for help, that is shown before anything else."""
    from ..packs.pack import tells_of_distress
    from ..packs.unpacking import unpacked

    found = unpacked(path)
    if tells_of_distress(found):
        show_help()
    return found


def _say_what_is_left_out(found: Pack) -> None:
    for name in found.unpacked.left_out:
        click.echo(f"simulator: {name} is no part of a pack and was left out.", err=True)


def _list_of(found: Pack) -> PackList:
    from ..packs.pack import PackList

    return PackList(packs=(found.entry,))


def _show(told: PackList, pretty: bool) -> None:
    if pretty:
        from .packs_shown import show_packs

        show_packs(told)
    else:
        print_json(told)
