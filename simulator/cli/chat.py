"""The command that holds a conversation in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ..errors import BadText
from .naming import DIFFICULTY, persona_option, scenario_option

if TYPE_CHECKING:
    from ..app import App
    from .terminal import Terminal

#: In place of a file: the last talk in the database.
_LAST = ""
_OF_THE_TALK = frozenset({"persona_id", "scenario_id", "difficulty", "seed"})


@click.command()
@persona_option("The supervisor, by id or name.")
@scenario_option("The situation, by id or title.")
@DIFFICULTY
@click.option("--seed", default=None, type=click.IntRange(min=0), help="Draws their lines; by chance without it.")
@click.option("--save/--no-save", default=True, show_default=True, help="Keep the talk, as the app does.")
@click.option(
    "-o", "--output", "file", metavar="FILE", default=None, help="Write the transcript to a new file, too, as JSON."
)
@click.option(
    "--resume",
    "earlier",
    is_flag=False,
    flag_value=_LAST,
    default=None,
    metavar="[FILE]",
    help="Go on with your last unfinished talk, or with the one in FILE (from -o, or an export as JSON).",
)
@click.pass_context
def chat(
    ctx: click.Context,
    persona_id: str | None,
    scenario_id: str | None,
    difficulty: Any,
    seed: int | None,
    save: bool,
    file: str | None,
    earlier: str | None,
) -> None:
    """Hold a conversation here in the terminal.

    The debrief is printed at its end. Ctrl-C stops a reply; at the prompt, pressed twice, it leaves, and --resume goes
    on another day.

    Each line is a turn of yours, and an empty one is a silence. /help lists what else can be typed. Lines that another
    program or a file hands over are taken as if they were typed.
    """
    from ..app import App
    from ..config import load_settings
    from .conversing import Conversing
    from .keeping import Kept
    from .terminal import Terminal

    if earlier is not None:
        _refuse_what_the_talk_has(ctx)
    kept = Kept(file, in_database=save, goes_on_in=earlier)
    terminal, settings = Terminal(), load_settings()
    if not terminal.live:
        settings = settings.model_copy(update={"words_per_second": 0})
    app = App(settings, keeps=save)
    _ = app.backend  # a voice that cannot speak is refused here, not in the middle of a talk
    if earlier is None:
        run = _begun(app, terminal, persona_id, scenario_id, difficulty, seed)
    else:
        run = _gone_on_with(app, earlier)
    if run is not None:
        Conversing(app, terminal, run, kept).hold()


def _begun(
    app: App, terminal: Terminal, persona_id: str | None, scenario_id: str | None, difficulty: Any, seed: int | None
) -> str | None:
    """A new talk's id; None where the user went away instead of choosing."""
    from ..app import LOCAL_OWNER
    from .choosing import chosen

    wish = chosen(app.library, persona_id, scenario_id, terminal)
    if wish is None:
        return None
    persona, scenario = wish
    return app.start(LOCAL_OWNER, persona.id, scenario, difficulty, seed)


def _gone_on_with(app: App, earlier: str) -> str:
    from .resuming import in_file, last_unfinished

    return last_unfinished(app) if earlier == _LAST else in_file(app, earlier)


def _refuse_what_the_talk_has(ctx: click.Context) -> None:
    for one in ctx.command.params:
        if one.name in _OF_THE_TALK and ctx.get_parameter_source(one.name) is ParameterSource.COMMANDLINE:
            raise BadText(f"--resume goes on with a talk as it was; leave {one.opts[0]} out.")
