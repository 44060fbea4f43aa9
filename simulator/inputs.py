"""What the command line reads and writes: files become turns and transcripts, or one clear sentence."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import from_json

from .config import load_settings
from .debrief.imported import check_lengths, given_in, taken
from .dialogue.again import can_return, two_weeks_later
from .dialogue.session import leave, replay, setting_of
from .dialogue.stance import Setting
from .documents import TurnInput
from .domain.persona import Persona
from .domain.scenario import Scenario
from .domain.transcript import Difficulty, Transcript
from .errors import BadText, InputError
from .mistakes import first_mistake_in_json, unreadable_json
from .packs.shelf import Shelf
from .resources import DEFAULT_SCENARIO, Library
from .safety.limits import APPRAISE_LIMIT, PAGE_LIMIT, check_length

_JSON_OBJECT = re.compile(r'\s*\{\s*["}]')


def turn_inputs(file: str) -> Iterator[tuple[int, TurnInput]]:
    """The turns of a JSONL file with their line numbers; blank lines are skipped."""

    for number, line in enumerate(read(file).split("\n") if file != "-" else stdin_lines(), start=1):
        if not line.strip():
            continue
        try:
            turn = TurnInput.model_validate_json(line)
        except ValidationError as error:
            mistake = first_mistake_in_json(error, line)
            raise BadText(f'Line {number}: {mistake} Each line is an object with a text "user".') from error
        try:
            check_length(turn.user, APPRAISE_LIMIT)
        except BadText as error:
            raise BadText(f"Line {number}: {error}") from error
        yield number, turn


def user_turns(text: str, file: str) -> tuple[str, ...]:
    """User turns: one turn a line, a JSON list of texts, or the user's words in a JSON transcript."""

    if _JSON_OBJECT.match(text):
        turns = _users_words(text, file)
    elif text.lstrip().startswith("["):
        try:
            turns = from_json(text)
        except ValueError as error:
            raise BadText(f"{file}: begins like a JSON list, but {unreadable_json(error)}") from error
        if not all(isinstance(turn, str) for turn in turns):
            raise BadText(f'{file}: every entry of the list must be text; write "" for a silence.')
    else:
        turns = [line.rstrip("\r") for line in text.split("\n") if line.strip()]
    if not turns:
        raise BadText(f"{file}: holds no turns; write one user turn a line.")
    for number, turn in enumerate(turns, start=1):
        try:
            check_length(turn, PAGE_LIMIT)
        except BadText as error:
            raise BadText(f"{file}: turn {number}: {error}") from error
    return tuple(turns)


def _users_words(text: str, file: str) -> list[str]:
    try:
        held = given_in(text, file).held
    except InputError as error:
        raise BadText(
            f"{file}: is JSON but no transcript; pass one user turn a line, a JSON list of texts, or a transcript."
        ) from error
    assert held is not None, "what begins with a brace is taken for a JSON transcript"
    return [*(turn.text for turn in held.user_turns), *held.unused_turns]


def first_setting(persona: str | None, scenario: str | None, seed: int, difficulty: Difficulty) -> Setting:
    """What a first conversation is held with."""
    if persona is None:
        raise BadText("Name a supervisor with --persona; `simulator personas` lists them.")
    return Setting(persona_named(persona), scenario_named(scenario), seed, difficulty)


def later_setting(file: str, also_named: str | None) -> Setting:
    """What the conversation two weeks after a transcript is held with."""
    if also_named is not None:
        raise BadText(f'--after goes on with the supervisor and situation of {file}; leave "{also_named}" out.')
    transcript = given_in(read(file), file).held
    if transcript is None:
        raise BadText(f"{file}: is no JSON transcript; --after goes on from what `simulator play` prints.")
    session = replay(setting_of(transcript), transcript.turns, transcript.ending)
    if session.ending is None:
        session = leave(session)  # the last turn of a file is where the user left
    if not can_return(session):
        raise BadText(f"{file}: that conversation ended for good; there is no talk after it.")
    return two_weeks_later(session)


def transcript_in(file: str, persona_id: str | None, scenario_id: str | None) -> tuple[Transcript, bool]:
    """The transcript in a file, read anew from its words, and whether the persona was assumed."""

    given = given_in(read(file), file)
    check_lengths(given.turns, file)
    persona = persona_named(persona_id) if persona_id else None
    scenario = scenario_named(scenario_id) if scenario_id else None
    return taken(given, persona, scenario), given.held is None and persona is None


def read_transcript(file: str | Path, persona: str | None = None, scenario: str | None = None) -> Transcript:
    """The talk in a file: JSON, or plain text with ``You:`` and ``Boss:`` lines. Every turn is read anew.

    Args:
        file: its path; ``-`` is standard input.
        persona: the id of the supervisor whose reading it gets; the talk's own without one.
        scenario: the id of the situation; the talk's own without one.

    Raises:
        InputError: the file cannot be read or holds no talk, or there is no such supervisor or situation.
    """
    return transcript_in(str(file), persona, scenario)[0]


def shelf() -> Shelf:
    """The packs in the data folder that the settings name."""
    return Shelf(load_settings().data_folder)


def everybody() -> Library:
    """The supervisors and situations that come with the program, and those of installed packs."""
    return shelf().library()


def persona_named(name: str) -> Persona:
    """One of the supervisors."""

    return everybody().persona(name)


def scenario_named(name: str | None) -> Scenario:
    """One of the situations; the letter's own where none is named."""

    return everybody().scenario(name or DEFAULT_SCENARIO)


def read(file: str) -> str:
    """A whole text file, or standard input for ``-``."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise BadText(f"{file}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadText(f"{file}: is not UTF-8 at byte {error.start}; save it as UTF-8.") from error


def write(file: str, content: bytes) -> None:
    """A whole file, made or written anew."""
    try:
        Path(file).write_bytes(content)
    except OSError as error:
        raise BadText(f"{file}: cannot be written: {error.strerror}.") from error


def stdin_lines() -> Iterator[str]:
    """Standard input line by line, as it comes; each line names itself where it is not UTF-8."""
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise BadText(f"Line {number} is not UTF-8 at byte {error.start}; save the input as UTF-8.") from error
