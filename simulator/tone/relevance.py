"""Whether a turn answers what her line asks for in particular; merits of another kind then count for less."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache, cached_property
from pathlib import Path

from ..domain.appraisal import Event
from ..domain.base import Value
from ..domain.events import EventName as E
from ..files import read_model
from .clauses import is_question
from .context import Context
from .finding import Finding
from .index import IndexedTemplates
from .lexicon import compiled, lexicon
from .reading import Reading, Sentence
from .terms import unheard

_FILE = Path(__file__).parent / "lexicon" / "asked.yaml"
#: What is left of a merit that is said beside the question.
_KEPT = 0.15
#: How much more plainly a recipe is none than a turn that may be meant as an answer; nothing of its merits is left.
_RECIPE = 1.4
#: Weaker findings are no answer.
_CLEAR = 0.4
#: Whoever does one of these is not dodging, or is charged with it already.
_SETTLED = frozenset(
    {
        E.CALM_CORRECTION, E.NAMES_LIMIT, E.ESCALATES_CALMLY, E.EVADES, E.REFUSES, E.NON_ANSWER, E.HOSTILE_QUESTION,
        E.SARCASM, E.CONTEMPT, E.THREAT, E.ATTRIBUTES_MOTIVE, E.MOCKS_CONCERN, E.PANIC, E.BEGGING, E.SELF_FLAGELLATION,
        E.ANXIOUS, E.OUTBURST, E.BRUSHES_OFF, E.FLATTERY, E.ASKS_IF_BOT, E.SAYS_GOODBYE, E.CURT,
    }
)  # fmt: skip
#: A question that opens so wants to know something first; "could you check it?" does not.
_ASKS_BACK = frozenset(
    {"what", "which", "who", "whose", "when", "where", "how", "why", "do", "does", "did", "is", "are", "am"}
)


#: Enough where a line asks for a plan as well.
_ANSWERS_A_PLAN = frozenset(
    {
        E.DATED_COMMITMENT, E.UNDATED_ACTION, E.VAGUE_PROMISE, E.FIX_DONE, E.FIX_STARTED, E.OFFERS_CHECK,
        E.NAMES_IMPACT, E.SEES_HER_SIDE,
    }
)  # fmt: skip
#: A line that asks for what a recipe is made of.
_WANTS_A_PLAN = (
    "asks_when", "asks_plan", "asks_plan_strict", "asks_commitment", "asks_needs", "q_how_know", "q_need", "q_affected",
)  # fmt: skip
#: Words that agree in so many letters are forms of one.
_STEM = 4
_QUESTION = re.compile(r"[^.!?]+\?")
_MARKS = '.,;:!?()"-'
#: Long enough, and yet no words of substance.
_EMPTY = frozenset(
    {
        "that", "this", "with", "have", "will", "would", "could", "should", "what", "when", "where", "which", "from",
        "there", "their", "they", "them", "your", "yours", "then", "than", "been", "being", "were", "does", "about",
        "again", "still", "into", "because", "before", "after", "until", "very", "more", "some", "just", "each",
        "every", "tell", "told", "know", "time", "late", "check", "checks", "checked", "list",
    }
)  # fmt: skip


class _Answers(Value):
    say: tuple[str, ...]
    events: tuple[E, ...] = ()
    shares: bool = False
    health: bool = False


class _File(Value):
    asks_her_to_check: tuple[str, ...]
    answers: Mapping[str, _Answers]


class Kind:
    """A kind of question: what answers it."""

    def __init__(self, data: _Answers) -> None:
        self.events = frozenset(data.events)
        self._say = data.say
        self._shares = data.shares
        self._health = data.health

    @cached_property
    def _index(self) -> IndexedTemplates:
        return IndexedTemplates([(template, 0) for template in compiled(self._say, lexicon().slots)])

    def answered(self, reading: Reading, context: Context, events: Set[E]) -> bool:
        """Whether anything in the turn is an answer of this kind."""
        if not self.events.isdisjoint(events) or (self._shares and _takes_up(reading, context)):
            return True
        if self._health and not unheard().private.isdisjoint(reading.vocabulary):
            return True
        return any(True for _ in self.places(reading))

    def places(self, reading: Reading) -> Iterator[int]:
        """Where its wordings begin in the canonical copy."""
        return (match.start() for _, _, match in self._index.matches(reading))


def _takes_up(reading: Reading, context: Context) -> bool:
    """Whether the turn has a word of substance of the line in it, in whatever form."""
    return not _stems(context.text).isdisjoint(_stems(reading.text))


def _takes_most_up(reading: Reading, context: Context) -> bool:
    """Whether more than half of what her question speaks of comes up in the turn."""
    asked = _stems(" ".join(_QUESTION.findall(context.text)))
    return len(asked & _stems(reading.text)) * 2 > len(asked)


def _stems(text: str) -> frozenset[str]:
    words = text.replace("'", " ").split()
    plain = (word.strip(_MARKS) for word in words)
    return frozenset(word[:_STEM] for word in plain if len(word) >= _STEM and word not in _EMPTY)


@cache
def _file() -> _File:
    return read_model(_File, _FILE, "tone/lexicon/asked.yaml")


@cache
def kinds() -> Mapping[str, Kind]:
    """By the context feature of the lines that ask it."""
    return {name: Kind(data) for name, data in _file().answers.items()}


@cache
def _asks_her_to_check() -> Kind:
    return Kind(_Answers(say=_file().asks_her_to_check))


def read_relevance(reading: Reading, context: Context, findings: list[Finding]) -> list[Finding]:
    """The findings; where nothing answers, merits weakened, and the omission beside them.

    It quotes the smallest sentence, as the one that had room to answer.
    """
    clear = [finding for finding in findings if finding.factor >= _CLEAR]
    events = {finding.event for finding in clear}
    recipe = _is_recipe(reading, context, clear)
    if not recipe and not _is_beside(reading, context, events):
        return findings
    catalogue = lexicon().catalogue
    if not any(catalogue[finding.event].weight * finding.factor > 0 for finding in findings):
        return findings
    weaker = [
        finding._replace(factor=0.0 if recipe else finding.factor * _KEPT)
        if catalogue[finding.event].weight > 0
        else finding
        for finding in findings
    ]
    smallest = min(reading.sentences, key=lambda sentence: (sentence.end - sentence.start, sentence.start))
    plainly = _RECIPE if recipe else 1.0
    return [*weaker, Finding(E.BESIDE_THE_QUESTION, smallest.start, smallest.end, plainly, omission=True)]


def kept(event: Event) -> float:
    """What is left of the merits beside such an event."""
    return 0.0 if event.strength <= -_RECIPE else _KEPT


def _is_beside(reading: Reading, context: Context, events: Set[E]) -> bool:
    if context.has("asks_when", "asks_plan_strict") and not _ANSWERS_A_PLAN.isdisjoint(events):
        return False
    asked = [kind for name, kind in kinds().items() if name in context.features]
    if not asked or not reading.sentences or not _SETTLED.isdisjoint(events):
        return False
    if any(_asks_back(sentence) for sentence in reading.sentences):
        return False
    return not any(kind.answered(reading, context, events) for kind in asked)


def _is_recipe(reading: Reading, context: Context, clear: list[Finding]) -> bool:
    """Promises, mended things, whoever had to wait and "could you check it?", and nothing that she asked about."""
    if not context.has("question") or context.has(*_WANTS_A_PLAN) or _takes_most_up(reading, context):
        return False
    if not _SETTLED.isdisjoint(finding.event for finding in clear) or any(map(_asks_back, reading.sentences)):
        return False
    checks = {reading.sentence_at(place) for place in _asks_her_to_check().places(reading)}
    if not checks:
        return False
    catalogue = lexicon().catalogue
    spent = {reading.sentence_at(one.start) for one in clear if catalogue[one.event].weight > 0}
    spent |= checks | {reading.sentence_at(place) for place in kinds()["q_affected"].places(reading)}
    time = lexicon().expression("time")
    return all(number in spent or time.search(one.text) is not None for number, one in enumerate(reading.sentences))


def _asks_back(sentence: Sentence) -> bool:
    return sentence.words[0] in _ASKS_BACK and is_question(sentence)
