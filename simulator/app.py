"""The composition root: the only place where engine, store and debrief meet."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from .backends.base import Backend, Calls
from .backends.choice import make_backend
from .backends.scripted import ScriptedBackend
from .debrief.agreement import side_by_side
from .debrief.draft import draft_question
from .debrief.pause import CoachLine, coach_line
from .debrief.report import report
from .debrief.second_reader import second_readings
from .debrief.with_model import richer, richer_line
from .dialogue.again import can_return, two_weeks_later
from .dialogue.engine import TurnEvent, reply, take_turn
from .dialogue.session import (
    Session,
    answer,
    as_transcript,
    begin,
    hear,
    leave,
    owing,
    replay,
    setting_of,
    versions,
)
from .dialogue.stance import Setting
from .domain.report import Report, Suggestion
from .domain.scenario import Scenario
from .domain.second_reading import SecondReader, SecondReading
from .domain.transcript import BROUGHT_BACK, FROM_OUTSIDE, Difficulty, Transcript, UserTurn, is_imported
from .errors import InputError
from .keeper import Keeper
from .packs.shelf import Shelf
from .resources import Library
from .safety.limits import PAGE_LIMIT, check_length
from .voice import check_shared

if TYPE_CHECKING:
    from .config import Settings
    from .store.store import Origin, Store, Summary
    from .voice import ModelSettings

#: Whose the conversations are on a machine that one person uses, in the pages and in a terminal alike.
LOCAL_OWNER = "local"


class App:
    """What the pages call. Every method that touches a conversation takes its owner first."""

    def __init__(self, settings: Settings, whole: App | None = None, *, keeps: bool = True) -> None:
        """``whole`` is the app of this process, where this one only speaks with another voice. One that does not
        ``keeps`` holds its conversations in memory, and writes none of them down anywhere.
        """
        self.settings = settings
        self._whole = whole
        self.keeps = keeps

    def speaking_through(self, voice: ModelSettings) -> App:
        """An app over the same database whose supervisors speak with ``voice``.

        Raises:
            InputError: it lacks a key; or, on a shared installation, its administrator alone may set that.
        """
        whole = self._whole or self
        if whole.settings.shared:
            check_shared(whole.settings.voice, voice)
        made = App(whole.settings.model_copy(update=dict(voice)), whole)
        _ = made.backend  # a voice that cannot speak is refused here, not in the middle of a talk
        return made

    @cached_property
    def packs(self) -> Shelf:
        """The packs installed here."""
        return Shelf(self.settings.data_folder, self.settings.packs_from_page)

    @property
    def library(self) -> Library:
        """The supervisors and situations, those of packs after those that come with the program."""
        return self.packs.library()

    @cached_property
    def store(self) -> Store:
        """The database, opened at first use."""
        if self._whole is not None:
            return self._whole.store
        from .store.store import Store

        store = Store(self.settings.database if self.keeps else None)
        if self.keeps and self.settings.keep_days is not None:
            from .store.retention import keep_for

            keep_for(store, self.settings.keep_days)
        return store

    @cached_property
    def backend(self) -> Backend:
        """The voice behind the supervisors: a model where one is set, else the script."""
        return make_backend(self.settings, self.settings.words_per_second)

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

    def say_differently(self, owner: str, conversation: str, session: Session, turn_id: str) -> str:
        """The same talk up to that user turn, as a new one that remembers where it comes from; returns its id.

        Raises:
            InputError: no such turn of the user's.
        """
        from .store.store import Origin

        place = session.place_of(turn_id)
        made = self._begun(owner, session.setting, Origin(conversation=conversation, turn=turn_id))
        for turn in session.turns[1:place]:
            self.store.add_turn(owner, made, turn)
        return made

    def go_on_differently(self, owner: str, conversation: str, session: Session, turn_id: str, words: str) -> str:
        """``say_differently`` with these words as its first; her answer is owed (``resume``). Returns its id."""
        check_length(words, PAGE_LIMIT)
        made = self.say_differently(owner, conversation, session, turn_id)
        self.store.add_turn(owner, made, hear(self.session(owner, made), words, secrets.token_hex(16)).turns[-1])
        return made

    def take_back(self, owner: str, conversation: str) -> Session:
        """The same talk without the words that stopped it for help: they are kept nowhere, and it goes on."""
        self.store.take_back(owner, conversation)
        return self.session(owner, conversation)

    def keep_imported(self, owner: str, transcript: Transcript) -> str:
        """A conversation from outside, or a transcript brought back, kept as the owner's, in order; returns its id."""
        voice = FROM_OUTSIDE if is_imported(transcript) else BROUGHT_BACK
        conversation = self._created(owner, setting_of(transcript), voice, None)
        before = None
        for turn in transcript.turns:
            self.store.add_turn(owner, conversation, turn.model_copy(update={"parent": before}))
            before = turn.id
        if transcript.ending is not None:
            self.store.set_ending(owner, conversation, transcript.ending)
        return conversation

    def _begun(self, owner: str, setting: Setting, origin: Origin | None = None) -> str:
        conversation = self._created(owner, setting, self.backend.name, self.backend.model, origin)
        self.store.add_turn(owner, conversation, begin(setting).turns[0])
        return conversation

    def _created(
        self, owner: str, setting: Setting, backend: str, model: str | None, origin: Origin | None = None
    ) -> str:
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
                origin=origin,
            ),
        )

    def session(self, owner: str, conversation: str) -> Session:
        """The conversation as it stands in the database."""
        transcript = self.store.load(owner, conversation)
        return replay(setting_of(transcript), transcript.turns, transcript.ending)

    def _keep(self, owner: str, conversation: str) -> Keeper:
        return Keeper(self.store, owner, conversation, scripted=self.backend.name == ScriptedBackend.name)

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
        events = take_turn(session, words, turn_id, self.backend, calls or self.calls())
        return self._keep(owner, conversation).turn(events)

    def resume(
        self, owner: str, conversation: str, session: Session, calls: Calls | None = None
    ) -> Iterator[TurnEvent]:
        """Her answer to words that were saved but never answered, after a crash; anew where the last one broke off."""
        before = owing(session)
        return self._keep(owner, conversation).turn(reply(before, self.backend, calls or self.calls()), before)

    def let_script_stand(self, owner: str, conversation: str, session: Session) -> Session:
        """Put her scripted line where her last reply broke off, or never came."""
        before = owing(session)
        mended = answer(before, before.scripted_reply)
        self._keep(owner, conversation).reply(mended)
        return mended

    def leave(self, owner: str, conversation: str, session: Session) -> Session:
        """The user ends the conversation; she says a last line."""
        left = leave(session)
        self._keep(owner, conversation).reply(left)
        return left

    def transcript(self, owner: str, conversation: str, session: Session) -> Transcript:
        """What is exported, scored and printed; it names the voice that the conversation was begun with."""
        kept = self.store.load(owner, conversation)
        return as_transcript(session, kept.backend, kept.model)

    def report(self, session: Session) -> Report:
        """The debrief of a talk held here; it is the same whichever voice spoke."""
        return report(as_transcript(session, ScriptedBackend.name))

    def second_reader(self, owner: str, conversation: str, transcript: Transcript) -> SecondReader | None:
        """What a model read in this conversation, beside the rules; None where nobody asked. Asks no model."""
        return side_by_side(transcript, self.store.readings(owner, conversation))

    def read_too(
        self, owner: str, conversation: str, transcript: Transcript, calls: Calls | None = None
    ) -> Iterator[SecondReading]:
        """Have the model read the scored turns that it has not read yet; each reading is kept before it is passed on.

        Raises:
            InputError: no model is set.
        """
        kept = self.store.readings(owner, conversation)
        readings = second_readings(transcript, self.backend, calls, kept)
        return self._keeping(owner, conversation, readings)

    def _keeping(self, owner: str, conversation: str, readings: Iterator[SecondReading]) -> Iterator[SecondReading]:
        for reading in readings:
            self.store.keep_reading(owner, conversation, reading)
            yield reading

    def another_way(self, transcript: Transcript, suggestion: Suggestion) -> Suggestion:
        """The suggestion in a model's words, where it has some that pass the check; else the same suggestion."""
        return richer(transcript, suggestion, self.backend)

    def coach_line(self, owner: str, conversation: str, session: Session, shown: Sequence[str] = ()) -> CoachLine:
        """One short line for a pause; ``shown`` are the lines given before. That it was asked for is written down."""
        line = richer_line(session, coach_line(session, shown), self.backend, shown)
        self._note_hint(owner, conversation, session, "coach")
        return line

    def draft_question(self, owner: str, conversation: str, session: Session, draft: str) -> str | None:
        """One question back on a draft; None where it calls for help. The draft itself is not kept."""
        question = draft_question(session, draft)
        if question is not None:
            self._note_hint(owner, conversation, session, "draft")
        return question

    def _note_hint(self, owner: str, conversation: str, session: Session, kind: Literal["coach", "draft"]) -> None:
        from .store.store import Hint

        said = sum(isinstance(turn, UserTurn) for turn in session.turns)
        self.store.note_hint(owner, conversation, Hint(kind=kind, before_turn=said + 1))

    def conversations(self, owner: str) -> tuple[Summary, ...]:
        """The owner's conversations, newest first."""
        return self.store.list(owner)
