"""Plays the scripted talks and sets them as pages for reading."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml

from simulator.debrief.export import exact
from simulator.debrief.report import report
from simulator.dialogue.session import as_transcript, leave, play
from simulator.dialogue.stance import Setting
from simulator.domain.base import Value
from simulator.domain.transcript import Transcript, UserTurn
from simulator.resources import library

TALKS = Path(__file__).parent / "talks"
PAGES = Path(__file__).parents[2] / "docs" / "conversations"


class Talk(Value):
    """What a user says to one supervisor in one situation; ``about`` is one line for the list."""

    about: str
    persona: str
    scenario: str
    seed: int
    difficulty: Literal["easy", "normal", "hard"] = "normal"
    turns: tuple[str, ...]


def talks() -> dict[str, Talk]:
    """All talks, by the name of their file."""
    return {
        path.stem: Talk.model_validate(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(TALKS.glob("*.yaml"))
    }


def pages() -> dict[str, str]:
    """Every page by its file name, the list of them among them."""
    found = {f"{name}.md": page(transcript(talk)) for name, talk in talks().items()}
    rows = [f"- [{library().persona(talk.persona).name}]({name}.md): {talk.about}" for name, talk in talks().items()]
    found["README.md"] = "\n".join(
        [
            "# Thirteen conversations",
            "",
            "One with each supervisor, in their scripted words. The user's turns were written for these pages; the",
            "replies, the endings and the evening accounts are the program's own (`python -m tests.conversations`).",
            "",
            *rows,
            "",
        ]
    )
    return found


def transcript(talk: Talk) -> Transcript:
    """The talk as it was held; where it did not end, the user leaves."""
    setting = Setting(library().persona(talk.persona), library().scenario(talk.scenario), talk.seed, talk.difficulty)
    session, unused = play(setting, talk.turns)
    assert not unused, f"{talk.persona}: {len(unused)} turns come after the ending"
    return as_transcript(session if session.ending else leave(session), "scripted")


def page(held: Transcript) -> str:
    """One talk for reading: who, where, every word, how it ended, and the evening after."""
    persona, told = held.persona, report(held)
    closing = persona.endings[held.ending] if held.ending else None
    lines = [
        f"# {exact(persona.name)}",
        f"*{exact(persona.summary)}*",
        f"{exact(held.scenario.title)} ({exact(held.scenario.trade)}). {exact(held.scenario.summary)}",
    ]
    for turn in held.turns:
        speaker = "You" if isinstance(turn, UserTurn) else persona.name
        lines.append(f"**{exact(speaker)}:** {exact(turn.text) or '(silence)'}")
    assert held.ending is not None
    assert closing is not None
    trust = f"Trust went from {held.start_trust:.0f} to {held.user_turns[-1].trust:.0f} of 100."
    lines += [
        f"## {held.ending.in_words}",
        f"{exact(closing.next)} {trust}",
        f"## {exact(told.evening_title)}",
        exact(told.evening),
    ]
    return "\n\n".join(lines) + "\n"
