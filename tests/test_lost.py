"""Addresses that lead nowhere: a page in a folder is sent back, everything else passes untouched."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from simulator.lost import WayBack

_PAGE, _OTHER = b"text/html; charset=utf-8", b"application/json"


def asked(path: str, kind: bytes = _PAGE, status: int = 200) -> tuple[int, dict[bytes, bytes], bytes]:
    """Status, headers and body of what a visitor gets from an app that answers everything alike."""
    sent: list[dict[str, Any]] = []

    async def answering(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind)]})
        await send({"type": "http.response.body", "body": b"the one page"})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing is read")

    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    with ThreadPoolExecutor(1) as another:  # a browser test may keep a loop running in this thread
        another.submit(asyncio.run, WayBack(answering)(scope, receive, send)).result()
    assert [one["type"] for one in sent] == ["http.response.start", "http.response.body"]
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


@pytest.mark.parametrize(("path", "back"), [("/x/y", b"../nowhere"), ("/a/b/c", b"../../nowhere")])
def test_a_page_in_a_folder_leads_back(path: str, back: bytes) -> None:
    status, headers, body = asked(path)
    assert (status, headers[b"location"], body) == (307, back, b"")


@pytest.mark.parametrize("path", ["/", "/talk", "/talk/"])
def test_a_page_passes(path: str) -> None:
    assert asked(path)[2] == b"the one page"


def test_what_is_no_page_passes() -> None:
    assert asked("/static/js/index.js", _OTHER)[2] == b"the one page"
    assert asked("/x/nothing", _PAGE, 404)[0] == 404


def test_a_web_page_that_is_downloaded_passes() -> None:
    assert asked("/media/4f2a.html")[2] == b"the one page"


def test_below_a_base_address_the_pages_lie_one_folder_down(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit import config

    monkeypatch.setattr(config, "get_option", lambda name: "/team" if name == "server.baseUrlPath" else None)
    assert asked("/team/talk")[2] == b"the one page"
    assert asked("/team/x/y")[1][b"location"] == b"../nowhere"
