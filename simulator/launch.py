"""Starts the page's server, from any folder; its settings lie beside the script it runs."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from .resources import root


def launch(port: int | None, *, open_browser: bool) -> NoReturn:
    """Become the server, so that whoever ends this process ends it. Without a port the first free one is taken."""
    command = [sys.executable, "-m", "streamlit", "run", str(root() / "streamlit_app.py")]
    command += ["--server.headless", "false" if open_browser else "true", "--server.showEmailPrompt", "false"]
    if port is not None:
        command += ["--server.port", str(port)]
    os.execv(sys.executable, command)  # noqa: S606  our own interpreter and arguments
