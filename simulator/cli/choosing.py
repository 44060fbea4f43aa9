"""Whom to talk to, and about what: by options, or from two short lists on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from ..domain.persona import Persona
from ..domain.scenario import Scenario
from ..drawing import QUIET, exact, joined, table_of
from ..errors import BadText
from ..resources import DEFAULT_PERSONA, DEFAULT_SCENARIO, spoken_name

if TYPE_CHECKING:
    from rich.text import Text

    from ..resources import Library
    from .terminal import Terminal

ItemT = TypeVar("ItemT", Persona, Scenario)


def chosen(
    library: Library, persona_id: str | None, scenario_id: str | None, terminal: Terminal
) -> tuple[Persona, Scenario] | None:
    """With whom, and about what; None where the user went away instead of choosing.

    Raises:
        InputError: no such name, or none where nobody can be asked.
    """
    if scenario_id is not None:
        library.scenario(scenario_id)
    if persona_id is not None:
        return library.persona(persona_id), library.scenario(scenario_id or DEFAULT_SCENARIO)
    if not terminal.live:
        raise BadText("Name a supervisor with --persona; `simulator personas` lists them.")
    try:
        persona = _asked("Whom would you like to talk to?", library.personas, DEFAULT_PERSONA, terminal)
        if persona is None:
            return None
        if scenario_id is not None:
            return persona, library.scenario(scenario_id)
        scenario = _asked("And about what?", library.scenarios, DEFAULT_SCENARIO, terminal)
    except KeyboardInterrupt:
        return None
    return None if scenario is None else (persona, scenario)


def _asked(question: str, items: Mapping[str, ItemT], usual: str, terminal: Terminal) -> ItemT | None:
    """One of the items, by its number, id or name; None at the end of the input."""
    listed = list(items.values())
    names = [spoken_name(one) for one in listed]
    rows = [
        (exact(f"{number}", "bold"), _headed(one, name), exact(one.summary))
        for number, (one, name) in enumerate(zip(listed, names, strict=True), start=1)
    ]
    terminal.print()
    terminal.print(exact(question, "bold"))
    terminal.print(table_of(rows))
    place = next((place for place, one in enumerate(listed) if one.id == usual), 0)
    while (typed := terminal.ask(f"Number or name; Enter for {names[place]}")) is not None:
        wanted = typed.strip().casefold()
        for number, (one, name) in enumerate(zip(listed, names, strict=True), start=1):
            if wanted in (str(number), one.id, name.casefold()) or (not wanted and number == place + 1):
                return one
        near = _near(wanted, names)
        told = f"Did you mean {near}?" if near else f"Type a number from 1 to {len(listed)}."
        terminal.warn(f"There is no “{typed.strip()}” here. {told}")
    return None


def _near(wanted: str, names: Sequence[str]) -> str | None:
    """The name that begins so, or is spelt nearly so."""
    spelled = {name.casefold(): name for name in names}
    begun = [name for name in spelled if name.startswith(wanted)] or get_close_matches(wanted, spelled, 1)
    return spelled[begun[0]] if begun else None


def _headed(one: Persona | Scenario, name: str) -> Text:
    """Its name, and below it how hard they are to win, or where it happens."""
    return joined(exact(f"{name}\n", "bold"), exact(one.difficulty if isinstance(one, Persona) else one.trade, QUIET))
