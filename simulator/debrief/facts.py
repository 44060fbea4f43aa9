"""The facts in some words: dates, weekdays, clock times, money, numbers, names, and every word that is not general."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..domain.base import Value
from ..domain.text import NormalText
from ..files import read_model

_FILE = Path(__file__).with_name("known.yaml")

_WEEKDAY = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_ORDINAL = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-first|twenty-second|twenty-third|twenty-fourth"
    "|twenty-fifth|twenty-sixth|twenty-seventh|twenty-eighth|twenty-ninth|thirtieth|thirty-first"
)
_HOUR = r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_PAST = "half|quarter|a quarter|five|ten|twenty|twenty-five"
_MONEY = re.compile(
    r"[£$€] ?\d[\d.,]*\d?|\b\d[\d.,]* ?(?:%|percent|per cent|pounds?|euros?|dollars?|pence|cents?|quid)"
)
_DATE = re.compile(
    rf"\b(?:(?P<weekday>{_WEEKDAY})s?,? )?(?:the )?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?|(?P<word>{_ORDINAL}))"
    rf"(?: of)? (?P<month>{_MONTH})\b"
    rf"|\b(?P<month2>{_MONTH}) (?:the )?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)"
    rf"|\b(?:(?P<weekday3>{_WEEKDAY}),? )?the (?:(?P<day3>\d{{1,2}})(?:st|nd|rd|th)"
    rf"|(?P<word3>{_ORDINAL.replace('first|second|', '', 1)}))\b(?! (?:time|one|thing|of them))"
)
_CLOCK = re.compile(
    rf"\b(?P<shift>{_PAST}) (?P<to>past|to) (?P<hour>{_HOUR})\b"
    r"|\b(?P<h24>\d{1,2})[:.](?P<m24>\d{2})(?: ?[ap]\.?m\b)?"
    rf"|\b(?P<hour2>{_HOUR}) ?(?:o'clock|[ap]\.?m\b)"
    rf"|\b(?:at|by|before|until|till|past|from|around|about) (?P<hour3>{_HOUR})\b(?![:.]\d| \w+s\b| of | to the )"
    r"|\b(?P<noon>noon|midday)\b|\b(?P<midnight>midnight)\b"
)
_RELATIVE = re.compile(
    r"\b(?:today|tonight|tomorrow|yesterday|mornings?|afternoons?|evenings?|nights?|weekends?|fortnights?"
    r"|(?:next|this|last|the coming|every other) (?:week|month|year|quarter)"
    r"|(?:the )?end of the (?:day|week|month|year))\b"
)
_DAY_NAME = re.compile(rf"\b(?:{_WEEKDAY})(?=s?\b)")
_MONTH_NAME = re.compile(rf"\b(?:{_MONTH.replace('march|', '').replace('may|', '')})(?='?s?\b)")
#: A word or a figure, with the word that follows: "two hours" is not "two engineers".
_TOKEN = re.compile(r"(?P<word>\d+(?:[.,]\d+)*|[a-z]+(?:'[a-z]+)?)(?=(?:[ -](?P<of>[a-z]+))?)")
#: A name: a capital inside a sentence, or letters that are shouted.
_NAME = re.compile(r"(?<=[^.!?…\n] )(?<![.!?…][\"”’'] )(?P<name>[A-Z][A-Za-z]+)")
_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST_ROOT = 3


class _Lists(Value):
    general: str
    numbers: dict[str, int]
    private: str


@cache
def _lists() -> _Lists:
    return read_model(_Lists, _FILE, "simulator/debrief/known.yaml")


@cache
def general_words() -> frozenset[str]:
    """Roots of the words that are no fact."""
    return frozenset(root(word) for word in _lists().general.split())


@cache
def private_words() -> frozenset[str]:
    """Roots of the words for health and home."""
    return frozenset(root(word) for word in _lists().private.split())


@dataclass(frozen=True)
class Facts:
    """What some words state.

    Attributes:
        times: dates, weekdays, clock times and days such as "tomorrow", each as one plain label ("friday", "4:00").
        numbers: amounts and figures; money keeps its sign.
        words: roots of all words that are not general, names among them, each with the word as it was written.
    """

    times: dict[str, str]
    numbers: dict[str, str]
    words: dict[str, str]

    @property
    def all(self) -> dict[str, str]:
        """Every label, with the words it was written in."""
        return self.times | self.numbers | self.words


def facts_in(text: str) -> Facts:
    """The facts in a text, each under one label however it is written ("4.30 pm" is "4:30")."""
    rest = NormalText(text).copy
    times, numbers = dict[str, str](), dict[str, str]()
    for match in _MONEY.finditer(rest):
        numbers[match.group().replace(" ", "").rstrip(".,")] = match.group()
    rest = _MONEY.sub(_blank, rest)
    for match in _DATE.finditer(rest):
        times.update(dict.fromkeys(_date(match), match.group()))
    rest = _DATE.sub(_blank, rest)
    for match in _CLOCK.finditer(rest):
        times[_clock(match)] = match.group()
    rest = _CLOCK.sub(_blank, rest)
    for pattern in (_RELATIVE, _DAY_NAME, _MONTH_NAME):
        times.update({match.group().removeprefix("the "): match.group() for match in pattern.finditer(rest)})
        rest = pattern.sub(_blank, rest)
    words = dict[str, str]()
    for match in _TOKEN.finditer(rest):
        _sort(match, numbers, words)
    for match in _NAME.finditer(text):
        name = match["name"]
        if root(name.lower()) in general_words() and name.lower() not in ("i", "ok"):
            words[f"name {name.lower()}"] = name
    return Facts(times, numbers, words)


def _sort(match: re.Match[str], numbers: dict[str, str], words: dict[str, str]) -> None:
    """One word as a number of something, as a word that needs a source, or as neither."""
    word, following = match["word"], match["of"] or ""
    bare = word.partition("'")[0]
    number = bare if bare[0].isdigit() else _lists().numbers.get(bare)
    if number is not None:
        numbers[f"{number} {root(following)}".strip()] = f"{word} {following}".strip()
    elif len(bare) > 1 and not word.endswith("n't") and (stem := root(bare)) not in general_words():
        words[stem] = word


def _blank(match: re.Match[str]) -> str:
    return " , "


def _date(match: re.Match[str]) -> list[str]:
    """The labels of one date: the day of its month, and the weekday beside it."""
    parts = match.groupdict()
    weekday = parts["weekday"] or parts["weekday3"]
    month = parts["month"] or parts["month2"]
    day = parts["day"] or parts["day2"] or parts["day3"] or str(_ordinal(parts["word"] or parts["word3"] or ""))
    labels = [f"day {int(day)}"]
    if month:
        labels += [f"{int(day)} {month}", month]
    if weekday:
        labels += [f"{weekday} {int(day)}", weekday]
    return labels


def _ordinal(word: str) -> int:
    tens, _, unit = word.rpartition("-")
    return (_lists().numbers[tens] if tens else 0) + (1 if unit == "first" else _lists().numbers[unit])


def _clock(match: re.Match[str]) -> str:
    """One clock time on a dial of twelve hours: "16:30" and "half past four" are one."""
    parts = match.groupdict()
    if parts["noon"] or parts["midnight"]:
        return "noon" if parts["noon"] else "midnight"
    if parts["h24"]:
        return f"{int(parts['h24']) % 12}:{parts['m24']}"
    hour = _hour(parts["hour"] or parts["hour2"] or parts["hour3"])
    shift = parts["shift"]
    if shift is None:
        return f"{hour % 12}:00"
    minutes = {"half": 30, "quarter": 15, "a quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}[shift]
    return f"{hour % 12}:{minutes:02d}" if parts["to"] == "past" else f"{(hour - 1) % 12}:{60 - minutes:02d}"


def _hour(word: str) -> int:
    return int(word) if word.isdigit() else {"one": 1}.get(word) or _lists().numbers[word]


@cache
def root(word: str) -> str:
    """A word without its commonest endings: "letters" and "letter" have one root."""
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_ROOT and not (ending == "s" and word.endswith("ss")):
            undoubled = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls" else stem
            return undoubled.removesuffix("e")
    return word.removesuffix("e") if len(word) > _SHORTEST_ROOT else word
