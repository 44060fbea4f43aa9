"""Writes ``docs/conversations/``."""

from __future__ import annotations

from .pages import PAGES, pages


def main() -> None:
    """Every page anew."""
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (PAGES / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
