"""How supervisors stand in lists to choose from."""

from __future__ import annotations

from ..domain.persona import Persona
from . import shared


def named(persona: Persona) -> str:
    """The name, and the pack that somebody comes from."""
    origin = shared.app().library.origin(persona)
    return f"{persona.name} ({origin})" if origin else persona.name
