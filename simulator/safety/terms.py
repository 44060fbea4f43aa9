"""What the learned layer hears in a turn: words without endings, kinds of words, and pairs of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*|[0-9]+|[?]|[.!]")
_NUMBER = "#"
_ENDINGS = ("ings", "ing", "edly", "ies", "ed", "es", "s", "e")
_LEAST_STEM = 3
#: A turn is heard in stretches, so that what stands in the middle of a long one is not drowned out.
_STRETCH, _STEP = 60, 30
#: So many words more, and a stretch is of another length: the more words there are, the less each of them says.
_SHORT = 12


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending."""
    if word[0].isdigit():
        return _NUMBER
    word = word.removesuffix("'s").removesuffix("n't")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def stretches(reading: str) -> Iterator[Sequence[str]]:
    """The words of a plain reading, sixty at a time."""
    words = [stem(word) for word in _WORD.findall(reading)]
    if len(words) <= _STRETCH:
        yield words
        return
    for start in range(0, len(words) - _STEP, _STEP):
        yield words[start : start + _STRETCH]


def terms(words: Sequence[str], kinds: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Every term of one stretch.

    A word; two neighbours (``a b``); two with one or two words between (``a_b``); a kind of word (``KIND``), a word
    and a kind near each other (``a KIND``), two kinds anywhere in the stretch (``KIND+KIND``), and how long it is
    (``LONG3``).
    """
    heard = set(words)
    heard.add(f"LONG{len(words) // _SHORT}")
    heard.update(map(" ".join, zip(("<", *words), (*words, ">"), strict=True)))
    for gap in (2, 3):
        heard.update(map("_".join, zip(words, words[gap:], strict=False)))
    own = [kinds.get(word, ()) for word in words]
    present = sorted({kind for some in own for kind in some})
    heard.update(present)
    heard.update(map("+".join, combinations(present, 2)))
    for place, some in enumerate(own):
        for kind in some:
            for near in range(max(0, place - 3), min(len(words), place + 4)):
                if near != place:
                    side = "<" if near < place else ">"
                    heard.add(f"{words[near]} {side}{kind}")
                    heard.update(f"{kind} {side}{other}" for other in own[near] if near > place)
    return heard
