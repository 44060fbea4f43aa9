"""What a shell offers when the name of a supervisor or of a situation is half typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    import click


def persona_ids(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The supervisors, each with a name."""
    from ..resources import library

    return _beginning(incomplete, ((one.id, one.name) for one in library().personas.values()))


def scenario_ids(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The situations, each with its trade."""
    from ..resources import library

    return _beginning(incomplete, ((one.id, one.trade) for one in library().scenarios.values()))


def _beginning(incomplete: str, named: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    return [CompletionItem(name, help=told) for name, told in named if name.startswith(incomplete)]
