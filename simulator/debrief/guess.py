"""Where the user thinks the talk was won or lost, and the gap to what moved the supervisor most each way."""

from __future__ import annotations

from dataclasses import dataclass

from ..domain.transcript import Transcript, UserTurn
from .moments import SMALLEST, heaviest_row, trust_changes


@dataclass(frozen=True)
class Moved:
    """One turn that moved trust: its number from 1, by how many points, and the exact words that did most of it.

    ``words`` are empty where nothing was said.
    """

    turn: str
    number: int
    amount: float
    words: str

    @property
    def in_words(self) -> str:
        """As part of a sentence."""
        words = f"“{self.words}”" if self.words else "your silence"
        return f"{words} (turn {self.number}, {moved_in_words(self.amount)})"


@dataclass(frozen=True)
class Gap:
    """What moved her most each way beside what was guessed; ``right`` is None where nothing was guessed."""

    right: bool | None
    won: Moved | None
    lost: Moved | None
    in_words: str


def moved_in_words(amount: float) -> str:
    """A change of trust: 4.2 points up, 3.0 points down, unmoved."""
    if not round(amount, 1):
        return "unmoved"
    return f"{abs(amount):.1f} points {'up' if amount > 0 else 'down'}"


def gap(transcript: Transcript, guessed: int | None, since: int = 0) -> Gap:
    """The gap between a guess and what happened, said kindly.

    Args:
        transcript: the talk.
        guessed: the number of the turn that was tapped, from 1; None for "I don't know".
        since: so many turns at the beginning were said in another talk, and are not asked about.
    """
    won, lost = most_moving(transcript, guessed, since)
    found = [one.number for one in (won, lost) if one is not None]
    right = None if guessed is None else guessed in found
    told = _told(transcript, won, lost, "new turn" if since else "turn")
    return Gap(right, won, lost, " ".join(part for part in (_opening(transcript, guessed, right, found), told) if part))


def most_moving(
    transcript: Transcript, guessed: int | None = None, since: int = 0
) -> tuple[Moved | None, Moved | None]:
    """The turn that won most and the turn that lost most; None where none moved as much as a turning point does.

    The first ``since`` turns were said in another talk and are left out. Of turns that moved her as much, the guessed
    one stands, else the first.
    """
    turns = transcript.user_turns
    changes = trust_changes(transcript.start_trust, turns)
    places = range(since, len(turns))
    best = max(places, key=lambda place: (changes[place], place + 1 == guessed, -place), default=None)
    worst = min(places, key=lambda place: (changes[place], place + 1 != guessed, place), default=None)
    won = _moved(turns, changes, best) if best is not None and changes[best] >= SMALLEST else None
    lost = _moved(turns, changes, worst) if worst is not None and changes[worst] <= -SMALLEST else None
    return won, lost


def _moved(turns: tuple[UserTurn, ...], changes: tuple[float, ...], place: int) -> Moved:
    turn, amount = turns[place], changes[place]
    row = heaviest_row(turn, won=amount > 0)
    words = row.quote if row and row.quote.strip() else turn.text
    return Moved(turn.id, place + 1, amount, words.strip())


def _opening(transcript: Transcript, guessed: int | None, right: bool | None, found: list[int]) -> str:
    """On the guess itself; never a mark for it."""
    if guessed is None:
        return "From inside a talk this is hard to tell." if found else ""
    if right:
        return "You felt it where it was."
    amount = trust_changes(transcript.start_trust, transcript.user_turns)[guessed - 1]
    they, weighed = transcript.persona.pronouns, moved_in_words(amount)
    if abs(amount) >= SMALLEST:
        return f"Turn {guessed} moved {they.them}, too ({weighed})."
    where = f"nearly where it was ({weighed})" if round(amount, 1) else "where it was"
    return f"Turn {guessed} may have felt like it, and left {they.their} trust {where}."


def _told(transcript: Transcript, won: Moved | None, lost: Moved | None, turn: str) -> str:
    them = transcript.persona.pronouns.them
    if won and lost:
        return f"What won {them} most was {won.in_words}, and what lost {them} most was {lost.in_words}."
    if won:
        return f"What won {them} most was {won.in_words}, and no {turn} lost {them} much."
    if lost:
        return f"What lost {them} most was {lost.in_words}, and no {turn} won {them} much yet."
    return f"No single {turn} moved {them} much, one way or the other."
