"""The rules' reading and a model's, side by side, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterable

from ..domain.appraisal import Event
from ..domain.events import EventName
from ..domain.second_reading import (
    Agreement,
    ComparedEvent,
    ComparedTurn,
    EventAnswer,
    SecondReader,
    SecondReading,
)
from ..domain.transcript import Transcript, UserTurn


def found_by_rules(turn: UserTurn) -> dict[EventName, Event]:
    """What the rules say the turn does: by name, where it is read most clearly. What is only implied is not said."""
    found: dict[EventName, Event] = {}
    for event in turn.appraisal.said:
        if event.name not in found or abs(event.strength) > abs(found[event.name].strength):
            found[event.name] = event
    return found


def side_by_side(transcript: Transcript, readings: Iterable[SecondReading]) -> SecondReader | None:
    """Every reading beside the rules' own; None where nothing was asked. The transcript stays as it is."""
    made = {reading.turn: reading for reading in readings}
    scored = transcript.scored_turns
    asked = [(turn, made[turn.id]) for turn in scored if turn.id in made]
    if not asked:
        return None
    turns = tuple(_turn(turn, reading) for turn, reading in asked)
    return SecondReader(
        models=tuple(dict.fromkeys(reading.model for _, reading in asked)),
        scored=len(scored),
        read=sum(turn.failed is None for turn in turns),
        failed=sum(turn.failed is not None for turn in turns),
        rejected=sum(turn.rejected for turn in turns),
        agreement=agreement([event for turn in turns for event in turn.events]),
        turns=turns,
    )


def agreement(events: Iterable[ComparedEvent]) -> Agreement:
    """Share of the same answers, and Cohen's kappa, over the events that the model answered yes or no."""
    pairs = [(event.rules, event.reader == "yes") for event in events if event.agree is not None]
    n = len(pairs)
    if not n:
        return Agreement(n=0, percent=None, kappa=None)
    same = sum(rules == reader for rules, reader in pairs)
    rules_yes, reader_yes = sum(rules for rules, _ in pairs), sum(reader for _, reader in pairs)
    # Whole numbers, n times n as large as the shares, so that the figure is the same everywhere.
    by_chance = rules_yes * reader_yes + (n - rules_yes) * (n - reader_yes)
    kappa = (n * same - by_chance) / (n * n - by_chance) if by_chance < n * n else None
    return Agreement(n=n, percent=100 * same / n, kappa=kappa)


def _turn(turn: UserTurn, reading: SecondReading) -> ComparedTurn:
    found = found_by_rules(turn)
    events = tuple(_event(answer, found.get(answer.event)) for answer in reading.answers)
    return ComparedTurn(
        turn=turn.id,
        number=reading.number,
        borderline=reading.borderline,
        readings=reading.readings,
        rejected=reading.rejected,
        failed=reading.failed,
        agreement=agreement(events),
        events=events,
    )


def _event(answer: EventAnswer, found: Event | None) -> ComparedEvent:
    counts = answer.answer in ("yes", "no")
    return ComparedEvent(
        event=answer.event,
        rules=found is not None,
        rules_quote=found.quote if found else None,
        reader=answer.answer,
        reader_quote=answer.quote,
        agree=(answer.answer == "yes") == (found is not None) if counts else None,
    )
