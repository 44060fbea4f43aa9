"""The command that opens the app."""

from __future__ import annotations

import click


@click.command()
@click.option("--port", default=None, type=click.IntRange(1, 65535), help="8501 or the next free one by default.")
@click.option("--open/--no-open", "open_browser", default=True, help="Open a browser window.")
def run(port: int | None, open_browser: bool) -> None:
    """Open the app in the browser."""
    from ..app import App
    from ..config import load_settings, load_team
    from ..launch import launch

    app = App(load_settings())
    team = load_team(app.settings.team_issuer)
    if app.settings.keep_days is not None:
        _ = app.store  # opened, it deletes what is too old, and again every day, however long nobody opens a page
    launch(port, team=team is not None, open_browser=open_browser, say=click.echo)
