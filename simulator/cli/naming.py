"""The options that name a supervisor, a situation and how hard it is, and what a shell offers for half a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

CommandT = TypeVar("CommandT", bound=Callable[..., Any])
DIFFICULTY = click.option(
    "--difficulty",
    default="normal",
    show_default=True,
    type=click.Choice(["easy", "normal", "hard"]),
    help="How hard they are to win.",
)


def persona_option(told: str) -> Callable[[CommandT], CommandT]:
    """``--persona``, with what it does in this command."""
    return click.option("--persona", "persona_id", metavar="NAME", default=None, shell_complete=persona_ids, help=told)


def scenario_option(told: str) -> Callable[[CommandT], CommandT]:
    """``--scenario``, with what it does in this command."""
    return click.option(
        "--scenario", "scenario_id", metavar="NAME", default=None, shell_complete=scenario_ids, help=told
    )


def persona_ids(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The supervisors, each with a name."""
    from ..inputs import everybody

    return _beginning(incomplete, ((one.id, one.name) for one in everybody().personas.values()))


def scenario_ids(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The situations, each with its trade."""
    from ..inputs import everybody

    return _beginning(incomplete, ((one.id, one.trade) for one in everybody().scenarios.values()))


def _beginning(incomplete: str, named: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    return [CompletionItem(name, help=told) for name, told in named if name.startswith(incomplete)]
