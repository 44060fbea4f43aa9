"""A way back from addresses that Streamlit answers with a blank page.

It serves its one page at every address, and that page looks for its parts beside itself: below a folder that is not
there it finds none, and stays blank. One level down it works, and the pages say that there is nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: One level, and no page of ours: ``ui.main`` answers it.
NOWHERE = "nowhere"
#: Streamlit's own folders: what it serves there, a web page to download among it, is what was asked for.
_SERVED = frozenset({"_stcore", "component", "media", "static"})


class WayBack:
    """Sends whoever asks for a page in a folder to the address that says there is none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything through but that page."""
        up = _folders(scope)
        if not up:
            await self._app(scope, receive, send)
            return
        lost = False

        async def turned_round(message: Message) -> None:
            nonlocal lost
            if message["type"] == "http.response.start" and _is_page(message):
                lost = True
                await RedirectResponse("../" * up + NOWHERE)(scope, receive, send)
            elif not lost:
                await send(message)

        await self._app(scope, receive, turned_round)


def _folders(scope: Scope) -> int:
    """How many folders below the pages an address lies; 0 for what is no address of a page."""
    if scope["type"] != "http":
        return 0
    from streamlit import config

    base = (config.get_option("server.baseUrlPath") or "").strip("/")
    path: str = scope["path"]
    inside = path.strip("/").removeprefix(base).strip("/").split("/")
    return 0 if inside[0] in _SERVED else len(inside) - 1


def _is_page(message: Message) -> bool:
    kind: bytes = dict(message["headers"]).get(b"content-type", b"")
    return bool(message["status"] == 200) and kind.startswith(b"text/html")
