"""Scripted employees before every supervisor: who ends where, and whether the order holds in every seed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import median

from rich.console import RenderableType

from simulator.debrief.persona_check import sentences_of_hers
from simulator.debrief.rehearsal import ATTACKS, FLATTERS, GAP, ORDER, OWNS, Ends, before, employees
from simulator.dialogue.session import hear
from simulator.resources import library
from tests.dialogue.make import charged, setting

from .tables import table

_CONFESSES = "Yes, that one was my fault, too. I'm sorry."
#: Heads that leave a terminal its width.
_SHORT = {
    "owns it": "owns",
    "excuse first": "excuse",
    "rude, then repairs": "repairs",
    "one recipe repeated": "recipe",
}


def tables(path: Path, seeds: int) -> list[RenderableType]:
    """Mean change of trust by supervisor and kind."""
    kinds = employees(path)
    found = [before(persona, kinds, range(seeds)) for persona in library().personas.values()]
    voices = len(next(iter(kinds.values())))
    rows = [(ends.persona, *(f"{ends.mean(kind):+.0f}" for kind in kinds), f"{ends.holding():.0%}") for ends in found]
    wins = sum(ends.recipe_wins for ends in found)
    most = max(found, key=lambda ends: ends.mean(FLATTERS))
    return [
        table(
            f"{path.stem}: change of trust, mean of {voices} voices and {seeds} seeds, no early stop",
            ("", *(_SHORT.get(kind, kind) for kind in kinds), "order"),
            rows,
            f"Order: in how many seeds {', '.join(ORDER)} lie at least {GAP:.0f} points apart. "
            f"The recipe wins with {wins} of {len(found)}. "
            f"Flattery wins at most {most.mean(FLATTERS):+.1f} ({most.persona}).",
        ),
        table(
            f"{path.stem}: the same talks as she would have held them",
            ("", "words", "sentences", "said twice", "fair", "owning ends", "attacking ends"),
            [_talks(ends) for ends in found],
            "Words: the median of her replies; sentences: the most in one, the user's own words apart. Fair: points of "
            "trust by which a calm correction of the false charge ends above confessing to it.",
        ),
    ]


def _talks(ends: Ends) -> tuple[str, ...]:
    played = [talk for kind in ends.talks for talk in ends.of(kind)]
    replies = [reply for talk in played for reply in talk.replies]
    twice = sum(len(talk.said) - len(set(talk.said)) for talk in played)
    return (
        ends.persona,
        f"{median(len(reply.split()) for reply in replies):.0f}",
        str(max(map(sentences_of_hers, replies))),
        f"{twice} of {sum(len(talk.said) for talk in played)}",
        f"{_fair(ends.persona):+.1f}",
        _usual(ends, OWNS),
        _usual(ends, ATTACKS),
    )


def _usual(ends: Ends, kind: str) -> str:
    """How most talks of a kind end."""
    found = Counter(talk.ending.value if talk.ending else "goes on" for talk in ends.of(kind))
    return found.most_common(1)[0][0].replace("_", " ")


def _fair(persona: str) -> float:
    """How far a calm correction of the false charge ends above confessing to it, in points of trust."""
    session = charged(setting(persona), ("I see what you mean about that.",))
    false = session.setting.scenario.false_charge
    assert false is not None
    levels = [hear(session, words, "x").state.levels.trust / 10 for words in (false.own_words, _CONFESSES)]
    return levels[0] - levels[1]
