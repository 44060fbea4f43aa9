"""What kind of answer a question wants, where its tone alone does not tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ..domain.base import Value
from ..domain.conduct import Question
from ..files import any_of, read_model

_FILE = Path(__file__).with_name("questions.yaml")
#: What is asked after "may I ask …" stands for the whole.
_ASKS = re.compile(
    r"(?:who|what|why|how|when|where|which|whether|if|is|are|do|does|did|was|were|have|has|am|any|can|could|may"
    r"|might|will|would|shall|should|must)\b"
)
#: "r u sure", "do you think im slow", "what if it doesnt work".
_TYPED_SHORT = re.compile(r"\bu(r?)\b")
_WITHOUT_MARK = re.compile(
    r"\b(i(?=m|ve)|that(?=s)|what(?=s)|how(?=s)|who(?=s)|they(?=ll|re|ve)|you(?=re|ve|ll|d)|(?:do|did|is|was|ca|wo|have|has|are|could|would|does)n(?=t))(m|ve|s|re|ll|d|t)\b"
)
#: "Which ones, sorry?", "are you well, Marian?", "will they come, do you think?"; "right?" asks itself.
_TAIL = re.compile(
    r", (?:do you (?:know|think|reckon)"
    r"|(?!(?:right|no|yes|ok|okay|correct|deal|agreed|yeah|true|fair)$)\w{3,9})$"
)
#: "Is that early enough, or should I ring?" asks twice.
_OR = re.compile(r",? or (?=(?:is|are|do|does|did|have|has|am|was|were|will|would|can|could|should|may|must|shall)\b)")
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
    opener: str
    asking: str
    unmarked: str
    edge: str
    borne_out: dict[Question, tuple[str, ...]]
    firm: dict[Question, tuple[str, ...]]
    cues: dict[Question, tuple[str, ...]]
    loose: dict[Question, tuple[str, ...]]


@dataclass(frozen=True)
class _Compiled:
    opener: re.Pattern[str]
    asking: re.Pattern[str]
    unmarked: re.Pattern[str]
    edge: re.Pattern[str]
    borne_out: dict[Question, re.Pattern[str]]
    firm: dict[Question, re.Pattern[str]]
    cues: dict[Question, re.Pattern[str]]
    loose: dict[Question, re.Pattern[str]]


@cache
def _patterns() -> _Compiled:
    found = read_model(_Patterns, _FILE, "simulator/dialogue/questions.yaml")
    borne_out, firm, cues, loose = (
        {kind: any_of(patterns) for kind, patterns in one.items()}
        for one in (found.borne_out, found.firm, found.cues, found.loose)
    )
    opener, asking = (
        re.compile(f"(?:{found.opener})+"),
        re.compile(f"(?:(?:{found.opener})*|.*?(?:, |; | and | but )){found.asking}"),
    )
    return _Compiled(opener, asking, re.compile(found.unmarked), re.compile(found.edge), borne_out, firm, cues, loose)


#: In characters: nobody asks in so long a sentence, and hundreds of patterns would go over all of it.
_LONGEST = 2_000


@lru_cache(maxsize=1024)
def surely_wants(sentence: str) -> Question | None:
    """The kind of answer a question wants, whatever else its words may be read as; None where it cannot be told."""
    return _first(_patterns().firm, sentence) or _first(_patterns().cues, sentence)


@lru_cache(maxsize=1024)
def may_want(sentence: str) -> Question | None:
    """The same, where nothing else is known of it."""
    return surely_wants(sentence) or _first(_patterns().loose, sentence)


def is_question(sentence: str, *, last: bool) -> bool:
    """Whether a sentence (lower case) asks something: by its mark, by its words where it ends a turn, or as in "I'd
    like to know who decides".
    """
    bare = sentence.strip()
    clauses = (bare, bare.rsplit(",", 1)[-1].strip())
    if bare.endswith("?") or (last and bare[-1:].isalnum() and any(map(_patterns().unmarked.search, clauses))):
        return True
    inside = _after(_patterns().asking, _plain(sentence))
    return inside is not None and surely_wants(inside) is not None


def bears_out(words: str, kind: Question) -> bool:
    """Whether some words that the rules of tone take for this kind of question hold a word that speaks of it."""
    pattern = _patterns().borne_out.get(kind)
    return pattern is None or pattern.search(words.lower()) is not None


def asks_plainly(sentence: str) -> bool:
    """Whether a question wants an answer she can give, and has no edge."""
    return surely_wants(sentence) is not None and not has_an_edge(sentence)


def has_an_edge(sentence: str) -> bool:
    """Whether a question has words in it that may be meant as a blow."""
    return _patterns().edge.search(_plain(sentence)) is not None


def _first(kinds: dict[Question, re.Pattern[str]], sentence: str) -> Question | None:
    if len(sentence) > _LONGEST:
        return None
    whole = _plain(sentence)
    inside, bare = _after(_patterns().asking, whole), _after(_patterns().opener, whole)
    first, *second = _OR.split(bare or whole)
    clauses = [f"{first}?", *second] if second else []
    clauses += [part for mark in ",:" if _ASKS.match(part := whole.rsplit(mark, 1)[-1].strip())]
    for words in (inside, bare, *clauses) if inside and _ASKS.match(inside) else (inside, bare, whole, *clauses):
        kind = next((kind for kind, pattern in kinds.items() if words and pattern.search(words)), None)
        if kind is not None:
            return kind
    return None


def _plain(sentence: str) -> str:
    """In lower case, without a name at its end, and with a question mark: it may have been typed without."""
    bare = sentence.lower().replace("’", "'").replace("d'you", "do you")
    bare = _TYPED_SHORT.sub(lambda match: f"you{match[1]}", bare)
    bare = _WITHOUT_MARK.sub(lambda match: f"{match[1]}'{match[2]}", bare)
    bare = bare.strip().rstrip(".!?… ")
    return _TAIL.sub("", bare) + "?"


def _after(opening: re.Pattern[str], words: str) -> str | None:
    match = opening.match(words)
    return words[match.end() :] if match and match.end() < len(words) - 1 else None
