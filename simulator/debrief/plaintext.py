"""Reads a conversation from plain text with ``You:`` and ``Boss:`` lines."""

from __future__ import annotations

import re

from ..domain.appraisal import Appraisal
from ..domain.transcript import SupervisorTurn, Turn, UserTurn
from ..errors import BadText

_LABEL = re.compile(r"^\s*(you|me|boss|supervisor|manager)\s*:\s*(.*)$", re.IGNORECASE)
_USER = frozenset({"you", "me"})


def turns_from_text(text: str) -> tuple[Turn, ...]:
    """The turns, not yet read or weighed; lines without a label go on with the turn before them.

    Raises:
        BadText: when there is no ``You:`` line, or words stand before the first label.
    """
    spoken: list[tuple[str, list[str]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = _LABEL.match(line)
        if match:
            spoken.append((match.group(1).lower(), [match.group(2)]))
        elif spoken:
            spoken[-1][1].append(line)
        elif line.strip():
            raise BadText(f'Line {number} has no speaker; begin it with "You:" or "Boss:".')
    if not any(label in _USER for label, _ in spoken):
        raise BadText('There is no line that begins with "You:"; mark your own words with it.')
    turns: list[Turn] = []
    for number, (label, lines) in enumerate(spoken, start=1):
        turns.append(_turn(label in _USER, number, "\n".join(lines).strip(), turns[-1].id if turns else None))
    return tuple(turns)


def _turn(user: bool, number: int, text: str, parent: str | None) -> Turn:
    if not user:
        return SupervisorTurn(id=f"t{number}", parent=parent, text=text)
    unread = Appraisal(unscored="empty")
    return UserTurn(id=f"t{number}", parent=parent, text=text, appraisal=unread, trust=0, patience=0, clarity=0)
