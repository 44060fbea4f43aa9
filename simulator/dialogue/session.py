"""One conversation as an immutable value: begin, hear, answer, leave; and replay from a transcript."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..domain.conduct import Ending, Mood, Move
from ..domain.text import NormalText
from ..domain.transcript import SupervisorTurn, Transcript, Turn, UserTurn, her_last_line
from ..errors import InputError
from ..files import fingerprint
from ..tone.appraise import appraise
from ..tone.version import lexicon_version
from ..version import __version__
from .endings import goodbye
from .hearing import spared
from .lines import Spoken, farewell, opening, speak
from .moves import choose
from .plan import Plan
from .prompting import prompts_version
from .rules import rules_version
from .stance import Setting, weigh
from .state import State, opening_state

if TYPE_CHECKING:
    from ..domain.appraisal import Appraisal

OPENING_ID = "opening"
#: Her last words when it was the user who ended it.
FAREWELL_ID = "farewell"


@dataclass(frozen=True)
class Session:
    """Everything about a conversation at one moment.

    ``plan`` and ``scripted_reply`` are set while she owes an answer to the last user turn.
    """

    setting: Setting
    state: State
    turns: tuple[Turn, ...] = ()
    ending: Ending | None = None
    plan: Plan | None = None
    scripted_reply: str = ""

    @property
    def head(self) -> str | None:
        """The id of the last turn."""
        return self.turns[-1].id if self.turns else None

    @property
    def opening_trust(self) -> float:
        """Trust before the first word, in points."""
        return opening_state(self.setting.persona, self.setting.carried).levels.trust / 10

    @property
    def mood(self) -> Mood:
        """How she looks right now."""
        return self.state.mood

    def place_of(self, turn_id: str) -> int:
        """Where a user turn stands among ``turns``.

        Raises:
            InputError: there is none of that id.
        """
        for place, turn in enumerate(self.turns):
            if isinstance(turn, UserTurn) and turn.id == turn_id:
                return place
        raise InputError("There is no such turn of yours in this conversation.")

    @property
    def broken_off(self) -> bool:
        """Whether her last reply is incomplete."""
        last = self.turns[-1] if self.turns else None
        return isinstance(last, SupervisorTurn) and not last.complete


def begin(setting: Setting) -> Session:
    """A conversation in which she has spoken her first words."""
    state = opening_state(setting.persona, setting.carried)
    spoken = opening(setting, state)
    first = SupervisorTurn(id=OPENING_ID, parent=None, text=spoken.text, move=Move.OPEN, mood=state.mood)
    return Session(setting, spoken.state, (first,))


def hear(session: Session, words: str, turn_id: str) -> Session:
    """The conversation after the user spoke; she owes an answer unless it stopped for help.

    The words count against what she last said in full: her line is the context of the reading.
    """
    return take(session, words, turn_id, read_after(her_last_line(session.turns), words))


def read_after(line: str, words: str) -> Appraisal:
    """The reading of some words after her ``line``: the one way in which a talk, a draft or another wording is read."""
    return spared(words, appraise(words, line))


def take(session: Session, words: str, turn_id: str, appraisal: Appraisal) -> Session:
    """The conversation after the user spoke, with a reading made already."""
    movement = weigh(session.setting, session.state, NormalText(words), appraisal)
    levels = movement.after.levels
    turn = UserTurn(
        id=turn_id,
        parent=session.head,
        text=words,
        appraisal=appraisal,
        trust=levels.trust / 10,
        patience=levels.patience / 10,
        clarity=levels.clarity / 10,
        ledger=movement.rows,
    )
    turns = (*session.turns, turn)
    if appraisal.distress:
        return replace(session, turns=turns, ending=Ending.STOPPED_FOR_HELP, plan=None, scripted_reply="")
    plan = choose(session.setting, movement, appraisal)
    spoken = speak(session.setting, movement.after, plan)
    return replace(session, state=spoken.state, turns=turns, plan=plan, scripted_reply=spoken.text, ending=plan.ending)


def answer(session: Session, text: str, *, complete: bool = True) -> Session:
    """The conversation after she answered the last user turn."""
    plan = session.plan
    assert plan is not None, "she owes no answer"
    turn = SupervisorTurn(
        id=reply_id(session.turns[-1].id),
        parent=session.head,
        text=text,
        move=plan.move,
        mood=plan.mood,
        complete=complete,
    )
    return replace(session, turns=(*session.turns, turn), plan=None, scripted_reply="")


def reply_id(user_turn_id: str) -> str:
    """The id of the reply to a user turn: the same however often it is asked for."""
    return f"r-{user_turn_id}"[:64]


def leave(session: Session) -> Session:
    """The conversation after the user chose to end it; she says a last line."""
    ending = goodbye(session.setting, session.state)
    spoken: Spoken = farewell(session.setting, session.state, ending)
    turn = SupervisorTurn(id=FAREWELL_ID, parent=session.head, text=spoken.text, move=Move.CLOSE, mood=session.mood)
    return replace(
        session,
        state=spoken.state,
        turns=(*session.turns, turn),
        ending=ending,
        plan=None,
        scripted_reply="",
    )


def replay(setting: Setting, turns: tuple[Turn, ...], ending: Ending | None = None) -> Session:
    """The session that these turns lead to: their readings stand, every number follows from them anew.

    Her own words stay as they were said; only what she has in mind is worked out again. With another persona in
    ``setting`` this is how she would have taken the same words.
    """
    session = Session(setting, opening_state(setting.persona, setting.carried))
    for turn in turns:
        session = retake(session, turn)
    return replace(session, ending=ending or session.ending)


def owing(session: Session) -> Session:
    """The same conversation while she owes her last answer: before her reply, where that broke off."""
    return replay(session.setting, session.turns[:-1]) if session.broken_off else session


def retake(session: Session, turn: Turn) -> Session:
    """The session after one turn that was taken before: one step of a replay."""
    if isinstance(turn, UserTurn):
        return take(replace(session, ending=None), turn.text, turn.id, turn.appraisal)
    opened = opening(session.setting, session.state).state if turn.move is Move.OPEN else session.state
    return replace(session, state=opened, turns=(*session.turns, turn), plan=None, scripted_reply="")


def reread(setting: Setting, turns: tuple[Turn, ...]) -> Session:
    """The session these words lead to, every reading made anew: a transcript from outside may claim anything."""
    session = Session(setting, opening_state(setting.persona, setting.carried))
    for turn in turns:
        if isinstance(turn, UserTurn):
            session = hear(replace(session, ending=None), turn.text, turn.id)
        else:
            session = retake(session, turn)
    return session


def play(setting: Setting, words: tuple[str, ...]) -> tuple[Session, tuple[str, ...]]:
    """A whole scripted conversation, and the words left over after its ending."""
    session = begin(setting)
    for number, said in enumerate(words, start=1):
        if session.ending is not None:
            return session, words[number - 1 :]
        session = hear(session, said, f"u{number}")
        if session.plan is not None:
            session = answer(session, session.scripted_reply)
    return session, ()


def as_transcript(session: Session, backend: str, model: str | None = None, unused: tuple[str, ...] = ()) -> Transcript:
    """The conversation as the value that is exported, scored and replayed."""
    setting = session.setting
    return Transcript(
        persona=setting.persona,
        scenario=setting.scenario,
        seed=setting.seed,
        difficulty=setting.difficulty,
        backend=backend,
        model=model,
        versions=versions(setting),
        carried=setting.carried,
        ending=session.ending,
        unused_turns=unused,
        turns=session.turns,
    )


def setting_of(transcript: Transcript) -> Setting:
    """What a transcript was held with."""
    return Setting(transcript.persona, transcript.scenario, transcript.seed, transcript.difficulty, transcript.carried)


def versions(setting: Setting) -> dict[str, str]:
    """What the numbers depend on: package, rules, word lists, persona, scenario, prompts."""
    return {
        "simulator": __version__,
        "rules": rules_version(),
        "lexicon": lexicon_version(),
        "persona": fingerprint(setting.persona.model_dump_json(by_alias=True)),
        "scenario": fingerprint(setting.scenario.model_dump_json(by_alias=True)),
        "prompts": prompts_version(),
    }
