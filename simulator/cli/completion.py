"""The command that prints what a shell needs to complete names."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_VARIABLE = "_SIMULATOR_COMPLETE"
_HOW = {
    "bash": "simulator completion bash > ~/.local/share/bash-completion/completions/simulator",
    "zsh": "put its output into a file _simulator in a folder of your fpath",
    "fish": "simulator completion fish > ~/.config/fish/completions/simulator.fish",
}


@click.command(epilog=" ".join(f"{shell}: {how}." for shell, how in _HOW.items()))
@click.argument("shell", type=click.Choice(sorted(_HOW)))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what a shell needs to complete names.

    Those of commands and options, supervisors and situations.
    """
    kind = get_completion_class(shell)
    assert kind is not None, "click knows these shells"
    click.echo(kind(ctx.find_root().command, {}, "simulator", _VARIABLE).source())
