"""Guesses which words of a talk are people's names, so that they can be replaced before it is given away.

Nothing here knows names. A capitalised word inside a sentence is a guess; so is one at the start of a sentence that is
no common word. The user strikes out what is none and adds what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from string import ascii_uppercase

from ..domain.transcript import Transcript
from ..tone.wording import common_words

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]{2,})*")
#: A possessive, or what is left of a verb.
_POSSESSIVE = re.compile(r"(?:[’'](?:s|ll|re|ve|d|m)|n[’']t)$", re.IGNORECASE)
_INSIDE = re.compile(r"[\w,;)]\s*$")
_MOST = 20
#: Capitalised in English, and no names of people.
_NO_NAMES = frozenset(
    {
        "i", "mr", "mrs", "ms", "miss", "dr", "sir", "madam", "prof", "monday", "tuesday", "wednesday",
        "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays",
        "saturdays", "sundays", "january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december", "english", "german", "french",
        "spanish", "christmas", "easter", "excel", "word", "outlook", "powerpoint", "teams", "slack", "you",
        "boss", "me", "supervisor", "manager",
    }
)  # fmt: skip
Run = tuple[str, ...]


def suggested_names(transcript: Transcript) -> dict[str, str]:
    """Words that may be names, each with a stand-in ("Person A"); a name in two words and its halves share one."""
    texts = [turn.text for turn in transcript.turns]
    spoken = {word for text in texts for word in _WORD.findall(text)}
    known = common_words() | {word for word in spoken if word.islower()}
    runs = {run for text in texts for run in _runs(text, known)} | _told(transcript, spoken)
    stand_ins: dict[str, str] = {}
    letters = iter(ascii_uppercase[:_MOST])
    for run in sorted(runs, key=lambda run: (-len(run), run)):
        if transcript.persona.name in run or " ".join(run) in stand_ins:
            continue
        stand_in = next((stand_ins[word] for word in run if word in stand_ins), None)
        if stand_in is None and (letter := next(letters, None)) is not None:
            stand_in = f"Person {letter}"
        if stand_in is not None:
            stand_ins |= {name: stand_ins.get(name, stand_in) for name in (" ".join(run), *run)}
    return stand_ins


def _runs(text: str, known: Set[str]) -> Iterator[Run]:
    """Capitalised words that follow each other, one run at a time."""
    run: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        if run and (text[end : match.start()] != " " or not _like_a_name(word, known, starts=False)):
            yield tuple(run)
            run = []
        starts = not _INSIDE.search(text[max(0, match.start() - 4) : match.start()])
        if _like_a_name(word, known, starts=starts and not run):
            run.append(word)
        end = match.end()
    if run:
        yield tuple(run)


def _like_a_name(word: str, known: Set[str], *, starts: bool) -> bool:
    plain = word.casefold()
    if len(word) < 2 or not word[0].isupper() or word.isupper() or re.split("[’']", plain)[0] in _NO_NAMES:
        return False
    return not starts or (plain not in known and not plain.endswith("ly"))


def _told(transcript: Transcript, spoken: Set[str]) -> set[Run]:
    """Names that the situation tells and the talk says."""
    texts = _strings(transcript.scenario.model_dump(mode="json"))
    found = {word for text in texts for run in _runs(text, common_words()) for word in run}
    return {(word,) for word in found & spoken if word.casefold() not in common_words()}


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _strings(value)
