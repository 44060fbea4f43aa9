"""What a model is still told of a long talk: the last turns word for word, the older ones as a note of fixed size.

Older turns are put into the note in blocks, so that the front of the prompt stays the same from turn to turn and a
server can reuse what it has read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..domain.events import EventName
from ..domain.text import NormalText
from ..domain.transcript import UserTurn
from .promises import promises
from .topics import ANSWERED

if TYPE_CHECKING:
    from ..domain.transcript import Carried, Turn

#: The user's turns in one block, and how many stay word for word at least.
BLOCK, KEPT = 10, 6
#: Characters of the note; promises may go beyond it, for none is forgotten.
NOTE = 1400
_FOR_PROMISES, _SHORTEST_PROMISE, _LONGEST_QUOTE = 800, 32, 110
#: A message is cut here where the whole would not fit, in characters.
_LONGEST_MESSAGE = 1200


@dataclass(frozen=True)
class Remembered:
    """A talk as a model is shown it.

    Attributes:
        note: what was admitted, promised and asked in the turns before ``recent``; empty where there are none.
        recent: the last turns, word for word.
    """

    note: str
    recent: tuple[Turn, ...]


def remember(turns: tuple[Turn, ...], carried: Carried | None, room: int) -> Remembered:
    """The talk within ``room`` characters, or as near to it as the user's last words allow."""
    starts = [number for number, turn in enumerate(turns) if isinstance(turn, UserTurn)]
    first = _first_kept(
        [_length(turns[start:end]) for start, end in zip(starts, [*starts[1:], None], strict=True)], room
    )
    cut = starts[first] - 1 if first else 0  # her line that the first kept turn answers stays with it
    return Remembered(note_of(turns[:cut], carried), turns[max(0, cut) :])


def _first_kept(lengths: Sequence[int], room: int) -> int:
    """The number of the first user turn that is kept, found by going through the talk as it grew.

    The kept part is cut to ``KEPT`` turns when a block is full, and to half of the room when the room is.
    """
    first = 0
    for now in range(len(lengths)):
        if now - first >= BLOCK + KEPT - 1:
            first += BLOCK
        if _size(lengths, first, now, room) > room:
            while first < now and _size(lengths, first, now, room) > room // 2:
                first += 1
    return first


def _size(lengths: Sequence[int], first: int, now: int, room: int) -> int:
    return sum(lengths[first : now + 1]) + (NOTE if first else 0)


def _length(turns: Iterable[Turn]) -> int:
    return sum(min(len(turn.text), _LONGEST_MESSAGE) for turn in turns)


def shortened(words: str) -> str:
    """One earlier message, cut where it is very long."""
    return clipped(words, _LONGEST_MESSAGE)


def note_of(turns: tuple[Turn, ...], carried: Carried | None) -> str:
    """What was said in these turns and in the talks before, in the user's words; empty where there is nothing."""
    said = tuple(turn for turn in turns if isinstance(turn, UserTurn))
    promised = [*(promise.words for promise in (carried.promises if carried else ()))]
    promised += [promise.quote for promise in promises(said)]
    admitted = [*(carried.admitted if carried else ()), *_quotes(said, {EventName.NAMES_OWN_ERROR})]
    asked = [*(carried.asked if carried else ()), *_quotes(said, ANSWERED)]
    every = list(dict.fromkeys(promised))
    a_promise = max(_SHORTEST_PROMISE, _FOR_PROMISES // len(every)) if every else 0
    lines = [_line("promised", (clipped(words, min(a_promise, _LONGEST_QUOTE)) for words in every))]
    for kind, words in (("owned up to", admitted), ("asked you", asked), ("also said", [turn.text for turn in said])):
        # Half of the room that is left for each but the last, which fills it.
        left = NOTE - sum(map(len, lines))
        lines.append(_line(kind, _latest(words, left if kind == "also said" else left // 2)))
    return "\n".join(line for line in lines if line)


def _quotes(turns: Iterable[UserTurn], names: Collection[EventName]) -> list[str]:
    """The whole clauses that these events stand in: "I didn't send" says too little."""
    quotes = []
    for turn in turns:
        text = NormalText(turn.text)
        spans = [text.clauses_around(event.start, event.end) for event in turn.appraisal.said if event.name in names]
        quotes += [turn.text[span.start : span.end] for span in spans]
    return quotes


def _latest(words: Sequence[str], room: int) -> list[str]:
    """The last of these that fit, each once, in order."""
    kept: list[str] = []
    for quote in reversed(list(dict.fromkeys(" ".join(one.split()) for one in words if one.strip()))):
        short = clipped(quote, _LONGEST_QUOTE)
        room -= len(short) + len('""; ')
        if room < len("They asked you: "):
            break
        kept.insert(0, short)
    return kept


def _line(kind: str, quotes: Iterable[str]) -> str:
    said = "; ".join(f'"{words}"' for words in quotes)
    return f"They {kind}: {said}." if said else ""


def clipped(words: str, most: int) -> str:
    """The first whole words within ``most`` characters, with "…" where something was cut."""
    words = " ".join(words.split())
    if len(words) <= most:
        return words
    head, _, _ = words[: most - 1].rpartition(" ")
    return f"{head or words[: most - 1]}…"
