"""An installation with two processes behind nginx and one PostgreSQL, as docs/deploy.md describes it, on loopback.

nginx runs with the configuration of ``docs/deploy/nginx.conf``; only ports, name and certificate are put in. Everything
is ended by its process id.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.app import App
from simulator.config import Settings
from tests.ui.conftest import free_port, wait_until_up

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
PLACES = ("first", "second")
_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin"))
#: All that a packaged nginx.conf would say round the file of ours.
_ROUND_IT = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 512; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/before-the-talk.conf;
}}
"""


@contextmanager
def site_in(folder: Path, database: str) -> Iterator[Site]:
    """A site that runs for the length of the block."""
    site = Site(folder, database)
    try:
        site.start()
        yield site
    finally:
        site.stop()


class Site:
    """Two processes and what stands before them. ``address`` is where a browser goes."""

    def __init__(self, folder: Path, database: str) -> None:
        self._folder = folder
        self._settings = {
            "SIMULATOR_DATA_FOLDER": str(folder / "data"),
            "SIMULATOR_DATABASE_URL": database,
            "SIMULATOR_WORDS_PER_SECOND": "12",  # slow of speech, so that there is a middle of a reply
        }
        self._ports = {place: free_port() for place in PLACES}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._nginx: subprocess.Popen[bytes] | None = None
        self._port = free_port()
        self.address = f"https://127.0.0.1:{self._port}"

    def app(self) -> App:
        """An app over the same database, to look what is in it."""
        return App(
            Settings.model_validate(
                {name.removeprefix("SIMULATOR_").lower(): value for name, value in self._settings.items()}
            )
        )

    def start(self) -> None:
        """Start everything, and return when both processes answer."""
        for place in PLACES:
            self._begin(place)
        for place in PLACES:
            wait_until_up(self._at(place), self._running[place])
        self._start_nginx()

    def begin(self, place: str) -> None:
        """Start a process that was killed, and return when it answers."""
        self._begin(place)
        wait_until_up(self._at(place), self._running[place])

    def kill(self, place: str) -> None:
        """End a process without a warning."""
        process = self._running.pop(place)
        process.kill()
        process.wait(20)

    def other(self, place: str) -> str:
        """The process that ``place`` is not."""
        return next(one for one in PLACES if one != place)

    def stop(self) -> None:
        """End everything that runs."""
        for place in tuple(self._running):
            self.kill(place)
        if self._nginx is not None:
            self._nginx.terminate()
            self._nginx.wait(20)
            self._nginx = None

    def _at(self, place: str) -> str:
        return f"http://127.0.0.1:{self._ports[place]}"

    def _begin(self, place: str) -> None:
        command = [sys.executable, "-m", *started_with(self._ports[place])]
        quiet = subprocess.DEVNULL
        self._running[place] = subprocess.Popen(command, env=os.environ | self._settings, stdout=quiet, stderr=quiet)

    def _start_nginx(self) -> None:
        program = shutil.which("nginx", path=_PATH)
        assert program, "No nginx: run `make nginx`."
        self._certificate()
        (self._folder / "before-the-talk.conf").write_text(self._configuration(), "utf-8")
        main = self._folder / "nginx.conf"
        main.write_text(_ROUND_IT.format(folder=self._folder), "utf-8")
        log = self._folder / "error.log"
        command = [program, "-p", str(self._folder), "-c", str(main), "-e", str(log)]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, timeout=20, check=False)
        assert checked.returncode == 0, checked.stderr
        assert "[warn]" not in checked.stderr.replace('the "user" directive', ""), checked.stderr
        self._nginx = subprocess.Popen(command)
        _wait_until_listening(self._port, self._nginx)

    def _certificate(self) -> None:
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
        command += ["-keyout", str(self._folder / "key.pem"), "-out", str(self._folder / "certificate.pem")]
        subprocess.run(command, check=True, capture_output=True, timeout=60)

    def _configuration(self) -> str:
        """The file of the documents, with ports, name and certificate of this test."""
        text = (DEPLOY / "nginx.conf").read_text("utf-8")
        for written, ours in (
            (":8501", f":{self._ports['first']}"),
            (":8502", f":{self._ports['second']}"),
            ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{self._port} ssl;"),
            ("talk.example.org;", "127.0.0.1;"),
            ("/etc/ssl/certs/talk.example.org.pem", str(self._folder / "certificate.pem")),
            ("/etc/ssl/private/talk.example.org.key", str(self._folder / "key.pem")),
        ):
            assert written in text, f"docs/deploy/nginx.conf does not say {written}"
            text = text.replace(written, ours)
        return text


def started_with(port: int) -> list[str]:
    """How the unit of the documents starts one process, from the name of the program on."""
    unit = (DEPLOY / "before-the-talk@.service").read_text("utf-8")
    (line,) = (line for line in unit.splitlines() if line.startswith("ExecStart="))
    program, *words = line.partition("=")[2].replace("%i", str(port)).split()
    return [Path(program).name, *words]


def _wait_until_listening(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        assert process.poll() is None, "nginx ended before it was up"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx was not up within 20 s")
