"""Write a supervisor: begin with one that is there or with a card, change it, try it, keep it."""

from __future__ import annotations

import streamlit as st

from ..domain.persona import Persona
from ..errors import BadFile, BadText, SimulatorError
from ..packs.card import MOST_PNG_BYTES, read_card
from ..packs.card_in import from_card
from ..resources import DEFAULT_PERSONA, item_in
from . import shared, write_fields, write_keep, write_lines, write_try, writing
from .choosing import named, ways_to_more
from .help import help_page
from .html import escape, titled_list
from .writing import Writing

_PARTS = {
    "Who it is": write_fields.who,
    "What counts": write_fields.what_counts,
    "Lines": write_lines.lines,
    "The whole file": write_lines.whole_file,
    "Try": write_try.attempt,
    "Keep": write_keep.keep,
}
_DRAFT_STAYS = "If we got it wrong, the draft stays as you wrote it."
_MEGABYTES = MOST_PNG_BYTES // 1_000_000


def page() -> None:
    """The page: where to begin, and then the draft."""
    if writing.calls_for_help():
        help_page(writing.back_from_help, ["the supervisor that you write"], _DRAFT_STAYS)
        return
    if write_try.calls_for_help():
        help_page(write_try.back_from_help, ["the talk on trial"], _DRAFT_STAYS)
        return
    st.title("Write a supervisor")
    draft = writing.current()
    if draft is None:
        _begin()
    else:
        _go_on(draft)


def _begin() -> None:
    st.html(
        '<p class="lead">Somebody whom you know, or whom your students should meet. You begin with a supervisor who '
        "is there, and change one thing after the other: who it is, what counts, every line. It can be played at any "
        "moment.</p>"
        '<p class="quiet">Leave out real names, and whatever could hurt somebody who reads it. The draft is in this '
        "window until you keep it.</p>"
    )
    left, right = st.columns(2, gap="large")
    with left, st.container(border=True, key="begin-copy"):
        st.subheader("Begin with a supervisor")
        chosen = _supervisor("Who is closest?", "write-from")
        st.html(f'<p class="quiet">{escape(chosen.summary)}</p>')
        if st.button("Begin with a copy", type="primary", key="write-begin"):
            writing.begin_with(chosen)
            st.rerun()
    with right, st.container(border=True, key="begin-file"):
        st.subheader("Begin with a file")
        st.html(
            '<p class="quiet">A supervisor’s file (YAML), or a character card (V2, JSON or PNG) from another tool. '
            "What a card does not have is filled from a supervisor here. Orders to a model in it are not followed.</p>"
        )
        file = st.file_uploader(
            f"The file, at most {_MEGABYTES} MB",
            type=["yaml", "json", "png"],
            key="write-file",
            max_upload_size=_MEGABYTES,
        )
        base = _supervisor("Fill what a card does not have from", "write-base")
        if st.button("Read the file", key="write-read"):
            _read(None if file is None else (file.name, file.getvalue()), base)
    ways_to_more("packs")


def _supervisor(label: str, key: str) -> Persona:
    personas = shared.app().library.personas
    ids = list(personas)
    first = ids.index(DEFAULT_PERSONA)
    chosen = st.selectbox(label, ids, index=first, key=key, format_func=lambda one: named(personas[one]))
    return personas[chosen]


def _read(given: tuple[str, bytes] | None, base: Persona) -> None:
    try:
        if given is None:
            raise BadText("Choose a file first.")
        name, raw = given
        if name.lower().endswith((".yaml", ".yml")):
            writing.begin_with(item_in(Persona, raw, name.rpartition(".")[0], name))
        else:
            found = from_card(read_card(raw, name), base, name, shared.app().library.personas)
            writing.begin_with(found.persona, found.told)
    except SimulatorError as error:
        shared.say_error(error)
        return
    st.rerun()


def _go_on(draft: Writing) -> None:
    head = st.empty()
    parts = _PARTS if draft.told is None else {"The card": _account, **_PARTS}
    first = next(iter(parts))
    part = st.segmented_control(
        "Part", list(parts), default=first, required=True, key="write-part", label_visibility="collapsed"
    )
    with st.container(key="write-body"):
        parts[part or first](draft)
    if writing.calls_for_help():
        st.rerun()
    read = draft.read()  # after the fields, so that it says how the draft stands now
    head.html(_standing(draft, read))
    st.divider()
    with st.popover("Put this draft away", key="write-away"):
        st.write("What you have not kept or downloaded is gone then.")
        if st.button("Put it away", key="write-away-yes", type="primary"):
            writing.let_go()
            st.rerun()


def _standing(draft: Writing, read: Persona | BadFile) -> str:
    name, hue = draft.value(("name",)) or "?", draft.value(("hue",))
    face = f'<span class="avatar large" style="--hue:{int(hue)}" aria-hidden="true">{escape(str(name)[:1])}</span>'
    if isinstance(read, BadFile):
        said = f'<span class="standing wrong">To mend: {escape(str(read))}</span>'
    else:
        said = '<span class="standing">This can be played as it stands.</span>'
    return f'<div class="who" role="status">{face}<div><h2>{escape(str(name))}</h2>{said}</div></div>'


def _account(draft: Writing) -> None:
    """What became of the card that the draft was begun from."""
    told = draft.told
    assert told is not None
    blocks = (("Carried over", told.carried), ("Not carried over", told.left_out), ("To write next", told.to_write))
    st.html(f'<div class="tried">{"".join(titled_list(title, said) for title, said in blocks)}</div>')
