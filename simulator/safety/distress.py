"""Words that call for help instead of practice: thoughts of death, of suicide, of hurting oneself."""

from __future__ import annotations

import re

from ..domain.text import NormalText

_FIRST = re.compile(
    r"\b(?:kill(?:ing)? myself|suicidal|end(?:ing)? (?:my (?:own )?life|it all)|(?:want(?:ed)?|wish i could) (?:to )?die"
    r"|better off (?:dead|without me)|hurt(?:ing)? myself|self[- ]harm(?:ing)?|wish i (?:was|were) dead)\b"
)


def is_distress(text: NormalText) -> bool:
    """Whether the words tell of a wish to die, of suicide or of hurting oneself."""
    return _FIRST.search(text.copy) is not None
