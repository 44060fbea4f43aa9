"""Whole talks for reading: ``python -m tests.conversations`` plays ``talks/`` and writes ``docs/conversations/``."""
