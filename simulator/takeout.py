"""Everything that somebody has here, in one file to keep."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .debrief.export import as_json, as_markdown
from .debrief.report import report
from .errors import StoreError

if TYPE_CHECKING:
    from .store.store import Store, Summary

_PAGE = 100


def everything(store: Store, owner: str) -> bytes:
    """A ZIP file of the owner's conversations, each as JSON and as Markdown, the first one first.

    One that cannot be read has its reason in its place. Nothing is written to a disk.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, line in enumerate(reversed(tuple(_all(store, owner))), start=1):
            name = f"{number:03d}-{line.created_at:%Y-%m-%d}-{line.persona_id}"
            try:
                transcript = store.load(owner, line.id)
            except StoreError as error:
                archive.writestr(f"{name}.txt", f"{error}\n")
                continue
            archive.writestr(f"{name}.json", as_json(transcript))
            archive.writestr(f"{name}.md", as_markdown(transcript, report(transcript)))
    return made.getvalue()


def _all(store: Store, owner: str) -> Iterator[Summary]:
    page = store.list(owner, _PAGE)
    while page:
        yield from page
        page = store.list(owner, _PAGE, before=page[-1])
