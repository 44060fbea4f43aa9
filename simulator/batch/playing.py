"""One conversation played: a supervisor, somebody's words in order, and a voice. Words of distress end it in help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..backends.base import Backend, Calls
from ..backends.choice import make_backend
from ..backends.scripted import ScriptedBackend
from ..dialogue.engine import Notice, ReplyFinished, UserTurnAccepted, take_turn
from ..dialogue.session import Session, as_transcript, begin
from ..dialogue.stance import Setting
from ..domain.bulk import TalkRow
from ..domain.transcript import Transcript
from ..inputs import everybody
from .rows import Fault, Row, Voice
from .scoring import mean_overall

#: The model that is no model: her scripted lines.
SCRIPTED = ScriptedBackend.name
#: A talk whose model breaks off is begun anew so often, before it counts as failed.
_TRIES = 2
_KEPT = " What you said is kept."


class ModelFault(Fault):
    """A talk that the model did not hold to its end."""


@dataclass(frozen=True)
class _Held:
    """A talk to its end; ``stood_in`` counts the replies that the script gave in the model's place."""

    session: Session
    unused: tuple[str, ...]
    stood_in: int


def played_talk(row: Row, voice: Voice | None) -> TalkRow | Fault:
    """One conversation of a plan, or why it could not be held; ``voice`` says where the models are."""
    part = row.content
    assert isinstance(part, Mapping)
    known = everybody()
    setting = Setting(
        known.persona(part["persona"]), known.scenario(part["scenario"]), part["seed"], part["difficulty"]
    )
    backend = backend_for(part["model"], voice)
    why = ""
    for _ in range(_TRIES):
        held = _hold(setting, part["words"], backend, voice)
        if isinstance(held, _Held):
            talk = as_transcript(held.session, backend.name, backend.model, held.unused)
            return _talk_row(row.number, part, held, talk)
        why = held
    return ModelFault(why, "Look after the model server, and play this talk again.")


def _hold(setting: Setting, words: tuple[str, ...], backend: Backend, voice: Voice | None) -> _Held | str:
    """The talk, or why the model did not hold it to its end."""
    session, why, stood_in = begin(setting), "", 0
    for number, said in enumerate(words, start=1):
        if session.ending is not None:
            return _Held(session, words[number - 1 :], stood_in)
        calls = Calls(context_tokens=voice.context_tokens) if voice else Calls()
        for event in take_turn(session, said, f"u{number}", backend, calls):
            if isinstance(event, UserTurnAccepted | ReplyFinished):
                owed, session = session, event.session
                if isinstance(event, ReplyFinished) and why and event.turn.text == owed.scripted_reply:
                    stood_in += 1
            elif isinstance(event, Notice):
                why = event.text.removesuffix(_KEPT)
        if session.broken_off:
            return why
        why = ""
    return _Held(session, (), stood_in)


@lru_cache(maxsize=16)
def backend_for(model: str, voice: Voice | None) -> Backend:
    """The voice of that name, one for all talks of a process.

    Raises:
        InputError: a model that cannot be asked.
    """
    if model == SCRIPTED or voice is None:
        return ScriptedBackend()
    return make_backend(voice.model_copy(update={"model": model}))


def _talk_row(number: int, part: Mapping[str, Any], held: _Held, talk: Transcript) -> TalkRow:
    said = talk.user_turns
    trust = (talk.start_trust, *(turn.trust for turn in said))
    return TalkRow(
        row=number,
        id=part["id"],
        persona=part["persona"],
        employee=part["employee"],
        voice=part["voice"],
        scenario=part["scenario"],
        difficulty=part["difficulty"],
        seed=part["seed"],
        model=part["model"],
        ending=talk.ending,
        user_turns=len(said),
        scored_turns=len(talk.scored_turns),
        unused_turns=len(talk.unused_turns),
        script_stood_in=held.stood_in,
        distress=any(turn.appraisal.distress for turn in said),
        overall=mean_overall(talk),
        trust=trust,
        trust_start=trust[0],
        trust_end=trust[-1],
        trust_change=trust[-1] - trust[0],
        patience_end=said[-1].patience if said else None,
        clarity_end=said[-1].clarity if said else None,
        transcript=talk.model_dump_json(by_alias=True),
    )
