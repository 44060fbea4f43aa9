"""The time as the database keeps it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> str:
    """UTC in ISO 8601, always of one length, so that text sorts as time does."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def days_ago(days: int) -> str:
    """The time so many days before now, as ``now`` writes it."""
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="microseconds")
