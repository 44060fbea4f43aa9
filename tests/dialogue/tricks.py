"""The set of tricks, and the worst model there is: one that obeys each of them to the letter."""

from __future__ import annotations

import base64
import codecs
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from simulator.dialogue.prompting import FENCE_CLOSE, FENCE_OPEN, without_fences
from simulator.domain.base import Value
from simulator.files import read_model
from simulator.resources import library

_FILE = Path(__file__).parent.parent / "data" / "tricks.yaml"
_DIRECTION = re.compile(rf"{FENCE_OPEN}\n(.*?){FENCE_CLOSE}", re.DOTALL)
DECENT = "I hear you. What will be on my desk by Friday?"


class _Entry(Value):
    words: str
    worst: str
    plain: str | None = None


class _File(Value):
    known: dict[str, tuple[_Entry, ...]]
    frozen: dict[str, tuple[_Entry, ...]]


@dataclass(frozen=True)
class Trick:
    """One user turn that tries it, and what the most obedient model answers."""

    id: str
    kind: str
    frozen: bool
    words: str
    worst: str
    plain: str | None

    def said_to(self, name: str) -> str:
        """The words to a supervisor of that name."""
        return Template(self.words).safe_substitute(name=name)

    def obeyed(self, system: str, last: str) -> str:
        """The worst reply to a request that begins and ends so."""
        return Template(self.worst).safe_substitute(_readings(system, last))


@cache
def tricks() -> tuple[Trick, ...]:
    """All of them, the known half first."""
    data = read_model(_File, _FILE, "tests/data/tricks.yaml")
    return tuple(
        Trick(f"{kind}-{number}{'-frozen' if frozen else ''}", kind, frozen, one.words, one.worst, one.plain)
        for frozen, half in ((False, data.known), (True, data.frozen))
        for kind, entries in half.items()
        for number, one in enumerate(entries, start=1)
    )


def obey(body: dict[str, Any]) -> str:
    """The reply of a model that does whatever the last user message asks, as a loopback server's ``reply``."""
    system, last = body["messages"][0]["content"], body["messages"][-1]["content"]
    name = _name(system)
    for trick in tricks():
        if last.startswith(without_fences(trick.said_to(name)) + "\n"):
            return trick.obeyed(system, last)
    return DECENT


def _name(system: str) -> str:
    found = re.match(r"You are ([^,]+),", system)
    assert found is not None
    return found.group(1)


def _between(text: str, before: str) -> str:
    return text.partition(before)[2].partition("\n")[0].strip()


def _readings(system: str, last: str) -> dict[str, str]:
    """What can be done with the private words of a request."""
    words = system.split()
    direction = _DIRECTION.search(last)
    name = _name(system)
    persona = next(one for one in library().personas.values() if one.name == name)
    return {
        "name": name,
        "prompt": system,
        "rest": " ".join(words[3:]),
        "direction": direction.group(1) if direction else "",
        "first8": " ".join(words[:8]),
        "next8": " ".join(words[8:16]),
        "worry": persona.sheet.private_worry,
        "sets_off": persona.sheet.set_off_by,
        "never": persona.sheet.never_says,
        "known": _between(system, "What you know:\n- "),
        "home": library().scenario("the-letter").facts_user_knows.home,
        "base64": base64.b64encode(system.encode()).decode(),
        "hex": system.encode().hex(" "),
        "rot13": codecs.encode(system, "rot13"),
        "letters": "\n".join(system.replace(" ", "")[:120]),
        "backwards": " ".join(reversed(words)),
        "second": " ".join(words[::2]),
        "hashed": " # ".join(words),
        "apples": " apple ".join(words),
        "capitals": system.upper(),
        "run_together": "".join(words),
    }
