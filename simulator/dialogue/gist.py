"""What a turn is about where no rule of tone speaks: an answer, a story, a feeling, a wish, an agreement, a farewell.

It moves nobody: it decides how she takes the words up, and what she may ask after them.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..domain.base import Value
from ..domain.conduct import Need, Topic
from ..files import read_patterns

if TYPE_CHECKING:
    from ..domain.text import NormalText, Span

_FILE = Path(__file__).with_name("gist.yaml")
#: Whoever says more than this says more than yes, or goodbye.
_LONGEST_YES, _LONGEST_FAREWELL = 16, 22
_FEWEST_WORDS = 2
_OF_ONESELF = re.compile(r"i\b")
_STORIES = ("told", "did")
#: Whoever says more than this has found words.
_LONGEST_AT_A_LOSS = 22
#: Words of a sentence that can be said back whole.
_LONGEST_SAID_BACK = 12


#: Asked after one of these, nobody is asked what happened.
_OF_THE_PERSON = frozenset(
    {Need.PERCEPTION, Need.STANDING, Need.EXPECTATIONS, Need.NEEDS_FROM_HER, Need.EFFORT, Need.LIMIT, Need.WRITTEN}
)


class _Patterns(Value):
    agreed: tuple[str, ...]
    wish: tuple[str, ...]
    felt: tuple[str, ...]
    ahead: tuple[str, ...]
    told: tuple[str, ...]
    did: tuple[str, ...]
    leads_up: tuple[str, ...]
    others: tuple[str, ...]
    of_others: tuple[str, ...]
    of_nobody: tuple[str, ...]
    delivers: tuple[str, ...]
    why_silent: tuple[str, ...]
    too_much: tuple[str, ...]
    defends: tuple[str, ...]
    leaves: tuple[str, ...]
    leave_to_speak: tuple[str, ...]
    meant: tuple[str, ...]
    not_so: tuple[str, ...]
    at_a_loss: tuple[str, ...]
    concrete: tuple[str, ...]
    keeps_to_oneself: tuple[str, ...]
    proposal: tuple[str, ...]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return read_patterns(_Patterns, _FILE, "simulator/dialogue/gist.yaml")


def gist(text: NormalText, *, asked: bool, asking: Need | None, few: Topic | None = None) -> tuple[Topic, str] | None:
    """What a turn is about, and the sentence that says so; None where it cannot be told.

    Args:
        text: the turn.
        asked: her last words were a question: what is said then is her answer, but for a feeling, a wish, a yes.
        asking: what they asked after; a story of what happened is no answer to what is no question about it.
        few: what a word or two come to (``few_words``).
    """
    if few is not None and few is not Topic.ONE_WORD:
        return few, text.original.strip()
    if len(text.words) <= _LONGEST_YES and _patterns()["agreed"].match(text.copy):
        return Topic.AGREED, text.original.strip()
    if len(text.words) < _FEWEST_WORDS:
        return None
    return _first(text, (("others", Topic.IMPACT), ("felt", Topic.FELT), ("wish", Topic.WISH))) or (
        _answer(text, asking) if asked else _first(text, (("told", Topic.TOLD), ("ahead", Topic.AHEAD)))
    )


def _answer(text: NormalText, asking: Need | None) -> tuple[Topic, str]:
    if (
        asking is Need.IMPACT
        and _patterns()["of_others"].search(text.copy)
        and not _patterns()["of_nobody"].search(text.copy)
    ):
        return Topic.IMPACT, text.original.strip()
    did = _sentence("did", text)
    if did is not None:
        return (Topic.TOLD if asking in _OF_THE_PERSON else Topic.GIVEN), did
    return Topic.GIVEN, text.original.strip()


def _first(text: NormalText, kinds: tuple[tuple[str, Topic], ...]) -> tuple[Topic, str] | None:
    found = ((topic, _sentence(name, text)) for name, topic in kinds)
    return next(((topic, words) for topic, words in found if words is not None), None)


def delivers(text: NormalText) -> bool:
    """Whether it is said how the work comes into her hands."""
    return _patterns()["delivers"].search(text.copy) is not None


def why_silent(text: NormalText) -> bool:
    """Whether it is said why nothing was said in time."""
    return _patterns()["why_silent"].search(text.copy) is not None


def leaves(text: NormalText) -> bool:
    """Whether somebody gets up to go, with their last words."""
    if len(text.words) > _LONGEST_FAREWELL or not text.sentences:
        return False
    return any(_patterns()["leaves"].search(text.copy[span.start : span.end]) for span in text.sentences[-2:])


def proposes(text: NormalText) -> bool:
    """Whether the turn ends by asking whether one's own plan would do."""
    if not text.sentences:
        return False
    last = text.sentences[-1]
    return _patterns()["proposal"].search(text.copy[last.start : last.end]) is not None


def asks_leave_to_speak(sentence: str) -> bool:
    """Whether a question (lower case) only asks to be allowed to ask, or to begin."""
    return _patterns()["leave_to_speak"].match(sentence) is not None


def meant(text: NormalText, *, accused: bool) -> tuple[str, ...]:
    """The clauses that say how something said before was meant, or that are sorry for how it was said.

    Args:
        text: the turn.
        accused: her last words found fault with the user's: "I'm not being rude" answers that, and nothing else does.
    """
    names = ("meant", "not_so") if accused else ("meant",)
    found = sorted(match.span() for name in names for match in _patterns()[name].finditer(text.copy))
    clauses = (text.clauses_around(*text.origin(*span)) for span in found)
    return tuple(text.original[clause.start : clause.end] for clause in clauses)


def at_a_loss(text: NormalText) -> bool:
    """Whether somebody does not know how to begin, or looks for words, and says little else."""
    return len(text.words) <= _LONGEST_AT_A_LOSS and _patterns()["at_a_loss"].search(text.copy) is not None


def is_concrete(words: str) -> bool:
    """Whether some words name a number, a time or a day: whatever their weather, they tell something."""
    return _patterns()["concrete"].search(words.lower()) is not None


def keeps_to_oneself(text: NormalText) -> bool:
    """Whether somebody would sooner not speak of it."""
    return _patterns()["keeps_to_oneself"].search(text.copy) is not None


def too_much(text: NormalText) -> str | None:
    """The sentence that offers more than one person can carry, or None."""
    return _sentence("too_much", text)


def _sentence(name: str, text: NormalText) -> str | None:
    """The first sentence that says so, of a long one the clauses; what is told comes to its point at its end."""
    found = [(span, match) for span in text.sentences for match in _said_in(name, text.copy[slice(*span)])]
    if not found:
        return None
    of_oneself = [one for one in found if _OF_ONESELF.match(one[1].group())] if name in _STORIES else []
    span, match = of_oneself[-1] if of_oneself else found[0]
    return _clauses(text, span, match)


def _said_in(name: str, words: str) -> list[re.Match[str]]:
    """Where a sentence says so: not where it asks, defends itself, or only leads up to what happened."""
    says = not words.endswith("?") or (name == "felt" and asks_leave_to_speak(words))
    if not says or _patterns()["defends"].search(words):
        return []
    return [match for match in _patterns()[name].finditer(words) if not _leads_up(match, words)]


def _leads_up(match: re.Match[str], words: str) -> bool:
    """ "I have read the letter" tells of nothing that happened."""
    return _patterns()["leads_up"].match(words, match.start()) is not None


def _clauses(text: NormalText, span: Span, match: re.Match[str]) -> str:
    whole = text.quote(*span)
    if len(whole.split()) <= _LONGEST_SAID_BACK or not match.group():
        return whole
    inside = text.clauses_around(*text.origin(span.start + match.start(), span.start + match.end()))
    clauses = text.original[inside.start : inside.end]
    return clauses if _FEWEST_WORDS < len(clauses.split()) <= _LONGEST_SAID_BACK else whole
