"""What kind of answer a question wants: an additive model over its words.

Every known word, and every two words next to each other or with one between, adds its own fixed amount to each kind
of answer. The sum is divided by the root of how many there were, so that long and short questions compare; the kind
with the largest one is wanted, if that is large enough. The amounts are fitted by ``python -m tests.dialogue.training``
to made-up questions and stand in ``questions.tsv``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import inf, sqrt
from operator import add
from pathlib import Path

from ..domain.base import Value
from ..domain.conduct import Question
from ..files import read_model
from ..safety.terms import stem

_FILE = Path(__file__).with_name("questions.yaml")
AMOUNTS = Path(__file__).with_name("questions.tsv")
#: In ``questions.tsv`` an amount is one letter: so many letters above or below this one, so many of them to 1.
NOUGHT, UNIT = "K", 25
#: What is no question, or one that she has no answer of her own to.
NONE = "none"
#: From here on it is surely asked, and may be.
_SURELY, _MAYBE = 0.35, 0.2
#: The same where only the words say that it is a question: one that was typed with no mark at its end.
_UNENDED = 0.6
#: Discretion is asked for in statements, too, and never wrongly promised.
_DISCRETION = 0.4
#: In words: what is shorter has to have the form.
_SHORT = 3
#: What asks nothing must lead by this much: the sentences of this kind are many.
_NONE_LEADS = 0.2
#: In characters: nobody asks in so long a sentence.
_LONGEST = 2_000
#: "r u sure", "do you think im slow", "what if it doesnt work".
_TYPED_SHORT = re.compile(r"\bu(r?)\b")
_WITHOUT_MARK = re.compile(
    r"\b(i(?=m|ve)|that(?=s)|what(?=s)|how(?=s)|who(?=s)|they(?=ll|re|ve)|you(?=re|ve|ll|d)"
    r"|(?:do|did|is|was|ca|wo|have|has|are|could|would|does)n(?=t))(m|ve|s|re|ll|d|t)\b"
)
#: Where a question that is put as a statement may begin.
_AT_A_CLAUSE = r"(?:^|[,;:.–—-] ?|\b(?:and|but|so|well|because) )"
_TERM = re.compile(r"[a-z0-9']+|[,:]")
#: These ask for what the turn itself may go on to tell: nobody waits for an answer then.
SELF_ANSWERED = frozenset(
    {
        Question.MEANS_IT, Question.WHICH, Question.WHY, Question.WHAT_IF, Question.NEXT, Question.MISSED,
        Question.ADVICE, Question.DONE_WELL, Question.EITHER, Question.HARM, Question.MEANING, Question.CONFIRM,
    }
)  # fmt: skip
#: What stands in these is an offer or a wish of one's own, whatever mark it ends with.
OFFERING = frozenset(
    {
        Question.WOULD_DO, Question.MAY_I, Question.TIME, Question.TOGETHER, Question.CONFIRM, Question.PRIVATE,
        Question.WHAT_IF,
    }
)  # fmt: skip


class _Patterns(Value):
    opening: str
    asking: str
    unmarked: str
    edge: str


@dataclass(frozen=True)
class _Compiled:
    opening: re.Pattern[str]
    asking: re.Pattern[str]
    unmarked: re.Pattern[str]
    edge: re.Pattern[str]


@dataclass(frozen=True)
class _Amounts:
    """The kinds, and by term one byte for each of them."""

    kinds: tuple[Question | None, ...]
    of: dict[str, bytes]


@cache
def _patterns() -> _Compiled:
    found = read_model(_Patterns, _FILE, "simulator/dialogue/questions.yaml")
    asking = _AT_A_CLAUSE + found.asking
    return _Compiled(*map(re.compile, (found.opening, asking, found.unmarked, found.edge)))


@cache
def _amounts() -> _Amounts:
    _, kinds, *lines = AMOUNTS.read_text("ascii").splitlines()
    rows = (line.split("\t") for line in lines)
    return _Amounts(
        tuple(None if kind == NONE else Question(kind) for kind in kinds.split("\t")),
        {term: letters.encode("ascii") for term, letters in rows},
    )


def terms(sentence: str) -> set[str]:
    """What the model hears in a sentence: its words without endings, pairs of them, and whether it is marked."""
    words = [stem(word) if word[0].isalpha() else word for word in _TERM.findall(_plain(sentence))]
    around = ["<", *words, ">"]
    heard = {*words, "?"} if _is_marked(sentence) else set(words)
    heard.update(map(" ".join, pairwise(around)))
    heard.update(map("_".join, zip(around, around[2:], strict=False)))
    return heard


@lru_cache(maxsize=1024)
def _leaning(sentence: str) -> tuple[Question | None, float]:
    """The kind that leads, and how far a sentence leans to it, about 0 to 1; None for a question of no kind."""
    amounts = _amounts()
    known = [amounts.of[term] for term in terms(sentence) if term in amounts.of] if len(sentence) <= _LONGEST else []
    if not known:
        return None, 0.0
    sums = [0] * len(amounts.kinds)
    for row in known:
        sums = list(map(add, sums, row))
    root = sqrt(len(known))
    leans = [(total - len(known) * ord(NOUGHT)) / (UNIT * root) for total in sums]
    leads = [lean - _NONE_LEADS if kind is None else lean for kind, lean in zip(amounts.kinds, leans, strict=True)]
    best = leads.index(max(leads))
    return amounts.kinds[best], leans[best]


def surely_wants(sentence: str) -> Question | None:
    """The kind of answer a question wants, whatever else its words may be read as; None where it cannot be told."""
    return _wanted(sentence, _SURELY)


def may_want(sentence: str) -> Question | None:
    """The same, where nothing else is known of it."""
    return _wanted(sentence, _MAYBE)


def _wanted(sentence: str, least: float) -> Question | None:
    kind, leans = _leaning(sentence)
    return kind if leans >= _least(sentence, kind, least) else None


def _least(sentence: str, kind: Question | None, least: float) -> float:
    """How far a sentence must lean to a kind, by its form."""
    if _is_put_as_one(sentence):
        return least
    if len(sentence.split()) < _SHORT:
        return inf
    if kind is Question.PRIVATE:
        return _DISCRETION
    return _UNENDED if sentence.rstrip()[-1:].isalnum() else inf


def _is_put_as_one(sentence: str) -> bool:
    """Whether a sentence has the form of a question: its mark, or the words of one that was typed without."""
    plain = _plain(sentence)
    return _is_marked(sentence) or any(one.search(plain) for one in (_patterns().opening, _patterns().asking))


def _is_marked(sentence: str) -> bool:
    return sentence.rstrip().endswith("?")


def is_question(sentence: str, *, last: bool) -> bool:
    """Whether a sentence (lower case) asks something: by its mark, by its words where it ends a turn, or as in "I'd
    like to know who decides".
    """
    bare = sentence.strip()
    clauses = (bare, bare.rsplit(",", 1)[-1].strip())
    if _is_marked(bare) or (last and bare[-1:].isalnum() and any(map(_patterns().unmarked.search, clauses))):
        return True
    if _patterns().asking.search(_plain(sentence)):
        return may_want(sentence) is not None
    return surely_wants(sentence) is not None


def asks_plainly(sentence: str) -> bool:
    """Whether a question wants an answer she can give, and has no edge."""
    return surely_wants(sentence) is not None and not has_an_edge(sentence)


def has_an_edge(sentence: str) -> bool:
    """Whether a question has words in it that may be meant as a blow."""
    return _patterns().edge.search(_plain(sentence)) is not None


def _plain(sentence: str) -> str:
    """In lower case, with the apostrophes that were left out."""
    bare = sentence.lower().replace("’", "'").replace("d'you", "do you")
    bare = _TYPED_SHORT.sub(lambda match: f"you{match[1]}", bare)
    bare = _WITHOUT_MARK.sub(lambda match: f"{match[1]}'{match[2]}", bare)
    return bare.strip().rstrip(".!?… ")
