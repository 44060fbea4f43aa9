"""Starts the page's server, from any folder; its settings lie beside the script it runs."""

from __future__ import annotations

import subprocess
import sys

from .resources import root


def launch(port: int | None, *, open_browser: bool) -> int:
    """Run the app until it is stopped; returns the server's exit code. Without a port the first free one is taken."""
    command = [sys.executable, "-m", "streamlit", "run", str(root() / "streamlit_app.py")]
    command += ["--server.headless", "false" if open_browser else "true", "--server.showEmailPrompt", "false"]
    if port is not None:
        command += ["--server.port", str(port)]
    try:
        return subprocess.call(command)  # noqa: S603  our own interpreter and arguments
    except KeyboardInterrupt:
        return 0
