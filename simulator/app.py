"""The composition root: the only place where engine, store and debrief meet."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from .backends.base import Backend, Calls
from .backends.scripted import ScriptedBackend
from .debrief.agreement import side_by_side
from .debrief.report import report
from .debrief.second_reader import second_readings
from .dialogue.again import can_return, two_weeks_later
from .dialogue.engine import ReplyFinished, ReplyText, TurnEvent, UserTurnAccepted, reply, take_turn
from .dialogue.session import (
    Session,
    answer,
    as_transcript,
    before_the_reply,
    begin,
    leave,
    replay,
    setting_of,
    versions,
)
from .dialogue.stance import Setting
from .domain.report import Report
from .domain.scenario import Scenario
from .domain.second_reading import SecondReader, SecondReading
from .domain.transcript import Difficulty, SupervisorTurn, Transcript, UserTurn
from .errors import InputError
from .resources import Library, library
from .safety.limits import PAGE_LIMIT, check_length

if TYPE_CHECKING:
    from .config import Settings
    from .store.store import Store, Summary


class App:
    """What the pages call. Every method that touches a conversation takes its owner first."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def library(self) -> Library:
        """The supervisors and situations."""
        return library()

    @cached_property
    def store(self) -> Store:
        """The database, opened at first use."""
        from .store.store import Store

        return Store(self.settings.database)

    @cached_property
    def backend(self) -> Backend:
        """The voice behind the supervisors: a model where one is set, else the script."""
        return make_backend(self.settings)

    def start(
        self,
        owner: str,
        persona_id: str,
        scenario: Scenario,
        difficulty: Difficulty = "normal",
        seed: int | None = None,
    ) -> str:
        """A new conversation in which she has spoken her first words; returns its id."""
        drawn = secrets.randbelow(1_000_000) if seed is None else seed
        return self._begun(owner, Setting(self.library.persona(persona_id), scenario, drawn, difficulty))

    def come_back(self, owner: str, session: Session) -> str:
        """The talk two weeks later, in which she asks about every promise; returns its id.

        Raises:
            InputError: the talk before has not ended, or ended for good.
        """
        if not can_return(session):
            raise InputError("There is nothing to come back to: end the conversation first, or choose another one.")
        return self._begun(owner, two_weeks_later(session))

    def before_the_last(self, owner: str, session: Session) -> str:
        """The same talk up to the last user turn, as a new one; returns its id. The old one stays as it is."""
        last = max(number for number, turn in enumerate(session.turns) if isinstance(turn, UserTurn))
        conversation = self._begun(owner, session.setting)
        for turn in session.turns[1:last]:
            self.store.add_turn(owner, conversation, turn)
        return conversation

    def keep_imported(self, owner: str, transcript: Transcript) -> str:
        """A conversation from outside, kept as the owner's; returns its id.

        The turns are kept in their order, whatever they say about what they follow.
        """
        conversation = self._created(owner, setting_of(transcript), "imported", None)
        before = None
        for turn in transcript.turns:
            self.store.add_turn(owner, conversation, turn.model_copy(update={"parent": before}))
            before = turn.id
        if transcript.ending is not None:
            self.store.set_ending(owner, conversation, transcript.ending)
        return conversation

    def _begun(self, owner: str, setting: Setting) -> str:
        conversation = self._created(owner, setting, self.backend.name, self.backend.model)
        self.store.add_turn(owner, conversation, begin(setting).turns[0])
        return conversation

    def _created(self, owner: str, setting: Setting, backend: str, model: str | None) -> str:
        from .store.store import NewConversation

        return self.store.create(
            owner,
            NewConversation(
                persona=setting.persona,
                scenario=setting.scenario,
                seed=setting.seed,
                difficulty=setting.difficulty,
                carried=setting.carried,
                backend=backend,
                model=model,
                versions=versions(setting),
            ),
        )

    def session(self, owner: str, conversation: str) -> Session:
        """The conversation as it stands in the database."""
        transcript = self.store.load(owner, conversation)
        return replay(setting_of(transcript), transcript.turns, transcript.ending)

    def calls(self, waiting: Callable[[str, float], None] | None = None) -> Calls:
        """What one turn may ask of the model; stopping it ends the turn."""
        return Calls(waiting=waiting, context_tokens=self.settings.context_tokens)

    def say(
        self, owner: str, conversation: str, session: Session, words: str, turn_id: str, calls: Calls | None = None
    ) -> Iterator[TurnEvent]:
        """One turn. The user's words are saved before the backend is asked; a repeated ``turn_id`` changes nothing.

        Raises:
            BadText: too long; nothing was saved, the caller keeps the draft.
            InputError: the conversation has ended, or her last reply is still incomplete.
            Stale: the conversation went on elsewhere.
        """
        check_length(words, PAGE_LIMIT)
        if session.ending is not None:
            raise InputError("This conversation has ended; start another one or read its transcript.")
        if session.broken_off:
            raise InputError("The last reply broke off: ask again or let the scripted line stand, then say this.")
        return self._saving(
            owner, conversation, take_turn(session, words, turn_id, self.backend, calls or self.calls())
        )

    def resume(
        self, owner: str, conversation: str, session: Session, calls: Calls | None = None
    ) -> Iterator[TurnEvent]:
        """Her answer to words that were saved but never answered, after a crash; anew where the last one broke off."""
        owing = before_the_reply(session) if session.broken_off else session
        return self._saving(owner, conversation, reply(owing, self.backend, calls or self.calls()), owing)

    def _saving(
        self, owner: str, conversation: str, events: Iterator[TurnEvent], heard: Session | None = None
    ) -> Iterator[TurnEvent]:
        """Pass the events on, each saved first; what was spoken when the caller goes away is kept."""
        spoken = ""
        try:
            for event in events:
                if isinstance(event, UserTurnAccepted):
                    if not self.store.add_turn(owner, conversation, event.turn):
                        return
                    heard = event.session
                    if heard.plan is None and heard.ending is not None:
                        self.store.set_ending(owner, conversation, heard.ending)
                elif isinstance(event, ReplyText):
                    spoken = event.text
                elif isinstance(event, ReplyFinished):
                    self._save_reply(owner, conversation, event.session)
                    heard = None
                yield event
        finally:
            if heard is not None and heard.plan is not None:
                self._keep_unfinished(owner, conversation, heard, spoken)

    def _keep_unfinished(self, owner: str, conversation: str, heard: Session, spoken: str) -> None:
        scripted = self.backend.name == "scripted"
        text = heard.scripted_reply if scripted else spoken
        if text:
            self._save_reply(owner, conversation, answer(heard, text, complete=scripted))

    def _save_reply(self, owner: str, conversation: str, session: Session) -> None:
        last = session.turns[-1]
        assert isinstance(last, SupervisorTurn), "the last turn is not hers"
        if not self.store.add_turn(owner, conversation, last):
            self.store.finish_reply(owner, conversation, last)
        if session.ending is not None:
            self.store.set_ending(owner, conversation, session.ending)

    def let_script_stand(self, owner: str, conversation: str, session: Session) -> Session:
        """Put her scripted line where her last reply broke off."""
        before = before_the_reply(session)
        mended = answer(before, before.scripted_reply)
        self._save_reply(owner, conversation, mended)
        return mended

    def leave(self, owner: str, conversation: str, session: Session) -> Session:
        """The user ends the conversation; she says a last line."""
        left = leave(session)
        self._save_reply(owner, conversation, left)
        return left

    def transcript(self, session: Session) -> Transcript:
        """What is exported, scored and printed."""
        return as_transcript(session, self.backend.name, self.backend.model)

    def report(self, session: Session) -> Report:
        """The debrief."""
        return report(self.transcript(session))

    def second_reader(self, owner: str, conversation: str, session: Session) -> SecondReader | None:
        """What a model read in this conversation, beside the rules; None where nobody asked. Asks no model."""
        return side_by_side(self.transcript(session), self.store.readings(owner, conversation))

    def read_too(
        self, owner: str, conversation: str, session: Session, calls: Calls | None = None
    ) -> Iterator[SecondReading]:
        """Have the model read the scored turns that it has not read yet; each reading is kept before it is passed on.

        Raises:
            InputError: no model is set.
        """
        kept = self.store.readings(owner, conversation)
        readings = second_readings(self.transcript(session), self.backend, calls, kept)
        return self._keeping(owner, conversation, readings)

    def _keeping(self, owner: str, conversation: str, readings: Iterator[SecondReading]) -> Iterator[SecondReading]:
        for reading in readings:
            self.store.keep_reading(owner, conversation, reading)
            yield reading

    def conversations(self, owner: str) -> tuple[Summary, ...]:
        """The owner's conversations, newest first."""
        return self.store.list(owner)


def make_backend(settings: Settings) -> Backend:
    """The backend that the settings name."""
    if not settings.model:
        return ScriptedBackend(words_per_second=settings.words_per_second)
    from .backends.openai_chat import ChatEndpoint, OpenAIChatBackend
    from .backends.retrying import Retrying

    if settings.api_key is None and settings.base_url is None:
        raise InputError(
            "A model is set but no key: set SIMULATOR_API_KEY, or SIMULATOR_BASE_URL for a server of your own."
        )
    endpoint = ChatEndpoint(
        base_url=settings.base_url,
        model=settings.model,
        api_key=settings.api_key,
        temperature=settings.temperature,
        deadline=settings.deadline,
    )
    return Retrying(OpenAIChatBackend(endpoint), deadline=settings.deadline)
