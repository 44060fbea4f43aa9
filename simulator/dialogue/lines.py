"""Her own words for a move: a reaction from her bank that takes up what was said, then her next question.

Every choice is drawn from the seed, so the same conversation is the same on every machine; a line already said is not
said again while another one fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random
from string import Template
from typing import TYPE_CHECKING

from ..domain.persona import Ending, Line, Move, Need, Topic
from .moves import Plan
from .state import Charge, State

if TYPE_CHECKING:
    from .stance import Setting

#: What the page says in its own voice when asked whether a person is there.
STEP_OUT = (
    "(Outside the role for a moment: this is a program. {name} is a character, nobody is listening in, and your words "
    "stay where the first page says. When you are ready, go on and {name} will answer.)"
)
_MAX_QUOTE_WORDS = 10
_MAX_REPLY_WORDS = 34
_MAX_REPLY_SENTENCES = 3
_ASKS_AFTER = frozenset(
    {
        Move.PROBE, Move.ACKNOWLEDGE, Move.SOFTEN, Move.DROP_CHARGE, Move.DISCLOSE, Move.PAUSE, Move.REDIRECT,
        Move.SILENCE, Move.ANSWER,
    }
)  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?…]+[\"”'’)]*(?=\s|$)")
_CLAUSE_END = re.compile(r"[.,;:!?](?=\s|$)")


@dataclass(frozen=True)
class Spoken:
    """Her words, and her mind after saying them."""

    text: str
    state: State


def speak(setting: Setting, state: State, plan: Plan) -> Spoken:
    """The reply that her bank composes for a plan; deterministic for setting, state and plan."""
    if plan.move is Move.STEP_OUT:
        return Spoken(STEP_OUT.format(name=setting.persona.name), state)
    slots = _slots(setting, state, plan)
    picker = _Picker(setting, state, slots)
    reaction = picker.pick(_bank(setting, plan), plan.topic)
    text, said, asked = _filled(reaction, slots), [reaction.say], state.memory.asked
    if plan.ask is not None and plan.move in _ASKS_AFTER and not text.endswith("?"):
        fresh = [line for line in picker.usable(_asks(setting, plan.ask)) if line.say not in state.memory.said]
        questions = tuple(line for line in fresh if _fits(text, _filled(line, slots)))
        if questions:
            question = picker.pick(questions, None)
            text = f"{text} {_filled(question, slots)}"
            said.append(question.say)
            asked = (*asked, plan.ask)
    return Spoken(text, _after_speaking(state, plan, tuple(said), asked))


def _fits(reaction: str, question: str) -> bool:
    """Whether the two together are still something that a person says in one breath."""
    together = f"{reaction} {question}"
    return len(together.split()) <= _MAX_REPLY_WORDS and len(_SENTENCE_END.findall(together)) <= _MAX_REPLY_SENTENCES


def opening(setting: Setting, state: State) -> Spoken:
    """Her first words."""
    return speak(setting, state, Plan(Move.OPEN, state.mood))


def short_quote(words: str) -> str:
    """At most ten of the user's words, cut at the end of a clause where one fits, without end punctuation."""
    flat = " ".join(words.split()).replace('"', "'")
    if len(flat.split()) > _MAX_QUOTE_WORDS:
        cut = " ".join(flat.split()[:_MAX_QUOTE_WORDS])
        ends = [match.start() for match in _CLAUSE_END.finditer(cut) if len(cut[: match.start()].split()) >= 4]
        flat = cut[: ends[-1]] if ends else f"{cut} …"
    return flat.strip(" .,;:!?-")


def _slots(setting: Setting, state: State, plan: Plan) -> dict[str, str]:
    slots: dict[str, str] = dict(setting.scenario.slots)
    memory = state.memory
    candidates = {
        "quote": plan.quote,
        "promise": memory.promises[-1] if memory.promises else None,
        "admitted": memory.admitted[-1] if memory.admitted else None,
        "charge": setting.scenario.false_charge.says if setting.scenario.false_charge else None,
    }
    for name, words in candidates.items():
        if words and name == "charge":
            slots[name] = words
        elif words and (quoted := short_quote(words)):
            slots[name] = quoted
    return slots


def _filled(line: Line, slots: dict[str, str]) -> str:
    return Template(line.say).substitute(slots)


def _bank(setting: Setting, plan: Plan) -> tuple[Line, ...]:
    persona = setting.persona
    if plan.move is Move.ANSWER and plan.question is not None:
        return persona.answers[plan.question]
    if plan.move is Move.CLOSE and plan.ending is not None:
        return persona.endings[plan.ending].says
    if plan.reveals is not None:
        return plan.reveals.reveals
    return persona.lines[plan.move].for_mood(plan.mood)


def _asks(setting: Setting, need: Need) -> tuple[Line, ...]:
    return next(item.asks for item in setting.persona.agenda if item.need is need)


class _Picker:
    """Draws lines from the seed, those not yet said first."""

    def __init__(self, setting: Setting, state: State, slots: dict[str, str]) -> None:
        self._draw = Random(f"{setting.seed}:{setting.persona.id}:{setting.scenario.id}:{state.user_turns}")
        self._said = state.memory.said
        self._slots = slots

    def usable(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """The lines all of whose slots can be filled."""
        return tuple(line for line in lines if line.slots <= self._slots.keys())

    def pick(self, lines: tuple[Line, ...], topic: Topic | None) -> Line:
        """One line that can be filled: on the topic and unsaid if there is one, else the one said longest ago."""
        usable = self.usable(lines)
        on_topic = [line for line in usable if topic is not None and topic in line.to]
        general = [line for line in usable if not line.to]
        for group in (on_topic, general):
            fresh = [line for line in group if line.say not in self._said]
            if fresh:
                return self._draw.choice(fresh)
        candidates = on_topic + general
        return min(candidates or usable, key=lambda line: self._last_said(line.say))

    def _last_said(self, say: str) -> int:
        return len(self._said) - 1 - self._said[::-1].index(say) if say in self._said else -1


def _after_speaking(state: State, plan: Plan, said: tuple[str, ...], asked: tuple[Need, ...]) -> State:
    memory = replace(state.memory, said=state.memory.said + said, asked=asked)
    if plan.move is Move.CHARGE:
        memory = replace(memory, charge=Charge.RAISED)
    elif plan.move is Move.CONDITION:
        memory = replace(memory, condition_set=True)
    elif plan.move is Move.DISCLOSE:
        memory = replace(memory, disclosed=True)
    elif plan.move is Move.WARN:
        memory = replace(memory, warnings=memory.warnings + 1)
    return state.remembering(memory)


def farewell(setting: Setting, state: State, ending: Ending) -> Spoken:
    """Her words when the user ends the conversation."""
    return speak(setting, state, Plan(Move.CLOSE, state.mood, ending=ending))
