"""The command that plays a conversation from a file."""

from __future__ import annotations

from typing import Any

import click

from .naming import DIFFICULTY, persona_option, scenario_option
from .output import PRETTY, print_json, show_help_where_stopped, waiting


@click.command()
@persona_option("The supervisor, by id or name; see `simulator personas`.")
@scenario_option("The situation, by id or title; the letter's own by default.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0), help="Draws their lines.")
@DIFFICULTY
@click.option(
    "--backend", default="scripted", show_default=True, type=click.Choice(["scripted"]), help="Who speaks for them."
)
@click.option(
    "--turns",
    "file",
    metavar="FILE",
    required=True,
    help="User turns: one a line, a JSON list, or a transcript whose user turns are played anew; - for standard input.",
)
@click.option(
    "--after", metavar="FILE", default=None, help="Play the talk two weeks after this transcript, with its supervisor."
)
@PRETTY
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
    """Play a conversation from a file of turns.

    The transcript is printed. The same turns and the same seed give the same talk on every machine.
    """
    from ..dialogue.session import as_transcript
    from ..dialogue.session import play as play_turns
    from ..inputs import first_setting, later_setting, read, user_turns

    if after is None:
        setting = first_setting(persona_id, scenario_id, seed, difficulty)
    else:
        setting = later_setting(after, persona_id or scenario_id)
    turns = user_turns(read(file), file)
    with waiting("Playing"):
        session, unused = play_turns(setting, turns)
    transcript = as_transcript(session, backend, unused=unused)
    if pretty:
        from ..pretty import print_transcript

        print_transcript(transcript)
    else:
        print_json(transcript)
    show_help_where_stopped(transcript)
