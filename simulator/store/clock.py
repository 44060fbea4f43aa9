"""The time as the database keeps it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """UTC in ISO 8601, always of one length, so that text sorts as time does."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
