"""A fingerprint of the word lists, so that a transcript can say what read it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..files import fingerprint


@cache
def lexicon_version() -> str:
    """Twelve hex digits that change when any word list or fitted amount does."""
    lists = (Path(__file__).parent / "lexicon").iterdir()
    files = sorted(file for file in lists if file.suffix in (".yaml", ".tsv", ".txt"))
    return fingerprint("\n".join(file.read_text("utf-8") for file in files))
