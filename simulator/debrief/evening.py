"""What she tells someone that evening: her voice, the user's exact words, and what she herself got wrong."""

from __future__ import annotations

from random import Random
from string import Template

from ..dialogue.quoting import short_quote
from ..domain.persona import Ending, Line
from ..domain.transcript import SupervisorTurn, Transcript, UserTurn
from .moments import heaviest_row, trust_changes

#: An account is drawn anew, at most so often, until it has no more words than this.
_WORDS, _DRAWS = 90, 8


def evening_account(transcript: Transcript) -> str:
    """About 80 words; drawn from the seed, so the same conversation gives the same evening.

    Empty for a conversation that stopped because the person needs help.
    """
    if transcript.ending is Ending.STOPPED_FOR_HELP:
        return ""
    draw = Random(f"evening:{transcript.seed}:{transcript.persona.id}:{len(transcript.turns)}")
    drawn = []
    for _ in range(_DRAWS):
        drawn.append(_account(transcript, draw))
        if len(drawn[-1].split()) <= _WORDS:
            break
    return min(drawn, key=lambda words: len(words.split()))


def _account(transcript: Transcript, draw: Random) -> str:
    """How it starts, what will be repeated, where the listening stopped, what she got wrong, how it sits, what is left.

    A later talk starts with how it sits: the first one has been told.
    """
    evening = transcript.persona.evening
    slots = transcript.scenario.slots.words
    kept, lost = _best_and_worst(transcript)
    begins = "" if transcript.carried else _drawn(draw, evening.begins, slots)
    middle = [
        _quoting(draw, evening.kept, evening.nothing_kept, slots, kept),
        _quoting(draw, evening.lost, evening.nothing_lost, slots, lost),
        _drawn(draw, evening.wrong, slots),
    ]
    mood = next((turn.mood for turn in reversed(transcript.turns) if isinstance(turn, SupervisorTurn)), None)
    feels = _drawn(draw, evening.feels[mood], slots) if mood in evening.feels else ""
    leaves = _say(evening.leaves[transcript.ending or Ending.LEFT_OPEN], slots)
    parts = [feels, *middle, leaves] if transcript.carried else [begins, *middle, feels, leaves]
    return " ".join(part for part in parts if part)


def _best_and_worst(transcript: Transcript) -> tuple[str, str]:
    turns = transcript.user_turns
    changes = trust_changes(transcript.start_trust, turns)
    ranked = sorted(range(len(turns)), key=lambda index: changes[index])
    lost = next((_quote(turns[i], won=False) for i in ranked if changes[i] < 0), "")
    kept = next((_quote(turns[i], won=True) for i in reversed(ranked) if changes[i] > 0), "")
    return kept, lost


def _quote(turn: UserTurn, *, won: bool) -> str:
    row = heaviest_row(turn, won=won)
    return short_quote(row.quote) if row else ""


def _quoting(
    draw: Random, lines: tuple[Line, ...], without: tuple[Line, ...], slots: dict[str, str], quote: str
) -> str:
    return _drawn(draw, lines, slots | {"quote": quote}) if quote else _drawn(draw, without, slots)


def _drawn(draw: Random, lines: tuple[Line, ...], slots: dict[str, str]) -> str:
    return _say(draw.choice([line for line in lines if line.slots <= slots.keys()]), slots)


def _say(line: Line, slots: dict[str, str]) -> str:
    return Template(line.say).substitute(slots)
