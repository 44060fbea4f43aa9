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
    others: tuple[str, ...]
    delivers: tuple[str, ...]
    why_silent: tuple[str, ...]
    too_much: tuple[str, ...]
    defends: tuple[str, ...]
    leaves: tuple[str, ...]
    leave_to_speak: tuple[str, ...]
    proposal: tuple[str, ...]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return read_patterns(_Patterns, _FILE, "simulator/dialogue/gist.yaml")


def gist(text: NormalText, *, asked: bool, asking: Need | None) -> tuple[Topic, str] | None:
    """What a turn is about, and the sentence that says so; None where it cannot be told.

    Args:
        text: the turn.
        asked: her last words were a question: what is said then is her answer, but for a feeling, a wish, a yes.
        asking: what they asked after; a story of what happened is no answer to what is no question about it.
    """
    if len(text.words) <= _LONGEST_YES and _patterns()["agreed"].match(text.copy):
        return Topic.AGREED, text.original.strip()
    if len(text.words) < _FEWEST_WORDS:
        return None
    return _first(text, (("felt", Topic.FELT), ("wish", Topic.WISH), ("others", Topic.IMPACT))) or (
        _answer(text, asking) if asked else _first(text, (("told", Topic.TOLD), ("ahead", Topic.AHEAD)))
    )


def _answer(text: NormalText, asking: Need | None) -> tuple[Topic, str]:
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


def too_much(text: NormalText) -> str | None:
    """The sentence that offers more than one person can carry, or None."""
    return _sentence("too_much", text)


def _sentence(name: str, text: NormalText) -> str | None:
    """The first sentence that says so; of a long one the clauses that do."""
    for span in text.sentences:
        words = text.copy[span.start : span.end]
        says = not words.endswith("?") or (name == "felt" and asks_leave_to_speak(words))
        match = _patterns()[name].search(words) if says and not _patterns()["defends"].search(words) else None
        if match is not None:
            return _clauses(text, span, match)
    return None


def _clauses(text: NormalText, span: Span, match: re.Match[str]) -> str:
    whole = text.quote(*span)
    if len(whole.split()) <= _LONGEST_SAID_BACK or not match.group():
        return whole
    inside = text.clauses_around(*text.origin(span.start + match.start(), span.start + match.end()))
    clauses = text.original[inside.start : inside.end]
    return clauses if _FEWEST_WORDS < len(clauses.split()) <= _LONGEST_SAID_BACK else whole
