"""The supervisor that this window is writing: kept in its memory, screened as it is typed, checked as it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

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

_NAMED = "This supervisor"


def desk() -> dict[str, Any]:
    """What this window keeps of its owner's writing: the draft, its trials, whether it called for help."""
    return shared.remembered("writing")


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
    mark: str = field(default_factory=lambda: uuid4().hex)

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
                desk()["help"] = True

    def replace(self, persona: Persona) -> None:
        """Put a whole supervisor in place of the draft.

        Some four hundred lines at once are seldom somebody's words of this moment: the rules alone read them, for the
        learned layer would take one in five hundred for a cry for help.
        """
        self.data = as_data(persona)
        self.revision += 1
        if any(rules_find(NormalText(words)) for words in self._new()):
            desk()["help"] = True

    def _new(self) -> list[str]:
        """Texts that were not looked at before."""
        new = [words for words in texts(self.data) if words not in self.known]
        self.known.update(new)
        return new

    def key(self, name: str) -> str:
        """The key of a field of this draft."""
        return f"write-{self.mark}-{self.revision}-{name}"

    def read(self) -> Persona | BadFile:
        """The supervisor, or the first thing that is wrong."""
        try:
            return validated(Persona, self.data, _NAMED)
        except BadFile as error:
            return error


def current() -> Writing | None:
    """The draft of this window."""
    found: Writing | None = desk().get("draft")
    return found


def begin_with(persona: Persona, told: CardImport | None = None) -> None:
    """Begin a draft; one of our own goes on under its id, a copy of another gets a new one."""
    library = shared.app().library
    own = shared.app().packs.own()
    mine = own is not None and persona.id in own.personas and told is None
    if persona.id in library.personas and not mine:
        persona = persona.model_copy(update={"id": free_id(persona.name, {*library.personas, OWN})})
    let_go()
    desk()["draft"] = Writing(as_data(persona), told, mine)


def let_go() -> None:
    """Forget the draft."""
    desk().clear()


def calls_for_help() -> bool:
    """Whether what was typed called for help, until somebody goes back."""
    return bool(desk().get("help"))


def back_from_help() -> None:
    """Go back to the draft."""
    desk().pop("help", None)
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
