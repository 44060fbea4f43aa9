"""The user's words as she says them back: short, and never broken off in the middle of a thought."""

from __future__ import annotations

import re

from ..tone.lexicon import lexicon

_MAX_WORDS = 12
_LEAST_WORDS = 4
_CLAUSE_END = re.compile(r"[.,;:!?](?=\s|$)")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
#: A new clause with a subject of its own: what stands before it can stand alone.
_NEXT_CLAUSE = re.compile(
    r",? (?:and|but|so|because|while|although|though|when|which)"
    r"(?: then| now| that)? (?:i|you|he|she|we|they|it|there|nobody|that|this|that's|it's|i'm|i'd|i've|was|is)\b",
    re.IGNORECASE,
)
#: Small words that a quotation does not end with.
_HANGING = re.compile(
    r"(?: (?:a|an|the|my|your|of|to|in|on|at|by|from|for|with|and|or|but|so|that|which|every|each|i|it|is|was|we))+$",
    re.IGNORECASE,
)
_ENDS = " .,;:!?-"
#: A breath before the first word, or a greeting: there is nothing in it to say back.
_BREATH = re.compile(
    r"(?:(?:u+h*m+|u+h+|e+r+m*|h+m+|m+h*m+|ah|oh|well|so|like|hi|hello|hey|good (?:morning|afternoon|evening))\W*)+",
    re.IGNORECASE,
)
#: What is written for a machine, or for a stage ("Ines: I trust you"): nobody says it back.
_UNSPEAKABLE = re.compile(r"\b[A-Z]\w*:\s|[<>|\\`*_#\[\]=^~]|(?<!\$)\{|\(\w+ing\)")


def whole_quote(words: str, most: int = _MAX_WORDS) -> str:
    """The user's words where they are short, else as far as the end of a clause; nothing where no clause ends.

    Nor is anything said back that was written for a machine.
    """
    flat = _flat(words)
    if _UNSPEAKABLE.search(flat) or not tells(flat):
        return ""
    if len(flat.split()) <= most:
        return flat.strip(_ENDS)
    cut = " ".join(flat.split()[: most + 3])
    ends = [match.start() for pattern in (_CLAUSE_END, _NEXT_CLAUSE) for match in pattern.finditer(cut)]
    fitting = [end for end in ends if _LEAST_WORDS <= len(cut[:end].split()) <= most]
    return cut[: max(fitting)].strip(_ENDS) if fitting else ""


def short_quote(words: str) -> str:
    """The same; where no clause ends, the first words and an ellipsis."""
    whole = whole_quote(words)
    if whole or not _flat(words).strip(_ENDS) or _UNSPEAKABLE.search(words) or not tells(words):
        return whole
    cut = " ".join(_flat(words).split()[:_MAX_WORDS])
    return f"{_HANGING.sub('', cut)} …".strip(_ENDS)


def tells(words: str) -> bool:
    """Whether there is anything in some words but a breath or a greeting."""
    return _BREATH.fullmatch(words.strip(_ENDS)) is None


def telling_sentence(words: str) -> str:
    """The first sentence that is neither a word or two nor a question; else all of it.

    What was taken back in the same breath is not said back.
    """
    unsaid = max((match.end() for match in lexicon().expression("unsays").finditer(words.lower())), default=0)
    words = words[unsaid:].lstrip(_ENDS) or words
    sentences = [match.group().strip() for match in _SENTENCE.finditer(_flat(words))]
    fitting = (one for one in sentences if len(one.split()) >= _LEAST_WORDS and not one.endswith("?"))
    return next(fitting, words)


def _flat(words: str) -> str:
    return " ".join(words.split()).replace('"', "'")
