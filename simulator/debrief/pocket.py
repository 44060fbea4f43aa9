"""The pocket card: what to take into the real talk, in the user's own words."""

from __future__ import annotations

from ..dialogue.promises import promises
from ..domain.appraisal import Event
from ..domain.events import EventName as E
from ..domain.report import PocketCard
from ..domain.text import normal
from ..domain.transcript import UserTurn
from .praised import TAKEN_BADLY, left_unasked, praised, whole

#: What a line on the card may be made of, the best first.
_OPENINGS = (E.NAMES_OWN_ERROR, E.GENERAL_RESPONSIBILITY, E.NAMES_IMPACT, E.SEES_HER_SIDE)
_QUESTIONS = (
    E.ASKS_EXPECTATIONS, E.ASKS_WHAT_SHE_NEEDS, E.ASKS_PRIORITIES, E.ASKS_FEEDBACK, E.ASKS_STANDING, E.ASKS_IN_WRITING,
    E.ASKS_HER_VIEW, E.CHECKS_PERCEPTION, E.ASKS_WHAT_WAS_MISSED, E.ASKS_JOB_SAFETY, E.GENUINE_QUESTION,
)  # fmt: skip
_LIMITS = (E.NAMES_LIMIT, E.SAYS_NEED, E.CALM_CORRECTION, E.ESCALATES_CALMLY)
#: In words: what is longer is not said by heart.
_LONGEST = 30


def pocket_card(turns: tuple[UserTurn, ...]) -> PocketCard:
    """One opening line, one promise with a date, one question, one limit; None for each that was not said well."""
    dated = [promise.quote for promise in promises(turns) if promise.by_when is not None]
    opening, question, limit = (_best(turns, wanted) for wanted in (_OPENINGS, _QUESTIONS, _LIMITS))
    return PocketCard(
        opening=opening,
        promise=dated[-1] if dated else None,
        question=question,
        limit=limit if limit not in (opening, question) else None,
    )


def _best(turns: tuple[UserTurn, ...], wanted: tuple[E, ...]) -> str | None:
    """The sentence with the strongest event of the first kind that was said, without a fault in it.

    Nothing of a turn that a fair supervisor takes badly is taken along, and no question says where somebody stops.
    What is praised is on the card: where the sentence around it is long or has a fault, its clause alone.
    """
    fit = [turn for turn in turns if (turn.appraisal.overall or 0.0) > TAKEN_BADLY]
    said = [(turn, event) for turn in fit for event in turn.appraisal.said]
    for name in wanted:
        strongest_first = sorted((pair for pair in said if pair[1].name is name), key=lambda pair: -pair[1].strength)
        words = (_sentence(*pair) or _clause(*pair) for pair in strongest_first if not left_unasked(*pair))
        fitting = (one for one in words if one is not None and not (wanted is _LIMITS and one.endswith("?")))
        if (best := next(fitting, None)) is not None:
            return best
    return None


def _clause(turn: UserTurn, event: Event) -> str | None:
    """The clause of words that are praised, and of others where it has no fault in it."""
    span = whole(turn, event)
    if event not in praised(turn) and any(
        other.strength < 0 and other.start < span.end and span.start < other.end for other in turn.appraisal.said
    ):
        return None
    words = turn.text[span.start : span.end]
    return words if len(words.split()) <= _LONGEST else event.quote


def _sentence(turn: UserTurn, event: Event) -> str | None:
    text = normal(turn.text)
    span = text.sentence_of(event.start, event.end)
    if span is None:
        return None
    origin = text.origin(*span)
    words = turn.text[origin.start : origin.end]
    fault = any(other.strength < 0 and origin.start <= other.start < origin.end for other in turn.appraisal.said)
    return None if fault or len(words.split()) > _LONGEST else words
