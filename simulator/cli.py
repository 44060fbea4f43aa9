"""The command line; the only place that prints. JSON goes to standard output, messages to standard error."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from .errors import BadText, InputError, SimulatorError
from .version import __version__

if TYPE_CHECKING:
    from pydantic import BaseModel

    from .domain.second_reading import SecondReader
    from .domain.transcript import Transcript

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
    from .inputs import turn_inputs
    from .tone.appraise import appraise as read_tone

    for number, turn in turn_inputs(file):
        try:
            appraisal = read_tone(turn.user, turn.supervisor)
        except BadText as error:
            raise BadText(f"Line {number}: {error}") from error
        if pretty:
            from .pretty import print_appraisal

            print_appraisal(turn.user, appraisal)
        else:
            _print_json(AppraisedTurn(id=turn.id, **dict(appraisal)), indent=None)


@main.command()
@click.option("--persona", "persona_id", default=None, help="Id of the supervisor; see `simulator personas`.")
@click.option("--scenario", "scenario_id", default=None, help="Id of the situation; the letter's own by default.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0), help="Draws her lines.")
@click.option("--difficulty", default="normal", show_default=True, type=click.Choice(["easy", "normal", "hard"]))
@click.option("--backend", default="scripted", show_default=True, type=click.Choice(["scripted"]))
@click.option("--turns", "file", required=True, help="User turns: one a line, or a JSON list; - for standard input.")
@click.option("--after", default=None, help="A transcript: play the talk two weeks after it, with its supervisor.")
@_PRETTY
def play(
    persona_id: str | None,
    scenario_id: str | None,
    seed: int,
    difficulty: Any,
    backend: str,
    file: str,
    after: str | None,
    pretty: bool,
) -> None:
    """Play a whole conversation from a file of user turns and print the transcript."""
    from .dialogue.session import as_transcript
    from .dialogue.session import play as play_turns
    from .inputs import first_setting, later_setting, read, user_turns

    if after is None:
        setting = first_setting(persona_id, scenario_id, seed, difficulty)
    else:
        setting = later_setting(after, persona_id or scenario_id)
    session, unused = play_turns(setting, user_turns(read(file), file))
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
@click.option("--second-reader", is_flag=True, help="Have the model that is set read the turns, too.")
@_PRETTY
def score(transcript: str, persona_id: str | None, scenario_id: str | None, second_reader: bool, pretty: bool) -> None:
    """Score a transcript (JSON, or plain text with You: and Boss: lines) and print the report."""
    from .debrief.report import report
    from .inputs import transcript_in

    taken, assumed = transcript_in(transcript, persona_id, scenario_id)
    if assumed:
        _say_who_was_assumed()
    result = report(taken, persona_assumed=assumed)
    if second_reader:
        result = result.model_copy(update={"second_reader": _second_reader(taken)})
    if pretty:
        from .pretty import print_report

        print_report(taken, result)
    else:
        _print_json(result)


def _say_who_was_assumed() -> None:
    from .resources import DEFAULT_PERSONA

    click.echo(f"simulator: no supervisor named; scored as {DEFAULT_PERSONA} would take it.", err=True)


def _second_reader(transcript: Transcript) -> SecondReader | None:
    from .backends.choice import make_backend
    from .config import load_settings
    from .debrief.agreement import side_by_side
    from .debrief.second_reader import second_readings

    told = side_by_side(transcript, second_readings(transcript, make_backend(load_settings())))
    if told is not None and told.read < told.scored:
        why = "; why stands in second_reader" if told.failed else ""
        click.echo(f"simulator: the second reader read {told.read} of {told.scored} turns{why}.", err=True)
    return told


@main.command()
@click.argument("transcript")
@click.option(
    "--format", "suffix", required=True, type=click.Choice(["pdf", "html", "md", "csv", "json"]), help="Of the file."
)
@click.option("-o", "--output", "file", default="-", help="File to write; - for standard output (not for pdf).")
@click.option("--persona", "persona_id", default=None, help="As another supervisor would take it.")
@click.option("--scenario", "scenario_id", default=None, help="In another situation.")
@click.option("--replace", "names", multiple=True, help='A name that is replaced, as "Anna=Person A"; may be repeated.')
def export(
    transcript: str, suffix: str, file: str, persona_id: str | None, scenario_id: str | None, names: tuple[str, ...]
) -> None:
    """Write a transcript and its debrief to a file: PDF, web page, Markdown, table or JSON."""
    from .debrief.export import FORMATS
    from .debrief.names import pairs_from, with_names_replaced
    from .debrief.report import report
    from .inputs import transcript_in, write

    if suffix == "pdf" and file == "-":
        raise BadText("A PDF is no text: name a file with -o.")
    taken, assumed = transcript_in(transcript, persona_id, scenario_id)
    if assumed:
        _say_who_was_assumed()
    told = with_names_replaced(taken, pairs_from("\n".join(names)))
    made = FORMATS[suffix].make(told, report(told, persona_assumed=assumed))
    if file == "-":
        click.echo(made, nl=False)
    else:
        write(file, made)


@main.command()
@click.argument("transcript")
@_PRETTY
def panel(transcript: str, pretty: bool) -> None:
    """Show how every supervisor would have taken the same words."""
    from .debrief.panel import panel as seat_all
    from .inputs import transcript_in
    from .resources import library

    taken, _ = transcript_in(transcript, None, None)
    result = seat_all(taken, library().personas.values())
    if pretty:
        from .pretty import print_panel

        print_panel(result)
    else:
        _print_json(result)


@main.command()
@click.argument("transcripts", nargs=-1, required=True)
@_PRETTY
def progress(transcripts: tuple[str, ...], pretty: bool) -> None:
    """Show progress over several transcripts, the oldest first; each counts as held without hints."""
    from .debrief.progress import progress as over_talks
    from .debrief.talk_read import talk_read
    from .inputs import transcript_in
    from .resources import library

    talks = [talk_read(transcript_in(file, None, None)[0], file) for file in transcripts]
    result = over_talks(talks, library().personas.values())
    if pretty:
        from .pretty_progress import print_progress

        print_progress(result)
    else:
        _print_json(result)


@main.command()
@click.option(
    "--check", "file", default=None, help="Play scripted employees against a persona file; say what is amiss."
)
@_PRETTY
def personas(file: str | None, pretty: bool) -> None:
    """List the supervisors, or check a new one."""
    if file is None:
        _list_personas(pretty)
    else:
        _check_persona(file, pretty)


def _list_personas(pretty: bool) -> None:
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


def _check_persona(file: str, pretty: bool) -> None:
    from pathlib import Path

    from .debrief.persona_check import check
    from .resources import persona_in

    persona = persona_in(Path(file))
    result = check(persona)
    if pretty:
        from .pretty import print_check

        print_check(persona.name, result)
    else:
        _print_json(result)


@main.command()
@click.argument("name")
def schema(name: str) -> None:
    """Print the JSON Schema of a document.

    Names: turn, appraisal, transcript, report, panel, progress, personas, persona-check, persona, scenario.
    """
    from .documents import json_schema

    click.echo(json.dumps(json_schema(name), indent=2, ensure_ascii=False))


@main.command()
@click.option("--port", default=None, type=click.IntRange(1, 65535), help="8501 or the next free one by default.")
@click.option("--open/--no-open", "open_browser", default=True, help="Open a browser window.")
def run(port: int | None, open_browser: bool) -> None:
    """Open the app in the browser."""
    from .app import App
    from .config import load_settings
    from .launch import launch

    app = App(load_settings())
    if app.settings.keep_days is not None:
        _ = app.store  # opened, it deletes what is too old, and again every day, however long nobody opens a page
    launch(port, open_browser=open_browser, say=click.echo)


def _print_json(document: BaseModel, indent: int | None = 2) -> None:
    click.echo(document.model_dump_json(by_alias=True, indent=indent))
