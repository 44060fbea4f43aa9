"""One turn said in other words: how she would have answered, and where it would have left her. Nothing is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..dialogue.session import hear, replay
from ..domain.conduct import Ending
from ..domain.text import NormalText
from ..domain.transcript import SupervisorTurn, UserTurn, her_last_line
from .guess import most_moving
from .known import private_word
from .praised import TAKEN_BADLY

if TYPE_CHECKING:
    from ..dialogue.session import Session
    from ..domain.appraisal import Unscored
    from ..domain.transcript import Transcript

_ID = "again"
#: In points of trust: what differs by less is called the same.
_SAME = 1.0


@dataclass(frozen=True)
class Said:
    """One way of saying the turn: the words, her answer (empty where there was none), trust after it, in points."""

    words: str
    answer: str
    trust: float


@dataclass(frozen=True)
class Other:
    """A turn as it was said and as it is said now, side by side.

    Attributes:
        number: of the turn, from 1.
        before: trust before it, in points.
        old: as it was said.
        new: as it is said now, with her scripted answer.
        unscored: why the new words carry no score, where they do not.
        in_words: how trust moved and how it would have moved.
    """

    turn: str
    number: int
    before: float
    old: Said
    new: Said
    unscored: Unscored | None
    in_words: str


def turn_to_say_again(transcript: Transcript, since: int = 0) -> UserTurn | None:
    """The turn that lost her most; where nothing lost her, the one that a fair supervisor would take least well.

    The first ``since`` turns were said in another talk, and are said again there. Nobody is asked to say again what
    was told in confidence.
    """
    turns = transcript.user_turns
    _, lost = most_moving(transcript, since=since)
    if lost is not None:
        return turns[lost.number - 1]
    said = [turn for turn in turns[since:] if private_word(transcript.scenario, NormalText(turn.text)) is None]
    return min(said, key=lambda turn: turn.appraisal.overall or 0.0, default=None)


def turn_with_room(transcript: Transcript, since: int = 0) -> int | None:
    """The number of the turn to say again, where it lost her something or a fair supervisor would take it badly."""
    turn = turn_to_say_again(transcript, since)
    if turn is None:
        return None
    _, lost = most_moving(transcript, since=since)
    had_room = lost is not None or (turn.appraisal.overall or 0.0) <= TAKEN_BADLY
    return transcript.user_turns.index(turn) + 1 if had_room else None


def line_before(session: Session, turn_id: str) -> str:
    """Her words that a user turn answers."""
    return her_last_line(session.turns[: session.place_of(turn_id)])


def said_differently(session: Session, turn_id: str, words: str) -> Other | None:
    """How the talk would have gone on with other words in place of one turn; the session stays as it is.

    Returns None where the words call for help instead (show the help text).

    Raises:
        InputError: no such turn of the user's.
    """
    place = session.place_of(turn_id)
    old = session.turns[place]
    assert isinstance(old, UserTurn)
    start = replay(session.setting, session.turns[:place])
    heard = hear(start, words, _ID)
    new = heard.turns[-1]
    assert isinstance(new, UserTurn)
    if new.appraisal.distress:
        return None
    before = start.state.levels.trust / 10
    follows = session.turns[place + 1 :]
    answer = follows[0].text if follows and isinstance(follows[0], SupervisorTurn) else ""
    trust = _trust(session.setting.persona.name, before, old.trust, new.trust)
    end = _end(session.ending if len(follows) <= 1 else None, heard.ending)
    return Other(
        turn=turn_id,
        number=sum(isinstance(turn, UserTurn) for turn in session.turns[: place + 1]),
        before=before,
        old=Said(old.text, answer, old.trust),
        new=Said(words, heard.scripted_reply, new.trust),
        unscored=new.appraisal.unscored,
        in_words=f"{trust} {end}".strip(),
    )


def points(trust: float) -> str:
    """Points of trust for a reader: 31, or 31.5."""
    return f"{trust:.1f}".removesuffix(".0")


def moved_from(before: float, after: float) -> str:
    """As part of a sentence: rose from 31 to 34.5, fell from 31 to 28, stayed at 31."""
    if points(before) == points(after):
        return f"stayed at {points(before)}"
    return f"{'rose' if after > before else 'fell'} from {points(before)} to {points(after)}"


def _trust(name: str, before: float, old: float, new: float) -> str:
    first = f"As you said it, {name}'s trust {moved_from(before, old)}."
    would = moved_from(before, new).replace("rose", "have risen").replace("fell", "have fallen")
    second = f"Said this way, it would {would.replace('stayed', 'have stayed')}"
    if abs(new - old) < _SAME:
        return f"{first} {second}: about the same."
    return f"{first} {second}: {points(abs(new - old))} points {'more' if new > old else 'less'}."


def _end(old: Ending | None, new: Ending | None) -> str:
    """Where one way ends the talk and the other does not, or otherwise."""
    if new is not None and new is not old:
        return f"The talk would have ended here: {new.in_words.lower()}."
    return "The talk would have gone on." if old is not None and new is None else ""
