"""The fenced blocks of the documents: which are run, which are not and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Languages that somebody would copy and run.
RUN = ("sh", "python")
#: Languages that are read, or belong into a file.
READ = ("yaml", "toml", "json", "text")
_FENCE = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=indent)(?P=fence) *$", re.M | re.S
)
_MARK = re.compile(r"<!-- not-run: (?P<reason>[^>]*\S) -->\s*\Z")


@dataclass(frozen=True)
class Block:
    """One fenced block. ``line`` counts from 1; ``reason`` says why it is not run, and is empty where it is."""

    line: int
    language: str
    body: str
    reason: str


def documents() -> list[Path]:
    """Every document that a person reads, without the conversations, which are made by the program."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
    return [*top, *sorted((ROOT / "docs").glob("*.md"))]


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a document, in order."""
    for found in _FENCE.finditer(text):
        indent, before = found["indent"], text[: found.start()]
        mark = _MARK.search(before)
        body = "".join(line.removeprefix(indent) for line in found["body"].splitlines(keepends=True))
        yield Block(before.count("\n") + 1, found["info"].strip(), body, mark["reason"] if mark else "")
