"""The commands that read words: the tone of turns, a scored talk, a panel, progress."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..errors import BadText, InputError
from .naming import persona_option, scenario_option
from .output import PRETTY, print_json, say_who_was_assumed, show_help, show_help_where_stopped, waiting

if TYPE_CHECKING:
    from ..domain.second_reading import SecondReader
    from ..domain.transcript import Transcript

_WAITS = (
    'simulator: reading what you type: one line a turn, such as {"user": "I forgot it."}; Ctrl-D ends it. '
    "Or name a file: simulator appraise turns.jsonl"
)
#: Why a talk is no practice.
_NOT_COUNTED = {
    "imported": "was not held here, so it is not counted.",
    "left out": "was stopped for help, so nothing that was said in it is counted.",
}


@click.command()
@click.argument("file", default="-")
@PRETTY
def appraise(file: str, pretty: bool) -> None:
    """Read the tone of user turns.

    JSONL in (user, supervisor, id), one JSON line a turn out.
    """
    from ..documents import AppraisedTurn
    from ..inputs import turn_inputs
    from ..tone.appraise import appraise as read_tone

    if file == "-" and sys.stdin.isatty():
        click.echo(_WAITS, err=True)
    distress = False
    for number, turn in turn_inputs(file):
        try:
            appraisal = read_tone(turn.user, turn.supervisor)
        except BadText as error:
            raise BadText(f"Line {number}: {error}") from error
        if pretty:
            from ..pretty import print_appraisal

            print_appraisal(turn.user, appraisal)
        else:
            print_json(AppraisedTurn(id=turn.id, **dict(appraisal)), indent=None)
        distress = distress or appraisal.distress
    if distress:
        show_help()


@click.command()
@click.argument("transcript")
@persona_option("Score as another supervisor would take it.")
@scenario_option("Score against another situation.")
@click.option("--second-reader", is_flag=True, help="Have the model that is set read the turns, too.")
@PRETTY
def score(transcript: str, persona_id: str | None, scenario_id: str | None, second_reader: bool, pretty: bool) -> None:
    """Score a transcript and print the report.

    TRANSCRIPT is a JSON file, or plain text with You: and Boss: lines.
    """
    from ..debrief.report import report
    from ..inputs import transcript_in

    taken, assumed = transcript_in(transcript, persona_id, scenario_id)
    if assumed:
        say_who_was_assumed()
    with waiting("Scoring"):
        result = report(taken, persona_assumed=assumed)
    if second_reader:
        result = result.model_copy(update={"second_reader": _second_reader(taken)})
    if pretty:
        from ..pretty import print_report

        print_report(taken, result)
    else:
        print_json(result)
    show_help_where_stopped(taken)


def _second_reader(transcript: Transcript) -> SecondReader | None:
    from ..backends.choice import make_backend
    from ..config import load_settings
    from ..debrief.agreement import side_by_side
    from ..debrief.second_reader import second_readings

    with waiting("The second reader reads"):
        told = side_by_side(transcript, second_readings(transcript, make_backend(load_settings())))
    if told is not None and told.read < told.scored:
        why = "; why stands in second_reader" if told.failed else ""
        click.echo(f"simulator: the second reader read {told.read} of {told.scored} turns{why}.", err=True)
    return told


@click.command()
@click.argument("transcript")
@click.option("--packs", is_flag=True, help="Seat the supervisors of installed packs, too.")
@PRETTY
def panel(transcript: str, packs: bool, pretty: bool) -> None:
    """Show how every supervisor would have taken it."""
    from ..debrief.panel import panel as seat_all
    from ..inputs import everybody, transcript_in

    taken, _ = transcript_in(transcript, None, None)
    known = everybody()
    with waiting("Asking all supervisors"):
        result = seat_all(taken, (known.personas if packs else known.shipped).values())
    if pretty:
        from ..pretty import print_panel

        print_panel(result)
    else:
        print_json(result)
    show_help_where_stopped(taken)


@click.command()
@click.argument("transcripts", nargs=-1, required=True)
@PRETTY
def progress(transcripts: tuple[str, ...], pretty: bool) -> None:
    """Show progress over several transcripts.

    The oldest comes first; each counts as held without hints.
    """
    from ..debrief.progress import progress as over_talks
    from ..debrief.talk_read import talk_read
    from ..inputs import everybody, transcript_in

    talks, unread = [], []
    with waiting("Reading the talks"):
        for file in transcripts:
            try:
                talks.append(talk_read(transcript_in(file, None, None)[0], file))
            except InputError as why:
                unread.append(why)
        result = over_talks(talks, everybody().personas.values())
    if not talks:
        raise unread[0]
    for error in unread:
        click.echo(f"simulator: {error} It is left out; the others are read.", err=True)
    for talk in talks:
        if told := _NOT_COUNTED.get(talk.kind):
            click.echo(f"simulator: {talk.id}: {told}", err=True)
    if pretty:
        from ..pretty_progress import print_progress

        print_progress(result)
    else:
        print_json(result)
