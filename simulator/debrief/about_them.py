"""A sentence about the supervisor, with the pronouns and the verbs that go with them."""

from __future__ import annotations

import re
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..domain.persona import Pronouns

_PLURAL = {
    "has": "have", "is": "are", "waits": "wait", "asks": "ask", "wants": "want", "sees": "see", "names": "name",
    "does": "do",
}  # fmt: skip
_AFTER = re.compile(rf"\b([Tt]hey) ({'|'.join(_PLURAL)})\b")


def about_them(template: str, they: Pronouns, words: Mapping[str, str] | None = None) -> str:
    """A template with $they, $They, $them, $their and $Their filled, and with ``words``; the latter stay untouched."""
    slots = {
        "they": they.subject,
        "They": they.subject.capitalize(),
        "them": they.them,
        "their": they.their,
        "Their": they.their.capitalize(),
    }
    kept = {name: f"${{{name}}}" for name in words or {}}
    filled = Template(template).substitute(slots | kept)
    if they.subject == "they":
        filled = _AFTER.sub(lambda match: f"{match[1]} {_PLURAL[match[2]]}", filled).replace("does they", "do they")
    return Template(filled).substitute(words or {}) if words else filled
