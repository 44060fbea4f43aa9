"""The server as it is started."""

from __future__ import annotations

from pathlib import Path

from tests.ui.conftest import app_server


def listens_on(port: int) -> set[str]:
    """The addresses on which this machine listens at a port, as its kernel writes them."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            _, local, _, state, *_ = line.split()
            address, _, number = local.partition(":")
            if int(number, 16) == port and state == "0A":
                found.add(address)
    return found


def test_where_nobody_signs_in_only_this_machine_is_served_whatever_is_set(tmp_path: Path) -> None:
    with app_server(tmp_path, None, STREAMLIT_SERVER_ADDRESS="0.0.0.0") as url:
        assert listens_on(int(url.rpartition(":")[2])) == {"0100007F"}
