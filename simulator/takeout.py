"""Everything that somebody has here, in one file to keep."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .debrief.export import as_json, as_markdown
from .debrief.report import report
from .errors import StoreError

if TYPE_CHECKING:
    from .store.store import Share, Store, Summary

_PAGE = 100


def everything(store: Store, owner: str) -> bytes:
    """A ZIP file of the owner's conversations, each as JSON and as Markdown, the first one first.

    One that cannot be read has its reason in its place; beside one that is shown to somebody it is said to whom.
    Nothing is written to a disk.
    """
    made = io.BytesIO()
    shared: dict[str, list[Share]] = {}
    for share in store.shares.all_of(owner):
        shared.setdefault(share.conversation, []).append(share)
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
            if line.id in shared:
                archive.writestr(f"{name}-shown-to.json", _listed(shared[line.id]))
    return made.getvalue()


def _listed(shares: list[Share]) -> str:
    told = [share.model_dump(mode="json", exclude={"id", "conversation"}) for share in shares]
    return json.dumps(told, indent=2, ensure_ascii=False)


def _all(store: Store, owner: str) -> Iterator[Summary]:
    page = store.list(owner, _PAGE)
    while page:
        yield from page
        page = store.list(owner, _PAGE, before=page[-1])
