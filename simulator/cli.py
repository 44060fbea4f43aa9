"""The command line; the only place that prints. JSON goes to standard output, messages to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .errors import BadText, InputError, SimulatorError
from .version import __version__

if TYPE_CHECKING:
    from pydantic import BaseModel

    from .domain.transcript import Transcript

_DEFAULT_PERSONA = "the-letter"
_PRETTY = click.option("--pretty", is_flag=True, help="Print for people instead of JSON.")


class _Commands(click.Group):
    """Turns our errors into one clear line and an exit code: 2 for bad input, 1 for a failure."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SimulatorError as error:
            click.echo(f"simulator: {error}", err=True)
            ctx.exit(2 if isinstance(error, InputError) else 1)
        except click.UsageError as error:
            click.echo(f"simulator: {' '.join(error.format_message().split())} See simulator --help.", err=True)
            ctx.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="simulator")
def main() -> None:
    """Practise a hard conversation with your supervisor, and read the scored transcript."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


@main.command()
@click.argument("file", default="-")
@_PRETTY
def appraise(file: str, pretty: bool) -> None:
    """Read the tone of user turns: JSONL in (user, supervisor, id), one JSON line a turn out."""
    from .documents import AppraisedTurn
    from .tone.appraise import appraise as read_tone

    for number, turn in _turn_inputs(file):
        try:
            appraisal = read_tone(turn.user, turn.supervisor)
        except BadText as error:
            raise BadText(f"Line {number}: {error}") from error
        if pretty:
            from .pretty import print_appraisal

            print_appraisal(turn.user, appraisal)
        else:
            _print_json(AppraisedTurn(id=turn.id, **dict(appraisal)), indent=None)


def _turn_inputs(file: str) -> Iterator[tuple[int, Any]]:
    from pydantic import ValidationError

    from .documents import TurnInput
    from .safety.limits import APPRAISE_LIMIT, check_length

    for number, line in enumerate(_read(file).split("\n") if file != "-" else _stdin_lines(), start=1):
        if not line.strip():
            continue
        try:
            turn = TurnInput.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"]) or "the line"
            raise BadText(
                f'Line {number}: {key}: {first["msg"]}; each line is an object with a text "user".'
            ) from error
        try:
            check_length(turn.user, APPRAISE_LIMIT)
        except BadText as error:
            raise BadText(f"Line {number}: {error}") from error
        yield number, turn


@main.command()
@click.option("--persona", "persona_id", required=True, help="Id of the supervisor; see `simulator personas`.")
@click.option("--scenario", "scenario_id", default=None, help="Id of the situation; the letter's own by default.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0), help="Draws her lines.")
@click.option("--difficulty", default="normal", show_default=True, type=click.Choice(["easy", "normal", "hard"]))
@click.option("--backend", default="scripted", show_default=True, type=click.Choice(["scripted"]))
@click.option("--turns", "file", required=True, help="User turns: one a line, or a JSON list; - for standard input.")
@_PRETTY
def play(
    persona_id: str, scenario_id: str | None, seed: int, difficulty: Any, backend: str, file: str, pretty: bool
) -> None:
    """Play a whole conversation from a file of user turns and print the transcript."""
    from .dialogue.session import as_transcript
    from .dialogue.session import play as play_turns
    from .dialogue.stance import Setting

    setting = Setting(_persona(persona_id), _scenario(scenario_id), seed, difficulty)
    session, unused = play_turns(setting, _user_turns(_read(file), file))
    transcript = as_transcript(session, backend, unused=unused)
    if pretty:
        from .pretty import print_transcript

        print_transcript(transcript)
    else:
        _print_json(transcript)


@main.command()
@click.argument("transcript")
@click.option("--persona", "persona_id", default=None, help="Score as another supervisor would take it.")
@click.option("--scenario", "scenario_id", default=None, help="Score against another situation.")
@_PRETTY
def score(transcript: str, persona_id: str | None, scenario_id: str | None, pretty: bool) -> None:
    """Score a transcript (JSON, or plain text with You: and Boss: lines) and print the report."""
    from .debrief.report import report

    taken, assumed = _transcript(transcript, persona_id, scenario_id)
    if assumed:
        click.echo(f"simulator: no supervisor named; scored as {_DEFAULT_PERSONA} would take it.", err=True)
    result = report(taken, persona_assumed=assumed)
    if pretty:
        from .pretty import print_report

        print_report(taken, result)
    else:
        _print_json(result)


@main.command()
@click.argument("transcript")
@_PRETTY
def panel(transcript: str, pretty: bool) -> None:
    """Show how every supervisor would have taken the same words."""
    from .debrief.panel import panel as seat_all
    from .resources import library

    taken, _ = _transcript(transcript, None, None)
    result = seat_all(taken, library().personas.values())
    if pretty:
        from .pretty import print_panel

        print_panel(result)
    else:
        _print_json(result)


@main.command()
@_PRETTY
def personas(pretty: bool) -> None:
    """List the supervisors."""
    from .documents import PersonaEntry, PersonaList
    from .resources import library

    for broken in library().broken:
        click.echo(f"simulator: {broken} The others are loaded.", err=True)
    entries = tuple(
        PersonaEntry(id=one.id, name=one.name, source=one.source, difficulty=one.difficulty, summary=one.summary)
        for one in library().personas.values()
    )
    if pretty:
        from .pretty import print_personas

        print_personas(entries)
    else:
        _print_json(PersonaList(personas=entries))


@main.command()
@click.argument("name")
def schema(name: str) -> None:
    """Print the JSON Schema of a document: turn, appraisal, transcript, report, panel, personas, persona, scenario."""
    from .documents import json_schema

    click.echo(json.dumps(json_schema(name), indent=2, ensure_ascii=False))


@main.command()
@click.option("--port", default=None, type=click.IntRange(1, 65535), help="8501 or the next free one by default.")
@click.option("--open/--no-open", "open_browser", default=True, help="Open a browser window.")
def run(port: int | None, open_browser: bool) -> None:
    """Open the app in the browser."""
    from .launch import launch

    sys.exit(launch(port, open_browser=open_browser))


def _persona(name: str) -> Any:
    from .resources import library

    return library().persona(name)


def _scenario(name: str | None) -> Any:
    from .resources import DEFAULT_SCENARIO, library

    return library().scenario(name or DEFAULT_SCENARIO)


def _read(file: str) -> str:
    """A whole text file, or standard input for ``-``."""
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise BadText(f"{file}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadText(f"{file}: is not UTF-8 at byte {error.start}; save it as UTF-8.") from error


def _stdin_lines() -> Iterator[str]:
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise BadText(f"Line {number} is not UTF-8 at byte {error.start}; save the input as UTF-8.") from error


def _user_turns(text: str, file: str) -> tuple[str, ...]:
    from pydantic_core import from_json

    from .safety.limits import PAGE_LIMIT, check_length

    if text.lstrip().startswith("["):
        try:
            turns = from_json(text)
        except ValueError as error:
            raise BadText(f"{file}: begins like a JSON list but is not one: {error}.") from error
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


def _transcript(file: str, persona_id: str | None, scenario_id: str | None) -> tuple[Transcript, bool]:
    """The transcript in a file, read anew from its words, and whether the persona was assumed."""
    from .dialogue.session import as_transcript, reread
    from .dialogue.stance import Setting

    text = _read(file)
    if not text.lstrip().startswith("{"):
        from .debrief.plaintext import turns_from_text

        setting = Setting(_persona(persona_id or _DEFAULT_PERSONA), _scenario(scenario_id), 0, "normal")
        return as_transcript(reread(setting, turns_from_text(text)), "none"), persona_id is None
    given = _json_transcript(text, file)
    setting = Setting(
        _persona(persona_id) if persona_id else given.persona,
        _scenario(scenario_id) if scenario_id else given.scenario,
        given.seed,
        given.difficulty,
    )
    session = reread(setting, given.turns)
    taken = as_transcript(session, given.backend, given.model, given.unused_turns)
    same = persona_id is None and scenario_id is None
    return (taken.model_copy(update={"ending": given.ending}) if same and given.ending else taken), False


def _json_transcript(text: str, file: str) -> Transcript:
    from pydantic_core import from_json

    from .domain.transcript import Transcript
    from .resources import validated

    try:
        data = from_json(text)
    except ValueError as error:
        raise BadText(f"{file}: is not valid JSON: {error}.") from error
    return validated(Transcript, data, file)


def _print_json(document: BaseModel, indent: int | None = 2) -> None:
    click.echo(document.model_dump_json(by_alias=True, indent=indent))
