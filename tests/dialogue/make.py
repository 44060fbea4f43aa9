"""Readings made by hand, so that the tests of her mind do not hang on the rules that read tone."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.dialogue.lines import Spoken, opening, speak
from simulator.dialogue.moves import Plan, choose
from simulator.dialogue.rules import rules
from simulator.dialogue.stance import Movement, Setting, weigh
from simulator.dialogue.state import State, opening_state
from simulator.domain.appraisal import Appraisal, Event, Unscored
from simulator.domain.events import Dimension, EventName
from simulator.domain.text import NormalText
from simulator.domain.transcript import Difficulty
from simulator.resources import library


def reading(
    words: str,
    *events: EventName | tuple[EventName, str],
    overall: float = 0.0,
    unscored: Unscored | None = None,
    distress: bool = False,
) -> Appraisal:
    """A reading of ``words`` with these events; each quotes the whole, or the part given with it."""
    made = []
    for item in events:
        name, quote = item if isinstance(item, tuple) else (item, words)
        start = words.index(quote)
        trust = rules().events[name].trust
        made.append(
            Event(
                name=name,
                dimension=Dimension.RESPECT,
                quote=quote,
                start=start,
                end=start + len(quote),
                weight=(trust > 0) - (trust < 0),
                why=f"because of {name.value}",
            )
        )
    return Appraisal(overall=None if unscored else overall, unscored=unscored, events=tuple(made), distress=distress)


def setting(
    persona: str = "the-letter", scenario: str = "the-letter", seed: int = 0, difficulty: Difficulty = "normal"
) -> Setting:
    """A conversation with a shipped supervisor in a shipped situation."""
    return Setting(library().persona(persona), library().scenario(scenario), seed, difficulty)


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
