"""A PostgreSQL server for the tests: in a folder of its own, on loopback, without rights, ended by process id."""

from __future__ import annotations

import os
import resource
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

MISSING = "No PostgreSQL: run `make postgres`."
USER = "simulator"
_STARTS_WITHIN = 60.0
#: Nobody loses power in a test; a killed server finds what it wrote all the same.
_SETTINGS = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off", "max_connections": "150"}


def binaries() -> Path:
    """The folder of the newest server that is installed.

    Raises:
        AssertionError: there is none; says what to run.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: float(one.parts[-3]))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    assert named, MISSING
    return Path(named).parent


class Postgres:
    """One server. ``plain`` names its database, with the ``password`` in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.password = f"canary-password-{secrets.token_hex(8)}"
        self.port = _free_port()
        self.plain = f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}/postgres"
        self.process: subprocess.Popen[bytes] | None = None
        # The server refuses to run as root.
        self._user = "postgres" if os.getuid() == 0 else None
        self._make()

    def _make(self) -> None:
        if self._user:
            shutil.chown(self.folder, self._user)
        secret = self.folder / "secret"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        if self._user:
            shutil.chown(secret, self._user)
        command = [
            str(binaries() / "initdb"),
            "-D",
            str(self.data),
            "-U",
            USER,
            f"--pwfile={secret}",
            "-A",
            "scram-sha-256",
        ]
        command += ["-E", "UTF8", "--locale=C", "--no-sync", "--wal-segsize=1"]
        made = subprocess.run(command, cwd=self.folder, user=self._user, capture_output=True, timeout=120, check=False)
        assert made.returncode == 0, made.stderr.decode()

    @property
    def url(self) -> str:
        """The address with the driver's name in it."""
        return self.plain.replace("postgresql:", "postgresql+psycopg:")

    @property
    def data(self) -> Path:
        """Where its files are."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What it prints."""
        return self.folder / "log"

    def start(self, largest_file: int = resource.RLIM_INFINITY) -> None:
        """Start it, and return when it answers. No file of its may grow beyond ``largest_file`` bytes."""

        def limited() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

        command = [str(binaries() / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        for name, value in _SETTINGS.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                user=self._user,
                stdout=log,
                stderr=log,
                preexec_fn=limited,  # noqa: PLW1509  it only makes one call of the system
            )
        until = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < until:
            assert self.process.poll() is None, self.log.read_text()
            try:
                psycopg.connect(self.plain, connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(f"PostgreSQL was not up within {_STARTS_WITHIN:.0f} s")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: at once and in order, or as ``how`` says."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=30)
            self.process = None

    def empty(self) -> None:
        """Drop everything in it."""
        with psycopg.connect(self.plain, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s AND pid <> pg_backend_pid()",
                (USER,),
            )
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """A server that runs for the length of the block."""
    folder = Path(tempfile.mkdtemp(prefix="simulator-postgres-"))
    try:
        server = Postgres(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
