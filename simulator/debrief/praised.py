"""What of a talk is called good: the one answer for strengths, suggestions, the pocket card and the evening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dialogue.charge import SAID_OF_THE_CHARGE
from ..domain.events import EventName
from ..domain.text import NormalText, Span, normal
from .facts import private_words, root

if TYPE_CHECKING:
    from ..domain.appraisal import Event
    from ..domain.transcript import LedgerRow, UserTurn

#: A turn that a fair supervisor takes this well gets no criticism.
GOOD_TURN = 0.8
#: In words: what is longer is not quoted whole.
_SHOWN = 20
#: So strong is what is praised.
_GOOD = 1.0
#: So clear is a fault that takes the praise away; one read less clearly is held up to nobody.
FAULT = -0.6
#: A turn that a fair supervisor takes worse than this is held up to nobody as good, and has room; on the scale of the
#: labels.
TAKEN_BADLY = -0.3
#: Rows of the ledger for which no words are praised: what they say is not so.
_NOT_SO = frozenset({"false_confession", "contradiction", "promise_moved", "catastrophe_repeated"})
#: How the denial of a charge is read that is then put right; it may leave her question for later, too.
_NO_FAULT_THEN = frozenset(
    {*SAID_OF_THE_CHARGE, EventName.BLAMES_OTHERS, EventName.EVADES, EventName.NON_ANSWER, EventName.PASSIVE_VOICE}
)


def charge_put_right(turn: UserTurn) -> LedgerRow | None:
    """The row of the ledger in which a charge that is not true was corrected with its evidence."""
    return next((row for row in turn.ledger if row.rule == "charge_corrected"), None)


def only_denies_the_charge(turn: UserTurn, event: Event) -> bool:
    """Whether an event is how a charge was denied that the same turn puts right: nothing to hold against anybody."""
    return event.name in _NO_FAULT_THEN and charge_put_right(turn) is not None


def is_clear_fault(turn: UserTurn, event: Event) -> bool:
    """Whether an event may be held up as a fault: one that was left out, or one that was read clearly."""
    return not FAULT < event.strength < 0 and not only_denies_the_charge(turn, event)


def whole(turn: UserTurn, event: Event) -> Span:
    """The clauses that an event stands in: "I did not send" says too little."""
    return normal(turn.text).clauses_around(event.start, event.end)


def span_in_context(turn: UserTurn, event: Event) -> Span:
    """The clauses that an event stands in; its own words where those are long or tell of health, or in silence."""
    span = whole(turn, event)
    words = turn.text[span.start : span.end]
    tells_of_health = not private_words().isdisjoint(map(root, NormalText(words).words))
    return Span(event.start, event.end) if event.omission or tells_of_health or len(words.split()) > _SHOWN else span


def in_context(turn: UserTurn, event: Event) -> str:
    """The words of ``span_in_context``."""
    span = span_in_context(turn, event)
    return turn.text[span.start : span.end]


def left_unasked(turn: UserTurn, event: Event) -> bool:
    """Whether words read as a question only say that something is not known, and nothing in the turn asks for it."""
    said = turn.appraisal.said
    if any(other.name is EventName.GENUINE_QUESTION for other in said):
        return False
    return any(other.name is EventName.NON_ANSWER and _overlap(event, other) for other in said)


def praised(turn: UserTurn) -> tuple[Event, ...]:
    """The events of a turn that are called good, whatever is said of the rest of it."""
    if (turn.appraisal.overall or 0.0) <= TAKEN_BADLY:
        return ()
    said = turn.appraisal.said
    faults = [event for event in said if event.strength <= FAULT]
    not_so = [row.quote for row in turn.ledger if row.rule in _NOT_SO and row.quote]
    return tuple(
        event
        for event in said
        if event.strength >= _GOOD
        and not left_unasked(turn, event)
        and not any(_overlap(whole(turn, event), fault) for fault in faults)
        and not any(event.quote in quote or quote in event.quote for quote in not_so)
    )


def is_praised(turn: UserTurn, quote: str) -> bool:
    """Whether some words of a turn are among those called good, or hold some of them."""
    start = turn.text.find(quote) if quote else -1
    if start < 0:
        return False
    end = start + len(quote)
    spans = (whole(turn, event) for event in praised(turn))
    return any(span.start < end and start < span.end for span in spans)


def _overlap(span: Span | Event, other: Event) -> bool:
    return span.start < other.end and other.start < span.end
