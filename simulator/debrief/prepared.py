"""What was planned on the prep card beside what was said: the user's own words twice, and one plain remark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..dialogue.quoting import tells
from ..domain.events import EventName as E
from ..domain.report import Promise
from ..domain.text import NormalText
from ..domain.transcript import Transcript, UserTurn

_LIMITS = frozenset({E.NAMES_LIMIT, E.SAYS_NEED, E.CALM_CORRECTION, E.ESCALATES_CALMLY})
_ASKED = frozenset(
    {E.CHECKS_PERCEPTION, E.ASKS_HER_VIEW, E.ASKS_STANDING, E.ASKS_WHAT_WAS_MISSED, E.ASKS_JOB_SAFETY, E.ASKS_FEEDBACK}
)
_ASSUMED = frozenset({E.ATTRIBUTES_MOTIVE})
#: A rule of the ledger: something was owned up to that was not one's own.
_NOT_MINE = "false_confession"
#: Shorter words say little about what a sentence is about.
_SHORTEST = 4
#: The share of the planned words that must come back for a sentence to be the planned one.
_SAME = 0.5
_MOST_QUOTES = 3


class Beside(NamedTuple):
    """One line of the card: ``planned`` and ``said`` are the user's exact words, ``remark`` is ours."""

    title: str
    planned: str
    said: tuple[str, ...]
    remark: str


def planned_beside_said(
    notes: Mapping[str, str], transcript: Transcript, promises: Iterable[Promise]
) -> tuple[Beside, ...]:
    """A comparison for each of ``opening``, ``offer``, ``limit`` and ``guesses`` that was written down.

    Nothing is scored: a plan that was left may have been left for a good reason.
    """
    turns = transcript.user_turns
    given = {key: words.strip() for key, words in notes.items() if words.strip()}
    compared = []
    if not any(turn.text.strip() for turn in turns):
        return ()
    if planned := given.get("opening"):
        compared.append(_opening(planned, turns))
    if planned := given.get("offer"):
        compared.append(_offer(planned, [promise.quote for promise in promises]))
    if planned := given.get("limit"):
        compared.append(_limit(planned, turns))
    if planned := given.get("guesses"):
        compared.append(_guesses(planned, turns))
    return tuple(compared)


def _opening(planned: str, turns: tuple[UserTurn, ...]) -> Beside:
    spoken = [(number, turn.text.strip()) for number, turn in enumerate(turns, start=1) if _says_something(turn.text)]
    if not spoken:
        return Beside("Your first sentence", planned, (), "It was not said yet. It is still yours.")
    first = spoken[0][1]
    opening = _first_words(first)
    later = next((number for number, words in spoken[1:] if _same(planned, words)), None)
    if _same(planned, opening):
        remark = "You began as you had planned."
    elif _same(planned, first):
        remark = "The planned sentence came, but something else came before it."
    elif later is not None:
        remark = f"You began with something else; the planned sentence came later, as number {later} of your turns."
    else:
        remark = "You began in another way. The planned sentence is still yours for the next time."
    return Beside("Your first sentence", planned, (opening,), remark)


def _says_something(words: str) -> bool:
    return bool(words.strip()) and tells(words)


def _first_words(spoken: str) -> str:
    """The first sentence that is more than a breath or a greeting."""
    text = NormalText(spoken)
    sentences = (text.quote(*span) for span in text.sentences)
    return next(filter(tells, sentences), spoken)


def _offer(planned: str, promised: list[str]) -> Beside:
    quotes = tuple(dict.fromkeys(promised))
    if not quotes:
        remark = "No promise was made, so the offer is still with you."
    elif not any(_same(planned, quote) for quote in quotes):
        remark = "What you promised is not what you had planned to offer. Can you keep it?"
    elif len(quotes) > 1:
        remark = "Your offer is among what you promised. Can you keep the rest as well?"
    else:
        remark = "You promised what you had planned to offer."
    return Beside("What you can offer", planned, quotes[:_MOST_QUOTES], remark)


def _limit(planned: str, turns: tuple[UserTurn, ...]) -> Beside:
    said = tuple(words for words in _sentences(turns, _LIMITS) if not words.endswith("?"))
    if any(row.rule == _NOT_MINE for turn in turns for row in turn.ledger):
        remark = "You owned up to something that was not yours."
    elif said:
        remark = "You said where you stand."
    else:
        remark = "No limit was named. That is fine where none was touched."
    return Beside("The line you will not cross", planned, said, remark)


def _guesses(planned: str, turns: tuple[UserTurn, ...]) -> Beside:
    assumed, asked = _sentences(turns, _ASSUMED), _sentences(turns, _ASKED)
    if assumed and asked:
        remark = "You asked, and you also spoke of motives as if you knew them."
    elif assumed:
        remark = "You spoke of motives as if you knew them. A question would have found out."
    elif asked:
        remark = "You asked instead of assuming."
    else:
        remark = "You did not ask, so it is still a guess."
    return Beside("What you only guess", planned, (asked + assumed)[:_MOST_QUOTES], remark)


def _sentences(turns: tuple[UserTurn, ...], wanted: frozenset[E]) -> tuple[str, ...]:
    """The whole sentences of those events, each once, as they were said."""
    found = []
    for turn in turns:
        text = NormalText(turn.text)
        for event in turn.appraisal.said:
            if event.name in wanted and event.quote:
                span = text.sentence_of(event.start, event.end)
                found.append(text.quote(*span) if span else event.quote)
    return tuple(dict.fromkeys(found))[:_MOST_QUOTES]


def _same(planned: str, said: str) -> bool:
    wanted, words = _content(planned), _content(said)
    return bool(wanted) and len(wanted & words) >= _SAME * len(wanted)


def _content(words: str) -> frozenset[str]:
    every = NormalText(words).words
    return frozenset(word for word in every if len(word) >= _SHORTEST) or frozenset(every)
