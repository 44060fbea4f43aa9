"""What was promised, and by when, in the user's own words."""

from __future__ import annotations

import re
from typing import Literal

from ..domain.appraisal import Event
from ..domain.events import EventName
from ..domain.report import Promise, PromiseAccount
from ..domain.text import NormalText, Span
from ..domain.transcript import Transcript, UserTurn
from ..tone.standing import standing_rule
from ..tone.times import time_phrase

_SOME_TIME = re.compile(
    r"(?:(?:some ?time|later|early) )?(?:this|next|the coming) (?:week|month|year|quarter|time)|soon|shortly|later"
)
_NEXT_TIME = re.compile(r"\b(?:next time|in future|in the future|some day|at some point)\b")
#: Beside one of these the same words are a limit or a request.
_NO_PROMISE = frozenset({EventName.NAMES_LIMIT, EventName.SAYS_NEED})
_ASKS = re.compile(
    r"(?:(?:and|but|so|well|ok|okay|sorry)[, ]+)*(?:what|why|who|whom|whose|when|where|which|how|is|are|am|was|were|do"
    r"|does|did|have|has|can you|could you|will you|would you|may i|can i|could i)\b"
)
#: "If it can't be, I tell you on Tuesday": what would follow a slip; whoever keeps the promise never has to.
_ONLY_IF = re.compile(
    r"(?:(?:and|but|or|so)[, ]+)*(?:if|should|in case) (?:it|this|that|i|we|they|any|anything|something|one)\b[^,]*"
    r"\b(?:not|n't|can't|cannot|won't|doesn't|isn't|slips?|fails?|late|wrong|stuck|miss|misses|longer|between)\b"
)
_PROMISES = (EventName.DATED_COMMITMENT, EventName.UNDATED_ACTION)
#: A question that opens so asks leave; with one of the verbs behind it, it offers something.
_LEAVE = re.compile(
    r"(?:(?:and|so|then|please)[, ]+)*(?:can|could|may|might) (?:i|we) (?!send|bring|show|give|tell|call|ring|write)"
)


def time_of(words: str) -> str | None:
    """The time phrase in some words, in those words, or from when a rule holds; None where no time is named."""
    text = NormalText(words)
    when = time_phrase(text.copy) or standing_rule(text.copy)
    return text.quote(*when) if when else None


def has_a_day(words: str) -> bool:
    """Whether a day or an hour is named that could be waited for."""
    return time_of(words) is not None and not is_some_time(words)


def is_some_time(words: str) -> bool:
    """Whether the only time named is none to wait for: "this week or so", "next time"."""
    when = time_of(words)
    return _SOME_TIME.fullmatch(when.lower()) is not None if when else _NEXT_TIME.search(words.lower()) is not None


def promises(turns: tuple[UserTurn, ...]) -> tuple[Promise, ...]:
    """Every promise that can be kept or broken, in order, each clause once; vague ones are no promises.

    ``by_when`` is the time phrase inside the quoted words, None where no time was named.
    """
    found: dict[tuple[str, int], Promise] = {}
    for turn in turns:
        text = NormalText(turn.text)
        limits = {(event.start, event.end) for event in turn.appraisal.said if event.name in _NO_PROMISE}
        for event in turn.appraisal.said:
            if event.name in _PROMISES and not _is_asked_or_bounded(text, event, limits):
                span = _promised(text, event)
                found.setdefault((turn.id, span.start), _promise(turn.id, turn.text[span.start : span.end]))
    return tuple(found.values())


def _promised(text: NormalText, event: Event) -> Span:
    """The clauses of a promise; the whole sentence where the day is named outside them."""
    span = text.clauses_around(event.start, event.end)
    sentence = text.sentence_of(event.start, event.end)
    if event.name is not EventName.DATED_COMMITMENT or sentence is None:
        return span
    whole = text.origin(*sentence)
    dated = time_of(text.original[span.start : span.end]) or not time_of(text.original[whole.start : whole.end])
    return span if dated else whole


def _is_asked_or_bounded(text: NormalText, event: Event, limits: set[tuple[int, int]]) -> bool:
    """Whether the words ask something, say what one cannot do, or what follows a slip: none is kept or broken."""
    if any(start < event.end and event.start < end for start, end in limits):
        return True
    sentence = text.sentence_of(event.start, event.start + 1)
    if sentence is None:
        return False
    words = text.copy[sentence.start : sentence.end]
    return (words.endswith("?") and _ASKS.match(words) is not None) or _ONLY_IF.match(words) is not None


def _promise(turn: str, words: str) -> Promise:
    return Promise(what=words, by_when=time_of(words), quote=words, turn=turn)


#: Rules of the ledger that say how a promise of the talk before went; the number of the promise follows the colon.
ACCOUNT_RULES: dict[str, Literal["kept", "warned", "silent", "overload", "unsure"]] = {
    "promise_kept": "kept",
    "promise_slipped_warned": "warned",
    "promise_slipped_silent": "silent",
    "promise_beyond": "overload",
    "promise_unclear": "unsure",
}


def accounts(transcript: Transcript) -> tuple[PromiseAccount, ...]:
    """How the promises of the talk before went, in the order they were spoken of; read from the ledger."""
    found: dict[int, PromiseAccount] = {}
    for turn in transcript.user_turns:
        for row in turn.ledger:
            rule, _, number = row.rule.partition(":")
            if rule in ACCOUNT_RULES and transcript.carried is not None:
                place = int(number) - 1
                words = transcript.carried.promises[place].words
                found[place] = PromiseAccount(promise=words, how=ACCOUNT_RULES[rule], quote=row.quote, turn=turn.id)
    return tuple(found.values())


def asks_leave(event: Event, text: NormalText) -> bool:
    """ "Could I leave at four on Tuesdays?" asks for something, and promises nothing."""
    sentence = text.sentence_of(event.start, event.start + 1)
    words = text.copy[sentence.start : sentence.end].strip() if sentence else ""
    return words.endswith("?") and _LEAVE.match(words) is not None
