"""What is said of the help that was asked for while talking: a plain count, and no judgement."""

from __future__ import annotations

_TIMES = ("never", "once", "twice", "three times", "four times", "five times")


def help_asked_for(lines: int, drafts: int) -> str:
    """One quiet sentence; empty where no help was asked for.

    Args:
        lines: how often a line was asked for.
        drafts: how often a draft was checked.
    """
    line = f"asked for a line {_times(lines)}" if lines else ""
    draft = f"had a draft checked {_times(drafts)}" if drafts else ""
    said = " and ".join(part for part in (line, draft) if part)
    return f"You {said}." if said else ""


def _times(count: int) -> str:
    return _TIMES[count] if count < len(_TIMES) else f"{count} times"
