"""What an owner does to show one talk to a coach: make a link, see who has opened it, stop at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ..errors import SimulatorError
from . import gate, shared
from .html import escape

if TYPE_CHECKING:
    from ..store.store import Share

#: The page on which a coach reads, as its address names it.
PAGE = "shown-to-you"
_LONGEST = 60
_NEVER_KEPT = "Only you can see this link now. Copy it before you leave this page; it is kept nowhere."


def section(run: str) -> None:
    """Below the debrief; nothing where nobody signs in, for then there is nobody to show it to."""
    if gate.whoever() is None:
        return
    st.subheader("Show it to a coach")
    st.html(
        '<p class="quiet">Your coach signs in here, too, and reads this one talk and its debrief: as it is then, also '
        "when you go on talking. They can change nothing and take no file along, though what somebody reads they can "
        "write down. You can stop at any moment.</p>"
    )
    shares = shared.app().store.shares.of(shared.owner(), run)
    for share in shares:
        _shown_to(run, share)
    _new_link(run)
    _offer(run)


def shown_to_whom() -> dict[str, str]:
    """For the list of talks: by conversation, a line on whom it is shown to."""
    if gate.whoever() is None:
        return {}
    names: dict[str, list[str]] = {}
    for share in shared.app().store.shares.all_of(shared.owner()):
        names.setdefault(share.conversation, []).append(share.coach_name or share.label)
    return {run: f"<br>Shown to {escape(', '.join(shown))}" for run, shown in names.items()}


def _shown_to(run: str, share: Share) -> None:
    opened = (
        f"opened by {share.coach_name} on {share.opened_at:%d %B %Y}"
        if share.opened_at
        else "the link is not opened yet"
    )
    with st.container(horizontal=True, vertical_alignment="center", key=f"shown-{share.id}"):
        st.html(
            f"<p><b>Shown to {escape(share.label)}</b>, {escape(opened)}. They read you as "
            f"{escape(share.owner_name)}.</p>"
        )
        if st.button("Stop showing it", key=f"stop-{share.id}"):
            shared.app().store.shares.stop(shared.owner(), run, share.id)
            shared.remembered("new_links").pop(run, None)
            st.rerun()


def _new_link(run: str) -> None:
    if link := shared.remembered("new_links").get(run):
        st.html(f'<p class="notice" role="status">{_NEVER_KEPT}</p>')
        st.code(link, language=None)


def _offer(run: str) -> None:
    with st.form(f"offer-{run}", border=False):
        called = st.text_input("What your coach shall call you", key=f"called-{run}", max_chars=_LONGEST)
        label = st.text_input("Whom you show it to", key=f"label-{run}", max_chars=_LONGEST)
        made = st.form_submit_button("Make a link for your coach")
        st.html(
            '<p class="quiet">It opens the talk for the first person who uses it, signed in, within 14 days. You see '
            "here who that was.</p>"
        )
    if not made:
        return
    try:
        secret = shared.app().store.shares.offer(shared.owner(), run, called, label)
    except SimulatorError as error:
        shared.say_error(error)
        return
    shared.remembered("new_links")[run] = f"{gate.home()}/{PAGE}?link={secret}"
    st.rerun()
