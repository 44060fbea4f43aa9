"""Replaces the names of people before a talk is given to somebody else; what the words did stays as it was.

The limit, in plain words: only the names in the list are replaced, as whole words. Nothing here knows which words are
names, so what is suggested is a guess, and "my sister-in-law at the Harbour Hotel" tells as much as a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from ..domain.appraisal import Appraisal
from ..domain.base import Value
from ..domain.persona import Persona
from ..domain.transcript import Carried, LedgerRow, Transcript, Turn, UserTurn
from ..errors import BadText
from ..tone.wording import common_words

_STAND_IN = re.compile(r"[^\W_](?:[^\W_]|[ '’.-]){0,38}[^\W_.]|[^\W_]")
_MOST_NAMES, _LONGEST_NAME = 60, 60
#: Names that are words, too: in small letters they are taken for the words.
_WORDS_TOO = frozenset(
    {
        "art", "bill", "chase", "dawn", "dean", "drew", "faith", "frank", "gene", "grace", "grant", "hope",
        "ivy", "jack", "joy", "june", "mark", "may", "miles", "pat", "penny", "ray", "rich", "rose", "sue",
        "summer", "will",
    }
)  # fmt: skip
#: What the program knows a supervisor or a situation by.
_KEPT_KEYS = frozenset({"id", "schema", "breach", "subject", "difficulty", "to", "mood", "need", "move"})
ValueT = TypeVar("ValueT", bound=Value)


class Edit(NamedTuple):
    """One stretch of a text, offsets in code points, and what stands there instead."""

    start: int
    end: int
    instead: str


def pairs_from(text: str) -> dict[str, str]:
    """The list as it is typed: one ``name = stand-in`` a line.

    Raises:
        BadText: which line cannot be used, and how to write it.
    """
    pairs: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, sign, stand_in = (" ".join(part.split()) for part in line.partition("="))
        if not sign or not name or not stand_in:
            raise BadText(f'Line {number}: write "name = stand-in", such as "Anna = Person A".')
        if len(name) > _LONGEST_NAME or not re.search(r"\w", name[0] + name[-1]):
            raise BadText(f"Line {number}: a name has at most {_LONGEST_NAME} characters and begins with a letter.")
        if not _STAND_IN.fullmatch(stand_in):
            raise BadText(f"Line {number}: a stand-in is made of letters, digits and spaces, at most 40 of them.")
        pairs[name] = stand_in
    if len(pairs) > _MOST_NAMES:
        raise BadText(f"{len(pairs)} names are too many; at most {_MOST_NAMES} can be replaced at once.")
    return pairs


def with_names_replaced(transcript: Transcript, names: Mapping[str, str]) -> Transcript:
    """The same talk with other names, in every text of it. Readings, trust and scores stay; offsets move along.

    Whole words only. ANNA becomes PERSON A; anna in small letters is taken, too, unless it is a common word ("will").

    Raises:
        BadText: the situation or the supervisor cannot be told with these names.
    """
    if not names:
        return transcript
    edits = _finder(names)

    def say(text: str) -> str:
        return _edited(text, edits(text))

    return transcript.model_copy(
        update={
            "persona": _retold(transcript.persona, say),
            "scenario": _retold(transcript.scenario, say),
            "carried": _carried(transcript.carried, say),
            "unused_turns": tuple(map(say, transcript.unused_turns)),
            "turns": tuple(_turn(turn, edits) for turn in transcript.turns),
        }
    )


Finder = Callable[[str], list[Edit]]


def _finder(names: Mapping[str, str]) -> Finder:
    """What finds every place where a name stands, the longer name first."""
    listed = sorted(names, key=lambda name: (-len(name), name))
    spelled = "|".join(f"({re.escape(name)})" for name in listed)
    pattern = re.compile(rf"(?<![\w$])(?:{spelled})(?!\w)", re.IGNORECASE)

    def find(text: str) -> list[Edit]:
        found = []
        for match in pattern.finditer(text):
            name = listed[(match.lastindex or 1) - 1]
            instead = _in_case(match.group(), name, names[name])
            if instead is not None:
                found.append(_possessive(text, Edit(match.start(), match.end(), instead)))
        return found

    return find


def _in_case(spoken: str, name: str, stand_in: str) -> str | None:
    """The stand-in as loud as the name was said; None where the small letters are another word."""
    if spoken == name:
        return stand_in
    if spoken.isupper() and len(spoken) > 1:
        return stand_in.upper()
    if spoken.islower():
        return None if spoken in common_words() | _WORDS_TOO else stand_in.lower()
    return stand_in


def _possessive(text: str, edit: Edit) -> Edit:
    """ "James’ list" needs an s behind a stand-in that ends in none."""
    mark = text[edit.end : edit.end + 1]
    bare = text[edit.end - 1].lower() == "s" and mark in ("'", "’") and re.match(r"\s\w", text[edit.end + 1 :][:2])
    if not bare or edit.instead[-1].lower() == "s":
        return edit
    return Edit(edit.start, edit.end + 1, f"{edit.instead}{mark}s")


def _edited(text: str, edits: Iterable[Edit]) -> str:
    parts, place = [], 0
    for edit in edits:
        parts += [text[place : edit.start], edit.instead]
        place = edit.end
    return "".join((*parts, text[place:]))


def _moved(edits: list[Edit], offset: int, *, ends: bool) -> int:
    """Where an offset of the old text lies in the new one; inside a name it moves to the name's edge."""
    shift = 0
    for edit in edits:
        if edit.end <= offset:
            shift += len(edit.instead) - (edit.end - edit.start)
        elif edit.start < offset:
            return edit.start + shift + (len(edit.instead) if ends else 0)
    return offset + shift


def _turn(turn: Turn, find: Finder) -> Turn:
    edits = find(turn.text)
    text = _edited(turn.text, edits)
    if not isinstance(turn, UserTurn):
        return turn.model_copy(update={"text": text})

    def quoted(one: Any) -> Any:
        start, end = _moved(edits, one.start, ends=False), _moved(edits, one.end, ends=True)
        words = {"words": tuple(map(quoted, one.words))} if getattr(one, "words", None) else {}
        return one.model_copy(update={"start": start, "end": end, "quote": text[start:end], **words})

    def row(one: LedgerRow) -> LedgerRow:
        start = turn.text.find(one.quote)
        if start < 0:
            return one.model_copy(update={"quote": _edited(one.quote, find(one.quote))})
        end = _moved(edits, start + len(one.quote), ends=True)
        return one.model_copy(update={"quote": text[_moved(edits, start, ends=False) : end]})

    appraisal: Appraisal = turn.appraisal.model_copy(update={"events": tuple(map(quoted, turn.appraisal.events))})
    return turn.model_copy(update={"text": text, "appraisal": appraisal, "ledger": tuple(map(row, turn.ledger))})


def _carried(carried: Carried | None, say: Callable[[str], str]) -> Carried | None:
    if carried is None:
        return None
    promises = tuple(
        one.model_copy(update={"words": say(one.words), "by_when": one.by_when and say(one.by_when)})
        for one in carried.promises
    )
    told: dict[str, Any] = {key: tuple(map(say, getattr(carried, key))) for key in ("admitted", "asked", "said")}
    return carried.model_copy(
        update={"promises": promises, "named": {key: say(words) for key, words in carried.named.items()}, **told}
    )


def _retold(value: ValueT, say: Callable[[str], str]) -> ValueT:
    """A supervisor or a situation in other names; what the program knows it by stays."""

    def told(data: Any, key: str = "") -> Any:
        if isinstance(data, dict):
            return {name: told(inside, name) for name, inside in data.items()}
        if isinstance(data, list):
            return [told(inside, key) for inside in data]
        return say(data) if isinstance(data, str) and key not in _KEPT_KEYS else data

    before = value.model_dump(mode="json", by_alias=True)
    after = told(before)
    if after == before:
        return value
    try:
        return type(value).model_validate(after)
    except ValidationError as error:
        first = error.errors()[0]
        whose = "supervisor" if isinstance(value, Persona) else "situation"
        place = f"the {whose}'s {' '.join(map(str, first['loc']))}"
        reason = first["msg"].removeprefix("Value error, ").replace("String", "it", 1).rstrip(".")
        raise BadText(f'"{str(first["input"])[:60]}" cannot be {place}: {reason}. Take another stand-in.') from error
