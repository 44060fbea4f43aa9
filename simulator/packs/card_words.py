"""The texts of a stranger's card made plain: macros replaced, stage directions left out, cut after a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pydantic import ValidationError

from ..domain.persona import Line

_CHAR = re.compile(r"\{\{\s*char\s*\}\}|<BOT>|<CHAR>", re.IGNORECASE)
_USER = re.compile(r"\{\{\s*user\s*\}\}|<USER>", re.IGNORECASE)
#: The user called by name, which nobody here knows: "You are late, {{user}}."
_CALLED = re.compile(r",\s*(?:\{\{\s*user\s*\}\}|<USER>)(?=\s*[,.!?…])", re.IGNORECASE)
_OTHER_MACRO = re.compile(r"\{\{[^{}]{0,400}\}\}")
_LABEL = re.compile(r"^\s*(?P<who>\{\{\s*(?:char|user)\s*\}\}|<BOT>|<CHAR>|<USER>|[\w .'’-]{1,40}):", re.IGNORECASE)
_ACTION = re.compile(r"\*[^*\n]{0,2000}\*|\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,2000}\]")
_SPOKEN = re.compile(r"[\"“]([^\"“”\n]{2,2000})[\"”]")
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]+[\"”'’)]*")
_MOST_SENTENCES, _MOST_LETTERS = 3, 200
#: So much of one text, and of one row in it, is looked at for samples.
_LOOKED_AT, _LONGEST_ROW = 40_000, 2_000


def plain(words: str, name: str, user: str) -> str:
    """Words on one line, with ``name`` and ``user`` in place of the macros for them and nothing in place of others."""
    said = _OTHER_MACRO.sub("", _USER.sub(user, _CHAR.sub(name, words)))
    shown = "".join(" " if unicodedata.category(letter).startswith("C") else letter for letter in said)
    return " ".join(shown.split())


def macros_left(words: str) -> bool:
    """Whether there are macros in it that nothing here stands in for."""
    return bool(_OTHER_MACRO.search(_USER.sub("", _CHAR.sub("", words))))


def up_to(words: str, most: int) -> str:
    """The whole sentences of the first ``most`` letters; where there is none, whole words and an ellipsis."""
    if len(words) <= most:
        return words
    whole = [match.end() for match in _SENTENCE.finditer(words[:most])]
    if whole:
        return words[: whole[-1]].strip()
    return words[: most - 1].rpartition(" ")[0].rstrip(" ,;:") + "…" if " " in words[: most - 1] else words[:most]


def spoken_lines(words: str, label_of: str, name: str) -> Iterator[Line]:
    """What the character says in sample dialogue or a greeting: as lines of ours, those that cannot be one left out.

    ``label_of`` stands before the character's rows where the macro does not; ``name`` is said in place of the macro.
    """
    hers = True
    for row in words[:_LOOKED_AT].splitlines():
        label = _LABEL.match(row)
        if label:
            who = label["who"].strip()
            hers = bool(_CHAR.fullmatch(who)) or who.casefold() == label_of.casefold()
        if hers and (line := _line(row[label.end() :] if label else row, name)) is not None:
            yield line


def _line(row: str, name: str) -> Line | None:
    without = _ACTION.sub(" ", row[:_LONGEST_ROW])
    quoted = _SPOKEN.findall(without)
    said = plain(_CALLED.sub("", " ".join(quoted) if quoted else without), name, "you").strip(" *_>-<#")
    sentences = _SENTENCE.findall(said)
    kept = "".join(sentences[:_MOST_SENTENCES]).strip()
    if not kept or len(kept) > _MOST_LETTERS or "START>" in kept:
        return None
    try:
        return Line(say=kept.replace("$", "$$"))
    except ValidationError:
        return None
