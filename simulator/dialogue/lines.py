"""Her own words for a move: a reaction from her bank that takes up what was said, then her next question.

Every choice is drawn from the seed, so the same conversation is the same on every machine; a line already said is not
said again while another one fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..domain.conduct import Charge, Ending, Move, Need, Question, Topic
from ..domain.persona import Line
from .asking import next_question, on_the_matter
from .banks import bank, lines_of, reviews, spare
from .breath import MOST_OF_TWO, More, fits
from .endings import next_promise, parting
from .following import next_need
from .picking import Picker, filled
from .plan import Plan
from .quoting import whole_quote
from .slots import slots as slots_for
from .slots import slots_of_promise
from .state import State

if TYPE_CHECKING:
    from .stance import Setting

#: What the page says in its own voice when asked whether a person is there.
STEP_OUT = (
    "(Outside the role for a moment: this is a program. {name} is a character, nobody is listening in, and your words "
    "stay where the first page says. When you are ready, go on and {name} will answer.)"
)
#: After so many words nobody is asked what else there is to it.
_SAID_ENOUGH = 8
#: With a second thing to take up, the first is said in so many words at most.
_SHORT_REACTION = 16
_RECALLS_FROM, _RECALLS_EVERY = 4, 3
_SENTENCES = re.compile(r"[^.!?]+[.!?]*")
#: After these she waits for an answer, whether or not her words were a question.
_WAITS = frozenset(
    {
        Move.OPEN, Move.HOLD, Move.CHALLENGE, Move.TEST, Move.CHARGE, Move.WARN, Move.REDIRECT, Move.REVIEW,
        Move.UNCLEAR, Move.SILENCE,
    }
)  # fmt: skip
_FINDS_FAULT = frozenset({Move.HOLD, Move.CHALLENGE, Move.WARN, Move.REDIRECT})
#: Where there is no room for both, these go before an answer.
_BEFORE_ANSWERS = frozenset({Move.TAKE_IN, Move.DROP_CHARGE, Move.PAUSE})
#: What is said of the two of them is taken up by itself.
_OF_THE_TWO = re.compile(r"\b(?:i|me|my|you|your)\b")


@dataclass(frozen=True)
class Spoken:
    """Her words, and her mind after saying them."""

    text: str
    state: State


def speak(setting: Setting, state: State, plan: Plan) -> Spoken:
    """The reply that her bank composes for a plan; deterministic for setting, state and plan."""
    if plan.move is Move.STEP_OUT:
        return Spoken(STEP_OUT.format(name=setting.persona.name), state)
    slots = slots_for(setting, state, plan)
    picker = Picker(setting, state, slots)
    in_one_breath = None
    if plan.move is Move.DISCLOSE and plan.reveals is None and plan.topic is not None:
        in_one_breath = _acknowledged_and_disclosed(setting, state, plan, picker, slots)
    elif plan.move is Move.CHARGE and plan.topic is not None:
        in_one_breath = _taken_up_and_charged(setting, state, plan, picker, slots)
    if in_one_breath is not None:
        return in_one_breath
    reaction = picker.recalled(bank(setting, plan)) if _recalls(state, plan) else None
    own = on_the_matter(_short_enough(setting, state, plan, picker, slots), setting, state)
    reaction = reaction or picker.pick(own, plan.topic, spare(setting, plan))
    text = filled(reaction, slots)
    more = _after_reaction(setting, state, plan, picker, slots, text)
    if isinstance(plan.also, Question) and not more.lines and plan.move not in _BEFORE_ANSWERS:
        return speak(setting, state, Plan(Move.ANSWER, plan.mood, quote=plan.quote, question=plan.also))
    said = (reaction.say, *more.said)
    whole = f"{text} {more.text}".strip()
    asked = (*state.memory.asked, more.need) if more.need is not None else state.memory.asked
    return Spoken(whole, _after_speaking(state, plan, whole, said, asked))


def _short_enough(
    setting: Setting, state: State, plan: Plan, picker: Picker, slots: dict[str, str]
) -> tuple[Line, ...]:
    """Her lines for the move; where something else is taken up with it, the short ones that leave room for it."""
    own = bank(setting, plan)
    if plan.topic is Topic.SAID and plan.quote and len(plan.quote.split()) >= _SAID_ENOUGH:
        return tuple(line for line in own if not (plan.topic in line.to and line.say.endswith("?")))
    if plan.also is None:
        return own
    takes_it_up = (line for line in own if (plan.topic in line.to if plan.topic else not line.to))
    fitting = (line for line in takes_it_up if line.slots <= slots.keys())
    said = {line: filled(line, slots) for line in fitting if line.say not in state.memory.said}
    short = [line for line, words in said.items() if len(words.split()) <= _SHORT_REACTION and words[-1] != "?"]
    if plan.beside is not None:  # the words for the second are said back, those for the first need not be
        short = [line for line in short if "quote" not in line.slots] or short
    others = [filled(line, _beside(plan, slots)) for line in _also(setting, state, plan, picker, slots)]
    leave_room = [line for line in short if any(fits(said[line], other, MOST_OF_TWO) for other in others)]
    return tuple(leave_room or short) or own


def _beside(plan: Plan, slots: dict[str, str]) -> dict[str, str]:
    """The slots for what is taken up in the same breath: its own words."""
    if plan.beside is None:
        return slots
    without = {name: words for name, words in slots.items() if name != "quote"}
    quoted = whole_quote(plan.beside)
    return without | ({"quote": quoted} if quoted else {})


def _recalls(state: State, plan: Plan) -> bool:
    """Whether it is time to say something of before back: where nothing in particular was said, every third turn."""
    if plan.move is not Move.PROBE or state.user_turns < _RECALLS_FROM:
        return False
    if plan.topic is Topic.GIVEN:
        return state.user_turns % (2 * _RECALLS_EVERY) == 0 and not _OF_THE_TWO.search((plan.quote or "").lower())
    return plan.topic in (None, Topic.SAID) and state.user_turns % _RECALLS_EVERY == 0


def _acknowledged_and_disclosed(
    setting: Setting, state: State, plan: Plan, picker: Picker, slots: dict[str, str]
) -> Spoken | None:
    """What was right, and then a word about herself, in one breath; None where no two lines fit together."""
    banks = setting.persona.lines
    told = picker.pick(banks[Move.DISCLOSE].for_mood(plan.mood), None)
    words = filled(told, slots)
    fitting = tuple(
        line
        for line in picker.usable(banks[Move.ACKNOWLEDGE].for_mood(plan.mood))
        if plan.topic in line.to
        and line.say not in state.memory.said
        and not (said := filled(line, slots)).endswith("?")
        and fits(said, words)
    )
    if not fitting:
        return None
    right = picker.pick(fitting, plan.topic)
    text = f"{filled(right, slots)} {words}"
    return Spoken(text, _after_speaking(state, plan, text, (right.say, told.say), state.memory.asked))


def _taken_up_and_charged(
    setting: Setting, state: State, plan: Plan, picker: Picker, slots: dict[str, str]
) -> Spoken | None:
    """A word on what was just said, and then the further charge; None where no two lines fit together."""
    banks, topic = setting.persona.lines, plan.topic
    charges = tuple(line for line in banks[Move.CHARGE].for_mood(plan.mood) if Topic.NEXT in line.to)
    if not charges:
        return None
    charge = picker.pick(charges, Topic.NEXT)
    words = filled(charge, slots)
    taken_up = (*banks[Move.ACKNOWLEDGE].for_mood(plan.mood), *banks[Move.PROBE].for_mood(plan.mood))
    fitting = tuple(
        line
        for line in picker.usable(taken_up)
        if topic in line.to
        and line.say not in state.memory.said
        and not (said := filled(line, slots)).endswith("?")
        and fits(said, words, MOST_OF_TWO)
    )
    if not fitting:
        return None
    first = picker.pick(fitting, topic)
    text = f"{filled(first, slots)} {words}"
    return Spoken(text, _after_speaking(state, plan, text, (first.say, charge.say), state.memory.asked))


def _after_reaction(
    setting: Setting, state: State, plan: Plan, picker: Picker, slots: dict[str, str], reaction: str
) -> More:
    """What follows her reaction: something else she takes up, the next promise, or the next thing she asks."""
    if plan.also is not None:
        too = _taken_up_too(setting, state, plan, picker, slots, reaction)
        if too.lines or plan.beside is None:
            return too
    if plan.review is not None and plan.topic is not Topic.UNSURE:
        line = picker.pick(reviews(setting, plan), None)
        return More((line,), slots_of_promise(setting, slots, plan.review))
    return next_question(setting, state, plan, picker, slots, reaction)


def _taken_up_too(
    setting: Setting, state: State, plan: Plan, picker: Picker, slots: dict[str, str], reaction: str
) -> More:
    """What else was said or asked, in the same breath; nothing where no line for it fits."""
    own = _beside(plan, slots)
    lines = _also(setting, state, plan, picker, slots)
    fitting = [line for line in lines if fits(reaction, filled(line, own), MOST_OF_TWO)]
    if plan.topic is Topic.TROUBLE or plan.beside is not None:  # only their own words say what is meant
        felt = isinstance(plan.also, tuple) and plan.also[1] is Topic.FELT
        fitting = [line for line in fitting if "quote" in line.slots] or ([] if felt else fitting)
    if not fitting or reaction.endswith("?"):
        return More()
    topic = None if isinstance(plan.also, Question) or plan.also is None else plan.also[1]
    return More((Picker(setting, state, own).pick(tuple(fitting), topic),), own)


def _also(setting: Setting, state: State, plan: Plan, picker: Picker, slots: dict[str, str]) -> list[Line]:
    """Her unsaid lines for what else she takes up, or answers."""
    if plan.also is None:
        return []
    own: tuple[Line, ...]
    if isinstance(plan.also, Question):
        own = on_the_matter(picker.usable(setting.persona.answers[plan.also]), setting, state)
    else:
        move, topic = plan.also
        usable = _beside(plan, slots).keys()
        bank_of_it = lines_of(setting.persona, move).for_mood(plan.mood)
        own = tuple(line for line in bank_of_it if topic in line.to and line.slots <= usable)
    return [line for line in own if line.say not in state.memory.said]


def opening(setting: Setting, state: State) -> Spoken:
    """Her first words."""
    if setting.carried is None:
        return speak(setting, state, Plan(Move.OPEN, state.mood))
    first = next_promise(setting, state)
    ask = next_need(setting.persona, state) if first is None else None
    return speak(setting, state, Plan(Move.OPEN, state.mood, Topic.RETURN, review=first, ask=ask))


def _after_speaking(state: State, plan: Plan, text: str, said: tuple[str, ...], asked: tuple[Need, ...]) -> State:
    memory = replace(state.memory, said=state.memory.said + said, asked=asked)
    if plan.review is not None:
        memory = replace(memory, reviewing=plan.review)
    questioned = text.endswith("?")
    asking = asked[-1] if len(asked) > len(state.memory.asked) else None
    if questioned and plan.move is Move.TEST:
        asking = Need.PLAN
    memory = replace(
        memory,
        lets_out=plan.move is Move.DISCLOSE,
        asking=asking,
        questioned=questioned,
        question=_SENTENCES.findall(text)[-1].strip() if questioned else "",
        accused=plan.move in _FINDS_FAULT,
        waits=questioned or plan.move in _WAITS,
    )
    if plan.topic is Topic.TROUBLE:
        memory = replace(memory, consoled=True)
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
    return speak(setting, state, Plan(Move.CLOSE, state.mood, parting(setting, state, ending), ending=ending))
