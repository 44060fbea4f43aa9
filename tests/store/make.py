"""Small valid values, independent of the files in personas/ and prompts/."""

from __future__ import annotations

from typing import Any

from simulator.domain.appraisal import Appraisal, Event, Scores
from simulator.domain.events import Dimension, EventName
from simulator.domain.persona import (
    CLOSING_ENDINGS,
    MOVES_WITH_LINES,
    Ending,
    Mood,
    Move,
    Need,
    Persona,
    Question,
    Sheet,
)
from simulator.domain.scenario import OwnError, Scenario, Slots
from simulator.domain.second_reading import EventAnswer, SecondReading
from simulator.domain.transcript import LedgerRow, SupervisorTurn, UserTurn
from simulator.store.store import NewConversation

_LINES = ["Go on.", "I see."]
_QUOTES = ['You said "$quote".', 'So, "$quote".']


def persona(name: str = "Mara Quist") -> Persona:
    data: dict[str, Any] = {
        "schema": "persona/1",
        "id": "small-one",
        "name": name,
        "pronouns": "she",
        "age": 44,
        "background": "Ran a depot.",
        "source": "nowhere",
        "difficulty": "normal",
        "summary": "Wants the numbers first and the reasons after.",
        "hue": 210,
        "sheet": dict.fromkeys(Sheet.model_fields, "Plain."),
        "samples": ["Go on."] * 6,
        "moods": {mood: "quiet" for mood in Mood},
        "stance": {
            "start": {"trust": 30, "patience": 60, "clarity": 20},
            "weights": {EventName.CURT: 130},
            "thresholds": {
                "agreement": {"trust": 60, "clarity": 60},
                "conditional": {"trust": 45, "clarity": 40},
                "ends_below_patience": 10,
            },
        },
        "agenda": [{"need": need, "asks": ["What?", "When?", "How?"]} for need in list(Need)[:4]],
        "lines": {
            move: {"any": ["$charge", "I heard this: $charge"] if move is Move.CHARGE else _LINES}
            for move in MOVES_WITH_LINES
        },
        "answers": {question: _LINES for question in Question},
        "endings": {ending: {"says": _LINES, "next": "Friday."} for ending in CLOSING_ENDINGS},
        "evening": {
            "to": "to her sister",
            "begins": _LINES,
            "kept": _QUOTES,
            "nothing_kept": ["Nothing."],
            "lost": _QUOTES,
            "nothing_lost": ["Nothing."],
            "wrong": _LINES,
            "leaves": {ending: "So be it." for ending in CLOSING_ENDINGS},
        },
    }
    return Persona.model_validate(data)


def scenario(title: str = "The late returns") -> Scenario:
    error = {key: "The return was late." for key in OwnError.model_fields} | {"id": "late", "cues": [["late"]]}
    data: dict[str, Any] = {
        "schema": "scenario/1",
        "id": "small-scene",
        "title": title,
        "trade": "depot",
        "summary": "Returns came late.",
        "role": "clerk",
        "breach": "competence",
        "written_up": "A note on file.",
        "facts_supervisor_knows": ["The March return was late."],
        "facts_user_knows": {"errors": [error], "capacity": "An hour.", "home": "Quiet.", "plan_words": "By noon."},
        "at_stake": "The post.",
        "slots": dict.fromkeys(Slots.model_fields, "the list"),
    }
    return Scenario.model_validate(data)


def new(canary: str = "Mara Quist", **changes: Any) -> NewConversation:
    values: dict[str, Any] = {
        "persona": persona(canary[:30]),
        "scenario": scenario(canary),
        "seed": 2**40,
        "difficulty": "hard",
        "backend": "openai",
        "model": "small-7b",
        "versions": {"simulator": "0.1", "rules": "abc"},
    }
    return NewConversation(**(values | changes))


def hers(id: str, parent: str | None, text: str = "Go on.", *, complete: bool = True) -> SupervisorTurn:
    return SupervisorTurn(id=id, parent=parent, text=text, move=Move.PROBE, mood=Mood.COLD, complete=complete)


def yours(id: str, parent: str | None, text: str = "I was late.") -> UserTurn:
    event = Event(
        name=EventName.NAMES_OWN_ERROR,
        dimension=Dimension.OWNERSHIP,
        quote=text,
        start=0,
        end=len(text),
        weight=0.35,
        why="names it",
    )
    return UserTurn(
        id=id,
        parent=parent,
        text=text,
        appraisal=Appraisal(dimensions=Scores(ownership=0.35), overall=-0.15, events=(event,)),
        trust=31.7,
        patience=59.9,
        clarity=0.1,
        ledger=(LedgerRow(variable="trust", rule="own error", quote=text, amount=1.7, before=30, after=31.7),),
    )


def read(turn: str, words: str = "I was late.", model: str = "small-7b") -> SecondReading:
    said = EventAnswer(event=EventName.NAMES_OWN_ERROR, answer="yes", quote=words)
    return SecondReading(turn=turn, number=1, model=model, readings=1, answers=(said,))


def unread(turn: str, reason: str = "The model did not answer in JSON.") -> SecondReading:
    return SecondReading(turn=turn, number=1, model="small-7b", failed=reason)


ENDING = Ending.CONDITIONAL
