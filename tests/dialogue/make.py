"""Readings made by hand, so that the tests of her mind do not hang on the rules that read tone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator.dialogue.lines import Spoken, opening, speak
from simulator.dialogue.moves import choose
from simulator.dialogue.plan import Plan
from simulator.dialogue.rules import rules
from simulator.dialogue.session import Session, answer, begin, hear
from simulator.dialogue.stance import Movement, Setting, weigh
from simulator.dialogue.state import State, opening_state
from simulator.domain.appraisal import Appraisal, Event, Scores, Unscored
from simulator.domain.conduct import Move
from simulator.domain.events import Dimension, EventName
from simulator.domain.text import NormalText
from simulator.domain.transcript import Difficulty
from simulator.resources import library

_UNTIL_RAISED = 8


def reading(
    words: str,
    *events: EventName | tuple[EventName, str],
    overall: float | None = None,
    unscored: Unscored | None = None,
    distress: bool = False,
) -> Appraisal:
    """A reading of ``words`` with these events; each quotes the whole, or the part given with it."""
    made = tuple(_event(words, *(item if isinstance(item, tuple) else (item, words))) for item in events)
    if unscored:
        return Appraisal(unscored=unscored, events=made, distress=distress)
    trust = sum(rules().events[event.name].trust for event in made)
    whole = overall if overall is not None else float((trust > 0) - (trust < 0))
    return Appraisal(overall=whole, dimensions=_scores(made), events=made, distress=distress)


def _event(words: str, name: EventName, quote: str) -> Event:
    start, trust = words.index(quote), rules().events[name].trust
    return Event(
        name=name,
        dimension=dimension_of(name),
        quote=quote,
        start=start,
        end=start + len(quote),
        weight=2 * ((trust > 0) - (trust < 0)),
        strength=2 * ((trust > 0) - (trust < 0)),
        why=f"because of {name.value}",
    )


def _scores(events: tuple[Event, ...]) -> Scores:
    totals: dict[str, float] = {}
    for event in events:
        if event.weight:
            totals[event.dimension.value] = totals.get(event.dimension.value, 0.0) + event.weight
    return Scores(**{name: max(-2.0, min(2.0, total)) for name, total in totals.items()})


#: The first event of each dimension, as they are listed in ``EventName``.
_FIRST = {
    EventName.COURTESY: Dimension.RESPECT,
    EventName.NAMES_OWN_ERROR: Dimension.OWNERSHIP,
    EventName.NAMES_IMPACT: Dimension.PERSPECTIVE,
    EventName.STEADY: Dimension.COMPOSURE,
    EventName.DATED_COMMITMENT: Dimension.COMMITMENT,
    EventName.ASKS_EXPECTATIONS: Dimension.INQUIRY,
    EventName.SAYS_NEED: Dimension.INITIATIVE,
}


def dimension_of(name: EventName) -> Dimension:
    """The dimension under which an event is listed."""
    names = list(EventName)
    return next(_FIRST[one] for one in reversed(names[: names.index(name) + 1]) if one in _FIRST)


def setting(
    persona: str = "the-letter", scenario: str = "the-letter", seed: int = 0, difficulty: Difficulty = "normal"
) -> Setting:
    """A conversation with a shipped supervisor in a shipped situation."""
    return Setting(library().persona(persona), library().scenario(scenario), seed, difficulty)


def charged(held: Setting, says: Sequence[str]) -> Session:
    """A talk in which the false charge has just been raised; these words are said in turn until it is."""
    session = begin(held)
    for number in range(_UNTIL_RAISED):
        session = hear(session, says[number % len(says)], f"u{number}")
        assert session.plan is not None
        raised = session.plan.move is Move.CHARGE
        session = answer(session, session.scripted_reply)
        if raised:
            return session
    raise AssertionError("the charge was never raised")


@dataclass
class Talk:
    """A conversation in which the readings are given by the test."""

    setting: Setting
    state: State = field(init=False)
    movements: list[Movement] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        spoken = opening(self.setting, opening_state(self.setting.persona))
        self.state = spoken.state
        self.replies.append(spoken.text)

    def say(self, words: str, *events: EventName | tuple[EventName, str], unscored: Unscored | None = None) -> Plan:
        """One turn; returns what she decided to do."""
        appraisal = reading(words, *events, unscored=unscored)
        movement = weigh(self.setting, self.state, NormalText(words), appraisal)
        plan = choose(self.setting, movement, appraisal)
        spoken: Spoken = speak(self.setting, movement.after, plan)
        self.state = spoken.state
        self.movements.append(movement)
        self.plans.append(plan)
        self.replies.append(spoken.text)
        return plan

    @property
    def trust(self) -> float:
        """Her trust in points."""
        return self.state.levels.trust / 10
