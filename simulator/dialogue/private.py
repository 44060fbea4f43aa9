"""What one reply has to keep to: the notes not to be read out, and what is hers to say although it stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from ..domain.conduct import Charge, Mood, Move
from ..domain.text import NormalText
from ..domain.transcript import SupervisorTurn, UserTurn
from ..resources import prompt
from .hearing import drawn_hidden_fact
from .prompting import DECLARED, DIRECTIONS, system_prompt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .session import Session

#: So many words in a row are read out rather than said.
RUN = 8
Run = tuple[str, ...]

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_VARIABLE = re.compile(r"\$\{?\w+\}?")
#: What she is told of herself and may tell of herself; the rest of her sheet is for her eyes only.
_HERS = ("job", "history", "stands_for", "pressure", "only_asks")


def words_of(text: str) -> Run:
    """The words of a text, folded as far as a reader would: no case, accents, look-alikes or hidden characters."""
    return tuple(_WORD.findall(NormalText(text).copy))


def runs(words: Sequence[str]) -> Iterator[Run]:
    """Every stretch of ``RUN`` words."""
    return (tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


@lru_cache(maxsize=512)
def _runs_of(text: str) -> frozenset[Run]:
    return frozenset(runs(words_of(text)))


@lru_cache(maxsize=512)
def _scattered(text: str) -> frozenset[Run]:
    """The runs of every second word, and of all words backwards."""
    words = words_of(text)
    return frozenset(run for order in (words[::2], words[1::2], words[::-1]) for run in runs(order))


@dataclass(frozen=True)
class Bounds:
    """What one reply has to keep to.

    Attributes:
        name: her first name.
        mood, move: what the plan carries.
        notes: texts that must not be read out.
        open: texts that are hers to say, whatever the notes say.
        heard: what the user has said.
        before: her last words before this reply: what is read out in pieces is read out, too.
    """

    name: str = ""
    mood: Mood = Mood.LEVEL
    move: Move = Move.PROBE
    notes: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    before: str = ""

    @cached_property
    def private(self) -> frozenset[Run]:
        """The runs of words that must not be said."""
        said_aloud = frozenset[Run]().union(*map(_runs_of, self.open))
        return frozenset[Run]().union(*map(_runs_of, self.notes)) - said_aloud

    @cached_property
    def scattered(self) -> frozenset[Run]:
        """The notes' runs of every second word and of all words backwards."""
        return frozenset[Run]().union(*map(_scattered, self.notes))

    @cached_property
    def last_words(self) -> Run:
        """The end of what she said before, one word short of a run."""
        return words_of(self.before)[-RUN + 1 :]

    def said_by_the_user(self, words: str) -> bool:
        """Whether the user has said these words, in this order."""
        wanted = f" {' '.join(words_of(words))} "
        return any(wanted in said for said in self._heard)

    @cached_property
    def _heard(self) -> tuple[str, ...]:
        return tuple(f" {' '.join(words_of(said))} " for said in self.heard)


def bounds(session: Session) -> Bounds:
    """The bounds of the answer that she owes."""
    plan = session.plan
    assert plan is not None, "she owes no answer"
    before = next((turn.text for turn in reversed(session.turns) if isinstance(turn, SupervisorTurn)), "")
    return Bounds(
        name=session.setting.persona.name,
        mood=plan.mood,
        move=plan.move,
        notes=(*_instructions(session), *_untold(session)),
        open=tuple(_open(session)),
        heard=tuple(turn.text for turn in session.turns if isinstance(turn, UserTurn)),
        before=before,
    )


def _instructions(session: Session) -> Iterator[str]:
    """The templates' own sentences, the whole prompt, and the direction for this turn."""
    persona, plan = session.setting.persona, session.plan
    assert plan is not None
    for name in DECLARED:
        yield from _VARIABLE.split(prompt(name))
    yield system_prompt(session.setting)
    yield persona.sheet.wrong
    move, mood = DIRECTIONS.get(plan.move, ""), persona.moods[plan.mood]
    yield f"Private direction for {persona.name}. Mood: {mood}. Your next move: {move}."


def _untold(session: Session) -> Iterator[str]:
    """What the user knows and she does not, and what she knows and does not say until she is asked for it."""
    setting, memory = session.setting, session.state.memory
    knows = setting.scenario.facts_user_knows
    yield from (knows.home, knows.capacity, knows.plan_words, *knows.fixed)
    for error in knows.errors:
        if error.id not in memory.errors_named:
            yield from (error.own_words, error.impact_words)
    yield from (fact.text for fact in setting.scenario.told_only if fact.id not in memory.told)
    charge = setting.scenario.false_charge
    if charge is not None and memory.charge is not Charge.DROPPED:
        yield from (charge.truth, charge.evidence)
    found = drawn_hidden_fact(setting.persona, setting.seed) if memory.hidden_found else None
    yield from (fact.text for fact in setting.persona.hidden if fact is not found)


def _open(session: Session) -> Iterator[str]:
    """The facts she knows, what is on paper and at stake, her own life, and whatever was said aloud."""
    setting, memory = session.setting, session.state.memory
    scenario, persona = setting.scenario, setting.persona
    yield from (scenario.summary, scenario.role, scenario.written_up, scenario.at_stake)
    yield "\n".join(scenario.facts_supervisor_knows)
    yield "\n".join((persona.background, persona.sheet.job, persona.sheet.history))
    yield from (getattr(persona.sheet, name) for name in _HERS)
    yield from (line.say for line in persona.samples)
    yield from (turn.text for turn in session.turns)
    yield session.scripted_reply
    if scenario.false_charge is not None:
        yield scenario.false_charge.says
    yield from (*memory.admitted, *memory.promises, *memory.questions)
    if setting.carried is not None:
        yield from (promise.words for promise in setting.carried.promises)
