"""Reads a conversation from plain text with ``You:`` and ``Boss:`` lines, typed or pasted from a messenger."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..domain.appraisal import Appraisal
from ..domain.transcript import SupervisorTurn, Turn, UserTurn
from ..errors import BadText

_MINE, _THEIRS = ("you", "me"), ("boss", "supervisor", "manager")
#: What a messenger writes before a name: marks of direction, then date and time, in brackets or with a dash.
_STAMP = (
    r"[\s\u200e\u200f\u202a-\u202e\ufeff]*"
    r"(?P<stamp>\[[\d./:,\s\u202fapmAPM-]{4,40}\]\s*|"
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u202f]*[apAP]\.?[mM]\.?)?\s*[-–]\s*)?"
    r"[\u200e\u200f\u202a-\u202e]*"
)
_SOMEBODY = re.compile(rf"^{_STAMP}(?P<name>[^:\n]{{1,60}}?)\s*:")


def turns_from_text(text: str, mine: Iterable[str] = (), theirs: Iterable[str] = ()) -> tuple[Turn, ...]:
    """The turns, not yet read or weighed; lines without a label go on with the turn before them.

    ``mine`` and ``theirs`` are further names that the user and the supervisor go by in it.

    Raises:
        BadText: when no line is the user's, when words stand before the first label, or when a line with the date and
            time of a messenger is by somebody else.
    """
    users = {_plain(name) for name in (*_MINE, *mine)}
    label = _label(users | {_plain(name) for name in (*_THEIRS, *theirs)})
    spoken: list[tuple[bool, list[str]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = label.match(line)
        if match:
            spoken.append((_plain(match["name"]) in users, [match["words"]]))
        elif (other := _SOMEBODY.match(line)) and other["stamp"]:
            raise BadText(f'Line {number} is by "{other["name"]}": say who that is, or take the line out.')
        elif spoken:
            spoken[-1][1].append(line)
        elif line.strip():
            raise BadText(f'Line {number} has no speaker; begin it with "You:" or "Boss:".')
    if not any(user for user, _ in spoken):
        raise BadText('There is no line that begins with "You:"; mark your own words with it.')
    turns: list[Turn] = []
    for number, (user, lines) in enumerate(spoken, start=1):
        turns.append(_turn(user, number, "\n".join(lines).strip(), turns[-1].id if turns else None))
    return tuple(turns)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _label(names: Iterable[str]) -> re.Pattern[str]:
    """A line that begins with one of the names; a name in several words may stand with any spaces."""
    known = sorted(filter(None, names), key=lambda name: (-len(name), name))
    spelled = "|".join(r"\s+".join(map(re.escape, name.split())) for name in known)
    return re.compile(rf"^{_STAMP}(?P<name>{spelled})\s*:\s*(?P<words>.*)$", re.IGNORECASE)


def _turn(user: bool, number: int, text: str, parent: str | None) -> Turn:
    if not user:
        return SupervisorTurn(id=f"t{number}", parent=parent, text=text)
    unread = Appraisal(unscored="empty")
    return UserTurn(id=f"t{number}", parent=parent, text=text, appraisal=unread, trust=0, patience=0, clarity=0)
