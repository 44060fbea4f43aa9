"""The supervisor that this window is writing: kept in its memory, screened as it is typed, checked as it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ..domain.persona import Persona
from ..domain.text import NormalText
from ..errors import BadFile
from ..files import validated
from ..packs.card import CardImport
from ..packs.card_in import free_id
from ..packs.draft import Data, Path, at, put, texts
from ..packs.pack import OWN
from ..packs.writing import as_data
from ..safety.distress import any_distress, rules_find
from . import shared

_KEY, _HELP = "writing", "writing_help"
_NAMED = "This supervisor"


@dataclass
class Writing:
    """One draft.

    Attributes:
        data: its plain values, in the shape of a persona file; what stands in them may be wrong.
        revision: how often all of it was put in place of what was there; the fields are new ones then.
        told: what became of the card that it was begun from, where it was one.
        own: whether it stands in the own pack already, under its id.
    """

    data: Data
    told: CardImport | None = None
    own: bool = False
    revision: int = 0
    known: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.known.update(texts(self.data))

    def value(self, path: Path) -> Any:
        """What stands at a path."""
        return at(self.data, path)

    def change(self, path: Path, value: object) -> None:
        """Put something in its place; words of distress among what is new meet help."""
        if value != self.value(path):
            self.data = put(self.data, path, value)
            if any_distress(*self._new()):
                st.session_state[_HELP] = True

    def replace(self, persona: Persona) -> None:
        """Put a whole supervisor in place of the draft.

        Some four hundred lines at once are seldom somebody's words of this moment: the rules alone read them, for the
        learned layer would take one in five hundred for a cry for help.
        """
        self.data = as_data(persona)
        self.revision += 1
        if any(rules_find(NormalText(words)) for words in self._new()):
            st.session_state[_HELP] = True

    def _new(self) -> list[str]:
        """Texts that were not looked at before."""
        new = [words for words in texts(self.data) if words not in self.known]
        self.known.update(new)
        return new

    def key(self, name: str) -> str:
        """The key of a field of this draft."""
        return f"write-{self.revision}-{name}"

    def read(self) -> Persona | BadFile:
        """The supervisor, or the first thing that is wrong."""
        try:
            return validated(Persona, self.data, _NAMED)
        except BadFile as error:
            return error


def current() -> Writing | None:
    """The draft of this window."""
    found: Writing | None = st.session_state.get(_KEY)
    return found


def begin_with(persona: Persona, told: CardImport | None = None) -> None:
    """Begin a draft; one of our own goes on under its id, a copy of another gets a new one."""
    library = shared.app().library
    own = shared.app().packs.own()
    mine = own is not None and persona.id in own.personas and told is None
    if persona.id in library.personas and not mine:
        persona = persona.model_copy(update={"id": free_id(persona.name, {*library.personas, OWN})})
    st.session_state[_KEY] = Writing(as_data(persona), told, mine)
    for name in ("trial", "write_found"):
        st.session_state.pop(name, None)


def let_go() -> None:
    """Forget the draft."""
    for name in (_KEY, _HELP, "trial", "write_found"):
        st.session_state.pop(name, None)


def calls_for_help() -> bool:
    """Whether what was typed called for help, until somebody goes back."""
    return bool(st.session_state.get(_HELP))


def back_from_help() -> None:
    """Go back to the draft."""
    st.session_state.pop(_HELP, None)
    st.rerun()


def text_field(writing: Writing, label: str, path: Path, *, rows: int = 1, most: int = 600, hint: str = "") -> None:
    """A field for one text."""
    key = _seeded(writing, path, writing.value(path) or "")
    if rows == 1:
        typed = st.text_input(label, key=key, max_chars=most, placeholder=hint)
    else:
        typed = st.text_area(label, key=key, max_chars=most, height=26 * rows + 24, placeholder=hint)
    writing.change(path, " ".join((typed or "").split()))


def _seeded(writing: Writing, path: Path, value: object) -> str:
    """The key of a field, its value put there where the field is new."""
    key = writing.key("-".join(map(str, path)))
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def number_field(writing: Writing, label: str, path: Path, low: int, high: int) -> None:
    """A field for a whole number."""
    key = _seeded(writing, path, writing.value(path))
    writing.change(path, int(st.number_input(label, low, high, step=1, key=key)))


def choice_field(writing: Writing, label: str, path: Path, options: dict[Any, str], default: Any) -> None:
    """A field for one of several values; the default is not written."""
    key = _seeded(writing, path, default if (found := writing.value(path)) is None else found)
    chosen = st.selectbox(label, list(options), key=key, format_func=options.__getitem__)
    writing.change(path, None if chosen == default and writing.value(path) is None else chosen)


def rows_field(writing: Writing, label: str, path: Path, text: str) -> str:
    """A text area for lines, one a row; returns what stands in it."""
    key = _seeded(writing, path, text)
    rows = min(14, max(3, text.count("\n") + 2))
    typed = st.text_area(label, key=key, height=25 * rows + 24)
    return typed or ""
