"""English verb forms from a base form; irregular ones are data (``lexicon/words.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

_VOWELS = "aeiou"


class Form(StrEnum):
    """The forms that a slot such as ``{fix.past}`` may ask for."""

    BASE = "base"
    PAST = "past"
    PARTICIPLE = "pp"
    ING = "ing"
    THIRD = "s"


def inflect(phrase: str, form: Form, irregular: Mapping[str, tuple[str, str]]) -> str:
    """One form of a verb or verb phrase; the first word carries it ("let slip" -> "letting slip").

    Args:
        phrase: base form, further words unchanged.
        form: which form.
        irregular: base -> (past, participle).
    """
    verb, space, rest = phrase.partition(" ")
    return _verb_form(verb, form, irregular) + space + rest


def _verb_form(verb: str, form: Form, irregular: Mapping[str, tuple[str, str]]) -> str:
    if form is Form.BASE:
        return verb
    if form is Form.ING:
        return _ing(verb)
    if form is Form.THIRD:
        return (
            verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
            if not _cy(verb)
            else verb[:-1] + "ies"
        )
    if verb in irregular:
        past, participle = irregular[verb]
        return past if form is Form.PAST else participle
    return _ed(verb)


def _cy(verb: str) -> bool:
    return verb.endswith("y") and verb[-2] not in _VOWELS


def _doubles(verb: str) -> bool:
    """One short syllable: consonant, vowel, consonant ("skip" -> "skipp")."""
    return (
        len(verb) in (3, 4, 5)
        and verb[-1] not in _VOWELS + "wxyhk"
        and verb[-2] in _VOWELS
        and verb[-3] not in _VOWELS
        and sum(letter in _VOWELS for letter in verb) == 1
    )


def _ed(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if _cy(verb):
        return verb[:-1] + "ied"
    return verb + (verb[-1] if _doubles(verb) else "") + "ed"


def _ing(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    return verb + (verb[-1] if _doubles(verb) else "") + "ing"
