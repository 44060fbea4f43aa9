"""What the slots of her lines are filled with: the situation's words, and the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..domain.conduct import Move, Topic
from .occasions import content_words
from .plan import Plan
from .quoting import answering_sentence, short_quote, telling_sentence, whole_quote
from .state import State

if TYPE_CHECKING:
    from .stance import Setting

#: A promise that is asked after is read out whole, as far as that can be.
_MAX_PROMISE_WORDS = 18
#: So many turns a matter stays the matter; some words may be said of anything.
_LATELY = 2
_TELLS_NOTHING = frozenset({"said", "told", "lied", "call", "calls", "answer", "answered", "claimed", "lying"})
#: Words of the situation that speak of one thing and of those whom it hurt.
ABOUT_ONE_THING = frozenset({"one", "hurt"})


def slots(setting: Setting, state: State, plan: Plan) -> dict[str, str]:
    """Every slot that can be filled now, by name."""
    filled: dict[str, str] = setting.scenario.slots.words
    memory = state.memory
    candidates = {
        "quote": _said_back(plan),
        "promise": promise_in_view(setting, state, plan),
        "admitted": _last_quotable(memory.admitted),
        "asked": _last_quotable(memory.questions),
        "earlier": plan.earlier,
    }
    if setting.scenario.false_charge:
        filled["charge"] = setting.scenario.false_charge.says
    return filled | {name: quoted for name, words in candidates.items() if words and (quoted := whole_quote(words))}


def _said_back(plan: Plan) -> str | None:
    """The words of hers to quote: of a whole turn the sentence that counts for what she does with it."""
    if not plan.quote:
        return None
    if plan.topic in (Topic.GIVEN, Topic.IMPACT):
        return answering_sentence(plan.quote)
    if plan.topic is Topic.SAID or (plan.move is Move.CHARGE and plan.topic is None):
        return telling_sentence(plan.quote)
    asked = plan.topic is Topic.FELT and plan.quote.endswith("?")
    return None if asked else plan.quote  # what was asked is no feeling to be said back


def slots_of_promise(setting: Setting, filled: dict[str, str], number: int) -> dict[str, str]:
    """The same, with a promise of the talk before in view."""
    assert setting.carried is not None, "promises are reviewed in a later talk only"
    words = setting.carried.promises[number].words
    return filled | {"promise": whole_quote(words, _MAX_PROMISE_WORDS) or short_quote(words)}


def promise_in_view(setting: Setting, state: State, plan: Plan) -> str | None:
    """The promise that was just accounted for; else the last one made."""
    memory = state.memory
    if setting.carried is not None and plan.move is Move.ACCOUNT:
        number = plan.accounted if plan.accounted is not None else memory.reviewing
        return setting.carried.promises[number].words if number is not None else None
    return memory.promises[-1] if memory.promises else None


def on_another_matter(setting: Setting, state: State) -> bool:
    """Whether the talk has come to a thing of the list that is not the one she has a slot for."""
    own = content_words(setting.scenario.slots.words["one"])
    for spoken in reversed(state.memory.wordings[-_LATELY:]):
        if own & spoken:
            return False
        if any(words & spoken for words in _other_things(setting)):
            return True
    return False


def _other_things(setting: Setting) -> list[frozenset[str]]:
    own = content_words(setting.scenario.slots.words["one"])
    named = (content_words(" ".join(error.cues[0])) for error in setting.scenario.facts_user_knows.errors)
    return [words - _TELLS_NOTHING for words in named if not own & words]


def _last_quotable(said: tuple[str, ...]) -> str | None:
    return next((words for words in reversed(said) if whole_quote(words)), None)
