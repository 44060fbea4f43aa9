"""What the user's character knows at one place of a talk, and which word of an alternative has no source there.

Strict on purpose: each sentence must be covered by one thing that is known (one error, one fix, the plan, one turn),
so that no two true things are put together into an untrue one. It rather refuses a true sentence than lets an invented
one through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from ..domain.events import EventName as E
from ..domain.text import NormalText
from ..domain.transcript import SupervisorTurn, Turn
from ..tone.appraise import appraise
from .facts import Facts, facts_in, general_words, private_words, root

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..domain.scenario import Scenario

Kind = Literal["scene", "error", "done", "plan", "charge", "hers", "yours"]
#: What may be promised, what may be told as done, and what may be owned up to.
_PROMISED, _DONE = frozenset({"plan", "hers", "yours"}), frozenset({"done", "charge", "yours"})
_OWNED = frozenset({"error", "yours"})
_PROMISING = frozenset({E.DATED_COMMITMENT, E.UNDATED_ACTION, E.EARLY_WARNING, E.OFFERS_CHECK})
_CLAIMING = frozenset({E.FIX_DONE, E.FIX_STARTED, E.CLOSES_LOOP, E.ARRANGES_CIRCUMSTANCES, E.CALM_CORRECTION})
_WILL = re.compile(r"\b(?:will|shall|going to)\b|'ll\b")
#: What somebody says to have done: "I sent", "I've already told", "I did send".
_DID = re.compile(
    r"\b(?:i|we)(?: did (?P<base>[a-z]+)|(?:'ve| have| had)?(?: already| also| since| just| now| even)* (?P<past>\w+ed"
    r"|sent|rang|rung|told|gave|given|wrote|written|made|did|done|brought|took|taken|showed|shown|spoke|spoken|put|got"
    r"|kept|found|read|came|went|began|begun|set|paid|met|bought|built|ran))\b"
)
#: Deeds that mend nothing and claim nothing.
_NO_DEED = frozenset(
    {
        "missed", "failed", "forgot", "slipped", "skipped", "dropped", "owed", "needed", "wanted", "promised", "asked",
        "signed", "understood", "guessed", "decided", "learned", "learnt", "agreed", "snapped", "caused", "not",
        "never", "did",
    }
)  # fmt: skip
#: "You never have to tell this" is about the talk, not about home.
_NEVER_TOLD = re.compile(r"\b(?:tell|talk)\b")
_SHORT_FORMS = (("can't", "cannot"), ("n't", " not"), ("'ll", " will"), ("'ve", " have"), ("that's", "that is"))


@dataclass(frozen=True)
class Statement:
    """One thing that is known, with the labels of all facts in it."""

    kind: Kind
    text: str
    labels: frozenset[str]


def _statement(kind: Kind, *parts: str) -> Statement:
    text = " ".join(part if part.rstrip().endswith((".", "?", "!")) else f"{part}." for part in parts if part)
    return Statement(kind, text, frozenset(_facts(text).all))


@lru_cache(maxsize=64)
def situation(scenario: Scenario) -> tuple[Statement, ...]:
    """What the character knows before a word is said. Home, and what she learns only if told, are not in it."""
    knows, false, slots = scenario.facts_user_knows, scenario.false_charge, scenario.slots
    found = [
        _statement("error", error.what, error.when, error.hurt, error.own_words, error.impact_words)
        for error in knows.errors
    ]
    found += [_statement("done", fact) for fact in knows.fixed]
    found.append(_statement("plan", knows.plan_words, knows.capacity, slots.check))
    if false is not None:
        found.append(_statement("charge", false.says, false.truth, false.evidence, false.own_words))
    found += [_statement("scene", fact) for fact in scenario.facts_supervisor_knows]
    found += [
        _statement("scene", fact) for fact in (scenario.written_up, scenario.at_stake, scenario.summary, slots.hurt)
    ]
    return tuple(found)


@lru_cache(maxsize=64)
def _everywhere(scenario: Scenario) -> frozenset[str]:
    """Words of the trade that fit beside any fact, without a time or a number."""
    slots = scenario.slots
    words = [scenario.trade, slots.work, slots.above, slots.place, slots.check]
    return frozenset(_facts(". ".join(words)).words)


@lru_cache(maxsize=64)
def kept_private(scenario: Scenario) -> frozenset[str]:
    """Roots of the words for health and home that are no words of the work in this situation."""
    work = frozenset(label for one in situation(scenario) if one.kind != "scene" for label in one.labels)
    told = re.split(r"(?<=[.!?])\s+", scenario.facts_user_knows.home)
    home = frozenset(word for words in told if not _NEVER_TOLD.search(words) for word in _facts(words).words)
    return (home | private_words()) - work - _everywhere(scenario)


def private_word(scenario: Scenario, text: NormalText) -> str | None:
    """The first word for health or home in a text, or None."""
    private = kept_private(scenario) - general_words()
    return next((bare for word in text.words if root(bare := word.partition("'")[0]) in private), None)


class Known:
    """What may be said at one place of a talk: the situation, and every turn before it."""

    def __init__(self, scenario: Scenario, before: Sequence[Turn], carried: Iterable[str] = ()) -> None:
        """``carried`` are the user's words of an earlier talk."""
        self._scenario = scenario
        said = [_statement("hers" if isinstance(turn, SupervisorTurn) else "yours", turn.text) for turn in before]
        self._statements = (*situation(scenario), *said, *(_statement("yours", words) for words in carried))

    def refusal(self, words: str) -> str | None:
        """Why ``words`` cannot be offered, naming the word at fault; None where every fact in them has a source."""
        text = NormalText(words)
        if (word := private_word(self._scenario, text)) is not None:
            return f"“{word}” is nobody's business here."
        for span in text.sentences:
            if (reason := self._sentence(text.quote(*span).strip())) is not None:
                return reason
        return None

    def _sentence(self, sentence: str) -> str | None:
        if any(self._says_it(one, sentence) for one in self._statements):
            return None
        facts = _facts(sentence)
        wanted = {label: as_said for label, as_said in facts.all.items() if label not in self._free(facts)}
        if not wanted:
            return self._deed(sentence, ())
        sources = [one for one in self._statements if wanted.keys() <= one.labels]
        if sources:
            return self._deed(sentence, sources)
        anywhere = frozenset().union(*(one.labels for one in self._statements))
        for label, as_said in wanted.items():
            if label not in anywhere:
                return f"“{as_said}” has no source."
        first, *rest = wanted.values()
        return f"“{first}” and “{rest[-1] if rest else first}” do not stand together in anything that is known."

    def _free(self, facts: Facts) -> frozenset[str]:
        return _everywhere(self._scenario) & frozenset(facts.words)

    def _says_it(self, one: Statement, sentence: str) -> bool:
        """Word for word, in the character's own words for an error, the plan or the charge."""
        return one.kind in ("error", "plan", "charge") and plain(sentence) in plain(one.text)

    def _deed(self, sentence: str, sources: Sequence[Statement]) -> str | None:
        """Why a promise or a deed in it has no source: an error's day is no day to promise, an error is no deed."""
        kinds, copy, times = {one.kind for one in sources}, NormalText(sentence).copy, _facts(sentence).times
        names = _events(sentence)
        if E.NAMES_OWN_ERROR in names and (times or _facts(sentence).numbers) and not kinds & _OWNED:
            return f"“{next(iter((times | _facts(sentence).numbers).values()))}” belongs to no error of the user's."
        promises = bool(names & _PROMISING or _WILL.search(copy))
        if promises and times and not kinds & _PROMISED:
            return f"“{next(iter(times.values()))}” is no time that was ever offered."
        verbs = (match for match in _DID.finditer(copy) if (match["base"] or match["past"]) not in _NO_DEED)
        deed = next((match.group() for match in verbs), None)
        claims = deed is not None or (_facts(sentence).all and names & _CLAIMING and not promises)
        if claims and not self._was_done(sentence):
            return f"“{deed or sentence}” tells of a deed that nobody knows of."
        return None

    def _was_done(self, sentence: str) -> bool:
        labels = _facts(sentence).all.keys()
        return bool(labels) and any(one.kind in _DONE and labels <= one.labels for one in self._statements)


def plain(words: str) -> str:
    """Words for comparing: lower case, contractions written out."""
    copy = NormalText(words).copy
    for short, long in (
        ("can't", "cannot"),
        ("n't", " not"),
        ("'ll", " will"),
        ("'ve", " have"),
        ("that's", "that is"),
    ):
        copy = copy.replace(short, long)
    return " ".join(re.findall(r"[a-z0-9:]+", re.sub(r"\bi'd\b", "i had", copy)))


@lru_cache(maxsize=8192)
def _facts(text: str) -> Facts:
    return facts_in(text)


@lru_cache(maxsize=4096)
def _events(sentence: str) -> frozenset[E]:
    return frozenset(event.name for event in appraise(sentence).said)
