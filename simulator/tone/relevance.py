"""Whether a turn answers what her line asks for in particular; merits of another kind then count for less."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cache, cached_property
from pathlib import Path

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
KEPT = 0.15
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
#: Words that agree in so many letters are forms of one.
_STEM = 4
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
        return next(self._index.matches(reading), None) is not None


def _takes_up(reading: Reading, context: Context) -> bool:
    """Whether the turn has a word of substance of the line in it, in whatever form."""
    asked, said = (
        frozenset(word[:_STEM] for word in words if len(word) >= _STEM and word not in _EMPTY)
        for words in (context.text.replace("'", " ").split(), reading.words)
    )
    return not asked.isdisjoint(said)


@cache
def kinds() -> Mapping[str, Kind]:
    """By the context feature of the lines that ask it."""
    shown_as = "tone/lexicon/asked.yaml"
    return {name: Kind(data) for name, data in read_model(_File, _FILE, shown_as).answers.items()}


def read_relevance(reading: Reading, context: Context, findings: list[Finding]) -> list[Finding]:
    """The findings; where nothing answers, merits weakened, and the omission beside them.

    It quotes the smallest sentence, as the one that had room to answer.
    """
    if not _is_beside(reading, context, {finding.event for finding in findings if finding.factor >= _CLEAR}):
        return findings
    catalogue = lexicon().catalogue
    if not any(catalogue[finding.event].weight * finding.factor > 0 for finding in findings):
        return findings
    weaker = [
        finding._replace(factor=finding.factor * KEPT) if catalogue[finding.event].weight > 0 else finding
        for finding in findings
    ]
    smallest = min(reading.sentences, key=lambda sentence: (sentence.end - sentence.start, sentence.start))
    return [*weaker, Finding(E.BESIDE_THE_QUESTION, smallest.start, smallest.end, omission=True)]


def _is_beside(reading: Reading, context: Context, events: Set[E]) -> bool:
    if context.has("asks_when", "asks_plan_strict") and not _ANSWERS_A_PLAN.isdisjoint(events):
        return False
    asked = [kind for name, kind in kinds().items() if name in context.features]
    if not asked or not reading.sentences or not _SETTLED.isdisjoint(events):
        return False
    if any(_asks_back(sentence) for sentence in reading.sentences):
        return False
    return not any(kind.answered(reading, context, events) for kind in asked)


def _asks_back(sentence: Sentence) -> bool:
    return sentence.words[0] in _ASKS_BACK and is_question(sentence)
