"""What she asks after her reaction, and how she comes to it from what was just said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..domain.conduct import Move, Topic
from ..domain.persona import Line
from .banks import asks
from .breath import MOST_WORDS, More, fits
from .following import follow_on
from .occasions import content_words
from .picking import Picker, filled
from .plan import Plan
from .slots import ABOUT_ONE_THING, on_another_matter
from .state import State

if TYPE_CHECKING:
    from .stance import Setting

#: So many telling words in common, and a question asks for what was just said.
_SAME_WORDS = 2
#: After these she says so when she changes the subject; nobody does with the second sentence of a talk.
_TURNS_AFTER = frozenset({Move.PROBE, Move.ACKNOWLEDGE, Move.SOFTEN})
_TURNS_FROM = 2
_ASKS_AFTER = frozenset(
    {
        Move.PROBE, Move.ACKNOWLEDGE, Move.SOFTEN, Move.DROP_CHARGE, Move.DISCLOSE, Move.PAUSE, Move.REDIRECT,
        Move.SILENCE, Move.ANSWER, Move.TAKE_IN, Move.ACCOUNT, Move.OPEN,
    }
)  # fmt: skip


def next_question(
    setting: Setting, state: State, plan: Plan, picker: Picker, slots: dict[str, str], reaction: str
) -> More:
    """The next thing she asks; nothing where her move leaves no room for a question, or none fits."""
    if plan.ask is None or plan.move not in _ASKS_AFTER or reaction.endswith("?"):
        return More()
    fresh = [line for line in picker.usable(asks(setting, plan.ask)) if line.say not in state.memory.said]
    fitting = tuple(line for line in fresh if fits(reaction, filled(line, slots)) and not _just_said(line, state))
    questions = on_the_matter(fitting, setting, state)
    if not questions:
        return More()
    line = picker.pick(questions, None)
    if not _changes_the_subject(state, plan):
        return More((line,), slots, plan.ask)
    return _after_a_turn(setting, state, picker, More((line,), slots, plan.ask), reaction)


def _after_a_turn(setting: Setting, state: State, picker: Picker, question: More, reaction: str) -> More:
    """The question with her word for a change of subject; nothing where the two are too long together."""
    turns = [turn for turn in setting.persona.turns if turn not in state.memory.said]
    fit = [turn for turn in turns if _turns_to(turn, reaction, question.text)]
    if not turns:
        return question
    return replace(question, turn=picker.one_of(fit)) if fit else More()


def _changes_the_subject(state: State, plan: Plan) -> bool:
    """Whether her question does not follow on what was just said, and wants a word for that."""
    follows = plan.ask in follow_on(plan.question or plan.topic, plan.given) or plan.topic is Topic.CONFUSED
    return not follows and plan.move in _TURNS_AFTER and state.user_turns >= _TURNS_FROM


def _turns_to(turn: str, reaction: str, question: str) -> bool:
    """Whether a word for a change of subject fits between the two; nobody begins twice with "look"."""
    again = turn.split(maxsplit=1)[0].strip(",:").lower() == reaction.split(maxsplit=1)[0].strip(",.").lower()
    return not again and len(f"{reaction} {turn} {question}".split()) <= MOST_WORDS + len(turn.split())


def _just_said(line: Line, state: State) -> bool:
    """Whether a question asks for what the user has just told her, in much the same words."""
    words = state.memory.wordings[-1] if state.memory.wordings else frozenset()
    return len(content_words(line.say) & words) >= _SAME_WORDS


def on_the_matter(lines: tuple[Line, ...], setting: Setting, state: State) -> tuple[Line, ...]:
    """Where the talk is about another thing than the one she has a slot for, the lines that do not go back to it."""
    if not on_another_matter(setting, state):
        return lines
    return tuple(line for line in lines if not line.slots & ABOUT_ONE_THING) or lines
