"""The group of all commands: each is loaded when it is wanted, and each error becomes one clear line."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from ..errors import InputError, SimulatorError

#: The module of this package that holds each command, as a function of the command's name.
COMMANDS = {
    "appraise": "reading",
    "batch": "batching",
    "card": "carding",
    "chat": "chat",
    "completion": "completion",
    "doctor": "doctor",
    "export": "exporting",
    "pack": "packing",
    "panel": "reading",
    "personas": "listing",
    "play": "playing",
    "progress": "reading",
    "run": "running",
    "schema": "listing",
    "score": "reading",
}


class Commands(click.Group):
    """The commands of ``COMMANDS``.

    An error of ours is one line on standard error and an exit code: 2 for bad input, 1 for a failure.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = getattr(import_module(f"{__package__}.{module}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was called; a name that is close to one is offered."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=COMMANDS, ctx=ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run what was called."""
        try:
            return super().invoke(ctx)
        except SimulatorError as error:
            click.echo(f"simulator: {error}", err=True)
            ctx.exit(2 if isinstance(error, InputError) else 1)
        except click.UsageError as error:
            asked = (error.ctx or ctx).command_path
            click.echo(f"simulator: {' '.join(error.format_message().split())} See {asked} --help.", err=True)
            ctx.exit(2)
