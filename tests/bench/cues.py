"""Surface cues: what a single word or the mere length tells."""

from __future__ import annotations

import re
from collections.abc import Callable

#: The best one is picked with hindsight, and may be turned round.
CUES: dict[str, Callable[[str], float]] = {
    "length": lambda text: float(len(text.split())),
    "?": lambda text: float(text.count("?")),
    "!": lambda text: float(text.count("!")),
    **{
        word: lambda text, word=word: float(len(re.findall(rf"\b{word}\b", text.lower())))  # type: ignore[misc]
        for word in ("sorry", "please", "thanks?", "i", "you", "will", "but", "not", "how|what", "fear|scared|afraid")
    },
}
