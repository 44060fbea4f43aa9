"""What happens in a talk besides tone: news, jokes, a pasted mail, talk of something else, one word for an answer."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..domain.base import Value
from ..domain.conduct import Question, Topic
from ..domain.events import EventName as E
from ..files import any_of, read_model
from .gist import asks_leave_to_speak
from .questions import SELF_ANSWERED, is_question, surely_wants
from .topics import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..domain.appraisal import Event
    from ..domain.text import NormalText, Span

_FILE = Path(__file__).with_name("occasions.yaml")
_LONGEST_THANKS = 16
_LONGEST_ECHO = 5
_LONGEST_LEAVE = 6
_POLITE = frozenset({E.COURTESY, E.CONSIDERATE, E.STEADY, E.SMALL_TALK, E.SEES_HER_SIDE})
_CONTENT = re.compile(r"[a-z]{4,}")
#: Beside one of these a joke or a word about something else is no change of subject.
_OF_SUBSTANCE = frozenset(E) - {
    E.COURTESY, E.CONSIDERATE, E.STEADY, E.SMALL_TALK, E.NON_ANSWER, E.BRUSHES_OFF, E.EVADES, E.GENUINE_QUESTION,
    E.FLATTERY, E.CURT, E.PASSIVE_AGGRESSIVE, E.SARCASM, E.HOSTILE_QUESTION, E.VAGUE_PROMISE, E.REFUSES,
    E.MOCKS_CONCERN, E.WAITS_TO_BE_TOLD, E.DEFENSIVE, E.MINIMISES,
}  # fmt: skip


class _Patterns(Value):
    loss: tuple[str, ...]
    offer: tuple[str, ...]
    discovery: tuple[str, ...]
    trouble: tuple[str, ...]
    confused: tuple[str, ...]
    request: tuple[str, ...]
    matter: tuple[str, ...]
    thanks: tuple[str, ...]
    pasted: tuple[str, ...]
    joke: tuple[str, ...]
    off_topic: tuple[str, ...]
    to_the_machine: tuple[str, ...]
    worn_out: tuple[str, ...]
    given_away: tuple[str, ...]
    catastrophe: tuple[str, ...]
    unsaid: tuple[str, ...]
    denies: tuple[str, ...]
    claims: tuple[str, ...]
    common: str
    no_names: str


@cache
def _given() -> _Patterns:
    shown_as = "simulator/dialogue/occasions.yaml"
    return read_model(_Patterns, _FILE, shown_as)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return any_of(getattr(_given(), name))


@cache
def word_list(name: Literal["common", "no_names"]) -> frozenset[str]:
    """A list of words of ``occasions.yaml``."""
    words: str = getattr(_given(), name)
    return frozenset(words.split())


def sentence_with(name: str, text: NormalText) -> str | None:
    """The user's own sentence in which a pattern of ``occasions.yaml`` is found, or None."""
    match = _pattern(name).search(text.copy)
    if match is None:
        return None
    start, end = match.span()
    sentence = next((span for span in text.sentences if span.start <= start < span.end), None)
    return text.quote(sentence.start, sentence.end) if sentence else text.quote(start, end)


def without_sacrifice(events: tuple[Event, ...], text: NormalText, earns: Callable[[Event], bool]) -> tuple[Event, ...]:
    """The events but those that would earn something in a sentence that gives away pay, rest or health."""
    given = [
        text.origin(*span) for span in text.sentences if _pattern("given_away").search(text.copy[span.start : span.end])
    ]
    if not given:
        return events
    return tuple(
        event for event in events if not (earns(event) and any(one.start <= event.start < one.end for one in given))
    )


def news(text: NormalText) -> tuple[Topic, str] | None:
    """What has happened, in the user's words: a death first, then a mistake just found, then an offer elsewhere."""
    for topic in (Topic.LOSS, Topic.DISCOVERY, Topic.OFFER):
        if (words := sentence_with(topic.value, text)) is not None:
            return topic, words
    return None


def trouble(text: NormalText) -> str | None:
    """The sentence that tells of trouble at home or with one's health, or None."""
    return sentence_with(Topic.TROUBLE.value, text)


#: Beside a hostile event below this strength in the same sentence a question is no wish to know.
_STRIKES = -0.6
_HARSH = HOSTILE | {E.SARCASM, E.HOSTILE_QUESTION, E.PASSIVE_AGGRESSIVE, E.MOCKS_CONCERN, E.ATTRIBUTES_MOTIVE}
#: What is asked of words of hers that were not understood.
_OF_HER_WORDS = frozenset({Question.MEANING, Question.WHICH})
#: In words: so short a question that sounds puzzled asks nothing else.
_PUZZLED = 6
#: Leave asked for a question, and the question with it.
_WHETHER = re.compile(r"\bask (?:\w+ ){0,2}?(?:whether|if|what|how|who|why|when|where)\b")
_OF_HER = re.compile(r"\byou(?:r|rs|'\w+)?\b")


def question(text: NormalText, events: Sequence[Event]) -> tuple[Topic, str] | None:
    """What she is asked, and how: not understood, a wish, or something to know; None where nothing is.

    Of several questions the last one that she surely has an answer to, else the last.
    """
    discreet = next((span for span in text.sentences if _kind(span, text) is Question.PRIVATE), None)
    if discreet is not None:
        return Topic.REQUEST, text.quote(*discreet)  # asked for without a question, too
    put = [span for span in text.sentences if _is_put(span, text, events)]
    sure = [span for span in put if _kind(span, text) is not None]
    puzzled = sentence_with("confused", text)
    known = [span for span in sure if text.quote(*span) != puzzled or _asks_more(span, text)]
    goes_on = bool(put) and text.quote(*put[-1]) != puzzled and put[-1] == text.sentences[-1]
    if puzzled is not None and not known and not goes_on:
        return Topic.CONFUSED, puzzled
    if not put:
        return None
    span = (sure or put)[-1]
    copy = text.copy[span.start : span.end]
    wish = _pattern("request").search(copy) is not None and not _WHETHER.search(copy)
    return (Topic.REQUEST if wish else Topic.ASKED), text.quote(*span)


def _asks_more(span: Span, text: NormalText) -> bool:
    """Whether a question that sounds puzzled is one for something else."""
    return _kind(span, text) not in _OF_HER_WORDS and len(text.quote(*span).split()) > _PUZZLED


def _kind(span: Span, text: NormalText) -> Question | None:
    return surely_wants(text.copy[span.start : span.end])


def _is_put(span: Span, text: NormalText, events: Sequence[Event]) -> bool:
    """Whether a sentence asks her something and waits for the answer."""
    copy = text.copy[span.start : span.end]
    kind, last = surely_wants(copy), span == text.sentences[-1]
    if not is_question(copy, last=last):
        return False
    if kind is Question.LEAVE_TO_SPEAK and not last:
        return False
    waits = last or not copy.endswith("?") or _OF_HER.search(copy) or _pattern("request").search(copy)
    if not waits and (kind is None or kind in SELF_ANSWERED):
        return False  # nobody waits for an answer to what they go on to answer themselves
    asks_leave = len(copy.split()) <= _LONGEST_LEAVE and asks_leave_to_speak(copy)
    if kind is None and (asks_leave or _pattern("matter").search(copy)):
        return False
    origin = text.origin(*span)
    inside = [event for event in events if origin.start <= event.start < origin.end]
    return not any(event.strength <= _STRIKES and event.name in _HARSH for event in inside)


def echo(text: NormalText, said: Sequence[str]) -> str | None:
    """The last words, where they ask back nothing but words of what she has just ``said``: "A year?" """
    if not text.sentences:
        return None
    span = text.sentences[-1]
    copy = text.copy[span.start : span.end]
    words = content_words(copy)
    hers = content_words(" ".join(said))
    asks_back = copy.endswith("?") and len(copy.split()) <= _LONGEST_ECHO and bool(words) and words <= hers
    return text.quote(*span) if asks_back else None


def is_pasted(text: NormalText) -> bool:
    """Whether the turn is a mail or a document rather than something said."""
    return sentence_with(Topic.PASTED.value, text) is not None


def aside(text: NormalText, events: Sequence[Event]) -> tuple[Topic, str] | None:
    """A joke, or something else altogether; None where there is something to take up."""
    if (words := sentence_with("to_the_machine", text)) is not None:
        return Topic.OFF_TOPIC, words
    if any(event.name in _OF_SUBSTANCE or (event.name is E.CONSIDERATE and event.strength >= 1) for event in events):
        return None
    for topic in (Topic.JOKE, Topic.OFF_TOPIC):
        if (words := sentence_with(topic.value, text)) is not None:
            return topic, words
    return None


def thanks(text: NormalText, events: Sequence[Event]) -> bool:
    """Whether nothing was said but a thank-you."""
    polite = all(abs(event.strength) < -_STRIKES or event.name in _POLITE for event in events)
    return polite and len(text.words) <= _LONGEST_THANKS and sentence_with("thanks", text) is not None


def content_words(words: str) -> frozenset[str]:
    """The words that tell one thing from another, lower case."""
    return frozenset(_CONTENT.findall(words.lower())) - word_list("common")
