"""How long a text may be."""

from __future__ import annotations

from ..errors import BadText

#: Characters in one turn on the page.
PAGE_LIMIT = 4_000
#: Characters in one turn given to ``simulator appraise``.
APPRAISE_LIMIT = 100_000


def check_length(text: str, limit: int) -> None:
    """Let a text of at most ``limit`` characters (code points) pass.

    Raises:
        BadText: how long it is, how long it may be, and what to do.
    """
    if len(text) > limit:
        raise BadText(
            f"This is {len(text):,} characters long and at most {limit:,} fit in one turn; "
            f"shorten it by {len(text) - limit:,} or say it in several turns."
        )
