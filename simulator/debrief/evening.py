"""What she tells someone that evening: her voice, the user's exact words, and what she herself got wrong."""

from __future__ import annotations

from random import Random
from string import Template

from ..dialogue.endings import went_well
from ..dialogue.outcome import standing
from ..dialogue.quoting import short_quote
from ..domain.persona import Ending, Line, Mood
from ..domain.scenario import Scenario
from ..domain.text import NormalText
from ..domain.transcript import SupervisorTurn, Transcript, UserTurn, is_imported
from .known import private_word
from .moments import SMALLEST, heaviest_row, trust_changes
from .praised import is_praised

#: An account is drawn anew, at most so often, until it has no more words than this.
_WORDS, _DRAWS = 90, 8


def evening_account(transcript: Transcript) -> str:
    """About 80 words; drawn from the seed, so the same conversation gives the same evening.

    Empty for a conversation that stopped because the person needs help.
    """
    if transcript.needs_help:
        return ""
    draw = Random(f"evening:{transcript.seed}:{transcript.persona.id}:{len(transcript.turns)}")
    drawn = []
    for _ in range(_DRAWS):
        drawn.append(_account(transcript, draw))
        if len(drawn[-1].split()) <= _WORDS:
            break
    return min(drawn, key=lambda words: len(words.split()))


def evening_title(transcript: Transcript) -> str:
    """What stands over the account: whom she tells it; of a talk from outside, that she was not in it."""
    persona = transcript.persona
    if is_imported(transcript):
        they = persona.pronouns.subject
        return f"{persona.name} was not in this talk. If {they} had been, that evening, {persona.evening.to}"
    return f"That evening, {persona.evening.to}"


def _account(transcript: Transcript, draw: Random) -> str:
    """How it starts, what will be repeated, where the listening stopped, what she got wrong, how it sits, what is left.

    Where no sentence is kept, nobody hears that they had her ear the whole time either: it would be praise for nothing.
    A later talk starts with how it sits: the first one has been told. Of a talk that she was not in she tells what the
    words would have done, and neither how it began and ended nor what she got wrong.
    """
    evening = transcript.persona.evening
    slots = transcript.scenario.slots.words
    kept, lost = _best_and_worst(transcript)
    elsewhere = is_imported(transcript)
    begins = "" if transcript.carried or elsewhere else _drawn(draw, evening.begins, slots)
    middle = [
        _quoting(draw, evening.kept, evening.nothing_kept, slots, kept),
        _quoting(draw, evening.lost, evening.nothing_lost, slots, lost) if kept or lost else "",
        "" if elsewhere else _drawn(draw, evening.wrong, slots),
    ]
    mood = _last_mood(transcript)
    feels = _drawn(draw, evening.feels[mood], slots) if mood in evening.feels else ""
    leaves = "" if elsewhere else _say(_leaving(transcript), slots)
    parts = [feels, *middle, leaves] if transcript.carried else [begins, *middle, feels, leaves]
    return " ".join(part for part in parts if part)


def _leaving(transcript: Transcript) -> Line:
    """What is left. A talk that the user ended with a promise given, or on a good word, was no walking out."""
    evening, turns = transcript.persona.evening, transcript.user_turns
    ending = transcript.ending or Ending.LEFT_OPEN
    if ending is Ending.ENDED_BY_USER and evening.parted is not None:
        if standing(turns):
            return evening.parted.promised
        mood = _last_mood(transcript)
        if mood and turns and went_well(len(turns), mood, won=turns[-1].trust > transcript.start_trust):
            return evening.parted.well
    return evening.leaves[ending]


def _last_mood(transcript: Transcript) -> Mood | None:
    return next((turn.mood for turn in reversed(transcript.turns) if isinstance(turn, SupervisorTurn)), None)


def _best_and_worst(transcript: Transcript) -> tuple[str, str]:
    turns = transcript.user_turns
    changes = trust_changes(transcript.start_trust, turns)
    ranked = sorted(range(len(turns)), key=lambda index: changes[index])
    scenario = transcript.scenario
    lost = (_quote(scenario, turns[i], won=False) for i in ranked if changes[i] < 0)
    kept = (_quote(scenario, turns[i], won=True) for i in reversed(ranked) if changes[i] >= SMALLEST)
    return next(filter(None, kept), ""), next(filter(None, lost), "")


def _quote(scenario: Scenario, turn: UserTurn, *, won: bool) -> str:
    """The words of the row that weighed most; never an illness, nor as lost what is called good elsewhere."""
    row = heaviest_row(turn, won=won)
    if row is None or private_word(scenario, NormalText(row.quote)) is not None:
        return ""
    return "" if not won and is_praised(turn, row.quote) else short_quote(row.quote)


def _quoting(
    draw: Random, lines: tuple[Line, ...], without: tuple[Line, ...], slots: dict[str, str], quote: str
) -> str:
    return _drawn(draw, lines, slots | {"quote": quote}) if quote else _drawn(draw, without, slots)


def _drawn(draw: Random, lines: tuple[Line, ...], slots: dict[str, str]) -> str:
    return _say(draw.choice([line for line in lines if line.slots <= slots.keys()]), slots)


def _say(line: Line, slots: dict[str, str]) -> str:
    return Template(line.say).substitute(slots)
