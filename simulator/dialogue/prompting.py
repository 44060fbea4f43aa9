"""What a model is shown: persona and scenario as an unchanged prefix, the direction for this turn last and fenced.

Between them lies the talk: a private note on what is no longer there word for word, then the last turns. User and
supervisor take turns from the first message on, for some chat templates refuse anything else.
"""

from __future__ import annotations

from dataclasses import replace
from string import Template
from typing import TYPE_CHECKING

from ..backends.base import Message, ReplyRequest
from ..domain.persona import Move
from ..domain.transcript import UserTurn
from ..files import fingerprint
from ..resources import prompt
from .compaction import remember, shortened

if TYPE_CHECKING:
    from ..domain.transcript import Turn
    from .plan import Plan
    from .stance import Setting

FENCE_OPEN, FENCE_CLOSE = "<<<direction", "direction>>>"

#: The variables each template declares; a test holds the files to it.
DECLARED: dict[str, frozenset[str]] = {
    "supervisor": frozenset(
        {
            "name", "age", "background", "job", "history", "stands_for", "contradiction", "private_worry", "pressure",
            "rhythm", "verbal_habit", "pictures_from", "never_says", "samples", "moved_by", "set_off_by", "concedes",
            "only_asks", "situation", "written_up", "known", "at_stake",
        }
    ),
    "scene": frozenset({"fence_open", "fence_close", "name", "scene", "note"}),
    "repair": frozenset(),
    "coach": frozenset({"facts", "fence_open", "fence_close", "happened", "offline", "most"}),
    "coach_line": frozenset({"facts", "fence_open", "fence_close", "waits", "most"}),
    "direction": frozenset({"words", "fence_open", "fence_close", "name", "mood", "move", "detail", "guide"}),
    "second_reader": frozenset({"rubric"}),
    "second_reader_turn": frozenset({"number", "before", "words"}),
}  # fmt: skip

#: Each move as a direction to a speaker.
DIRECTIONS: dict[Move, str] = {
    Move.OPEN: "open the talk",
    Move.PROBE: "take up the words neutrally and ask your next question",
    Move.HOLD: "stay where you are; you need something firmer",
    Move.TEST: "test the specifics of what was promised",
    Move.CHALLENGE: "challenge the deflection you just heard",
    Move.ACKNOWLEDGE: "acknowledge what was right, in your own way, without gushing",
    Move.SOFTEN: "give an inch",
    Move.CONDITION: "set terms for the coming weeks: what you will try, until when, checked how",
    Move.ANSWER: "answer the question honestly",
    Move.DISCLOSE: "let out something of your own pressure",
    Move.PAUSE: "offer a breath; nothing is held against anyone for it",
    Move.REDIRECT: "bring the talk back to the matter",
    Move.WARN: "say once and clearly that this tone ends the talk",
    Move.CHARGE: "raise the further accusation",
    Move.DROP_CHARGE: "take the accusation back",
    Move.SILENCE: "meet the silence",
    Move.UNCLEAR: "say that you did not follow",
    Move.TAKE_IN: "take in the news you have just been given, before anything else",
    Move.REVIEW: "bring up the promise and ask how it went",
    Move.ACCOUNT: "answer to how that promise went",
    Move.CLOSE: "close the talk and say what happens next",
}


def prompts_version() -> str:
    """A fingerprint of every template."""
    return fingerprint("\n".join(prompt(name) for name in sorted(DECLARED)))


def system_prompt(setting: Setting) -> str:
    """The unchanged prefix: who she is and what she knows. Untold facts are not in it."""
    persona, scenario, sheet = setting.persona, setting.scenario, setting.persona.sheet
    slots = scenario.slots.words | {"quote": "…", "promise": "…", "admitted": "…"}
    return Template(prompt("supervisor")).substitute(
        {name: getattr(sheet, name) for name in type(sheet).model_fields if name in DECLARED["supervisor"]},
        name=persona.name,
        age=persona.age,
        background=persona.background,
        samples="\n".join(f"- {Template(line.say).safe_substitute(slots)}" for line in persona.samples),
        situation=f"{scenario.summary} Your report's job: {scenario.role}",
        written_up=scenario.written_up,
        known="\n".join(f"- {fact}" for fact in scenario.facts_supervisor_knows),
        at_stake=scenario.at_stake,
    )


def _details(setting: Setting, plan: Plan) -> list[str]:
    """What the direction names besides the move: the words to take up, those they do not fit with, a promise."""
    details = [f'Take up these words: "{plan.quote}".' if plan.quote else "Take up what was just said."]
    if plan.earlier:
        details.append(f'They do not fit with these, said before: "{plan.earlier}".')
    if plan.review is not None and setting.carried is not None:
        details.append(f'Then ask how this promise went: "{setting.carried.promises[plan.review].words}".')
    return details


def repaired(request: ReplyRequest) -> ReplyRequest:
    """The same request once more, for a reply that could not stand: its last word is what she must keep to."""
    *before, last = request.messages
    note = f"{last.content}\n{FENCE_OPEN}\n{prompt('repair')}{FENCE_CLOSE}"
    return replace(request, messages=(*before, replace(last, content=note)))


def without_fences(words: str) -> str:
    """User words in which nothing can be taken for a fence."""
    return words.replace("<<<", "‹‹‹").replace(">>>", "›››")


#: Characters of English text in a token, on the safe side.
_CHARACTERS_A_TOKEN = 3.5
_SCENES = (
    "Your report comes in, closes the door and sits down.",
    "It is some weeks later. Your report comes back; you two have had this talk before.",
)


def reply_request(
    setting: Setting, turns: tuple[Turn, ...], plan: Plan, scripted_reply: str, context_tokens: int = 6000
) -> ReplyRequest:
    """The request for her next reply; the last of ``turns`` is the user's.

    Args:
        setting: whom the talk is with, and about what.
        turns: the talk so far.
        plan: her move.
        scripted_reply: her own line for that move.
        context_tokens: about how long the whole prompt may be; older turns are noted down to keep within it.
    """
    system, last = system_prompt(setting), _direction(setting, turns[-1].text, plan, scripted_reply)
    room = int(context_tokens * _CHARACTERS_A_TOKEN) - len(system) - len(last)
    talk = remember(turns, setting.carried, max(0, room))
    messages = [Message(role="system", content=system), Message(role="user", content=_scene(setting, talk.note))]
    for turn in talk.recent[:-1]:
        words = without_fences(shortened(turn.text)) or "(silence)"
        messages.append(Message(role="user" if isinstance(turn, UserTurn) else "assistant", content=words))
    messages.append(Message(role="user", content=last))
    return ReplyRequest(messages=tuple(messages), scripted_reply=scripted_reply, seed=setting.seed)


def _scene(setting: Setting, note: str) -> str:
    return Template(prompt("scene")).substitute(
        fence_open=FENCE_OPEN,
        fence_close=FENCE_CLOSE,
        name=setting.persona.name,
        scene=_SCENES[setting.carried is not None],
        note=without_fences(note) or "Nothing has been said yet.",
    )


def _direction(setting: Setting, words: str, plan: Plan, guide: str) -> str:
    """The user's last words, and what she is to do with them."""
    return Template(prompt("direction")).substitute(
        words=without_fences(words) or "(silence)",
        fence_open=FENCE_OPEN,
        fence_close=FENCE_CLOSE,
        name=setting.persona.name,
        mood=setting.persona.moods[plan.mood],
        move=DIRECTIONS[plan.move],
        detail=without_fences(" ".join(_details(setting, plan))),
        guide=without_fences(guide),
    )
