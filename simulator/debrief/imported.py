"""Conversations from outside: a JSON transcript or plain text becomes a transcript that was read anew, or one sentence.

What a transcript claims about itself is not believed: every reading and every level follows from the words again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pydantic_core import from_json

from ..dialogue.endings import goodbye
from ..dialogue.session import as_transcript, reread
from ..dialogue.stance import Setting
from ..domain.conduct import Ending
from ..domain.persona import Persona
from ..domain.scenario import Scenario
from ..domain.transcript import FROM_OUTSIDE, Transcript, Turn, UserTurn
from ..errors import BadText, InputError
from ..files import validated
from ..mistakes import unreadable_json
from ..resources import DEFAULT_PERSONA, library, own_situation
from ..safety.distress import any_distress
from ..safety.limits import APPRAISE_LIMIT, PAGE_LIMIT, check_length
from .plaintext import turns_from_text

_LARGEST_SEED = 2**63 - 1
#: In characters: a message that quotes what it was given stays one line that can be read.
_LONGEST_MESSAGE = 400
PASTED = "The text"
#: What the page takes: bytes, and turns of both.
LARGEST, MOST_TURNS = 2_000_000, 400
#: Of a file on the command line; a whole day's talk has some hundreds.
_MOST_READ = 2_000


@dataclass(frozen=True)
class Given:
    """A conversation as it came; ``held`` is the JSON transcript it came in, None for plain text."""

    turns: tuple[Turn, ...]
    held: Transcript | None = None


def given_in(text: str, shown_as: str = PASTED, mine: Iterable[str] = (), theirs: Iterable[str] = ()) -> Given:
    """The conversation in a text, nothing of it read yet.

    ``shown_as`` names the text in messages; ``mine`` and ``theirs`` are further names of the two in plain text.

    Raises:
        InputError: one sentence that says what is wrong, where, and what to do.
    """
    try:
        if not text.lstrip("\ufeff \t\r\n").startswith("{"):
            return Given(_plain_turns(text, shown_as, mine, theirs))
        held = _json_transcript(text.lstrip("\ufeff"), shown_as)
    except InputError as error:
        raise BadText(_one_line(str(error))) from error
    return Given(held.turns, held)


def _plain_turns(text: str, shown_as: str, mine: Iterable[str], theirs: Iterable[str]) -> tuple[Turn, ...]:
    try:
        return turns_from_text(text, mine, theirs)
    except BadText as error:
        raise (error if shown_as == PASTED else BadText(f"{shown_as}: {error}")) from error


def brought_in(content: str | bytes, mine: Iterable[str] = (), theirs: Iterable[str] = ()) -> Given:
    """What somebody pasted or uploaded, within the limits of a page.

    Raises:
        InputError: one sentence that says what is wrong, where, and what to do.
    """
    given = given_in(_text(content), PASTED, mine, theirs)
    if len(given.turns) > MOST_TURNS:
        raise BadText(
            f"{PASTED} has {len(given.turns)} turns and at most {MOST_TURNS} are scored: bring in a part of it."
        )
    check_lengths(given.turns, PASTED, PAGE_LIMIT)
    spoken = sum(len(turn.text) for turn in given.turns)
    if spoken > APPRAISE_LIMIT:
        raise BadText(
            f"{PASTED} has {spoken:,} spoken characters and at most {APPRAISE_LIMIT:,} are scored: "
            "bring in a part of it."
        )
    return given


def _text(content: str | bytes) -> str:
    try:
        raw = content.encode("utf-8") if isinstance(content, str) else content
        if len(raw) > LARGEST:
            raise BadText(f"{PASTED} has {len(raw):,} bytes and at most {LARGEST:,} are read: bring in a part of it.")
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadText(f"The file is not UTF-8 at byte {error.start}: save it as UTF-8, or paste its text.") from error
    except UnicodeEncodeError as error:
        raise BadText(f"{PASTED} holds a broken character at place {error.start + 1}: type it again.") from error
    if not text.strip():
        raise BadText("There is nothing to read yet: paste the conversation, or choose a file.")
    return text


def _one_line(message: str) -> str:
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in message).split())
    return line if len(line) <= _LONGEST_MESSAGE else f"{line[: _LONGEST_MESSAGE - 1]}…"


def _json_transcript(text: str, shown_as: str) -> Transcript:
    try:
        data = from_json(text)
    except ValueError as error:
        raise BadText(f"{shown_as}: {unreadable_json(error)}") from error
    held = validated(Transcript, data, shown_as)
    if held.seed > _LARGEST_SEED:
        raise BadText(f"{shown_as}: seed is larger than {_LARGEST_SEED}; take a smaller whole number.")
    return held


def check_lengths(turns: tuple[Turn, ...], shown_as: str, limit: int = APPRAISE_LIMIT) -> None:
    """Let up to two thousand turns of at most ``limit`` characters pass.

    Raises:
        BadText: how many there are, or which turn is too long, and by how much.
    """
    if len(turns) > _MOST_READ:
        raise BadText(f"{shown_as}: has {len(turns):,} turns and at most {_MOST_READ:,} are read; take a part of it.")
    for turn in turns:
        try:
            check_length(turn.text, limit)
        except BadText as error:
            raise BadText(f"{shown_as}: turn {turn.id}: {error}") from error


def tells_of_distress(given: Given) -> bool:
    """Whether the user's own words, in a turn or over several, call for help instead of a score."""
    return any_distress(*(turn.text for turn in given.turns if isinstance(turn, UserTurn)))


def taken(given: Given, persona: Persona | None = None, scenario: Scenario | None = None) -> Transcript:
    """The transcript, every turn read anew as ``persona`` would take it in ``scenario``.

    Where they are None, a JSON transcript keeps its own, and plain text gets the first supervisor and a situation in
    general words. Where the words call for help, in one turn or over several, the talk is one that stopped for help.
    """
    made = _read_anew(given, persona, scenario)
    return made.model_copy(update={"ending": Ending.STOPPED_FOR_HELP}) if tells_of_distress(given) else made


def _read_anew(given: Given, persona: Persona | None, scenario: Scenario | None) -> Transcript:
    held = given.held
    if held is None:
        setting = Setting(persona or library().persona(DEFAULT_PERSONA), scenario or own_situation(), 0, "normal")
        return as_transcript(reread(setting, given.turns), FROM_OUTSIDE)
    setting = Setting(persona or held.persona, scenario or held.scenario, held.seed, held.difficulty, held.carried)
    session = reread(setting, given.turns)
    left = goodbye(setting, session.state)
    if session.ending is None and held.ending in (left, Ending.ENDED_BY_USER):
        session = replace(session, ending=left)  # leaving is the one ending that no words tell
    return as_transcript(session, held.backend, held.model, held.unused_turns)
