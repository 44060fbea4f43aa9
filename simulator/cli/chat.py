"""The command that holds a conversation in the terminal."""

from __future__ import annotations

from typing import Any

import click

from .naming import persona_option, scenario_option


@click.command()
@persona_option("Id of the supervisor.")
@scenario_option("Id of the situation.")
@click.option("--difficulty", default="normal", show_default=True, type=click.Choice(["easy", "normal", "hard"]))
@click.option("--seed", default=None, type=click.IntRange(min=0), help="Draws her lines; by chance without it.")
@click.option("--save/--no-save", default=True, show_default=True, help="Keep the talk, as the app does.")
@click.option("-o", "--output", "file", default=None, help="Write the transcript to this file, too, as JSON.")
def chat(
    persona_id: str | None, scenario_id: str | None, difficulty: Any, seed: int | None, save: bool, file: str | None
) -> None:
    """Hold a conversation here in the terminal.

    The debrief is printed at its end.

    Each line is a turn of yours, and an empty one is a silence. /help lists what else can be typed. Lines that another
    program or a file hands over are taken as if they were typed.
    """
    from ..app import LOCAL_OWNER, App
    from ..config import load_settings
    from .choosing import chosen
    from .conversing import Conversing
    from .terminal import Terminal

    terminal, settings = Terminal(), load_settings()
    if not terminal.live:
        settings = settings.model_copy(update={"words_per_second": 0})
    app = App(settings, keeps=save)
    _ = app.backend  # a voice that cannot speak is refused here, not in the middle of a talk
    wish = chosen(app.library, persona_id, scenario_id, terminal)
    if wish is not None:
        persona, scenario = wish
        run = app.start(LOCAL_OWNER, persona.id, scenario, difficulty, seed)
        Conversing(app, terminal, run, file).hold()
