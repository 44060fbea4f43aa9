"""Practise a hard conversation with your supervisor, and read the scored transcript.

What a program of your own may use is listed in ``__all__`` and described in ``docs/library.md``; each name is loaded
when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .version import __version__

if TYPE_CHECKING:
    from .backends.choice import make_backend
    from .config import load_settings
    from .conversation import Conversation
    from .debrief.panel import panel
    from .debrief.report import report
    from .domain.appraisal import Appraisal
    from .domain.report import Report
    from .domain.transcript import Transcript
    from .errors import SimulatorError
    from .inputs import read_transcript
    from .resources import library
    from .tone.appraise import appraise

__all__ = [
    "Appraisal",
    "Conversation",
    "Report",
    "SimulatorError",
    "Transcript",
    "__version__",
    "appraise",
    "library",
    "load_settings",
    "make_backend",
    "panel",
    "read_transcript",
    "report",
]

#: The module that each name comes from.
_HOMES = {
    "Appraisal": "domain.appraisal",
    "Conversation": "conversation",
    "Report": "domain.report",
    "SimulatorError": "errors",
    "Transcript": "domain.transcript",
    "appraise": "tone.appraise",
    "library": "resources",
    "load_settings": "config",
    "make_backend": "backends.choice",
    "panel": "debrief.panel",
    "read_transcript": "inputs",
    "report": "debrief.report",
}


def __getattr__(name: str) -> object:
    """A public name at its first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
