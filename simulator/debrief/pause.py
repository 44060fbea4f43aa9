"""Pause and coach: one short line when the user asks for it, and one question back on a draft.

The line says what happened a moment ago and asks one thing; it gives no answer, no mark and no praise. Nothing here
changes a score or the ledger. Whoever keeps track of hints counts the values that are handed out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from ..dialogue.hearing import MEETS
from ..domain.base import Value
from ..domain.conduct import Charge, Need
from ..domain.events import EventName
from ..domain.text import NormalText
from ..domain.transcript import UserTurn, last_user_turn
from ..files import read_model
from .about_them import about_them
from .known import private_word
from .praised import GOOD_TURN, charge_put_right, is_clear_fault

if TYPE_CHECKING:
    from ..dialogue.session import Session
    from ..domain.appraisal import Event

_FILE = Path(__file__).with_name("pause.yaml")
#: In words: what is longer is no line for a pause; quotes are shorter still.
MOST_WORDS = 25
_LONGEST_QUOTE, _LONGEST_QUESTION = 7, 12


class After(Value):
    """Lines for what the user's last turn did."""

    events: tuple[EventName, ...]
    lines: tuple[str, ...]


class Ask(Value):
    """The question back for what a draft does."""

    events: tuple[EventName, ...]
    ask: str


class Draft(Value):
    """Questions back on a draft."""

    empty: str
    unread: str
    charge: str
    clash: str
    invented: str
    repeated: str
    after: tuple[Ask, ...]
    follows: dict[Need, tuple[Need, ...]]
    needs: dict[Need, str]
    nothing: str


class Pause(Value):
    """The whole file."""

    before: tuple[str, ...]
    silence: tuple[str, ...]
    charge: tuple[str, ...]
    review: tuple[str, ...]
    asked: tuple[str, ...]
    after: tuple[After, ...]
    needs: dict[Need, tuple[str, ...]]
    nothing: tuple[str, ...]
    draft: Draft


@cache
def pause_lines() -> Pause:
    """The lines, read once."""
    return read_model(Pause, _FILE, "simulator/debrief/pause.yaml")


class CoachLine(Value):
    """One line of the coach's.

    ``turn`` is the id of the user turn after which it was asked for, None before the first; ``by_model`` says that a
    model worded it.
    """

    text: str
    turn: str | None
    by_model: bool = False


def coach_line(session: Session, shown: Sequence[str] = ()) -> CoachLine:
    """One line for this moment, at most 25 words.

    Args:
        session: the talk as it stands.
        shown: the lines given before, oldest first; the last one is never given twice in a row, and one that was not
            given yet is preferred.
    """
    last = last_user_turn(session.turns)
    given = [line for lines in _groups(session) for line in _turned(lines, session)]
    fresh = next((line for line in given if line not in shown), None)
    again = next((line for line in given if line not in shown[-1:]), given[0])
    return CoachLine(text=fresh or again, turn=last.id if last else None)


def _turned(lines: Sequence[str], session: Session) -> list[str]:
    """The lines of one kind from another place at each turn, so that the talk does not always begin with the first."""
    start = len(session.turns) // 2 % len(lines) if lines else 0
    return [*lines[start:], *lines[:start]]


def _groups(session: Session) -> Iterator[list[str]]:
    """Lines that fit, the most urgent kind first."""
    lines, memory, last = pause_lines(), session.state.memory, last_user_turn(session.turns)
    if memory.reviewing is not None and session.setting.carried is not None:
        promise = session.setting.carried.promises[memory.reviewing].words
        yield _filled(lines.review, session, promise=promise)
    if last is None:
        yield _filled(lines.before, session)
    if memory.charge is Charge.RAISED:
        yield _filled(lines.charge, session)
    if last is not None:
        yield from _on_the_last_words(session, last)
    asks = open_question(session)
    if asks is not None and last is not None:
        yield _filled(lines.asked, session, asks=asks)
    for need in waited_for(session):
        yield _filled(lines.needs[need], session)
    yield _filled(lines.nothing, session)


def _on_the_last_words(session: Session, last: UserTurn) -> Iterator[list[str]]:
    if last.appraisal.unscored is not None:
        yield _filled(pause_lines().silence, session)
    if (last.appraisal.overall or 0.0) >= GOOD_TURN or charge_put_right(last) is not None:
        return
    for after in pause_lines().after:
        for event in last.appraisal.said:
            if event.name in after.events and is_clear_fault(last, event):
                yield _filled(after.lines, session, quote=_in_context(last, event))


def _filled(lines: Sequence[str], session: Session, **words: str) -> list[str]:
    """The lines whose slots are filled and which are short enough."""
    quotes = {name: words[name] for name in words if _can_be_said_back(name, words[name], session)}
    usable = [line for line in lines if not set(Template(line).get_identifiers()) & (words.keys() - quotes.keys())]
    filled = [about_them(line, session.setting.persona.pronouns, quotes) for line in usable]
    return [text for text in filled if len(text.split()) <= MOST_WORDS]


def _can_be_said_back(name: str, words: str, session: Session) -> bool:
    """Whether words are short, stand on one line, and tell nothing of health or home."""
    longest = _LONGEST_QUOTE if name == "quote" else _LONGEST_QUESTION
    short = 0 < len(words.split()) <= longest and "\n" not in words
    return short and private_word(session.setting.scenario, NormalText(words)) is None


def _in_context(turn: UserTurn, event: Event) -> str:
    """The event's words with the clauses around them, where these are still short."""
    span = NormalText(turn.text).clauses_around(event.start, event.end)
    words = turn.text[span.start : span.end]
    return words if len(words.split()) <= _LONGEST_QUOTE else event.quote.rstrip(" .!,;")


def open_question(session: Session) -> str | None:
    """The last question in her last words, exactly; None where she asked nothing."""
    if not session.turns or isinstance(session.turns[-1], UserTurn):
        return None
    text = NormalText(session.turns[-1].text)
    asked = [quote for span in text.sentences if (quote := text.quote(*span).strip()).endswith("?")]
    return asked[-1] if asked else None


def waited_for(session: Session) -> list[Need]:
    """What she waits for and has not heard, in her own order."""
    heard = session.state.memory.heard
    return [item.need for item in session.setting.persona.agenda if item.need not in heard and item.need in MEETS]
