"""Who a supervisor is, and what counts with this one, as fields in plain words."""

from __future__ import annotations

import streamlit as st

from ..domain.conduct import Mood
from ..domain.events import EventName as E
from ..packs.draft import Path, as_rows, from_rows
from .writing import Writing, choice_field, number_field, rows_field, text_field

_SHEET = {
    "job": "The post",
    "history": "A life up to here",
    "rhythm": "How the sentences go",
    "verbal_habit": "A habit of speech",
    "pictures_from": "Where the pictures come from",
    "contradiction": "A contradiction",
    "concedes": "How this one concedes a point",
    "wrong": "How this one is wrong",
    "only_asks": "What nobody else would ask",
    "never_says": "What is never said",
    "private_worry": "A private worry",
    "pressure": "The pressure from above",
    "stands_for": "What this one wants",
    "moved_by": "What moves this one",
    "set_off_by": "What sets this one off",
}
_PRONOUNS = {"she": "she, her", "he": "he, him", "they": "they, them"}
_LEVELS = {"easy": "open to the user", "normal": "guarded", "hard": "hard to win"}
_MOODS = {
    Mood.COLD: "While trust is low",
    Mood.LEVEL: "While it is neither low nor high",
    Mood.WARM: "While trust is high",
}
#: Percent of the common rule, in words.
_WEIGHTS = {25: "hardly", 60: "less than with most", 100: "as with most", 150: "more than with most", 200: "far more"}
_EVENTS = {
    E.NAMES_OWN_ERROR: "An error named",
    E.NAMES_IMPACT: "Who paid for it, named",
    E.SEES_HER_SIDE: "Their side seen",
    E.DATED_COMMITMENT: "A promise with a date",
    E.EARLY_WARNING: "Bad news said early",
    E.OFFERS_CHECK: "A check offered",
    E.ASKS_EXPECTATIONS: "Asking what is expected",
    E.ASKS_IN_WRITING: "Asking for it in writing",
    E.FEAR_SAID_PLAINLY: "A fear said plainly",
    E.SAYS_NEED: "Saying what one needs",
    E.REGRET: "Regret",
    E.CALM_CORRECTION: "A false charge corrected calmly",
    E.EXCUSE: "An excuse",
    E.BLAMES_OTHERS: "Blaming others",
    E.EVADES: "Evading a question",
    E.VAGUE_PROMISE: "A vague promise",
    E.FLATTERY: "Flattery",
    E.CONTEMPT: "Contempt",
}

#: What an ending asks for: label, key, the most there can be.
_BARS: tuple[tuple[str, Path, int], ...] = (
    ("Agreement: trust", ("agreement", "trust"), 100),
    ("Agreement: clarity", ("agreement", "clarity"), 100),
    ("On conditions: trust", ("conditional", "trust"), 100),
    ("On conditions: clarity", ("conditional", "clarity"), 100),
    ("Leaves below patience", ("ends_below_patience",), 60),
)


def who(draft: Writing) -> None:
    """Name, life and voice."""
    left, right = st.columns(2)
    with left:
        text_field(draft, "Name", ("name",), most=30)
        choice_field(draft, "Pronouns", ("pronouns",), _PRONOUNS, None)
    with right:
        number_field(draft, "Age", ("age",), 18, 80)
        choice_field(draft, "How hard to win", ("difficulty",), _LEVELS, None)
    text_field(draft, "What it is like to sit opposite, in one sentence of 20 to 160 letters", ("summary",), most=160)
    text_field(draft, "Background, in a sentence or two", ("background",), rows=3)
    text_field(draft, "Where this view comes from", ("source",), hint="a course, a colleague, your own time as a boss")
    number_field(draft, "Colour, 0 to 359 round the wheel", ("hue",), 0, 359)
    st.subheader("The voice")
    _samples(draft)
    st.subheader("The sheet")
    st.html('<p class="quiet">Written before any line. A model that speaks is told this; your own lines follow it.</p>')
    columns = st.columns(2)
    for number, (key, label) in enumerate(_SHEET.items()):
        with columns[number % 2]:
            text_field(draft, label, ("sheet", key), rows=3)
    st.subheader("How it shows")
    for mood, label in _MOODS.items():
        text_field(draft, label, ("moods", mood.value), most=60, hint="arms crossed, looking at the door")


def _samples(draft: Writing) -> None:
    path = ("samples",)
    typed = rows_field(draft, "Six lines at their most characteristic, one a row", path, as_rows(draft.value(path)))
    draft.change(path, from_rows(typed))


def what_counts(draft: Writing) -> None:
    """Where this one starts, what an agreement asks for, and which words weigh more or less."""
    st.html(
        '<p class="quiet">All three run from 0 to 100. Trust: is the user expected to deliver; patience: is it worth '
        "going on; clarity: how checkable the plan is.</p>"
    )
    st.subheader("At the first word")
    st.html('<p class="quiet">Trust of 18 to 38, patience of 45 to 75 and clarity of 10 to 25 are usual.</p>')
    for column, level in zip(st.columns(3), ("trust", "patience", "clarity"), strict=True):
        with column:
            number_field(draft, level.capitalize(), ("stance", "start", level), 0, 100)
    st.subheader("What an ending asks for")
    for column, (label, path, most) in zip(st.columns(len(_BARS)), _BARS, strict=True):
        with column:
            number_field(draft, label, ("stance", "thresholds", *path), 0, most)
    untruth = {"mendable": "can be mended", "final": "ends all trust"}
    choice_field(draft, "Something hidden or untrue", ("stance", "untruth"), untruth, "mendable")
    st.subheader("What weighs more, what less")
    st.html('<p class="quiet">Six to twelve that differ from most make a character. The rest is as with most.</p>')
    columns = st.columns(2)
    for number, (event, label) in enumerate(_EVENTS.items()):
        with columns[number % 2]:
            _weight(draft, event, label)


def _weight(draft: Writing, event: E, label: str) -> None:
    path = ("stance", "weights", event.value)
    percent = draft.value(path)
    options = _WEIGHTS if percent is None or percent in _WEIGHTS else _WEIGHTS | {percent: _between(percent)}
    choice_field(draft, label, path, dict(sorted(options.items())), 100)


def _between(percent: int) -> str:
    """The words for the nearest percentage, and the percentage itself."""
    return f"{_WEIGHTS[min(_WEIGHTS, key=lambda one: abs(one - percent))]} ({percent} percent)"
