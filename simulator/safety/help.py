"""The fixed words for a person in distress, and the card that says when not to practise."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from ..domain.base import Value
from ..errors import BadFile
from ..files import read_yaml, validated
from ..resources import root

_FILE = "prompts/help.yaml"

Sentence = Annotated[str, Field(min_length=1)]
Sentences = Annotated[tuple[Sentence, ...], Field(min_length=1)]


class HelpLine(Value):
    """Where a person can call or write; ``country`` is ISO 3166 (two letters) or ``any``.

    ``source`` and ``checked`` say where the number was found and when it was last checked.
    """

    country: Annotated[str, Field(pattern=r"^([A-Z]{2}|any)$")]
    name: Sentence
    contact: Sentence
    hours: Sentence
    source: Sentence
    checked: Sentence


class Choices(Value):
    """What a person in distress can do next on the page; ``left`` is said to whoever leaves."""

    talk: Sentence
    rest: Sentence
    leave: Sentence
    left: Sentence


class Place(Value):
    """Somebody to turn to, and what they can do."""

    name: Sentence
    what: Sentence


class NotPractice(Value):
    """The card that says when not to practise but to get help."""

    title: Sentence
    text: Sentence
    places: Annotated[tuple[Place, ...], Field(min_length=1)]


class Beside(Value):
    """A word beside the talk, with the lines to call, where words only lean to distress; practising goes on."""

    title: Sentence
    text: Sentence


class HelpText(Value):
    """What the page shows instead of a reply; ``voice`` holds its answers when the person writes on."""

    title: Sentence
    text: Sentences
    lines: Annotated[tuple[HelpLine, ...], Field(min_length=1)]
    choices: Choices
    voice: Sentences
    not_practice: NotPractice
    beside: Beside

    def lines_for(self, country: str) -> tuple[HelpLine, ...]:
        """All lines: those of ``country`` first, then those of any country, then the others."""
        places = {country: 0, "any": 1}
        return tuple(sorted(self.lines, key=lambda line: places.get(line.country, 2)))

    def near(self, country: str) -> tuple[HelpLine, ...]:
        """The lines of ``country`` and those of any country."""
        return tuple(line for line in self.lines_for(country) if line.country in (country, "any"))


@cache
def help_text(own: Path | None = None) -> HelpText:
    """The help text that comes with the program, or with an organisation's own words put over it; no network.

    Args:
        own: a file of the same form as ``prompts/help.yaml``. Keys that it leaves out stay as shipped.

    Raises:
        BadFile: with the file, the key and the reason.
    """
    shipped = read_yaml(root() / _FILE, _FILE)
    return validated(HelpText, shipped | (read_yaml(own, str(own)) if own else {}), str(own) if own else _FILE)


def help_text_or_shipped(own: Path | None) -> HelpText:
    """As ``help_text``; where the organisation's file cannot be used, the shipped words: nobody meets an error here."""
    try:
        return help_text(own)
    except BadFile:
        return help_text()
