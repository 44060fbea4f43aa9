"""Keeps a turn while it happens: the user's words before anybody is asked, the reply however it ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .dialogue.engine import ReplyFinished, ReplyText, TurnEvent, UserTurnAccepted
from .dialogue.session import Session, answer
from .domain.transcript import SupervisorTurn

if TYPE_CHECKING:
    from .store.store import Store


class Keeper:
    """One owner's conversation in the store."""

    def __init__(self, store: Store, owner: str, conversation: str, *, scripted: bool) -> None:
        """``scripted`` says that a reply cut short is known to its end."""
        self._store = store
        self._owner = owner
        self._conversation = conversation
        self._scripted = scripted

    def turn(self, events: Iterator[TurnEvent], heard: Session | None = None) -> Iterator[TurnEvent]:
        """Pass the events on, each saved first; what was spoken when the caller goes away is kept.

        ``heard`` is the conversation where the user's words were saved before.
        """
        spoken = ""
        try:
            for event in events:
                if isinstance(event, UserTurnAccepted):
                    if not self._store.add_turn(self._owner, self._conversation, event.turn):
                        return
                    heard = event.session
                    if heard.plan is None and heard.ending is not None:
                        self._store.set_ending(self._owner, self._conversation, heard.ending)
                elif isinstance(event, ReplyText):
                    spoken = event.text
                elif isinstance(event, ReplyFinished):
                    self.reply(event.session)
                    heard = None
                yield event
        finally:
            if heard is not None and heard.plan is not None:
                self._unfinished(heard, spoken)

    def _unfinished(self, heard: Session, spoken: str) -> None:
        text = heard.scripted_reply if self._scripted else spoken
        if text:
            self.reply(answer(heard, text, complete=self._scripted))

    def reply(self, session: Session) -> None:
        """Her last words and, where they end it, the ending; in place of a reply that broke off."""
        last = session.turns[-1]
        assert isinstance(last, SupervisorTurn), "the last turn is not hers"
        if not self._store.add_turn(self._owner, self._conversation, last):
            self._store.finish_reply(self._owner, self._conversation, last)
        if session.ending is not None:
            self._store.set_ending(self._owner, self._conversation, session.ending)
