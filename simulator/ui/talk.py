"""The conversation: she opens, the reply streams, the facts stay in view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import streamlit as st

from ..backends.base import Calls
from ..dialogue.accounts import ways_to_tell
from ..dialogue.engine import Notice, ReplyFinished, ReplyText, TurnEvent, UserTurnAccepted, Waiting
from ..dialogue.outcome import what_follows
from ..dialogue.session import Session
from ..domain.persona import Ending
from ..domain.transcript import UserTurn, last_user_turn
from ..errors import SimulatorError
from . import shared
from .background import Background
from .beginning import beginning
from .coach import Coach, help_switch, take_over, taken_over
from .elsewhere import help_card, turn_elsewhere_card
from .help import IN_THE_TALK, SAID_ANOTHER_WAY, help_page
from .html import avatar, escape, facts, her_bubble, log, thinking, two_weeks, weeks_later
from .prepare import NOTES_STAY, calls_for_help, let_pass, prep_beside


def page() -> None:
    """The conversation that the address names."""
    view = shared.conversation_in_view()
    if view is None:
        st.subheader("No conversation here yet")
        if st.button("Choose a supervisor", type="primary"):
            shared.go("home")
        return
    run, session = view
    if session.ending is Ending.STOPPED_FOR_HELP:
        help_page(lambda: go_on_after_help(run, session), [IN_THE_TALK], SAID_ANOTHER_WAY)
        return
    if misread := calls_for_help():
        help_page(_back_from_the_card, misread, NOTES_STAY, let_pass)
        return
    _Talk(run, session).show()


def go_on_after_help(run: str, session: Session) -> None:
    """The same talk without the words that stopped it, which are in the box again."""
    last = last_user_turn(session.turns)
    shared.hold(run, shared.app().take_back(shared.owner(), run))
    if last is not None:
        take_over(last.text)
    shared.go("talk", run)


def _back_from_the_card() -> None:
    let_pass()
    st.rerun()


class _Talk:
    """One run of the page."""

    def __init__(self, run: str, session: Session) -> None:
        self.run = run
        self.session = session
        self.persona = session.setting.persona
        self.begun = beginning(run)
        self.coach: Coach | None = None
        self.spoken = False
        self.waiting = ""

    def show(self) -> None:
        """Draw it, and take the next turn if there is one."""
        left, right = st.columns([2, 1], gap="large")
        with left:
            self.header = st.empty()
            self._header()
            st.html(f'<details class="facts phone-only"><summary>What you know</summary>{self._facts()}</details>')
            self.log = st.empty()
            self.live = st.empty()
            self.pulse = st.empty()
            self._log()
            self._notice()
            if self.session.ending is not None and self.session.plan is None and not self.session.broken_off:
                self._ended()
            said = [turn for turn in self.session.turns if isinstance(turn, UserTurn)]
            if not help_card(said):  # one card at a time: two would push her reply out of view
                turn_elsewhere_card(turn.text for turn in said)
        with right:
            st.html(
                f'<details class="facts desktop-only" open><summary>What you know</summary>{self._facts()}</details>'
            )
            prep_beside(self.run)
            going_on = self.session.ending is None and not self.session.broken_off
            helped = going_on and help_switch()
        if self.session.broken_off:
            with left:
                again = self._broken_off()
            if not again:
                return
        elif self.session.ending is not None and self.session.plan is None:
            return
        taken_over()
        words = st.chat_input("Say it in your own words", key="draft", submit_mode="disable")
        with left:
            words = self._how_it_went() or words
            silent = self._buttons(helped=helped and self.session.plan is None)
        if self.session.plan is not None or self.session.broken_off:
            app, owner = shared.app(), shared.owner()  # the turn runs on a thread that knows nothing of the page
            self._stream(lambda calls: app.resume(owner, self.run, self.session, calls))
        elif words or silent:
            self._say(words or "")

    def _log(self) -> None:
        if self.begun is None:
            self.log.html(log(self.session.turns, self.persona))
        else:
            told = f"Up to here as in your talk of {self.begun.day}. From here on, said differently."
            self.log.html(log(self.session.turns, self.persona, self.begun.turns, told))

    def _notice(self) -> None:
        """What went wrong with the last words, and the words themselves where they were not taken."""
        if notice := st.session_state.pop("notice", None):
            st.text(notice)
        if draft := st.session_state.pop("unsaid", None):
            st.text_area("Your words, not said yet: copy, mend, say them again", draft, height=160)

    def _facts(self) -> str:
        setting = self.session.setting
        return two_weeks(setting.carried) + facts(setting.scenario)

    def _header(self) -> None:
        mood = self.persona.moods[self.session.mood]
        if carried := self.session.setting.carried:
            mood = f"{weeks_later(carried.round)} · {mood}"
        if self.begun is not None:
            mood = f"Second version, from turn {self.begun.turns + 1} · {mood}"
        self.header.html(
            f'<div class="who">{avatar(self.persona, "large")}<div><h1>{escape(self.persona.name)}</h1>'
            f'<span class="mood" aria-live="polite">{escape(mood)}</span></div></div>'
        )

    def _how_it_went(self) -> str | None:
        """Three plain answers while she asks about a promise; any other words do as well."""
        reviewing, carried = self.session.state.memory.reviewing, self.session.setting.carried
        if reviewing is None or carried is None:
            return None
        with st.container(horizontal=True, key="accounts"):
            for way in ways_to_tell(carried.promises[reviewing].words):
                if st.button(way.label, key=way.key):
                    return way.words
        return None

    def _buttons(self, *, helped: bool) -> bool:
        """The ways besides speaking; True when the user chose to say nothing."""
        self.coach = coach = Coach(self.run, self.session) if helped else None
        with st.container(horizontal=True, key="ways"):
            self.silence = st.empty()
            silent = self.silence.button("Say nothing", key="silence", type="secondary")
            if coach is not None:
                coach.buttons()
            with st.popover("End the conversation", key="ending"):
                st.write(
                    "Afterwards you can read all of it, and what each word did. This talk does not go on, but you can "
                    "hold it again."
                )
                if st.button("End it", key="leave", type="primary") and self.session.plan is None:
                    shared.hold(self.run, shared.app().leave(shared.owner(), self.run, self.session))
                    st.rerun()
        if coach is not None:
            coach.show()
        return silent

    def _broken_off(self) -> bool:
        """Nothing goes on before it is settled what stands in place of a reply that broke off; True to ask again."""
        st.html('<p class="quiet">What you said is kept. Before you go on:</p>')
        with st.container(horizontal=True, key="broken"):
            again = st.button(f"Ask {self.persona.name} again", key="ask-again", type="primary")
            if st.button("Let the scripted line stand", key="script", type="secondary"):
                shared.hold(self.run, shared.app().let_script_stand(shared.owner(), self.run, self.session))
                st.rerun()
        return again

    def _say(self, words: str) -> None:
        app, owner, turn_id = shared.app(), shared.owner(), shared.turn_id()
        try:
            self._stream(lambda calls: app.say(owner, self.run, self.session, words, turn_id, calls))
        except SimulatorError as error:
            shared.let_go()
            st.session_state.update(notice=str(error), unsaid=words)
            st.rerun()

    def _stream(self, turn: Callable[[Calls], Iterator[TurnEvent]]) -> None:
        """Show one turn as it happens. Until it is over this window forgets the session: the database has it."""
        shared.let_go()
        if self.coach is not None:
            self.coach.fall_silent()
        self.silence.button("Stop", key="stop", help="Her reply ends here; what you said is kept.")
        running = Background(turn, shared.app().calls())
        shared.begin(running)
        with closing(running.events()) as events:
            for event in events:
                self._show(event)
        st.rerun()

    def _show(self, event: TurnEvent | None) -> None:
        if event is None or isinstance(event, Waiting):
            self._still_waiting(event)
        elif isinstance(event, UserTurnAccepted):
            shared.next_turn_id()
            self.session = event.session
            self._log()
        elif isinstance(event, ReplyText):
            self.spoken = True
            self.live.html(f'<div class="log">{her_bubble(self.persona.name, event.text)}</div>')
        elif isinstance(event, Notice):
            st.session_state["notice"] = event.text
        elif isinstance(event, ReplyFinished):
            shared.hold(self.run, event.session)

    def _still_waiting(self, wait: Waiting | None) -> None:
        """A sign of life; drawing it is also where the page can be interrupted."""
        if wait is not None:
            self.waiting = f"The model is busy or out of reach. Trying again in {max(1, round(wait.seconds))} s …"
        if self.spoken:
            self.pulse.html('<span class="pulse"></span>')
        else:
            self.live.html(f'<div class="log">{thinking(self.persona, self.waiting)}</div>')

    def _ended(self) -> None:
        """How it ended, below her last words, and what can be done next; it comes into view with them."""
        assert self.session.ending is not None
        follows = escape(what_follows(self.persona, self.session.ending, self.session.turns))
        with st.container(key=f"comes-up-ended-{self.run}"):
            st.html(f'<div class="ending"><h3>{self.session.ending.in_words}</h3><p>{follows}</p></div>')
            with st.container(horizontal=True, key="after"):
                if st.button("Read the scored transcript", type="primary", key="review"):
                    shared.go("review", self.run)
                if st.button("Talk to someone else", key="again"):
                    shared.go("home")
