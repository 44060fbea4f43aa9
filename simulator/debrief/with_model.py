"""A model words what the rules have found: another way to say it, or one line for a pause.

What it answers is checked like anything else that is offered. Where it fails, by itself or in the check, the offline
words stand; it is asked at most twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from string import Template
from typing import TYPE_CHECKING, TypeVar

from ..backends.base import Backend, Calls, Message, ReplyRequest, Shape, whole
from ..dialogue.prompting import without_fences
from ..domain.text import NormalText
from ..domain.transcript import SupervisorTurn, Turn, UserTurn, last_user_turn
from ..errors import BackendError
from ..resources import prompt
from .known import Known, situation
from .pause import MOST_WORDS, CoachLine, waited_for
from .substitution import Substitution

if TYPE_CHECKING:
    from ..dialogue.session import Session
    from ..domain.report import Suggestion
    from ..domain.scenario import Scenario
    from ..domain.transcript import Transcript

T = TypeVar("T")

WORDS_OPEN, WORDS_CLOSE = "<<<words", "words>>>"
#: In words.
MOST_WORDS_INSTEAD = 40
_TRIES = 2
#: So many turns of before are shown.
_SHOWN = 8
_MOST_TOKENS, _SECONDS = 200, 20.0
_FENCED_JSON = re.compile(r"\A\s*```(?:json)?\s*(.*?)\s*```\s*\Z", re.DOTALL)
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
#: What a coach beside the user does not say: the supervisor's part, lessons, praise, sentences to be said.
_NOT_A_COACH = re.compile(
    r"\b(?:i|i'm|i'll|i've|i'd|me|my|mine|we|us|our)\b"
    r"|\b(?:you should|you must|you ought|you need to|have to|never|always|shame|disappoint\w*|unprofessional|rude"
    r"|attitude|great|excellent|amazing|perfect|well done|good job|proud|wonderful|fantastic|brilliant|impressive)\b"
    r"|\b(?:say|try|tell \w+)\s*:|\b(?:you could say|try saying|you might say|as an ai|language model)\b"
)


def richer(transcript: Transcript, suggestion: Suggestion, backend: Backend) -> Suggestion:
    """The suggestion in a model's words where they pass the check; the same suggestion where not.

    A scripted backend is not asked. Raises nothing.
    """
    turn = next((one for one in transcript.user_turns if one.id == suggestion.turn), None)
    if turn is None or backend.name == "scripted":
        return suggestion
    check = Substitution(transcript)

    def usable(words: str) -> Suggestion | None:
        if len(words.split()) > MOST_WORDS_INSTEAD or "\n" in words:
            return None
        checked = check.check(turn, suggestion.quote, words)
        if checked.refused is not None:
            return None
        return suggestion.model_copy(
            update={"another_way": words, "before": checked.before, "after": checked.after, "by_model": True}
        )

    request = _instead(transcript.scenario, check.before(turn).turns, turn, suggestion, transcript.seed)
    return _asked(backend, request, "another_way", usable) or suggestion


def richer_line(session: Session, line: CoachLine, backend: Backend, shown: Sequence[str] = ()) -> CoachLine:
    """The coach's line in a model's words where they pass the check; the same line where not. Raises nothing."""
    if backend.name == "scripted":
        return line
    known = Known(session.setting.scenario, session.turns)

    def usable(words: str) -> CoachLine | None:
        if words in shown[-1:] or not is_a_coach_line(words, session.turns) or known.refusal(words) is not None:
            return None
        return line.model_copy(update={"text": words, "by_model": True})

    return _asked(backend, _line_request(session, line), "line", usable) or line


def is_a_coach_line(words: str, turns: Sequence[Turn]) -> bool:
    """Whether words are one short line in a coach's voice, with no quote but exact ones."""
    if not 0 < len(words.split()) <= MOST_WORDS or "\n" in words:
        return False
    said = [turn.text for turn in turns]
    if any(not any(quote.strip(" .,!?") in text for text in said) for quote in _QUOTED.findall(words)):
        return False
    bare = NormalText(_QUOTED.sub(" ", words)).copy
    return _NOT_A_COACH.search(bare) is None and ":" not in bare


def _asked(backend: Backend, request: ReplyRequest, key: str, usable: Callable[[str], T | None]) -> T | None:
    """What is usable in the model's answer, in at most two tries; None where nothing is."""
    calls = request.calls or Calls(_TRIES)
    for _ in range(_TRIES):
        if calls.left <= 0:
            return None
        left = calls.left
        try:
            words = said_in(whole(backend, request), key)
        except BackendError:
            return None
        calls.left = min(calls.left, left - 1)
        if words and (found := usable(words)) is not None:
            return found
    return None


def said_in(answer: str, key: str) -> str | None:
    """The text under a key of a JSON object, or None for anything else."""
    fenced = _FENCED_JSON.match(answer)
    try:
        data = json.loads(fenced[1] if fenced else answer)
    except (ValueError, RecursionError):
        return None
    words = data.get(key) if isinstance(data, dict) else None
    return " ".join(words.split(" ")).strip() if isinstance(words, str) else None


def _shape(key: str) -> Shape:
    properties = {key: {"type": "string"}}
    return Shape(key, {"type": "object", "properties": properties, "required": [key], "additionalProperties": False})


def _request(system: str, words: str, key: str, offline: str, seed: int) -> ReplyRequest:
    fenced = f"{WORDS_OPEN}\n{without_fences(words)}\n{WORDS_CLOSE}"
    return ReplyRequest(
        messages=(Message("system", system), Message("user", fenced)),
        scripted_reply=json.dumps({key: offline}),
        seed=seed,
        max_tokens=_MOST_TOKENS,
        deadline=_SECONDS,
        calls=Calls(_TRIES),
        shape=_shape(key),
    )


def _instead(
    scenario: Scenario, before: Sequence[Turn], turn: UserTurn, suggestion: Suggestion, seed: int
) -> ReplyRequest:
    slots = {
        "facts": _facts(scenario),
        "happened": suggestion.happened,
        "offline": suggestion.another_way,
        "most": str(MOST_WORDS_INSTEAD),
    }
    material = (
        ("Said before", _spoken(before)),
        ("The turn", turn.text.strip()),
        ("The words at issue", suggestion.quote or "(none: something is to be added at the end)"),
        ("Noticed in it", _noticed(turn)),
    )
    return _request(_filled("coach", slots), _block(material), "another_way", suggestion.another_way, seed)


def _line_request(session: Session, line: CoachLine) -> ReplyRequest:
    last = last_user_turn(session.turns)
    slots = {
        "facts": _facts(session.setting.scenario),
        "waits": ", ".join(need.replace("_", " ") for need in waited_for(session)) or "nothing in particular",
        "most": str(MOST_WORDS),
    }
    material = (
        ("Said so far", _spoken(session.turns)),
        ("Noticed in the last words", _noticed(last) if last else "nothing was said yet"),
        ("A plain line, to do better than", line.text),
    )
    return _request(_filled("coach_line", slots), _block(material), "line", line.text, session.setting.seed)


def _block(material: Sequence[tuple[str, str]]) -> str:
    return "\n\n".join(f"{title}:\n{words}" for title, words in material)


def _filled(name: str, slots: dict[str, str]) -> str:
    safe = {key: without_fences(words) for key, words in slots.items()}
    return Template(prompt(name)).substitute(safe, fence_open=WORDS_OPEN, fence_close=WORDS_CLOSE)


def _facts(scenario: Scenario) -> str:
    """What the character knows, without home and without what she learns only if told."""
    kept = (one for one in situation(scenario) if one.kind != "scene")
    marks = {"charge": "Not their doing, whatever is said: ", "plan": "What they can offer: "}
    return "\n".join(f"- {marks.get(one.kind, '')}{one.text}" for one in kept)


def _noticed(turn: UserTurn) -> str:
    return "; ".join(f"“{event.quote}”: {event.why}" for event in turn.appraisal.said if event.weight) or "nothing"


def _spoken(turns: Sequence[Turn]) -> str:
    lines = (
        f"{'Supervisor' if isinstance(turn, SupervisorTurn) else 'They'}: {turn.text.strip() or '(silence)'}"
        for turn in turns[-_SHOWN:]
    )
    return "\n".join(lines) or "(nothing)"
