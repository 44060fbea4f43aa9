"""The gate before every page: on a team installation, whom the sign-in of this window stands for at this moment."""

from __future__ import annotations

import time
from collections.abc import Callable

import streamlit as st
from pydantic import ValidationError

from ..app import LOCAL_OWNER
from ..config import load_team
from ..errors import InputError, NotSignedIn, SignedInTooLongAgo
from ..sign_in import Auth, Person, Team, on_loopback, person
from . import shared, unsaid
from .html import escape

#: So long before a sign-in ends, the page says so.
_SOON = 10 * 60


@st.cache_resource(show_spinner=False)
def team() -> Team | None:
    """How people sign in here; None where one person has this installation to themselves.

    Raises:
        InputError: it would let in whom it should not.
    """
    found = load_team(shared.installed().settings.team_issuer)
    if found is None:
        address = st.get_option("server.address") or ""
        if not on_loopback(address):
            raise InputError(
                f"Nobody signs in here, and yet the address {address or 'of every network'} can be reached from "
                "elsewhere. Set server.address to 127.0.0.1, or set up a team installation (docs/team.md)."
            )
    elif st.get_option("server.trustedUserHeaders"):
        raise InputError("server.trustedUserHeaders lets a header say who somebody is; take it out of the settings.")
    elif found.auth != _streamlits():
        raise InputError("Streamlit reads other secrets than this program does; start it with: simulator run")
    return found


def _streamlits() -> Auth | None:
    """What Streamlit itself has read; None where it can make nothing of it."""
    try:
        return Auth.model_validate(dict(st.secrets["auth"]))
    except (KeyError, FileNotFoundError, ValidationError):
        return None


def opens() -> bool:
    """Let the window's owner in; otherwise show the page on which to sign in. Asked in every run, before any page."""
    where = team()
    if where is None:
        shared.enter(LOCAL_OWNER)
        return True
    try:
        who = _signed_in(where)
    except NotSignedIn as error:
        _keep_what_was_typed(error)
        if "owner" in st.session_state:  # otherwise nothing is there but the button below
            shared.leave()
        _sign_in_page(error)
        return False
    shared.enter(who.owner)
    st.session_state["person"] = who
    unsaid.bring_back()
    return True


def _signed_in(where: Team) -> Person:
    """Whom this window's sign-in stands for.

    Raises:
        NotSignedIn: nobody, any more or yet.
    """
    who = person(st.user.to_dict(), where, time.time())
    if shared.app().store.sign_outs.ended(who.owner, who.sign_in):
        raise NotSignedIn("You have signed out.")
    return who


def whoever() -> Person | None:
    """Who has signed in; None where nobody needs to."""
    found: Person | None = st.session_state.get("person")
    return found


def home() -> str:
    """The address of a team installation, as its links begin."""
    where = team()
    assert where is not None, "only a team has links"
    return where.auth.home.replace("{port}", str(st.get_option("server.port")))


def while_signed_in(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """A file that is made later, and only if the sign-in of now still counts then."""
    who = whoever()
    if who is None:
        return make
    ended = shared.app().store.sign_outs.ended

    def checked() -> bytes:
        if who.ends_at <= time.time() or ended(who.owner, who.sign_in):
            raise NotSignedIn("You signed in too long ago, or have signed out. Sign in again.")
        return make()

    return checked


def sign_out_button() -> None:
    """Who is in, and the way out; nothing where nobody signs in."""
    who = whoever()
    if who is None:
        return
    with st.container(horizontal=True, key="signed-in", vertical_alignment="center", width="content"):
        st.html(f'<span class="quiet" title="{escape(who.name)}">{escape(who.name)}</span>', width="content")
        if st.button("Sign out", key="sign-out", type="tertiary"):
            _sign_out(who)


def _sign_out(who: Person) -> None:
    try:
        shared.app().store.sign_outs.end(who.owner, who.sign_in, who.ends_at)
    finally:  # the cookie goes, whatever becomes of the database
        shared.leave()
        st.logout()
    st.stop()


def _keep_what_was_typed(error: NotSignedIn) -> None:
    if isinstance(error, SignedInTooLongAgo) and st.session_state.get("owner") == error.owner:
        unsaid.keep(error.owner, shared.run_id(), st.session_state.get("draft"))


def ends_soon() -> None:
    """A quiet line where the sign-in is about to end."""
    who = whoever()
    if who is not None and (left := who.ends_at - time.time()) < _SOON:
        minutes = max(1, round(left / 60))
        st.html(
            f'<p class="quiet" role="status">Your sign-in ends in {minutes} min. What you have said is kept; you sign '
            "in again and go on.</p>"
        )


def _sign_in_page(error: NotSignedIn) -> None:
    """What this is, what becomes of the words, and the one button."""
    if type(error) is SignedInTooLongAgo:
        st.title("You signed in too long ago")
        st.html('<p class="lead">Sign in again and go on. What you have said is kept.</p>')
    else:
        st.title("Practise the conversation before you have it")
        st.html(
            '<p class="lead">You lost a supervisor’s trust, and there is a talk ahead. Hold it here first, as often as '
            "you like.</p>"
        )
        if st.user.get("is_logged_in"):
            st.text(str(error))
    st.html(f'<p class="privacy">{escape(what_is_kept_where())}</p>')
    if st.button("Sign in", type="primary", key="sign-in"):
        st.login()
    st.html(
        '<p class="quiet">You come back to where you were. If you land here again, your sign-in was not accepted: ask '
        "whoever runs this installation.</p>"
    )


def what_is_kept_where() -> str:
    """What becomes of the words on a team installation."""
    settings = shared.installed().settings
    kept = (
        f"Talks that nobody touches for {settings.keep_days} days are deleted."
        if settings.keep_days
        else "They are kept until you delete them, one or all."
    )
    goes = (
        f"They also go to {settings.voice.host}, where a language model speaks for the supervisors."
        if settings.voice.speaks and not settings.voice.stays_here
        else "They go nowhere else."
    )
    return (
        "Your words and their scores are kept in the database of this installation, under a key made from your "
        f"sign-in. {kept} {goes} Only you see them here, and a coach for as long as you show a talk to one. There is "
        "no page with other people’s talks; but whoever runs the server can read its database. Your health is never "
        "asked for and never needed."
    )
