"""What of the reference is made from the program: called by MkDocs for each page (``hooks`` in mkdocs.yml)."""

from __future__ import annotations

import json
from collections.abc import Callable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from simulator.dialogue.rules import rules
from simulator.documents import DOCUMENTS, json_schema
from simulator.tone.lexicon import lexicon

_SCHEMAS = "schemas"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the JSON Schema of every document beside the pages."""
    for name in DOCUMENTS:
        content = json.dumps(json_schema(name), indent=2)
        files.append(File.generated(config, f"{_SCHEMAS}/{name}.json", content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put a table in the place of its mark."""
    for mark, table in _TABLES.items():
        if mark in markdown:
            markdown = markdown.replace(mark, table())
    return markdown


def _documents() -> str:
    rows = []
    for name, model in DOCUMENTS.items():
        says = (model.__doc__ or "").strip().partition("\n")[0]
        rows.append(f"| [`{name}`]({_SCHEMAS}/{name}.json) | {says} | {', '.join(_keys(name))} |")
    return "\n".join(("| document | what it is | its keys |", "|---|---|---|", *rows))


def _keys(name: str) -> list[str]:
    return [f"`{key}`" for key in json_schema(name)["properties"]]


def _events() -> str:
    rows = []
    moved = rules().events
    for event, entry in lexicon().catalogue.items():
        moves = moved[event]
        tenths = (moves.trust, moves.patience, moves.clarity)
        moves_told = " | ".join(f"{amount / 10:+g}" if amount else "" for amount in tenths)
        rows.append(f"| `{event}` | {entry.dimension} | {entry.weight:+g} | {moves_told} | {entry.why} |")
    head = "| event | dimension | strength | trust | patience | clarity | why, in the words of the page |"
    return "\n".join((head, "|---|---|---|---|---|---|---|", *rows))


_TABLES: dict[str, Callable[[], str]] = {"<!-- made: documents -->": _documents, "<!-- made: events -->": _events}
