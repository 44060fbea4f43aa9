"""Starts the page's server, from any folder; its settings lie beside the script it runs."""

from __future__ import annotations

import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from importlib.util import find_spec
from typing import NoReturn
from urllib.error import URLError
from urllib.request import urlopen

from .config import secrets_file
from .errors import InputError
from .resources import root

_FIRST_PORT, _PORTS = 8501, 100
_UP_WITHIN = 60.0
_LOOPBACK = "127.0.0.1"


def launch(port: int | None, *, team: bool, open_browser: bool, say: Callable[[str], None]) -> NoReturn:
    """Be the server until this process is ended. Without a port the first free one is taken.

    Streamlit runs headless, for it would advertise its own tools otherwise; the address is said, and the browser
    opened, from here. Where nobody signs in (``team``) only this machine is listened to, whatever Streamlit's own
    settings say. The secrets that count for Streamlit are the ones that count here.

    Raises:
        InputError: that port is taken, or all that were tried; or what signing in needs is not installed.
    """
    if team and not find_spec("authlib"):
        raise InputError("Signing in needs the package authlib; install it with pip install authlib and start again.")
    from streamlit.web import cli

    taken = _free(port)
    threading.Thread(target=_announce, args=(taken, open_browser, say), daemon=True).start()
    options = {
        "server.port": taken,
        "server.headless": "true",
        "logger.hideWelcomeMessage": "true",
        "logger.level": "warning",
        "secrets.files": secrets_file(),
    }
    if not team:
        options["server.address"] = _LOOPBACK
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    cli.main(["run", str(root() / "streamlit_server.py"), *words], prog_name="streamlit")
    sys.exit(0)


def _free(port: int | None) -> int:
    for number in (port,) if port else range(_FIRST_PORT, _FIRST_PORT + _PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just left counts as free
            try:
                probe.bind((_LOOPBACK, number))
            except OSError:
                continue
            return number
    tried = port or f"{_FIRST_PORT} to {_FIRST_PORT + _PORTS - 1}"
    raise InputError(f"Port {tried} is taken by another program. Choose one with --port.")


def _announce(port: int, open_browser: bool, say: Callable[[str], None]) -> None:
    """Say where the pages are as soon as they answer."""
    from streamlit import config, runtime

    until = time.monotonic() + _UP_WITHIN
    while not runtime.exists() and time.monotonic() < until:  # its settings are read before that, and only once
        time.sleep(0.05)
    while time.monotonic() < until:
        host = config.get_option("server.address") or _LOOPBACK
        address = f"http://{_LOOPBACK if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104  only compared
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310  our own address
                break
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    else:
        return
    say(f"Before the talk is open at {address} (Ctrl+C closes it).")
    if open_browser:
        webbrowser.open(address)
