"""One conversation as a program of your own holds it: in memory, turn after turn, with the same engine as the app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from .backends.base import Calls, closed
from .backends.scripted import ScriptedBackend
from .debrief.report import report
from .dialogue.engine import Notice, ReplyFinished, TurnEvent, UserTurnAccepted, take_turn
from .dialogue.session import answer, as_transcript, begin, leave, owing
from .dialogue.stance import Setting
from .domain.transcript import Difficulty, SupervisorTurn, her_last_line
from .errors import BadText, InputError, UnknownName
from .inputs import everybody
from .resources import DEFAULT_SCENARIO
from .safety.limits import PAGE_LIMIT, check_length

if TYPE_CHECKING:
    from .backends.base import Backend
    from .domain.conduct import Ending
    from .domain.persona import Persona
    from .domain.report import Report
    from .domain.scenario import Scenario
    from .domain.transcript import Transcript, Turn


class Conversation:
    """A talk with one supervisor, who has spoken first.

    Attributes:
        notice: what went wrong with a model in the last turn, in one sentence; None where nothing did.
    """

    def __init__(
        self,
        persona: str | Persona,
        scenario: str | Scenario = DEFAULT_SCENARIO,
        *,
        seed: int = 0,
        difficulty: Difficulty = "normal",
        backend: Backend | None = None,
    ) -> None:
        """
        Args:
            persona: a supervisor, or the id of one there is.
            scenario: a situation, or the id of one there is.
            seed: draws her lines; the same seed and words give the same talk.
            difficulty: "easy", "normal" or "hard".
            backend: the voice that speaks, as ``make_backend`` makes it; the script without one.

        Raises:
            UnknownName: there is none of that id, or no such difficulty.
            BadText: the seed is below nought.
        """
        if difficulty not in get_args(Difficulty):
            raise UnknownName("difficulty", difficulty, list(get_args(Difficulty)))
        if seed < 0:
            raise BadText(f"The seed is {seed}; take a whole number from 0.")
        self._backend = backend or ScriptedBackend()
        self._session = begin(
            Setting(
                everybody().persona(persona) if isinstance(persona, str) else persona,
                everybody().scenario(scenario) if isinstance(scenario, str) else scenario,
                seed,
                difficulty,
            )
        )
        self.notice: str | None = None

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Everything said so far, the supervisor's first words included."""
        return self._session.turns

    @property
    def last_line(self) -> str:
        """What the supervisor last said."""
        return her_last_line(self._session.turns)

    @property
    def mood(self) -> str:
        """How the supervisor looks right now, in words."""
        return self._session.setting.persona.moods[self._session.mood]

    @property
    def trust(self) -> float:
        """Does she expect you to deliver: 0 to 100 points."""
        return self._session.state.levels.trust / 10

    @property
    def ending(self) -> Ending | None:
        """How it ended; None while it goes on. Where it is ``stopped_for_help``, show help and do not go on."""
        return self._session.ending

    @property
    def transcript(self) -> Transcript:
        """The talk so far as the document that ``simulator score`` and the app read."""
        return as_transcript(self._session, self._backend.name, self._backend.model)

    def say(self, words: str) -> SupervisorTurn | None:
        """Say something, or nothing (``""``), and hear the answer; None where the words call for help instead.

        Where a model fails the scripted line stands in, and ``notice`` says why.

        Raises:
            BadText: more than 4,000 characters.
            InputError: the conversation has ended.
        """
        for _ in self.stream(words):
            pass
        last = self._session.turns[-1]
        return last if isinstance(last, SupervisorTurn) else None

    def stream(self, words: str) -> Iterator[TurnEvent]:
        """As ``say``, with every event as it comes: the turn as it was read, the reply word by word, and its end.

        Whoever stops listening gets her scripted line in place of the rest.

        Raises:
            BadText: more than 4,000 characters.
            InputError: the conversation has ended.
        """
        check_length(words, PAGE_LIMIT)
        if self._session.ending is not None:
            raise InputError("This conversation has ended; begin another one, or read its report.")
        self.notice = None
        number = sum(turn.speaker == "user" for turn in self._session.turns) + 1
        events = take_turn(self._session, words, f"u{number}", self._backend, Calls())
        return self._followed(events)

    def _followed(self, events: Iterator[TurnEvent]) -> Iterator[TurnEvent]:
        try:
            with closed(events):
                for event in events:
                    if isinstance(event, UserTurnAccepted | ReplyFinished):
                        self._session = event.session
                    elif isinstance(event, Notice):
                        self.notice = event.text
                    yield event
        finally:
            before = owing(self._session)
            if before.plan is not None:
                self._session = answer(before, before.scripted_reply)

    def leave(self) -> SupervisorTurn:
        """End it yourself; returns her last words.

        Raises:
            InputError: the conversation has ended already.
        """
        if self._session.ending is not None:
            raise InputError("This conversation has ended already.")
        self._session = leave(self._session)
        last = self._session.turns[-1]
        assert isinstance(last, SupervisorTurn)
        return last

    def report(self) -> Report:
        """The debrief of the talk so far; it is the same whichever voice spoke."""
        return report(self.transcript)
