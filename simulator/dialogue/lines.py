"""Her own words for a move: a reaction from her bank that takes up what was said, then her next question.

Every choice is drawn from the seed, so the same conversation is the same on every machine; a line already said is not
said again while another one fits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..domain.conduct import Charge, Ending, Mood, Move, Need, Question, Topic
from ..domain.persona import Bank, Line, Persona
from .endings import next_promise, parting
from .following import next_need
from .occasions import content_words
from .picking import Picker, filled
from .plan import Plan
from .quoting import short_quote, telling_sentence, whole_quote
from .state import State

if TYPE_CHECKING:
    from .stance import Setting

#: What the page says in its own voice when asked whether a person is there.
STEP_OUT = (
    "(Outside the role for a moment: this is a program. {name} is a character, nobody is listening in, and your words "
    "stay where the first page says. When you are ready, go on and {name} will answer.)"
)
_MAX_REPLY_WORDS, _MAX_WORDS_OF_TWO = 30, 40
#: A promise that is asked after is read out whole, as far as that can be.
_MAX_PROMISE_WORDS = 18
_MAX_REPLY_SENTENCES = 3
_SAME_WORDS = 2
_ABOUT_ONE_THING = frozenset({Topic.ERROR, Topic.IMPACT, Topic.DONE})
#: After so many words nobody is asked what else there is to it.
_SAID_ENOUGH = 8
#: With a second thing to take up, the first is said in so many words at most.
_SHORT_REACTION = 16
_RECALLS_FROM, _RECALLS_EVERY = 4, 3
_ASKS_AFTER = frozenset(
    {
        Move.PROBE, Move.ACKNOWLEDGE, Move.SOFTEN, Move.DROP_CHARGE, Move.DISCLOSE, Move.PAUSE, Move.REDIRECT,
        Move.SILENCE, Move.ANSWER, Move.TAKE_IN, Move.ACCOUNT, Move.OPEN,
    }
)  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?…]+[\"”'’)]*(?=\s|$)")


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
    picker = Picker(setting, state, slots)
    if plan.move is Move.DISCLOSE and plan.reveals is None and plan.topic is not None:
        disclosed = _acknowledged_and_disclosed(setting, state, plan, picker, slots)
        if disclosed is not None:
            return disclosed
    reaction = picker.recalled(_bank(setting, plan)) if _recalls(state, plan) else None
    reaction = reaction or picker.pick(_short_enough(setting, plan, slots), plan.topic, _spare(setting, plan))
    text = filled(reaction, slots)
    after = _after_reaction(setting, state, plan, picker, slots, text)
    if after is None:
        return Spoken(text, _after_speaking(state, plan, (reaction.say,), state.memory.asked))
    line, words, need = after
    asked = (*state.memory.asked, need) if need is not None else state.memory.asked
    return Spoken(f"{text} {words}", _after_speaking(state, plan, (reaction.say, line.say), asked))


def _short_enough(setting: Setting, plan: Plan, slots: dict[str, str]) -> tuple[Line, ...]:
    """Her lines for the move; where something else is taken up with it, the short ones on the topic, if any."""
    bank = _bank(setting, plan)
    if plan.topic is Topic.SAID and plan.quote and len(plan.quote.split()) >= _SAID_ENOUGH:
        return tuple(line for line in bank if not (plan.topic in line.to and line.say.endswith("?")))
    if plan.also is None:
        return bank
    fitting = (line for line in bank if plan.topic in line.to and line.slots <= slots.keys())
    short = tuple(
        line
        for line in fitting
        if len((words := filled(line, slots)).split()) <= _SHORT_REACTION and not words.endswith("?")
    )
    return short or bank


def _recalls(state: State, plan: Plan) -> bool:
    """Whether it is time to say something of before back: where nothing in particular was said, every third turn."""
    return plan.move is Move.PROBE and state.user_turns >= _RECALLS_FROM and state.user_turns % _RECALLS_EVERY == 0


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
        and _fits(said, words)
    )
    if not fitting:
        return None
    right = picker.pick(fitting, plan.topic)
    text = f"{filled(right, slots)} {words}"
    return Spoken(text, _after_speaking(state, plan, (right.say, told.say), state.memory.asked))


def _after_reaction(
    setting: Setting, state: State, plan: Plan, picker: Picker, slots: dict[str, str], reaction: str
) -> tuple[Line, str, Need | None] | None:
    """What follows her reaction: something else she takes up, the next promise, or the next thing she asks."""
    if plan.also is not None:
        return _taken_up_too(setting, state, plan, picker, slots, reaction)
    if plan.review is not None and plan.topic is not Topic.UNSURE:
        line = picker.pick(_reviews(setting, plan), None)
        return line, filled(line, _slots_of_promise(setting, slots, plan.review)), None
    if plan.ask is None or plan.move not in _ASKS_AFTER or reaction.endswith("?"):
        return None
    fresh = [line for line in picker.usable(_asks(setting, plan.ask)) if line.say not in state.memory.said]
    fitting = tuple(line for line in fresh if _fits(reaction, filled(line, slots)) and not _just_said(line, state))
    questions = _on_the_matter(fitting, plan, state, slots)
    if not questions:
        return None
    line = picker.pick(questions, None)
    return line, filled(line, slots), plan.ask


def _just_said(line: Line, state: State) -> bool:
    """Whether a question asks for what the user has just told her, in much the same words."""
    words = state.memory.wordings[-1] if state.memory.wordings else frozenset()
    return len(content_words(line.say) & words) >= _SAME_WORDS


def _on_the_matter(questions: tuple[Line, ...], plan: Plan, state: State, slots: dict[str, str]) -> tuple[Line, ...]:
    """After an error that is not the one she has a slot for, the questions that do not go back to that one, if any."""
    spoken = state.memory.wordings[-1] if state.memory.wordings else frozenset()
    if plan.topic not in _ABOUT_ONE_THING or content_words(slots["one"]) & spoken:
        return questions
    return tuple(line for line in questions if "one" not in line.slots) or questions


def _taken_up_too(
    setting: Setting, state: State, plan: Plan, picker: Picker, slots: dict[str, str], reaction: str
) -> tuple[Line, str, Need | None] | None:
    """What else was said, in the same breath; None where no line for it fits."""
    assert plan.also is not None, "nothing else to take up"
    move, topic = plan.also
    fresh = [line for line in picker.usable(_lines_of(setting.persona, move).for_mood(plan.mood)) if topic in line.to]
    unsaid = [line for line in fresh if line.say not in state.memory.said]
    fitting = [line for line in unsaid if _fits(reaction, filled(line, slots), _MAX_WORDS_OF_TWO)]
    if not fitting or reaction.endswith("?"):
        return None
    line = picker.pick(tuple(fitting), topic)
    return line, filled(line, slots), None


def _reviews(setting: Setting, plan: Plan) -> tuple[Line, ...]:
    """How she brings a promise up; "the other thing" is no way to begin."""
    lines = setting.persona.lines[Move.REVIEW].for_mood(plan.mood)
    return lines if plan.review else tuple(line for line in lines if "promise" in line.slots)


def _promise_in_view(setting: Setting, state: State, plan: Plan) -> str | None:
    """The promise that was just accounted for; else the last one made."""
    memory = state.memory
    if setting.carried is not None and plan.move is Move.ACCOUNT:
        number = plan.accounted if plan.accounted is not None else memory.reviewing
        return setting.carried.promises[number].words if number is not None else None
    return memory.promises[-1] if memory.promises else None


def _slots_of_promise(setting: Setting, slots: dict[str, str], number: int) -> dict[str, str]:
    assert setting.carried is not None, "promises are reviewed in a later talk only"
    words = setting.carried.promises[number].words
    return slots | {"promise": whole_quote(words, _MAX_PROMISE_WORDS) or short_quote(words)}


def _fits(reaction: str, question: str, most: int = _MAX_REPLY_WORDS) -> bool:
    """Whether the two together are still something that a person says in one breath."""
    together = f"{reaction} {question}"
    return len(together.split()) <= most and sentence_count(together) <= _MAX_REPLY_SENTENCES


def sentence_count(text: str) -> int:
    """How many sentences end in a text."""
    return len(_SENTENCE_END.findall(text))


def opening(setting: Setting, state: State) -> Spoken:
    """Her first words."""
    if setting.carried is None:
        return speak(setting, state, Plan(Move.OPEN, state.mood))
    first = next_promise(setting, state)
    ask = next_need(setting.persona, state) if first is None else None
    return speak(setting, state, Plan(Move.OPEN, state.mood, Topic.RETURN, review=first, ask=ask))


def _slots(setting: Setting, state: State, plan: Plan) -> dict[str, str]:
    slots: dict[str, str] = setting.scenario.slots.words
    memory = state.memory
    said = telling_sentence(plan.quote) if plan.quote and plan.topic is Topic.SAID else plan.quote
    candidates = {
        "quote": said,
        "promise": _promise_in_view(setting, state, plan),
        "admitted": _last_quotable(memory.admitted),
        "asked": _last_quotable(memory.questions),
        "earlier": plan.earlier,
    }
    if setting.scenario.false_charge:
        slots["charge"] = setting.scenario.false_charge.says
    return slots | {name: quoted for name, words in candidates.items() if words and (quoted := whole_quote(words))}


def _last_quotable(said: tuple[str, ...]) -> str | None:
    return next((words for words in reversed(said) if whole_quote(words)), None)


def _bank(setting: Setting, plan: Plan) -> tuple[Line, ...]:
    persona = setting.persona
    if plan.move is Move.ANSWER and plan.question is not None:
        return persona.answers.get(plan.question) or persona.answers[Question.JOB]
    if plan.move is Move.CLOSE and plan.ending is not None:
        return persona.endings[plan.ending].says
    if plan.reveals is not None:
        return plan.reveals.reveals
    return _lines_of(persona, plan.move).for_mood(plan.mood)


def _lines_of(persona: Persona, move: Move) -> Bank:
    """Her bank for a move; a file without one for news meets it as by a pause."""
    return persona.lines.get(move) or persona.lines[Move.PAUSE]


#: Where a mood's own lines are used up, those of a mood near it are said before any is said again.
_NEAR = {Mood.COLD: (Mood.LEVEL,), Mood.LEVEL: (Mood.COLD, Mood.WARM), Mood.WARM: (Mood.LEVEL,)}


def _spare(setting: Setting, plan: Plan) -> tuple[Line, ...]:
    if plan.move in (Move.ANSWER, Move.CLOSE) or plan.reveals is not None:
        return ()
    bank = _lines_of(setting.persona, plan.move)
    return tuple(line for mood in _NEAR[plan.mood] for line in bank.for_mood(mood))


def _asks(setting: Setting, need: Need) -> tuple[Line, ...]:
    return next(item.asks for item in setting.persona.agenda if item.need is need)


def _after_speaking(state: State, plan: Plan, said: tuple[str, ...], asked: tuple[Need, ...]) -> State:
    memory = replace(state.memory, said=state.memory.said + said, asked=asked)
    if plan.review is not None:
        memory = replace(memory, reviewing=plan.review)
    asking = asked[-1] if len(asked) > len(state.memory.asked) else None
    memory = replace(memory, lets_out=plan.move is Move.DISCLOSE, asking=asking)
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
