"""A supervisor that is being written: plain values, and the places in them where lines stand, as text to be edited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from ..debrief.persona_check import TOPICS
from ..dialogue.prompting import DIRECTIONS
from ..domain.conduct import Ending, Mood, Move, Question
from ..domain.persona import CLOSING_ENDINGS, MOVES_WITH_LINES

Path = tuple[str | int, ...]
Data = dict[str, Any]
_WITH_TOPICS = re.compile(r"\[([a-z_, ]+)\]\s*(\S.*)")
_QUESTIONS = {
    Question.JOB: "Are you going to fire me?",
    Question.MISSED: "What exactly did I miss?",
    Question.HER_VIEW: "How do you see it?",
    Question.NEEDS: "What do you need from me?",
    Question.STANDING: "Where do I stand?",
    Question.CONSEQUENCES: "Will this go on my file? Do I lose the account?",
    Question.EXPECTATIONS: "What do you expect?",
    Question.PRIORITIES: "What comes first?",
    Question.IN_WRITING: "Can I have that in writing?",
    Question.TIME: "May I have until Thursday?",
    Question.TOGETHER: "Can we go through it together?",
    Question.NEXT: "What happens now?",
    Question.WHO_KNOWS: "Who else knows?",
    Question.WHAT_IF: "What if it happens again?",
    Question.MAY_I: "May I ask Dana for help?",
    Question.WOULD_DO: "Would that do?",
    Question.WHY: "Why do you check everything?",
    Question.HER_FEELINGS: "Are you angry with me?",
    Question.PRIVATE: "Does anybody else have to know?",
    Question.CONFIRM: "Should I still write the list?",
    Question.WHEN_HER: "When will you know?",
    Question.MEANING: "What do you mean by that word?",
    Question.LEAVE_TO_SPEAK: "May I say something?",
    Question.MEANS_IT: "Do you mean that?",
    Question.SAYING: "Are you saying I lied?",
    Question.WHICH: "Which one?",
    Question.WHAT_ELSE: "Is there anything else?",
    Question.EITHER: "By mail or on paper?",
    Question.HOW_SHE_IS: "How are you?",
    Question.HER_PAST: "Did that ever happen to you?",
    Question.OF_HER: "Do you like this work?",
    Question.ODD: "Is that a silly thing to ask?",
    Question.WHO_DECIDES: "Is that your decision?",
    Question.TAKE_BACK: "Can you take the letter back?",
    Question.ON_RECORD: "Does this go on my file?",
    Question.FORMAL: "Is this official?",
    Question.NOTES: "Are you writing this down?",
    Question.REVIEW: "What happens at the review?",
    Question.ABOVE: "What do they say upstairs?",
    Question.CHECKS: "What do you look at when you check?",
    Question.EVERYBODY: "Do you check everybody like this?",
    Question.REGAIN: "How do I win your trust back?",
    Question.EARLY: "When do you want to hear of it?",
    Question.HARM: "How bad was it for them?",
    Question.HOW_FOUND: "How did you find out?",
    Question.DONE_WELL: "Did I do anything right?",
    Question.ADVICE: "What would you do in my place?",
    Question.WHAT_TO_SAY: "What do I tell them?",
    Question.BACKING: "Will you back me up?",
    Question.YOU_EARLIER: "Could you tell me sooner?",
    Question.YOU_STOP: "Could you stop reading everything?",
}
_EVENING = {
    "begins": "How it starts",
    "kept": "The sentence that stays ($quote in every line)",
    "nothing_kept": "Where none stays",
    "lost": "Where the listening stopped ($quote in every line)",
    "nothing_lost": "Where it never stopped",
    "wrong": "What this person got wrong",
}
_PARTED = {"promised": "with a promise given", "well": "with a good word"}


@dataclass(frozen=True)
class Area:
    """One text to edit: lines, one a row, or a single text (``many`` off)."""

    label: str
    path: Path
    many: bool = True


@dataclass(frozen=True)
class Place:
    """One part of the bank: what it is for, and its texts."""

    title: str
    about: str
    areas: tuple[Area, ...]


def at(data: Data, path: Path) -> Any:
    """What stands at a path; None where nothing does."""
    found: Any = data
    for step in path:
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def put(data: Data, path: Path, value: object) -> Data:
    """The same values with another one at a path; None, or no lines at all, leave the key out."""
    made = deepcopy(data)
    inside: Any = made
    for step in path[:-1]:
        inside = inside.setdefault(step, {}) if isinstance(inside, dict) else inside[step]
    if value is None or value == []:
        inside.pop(path[-1], None)
    else:
        inside[path[-1]] = value
    if path[0] == "lines" and inside == {}:
        made["lines"].pop(path[1])
    return made


def as_rows(lines: object) -> str:
    """Lines as text, one a row; topics stand before a line in brackets."""
    return "\n".join(map(_row, lines)) if isinstance(lines, list) else ""


def _row(line: Any) -> str:
    return line if isinstance(line, str) else f"[{', '.join(line['to'])}] {line['say']}"


def from_rows(text: str) -> list[Any]:
    """Text as lines; empty rows are passed over. Whether the topics exist is for the strict reader to say."""
    return [_line(" ".join(row.split())) for row in text.splitlines() if row.strip()]


def _line(row: str) -> Any:
    match = _WITH_TOPICS.fullmatch(row)
    if match is None:
        return row
    return {"to": [topic.strip() for topic in match[1].split(",") if topic.strip()], "say": match[2]}


def places(data: Data) -> Iterator[Place]:
    """Every place where this supervisor's lines stand, in the order of a talk."""
    for move in MOVES_WITH_LINES:
        yield _move(move)
    for number, item in enumerate(data["agenda"]):
        about = "Questions that ask for it: 4 to 16 words each, one thing at a time."
        yield Place(f"asks: {_words(item['need'])}", about, (Area("Questions", ("agenda", number, "asks")),))
    about = "A few words for a change of subject before a question, each ending in a colon."
    yield Place("turns to something else", about, (Area("Words", ("turns",)),))
    for question in Question:
        about = f"The honest answer to “{_QUESTIONS[question]}”."
        yield Place(f"answers: {_words(question.value)}", about, (Area("Answers", ("answers", question.value)),))
    for number, fact in enumerate(data.get("hidden", ())):
        told = Area("What it is", ("hidden", number, "text"), many=False)
        lines = Area("Lines", ("hidden", number, "reveals"))
        yield Place(f"keeps back: {_words(fact['id'])}", "Said when a good question brings it out.", (told, lines))
    for ending in CLOSING_ENDINGS:
        yield _ending(ending)
    yield _evening(data)
    if "quarrel" in data:
        yield _quarrel(data)


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _move(move: Move) -> Place:
    topics = ", ".join(topic.value for topic in TOPICS.get(move, ()))
    known = f" Topics that a line can take up: {topics}." if topics else ""
    moods = tuple(Area(mood.value.capitalize(), ("lines", move.value, mood.value)) for mood in Mood)
    areas = (Area("In any mood", ("lines", move.value, "any")), *moods)
    return Place(f"says: {_words(move.value)}", f"{DIRECTIONS[move].capitalize()}.{known}", areas)


def _ending(ending: Ending) -> Place:
    areas = (
        Area("Last words", ("endings", ending.value, "says")),
        Area("What happens next, as the page says it", ("endings", ending.value, "next"), many=False),
    )
    return Place(f"ends: {_words(ending.value)}", f"{ending.in_words}.", areas)


def _evening(data: Data) -> Place:
    areas = [Area("Whom it is told, as in “to her sister, on the phone”", ("evening", "to"), many=False)]
    areas += [Area(label, ("evening", part)) for part, label in _EVENING.items()]
    areas += [Area(f"How it sits, {mood.value}", ("evening", "feels", mood.value)) for mood in Mood]
    areas += [
        Area(f"Leaves it at: {ending.in_words.lower()}", ("evening", "leaves", ending.value), many=False)
        for ending in CLOSING_ENDINGS
        if isinstance(at(data, ("evening", "leaves", ending.value)), str)
    ]
    areas += [
        Area(f"Where the user ended it, {label}", ("evening", "parted", part), many=False)
        for part, label in _PARTED.items()
        if "parted" in data["evening"]
    ]
    return Place("that evening", "What this person tells somebody afterwards, some 80 words in all.", tuple(areas))


def _quarrel(data: Data) -> Place:
    areas = [
        Area(f"{part.capitalize()}, taken {side}", ("quarrel", part, side))
        for part in ("verdict", "rebuts")
        for side in ("well", "badly")
    ]
    areas += [Area(f"To {_words(other)}", ("quarrel", "to", other)) for other in data["quarrel"].get("to", ())]
    return Place("on the panel", "How this person argues about one sentence of the user’s.", tuple(areas))


def texts(value: object) -> Iterator[str]:
    """Every text in plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inside in value.values() if isinstance(value, dict) else value:
            yield from texts(inside)
