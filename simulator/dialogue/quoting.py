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
    r",? (?:and|but|so|because|while|although|though|which)"
    r"(?: then| now| that)? (?:i|you|he|she|we|they|it|there|nobody|that|this|that's|it's|i'm|i'd|i've|was|is)\b",
    re.IGNORECASE,
)
_JOINING = re.compile(r",? (?:and|but|so|because|while|although|though|when|which|that)$", re.IGNORECASE)
#: Small words that a quotation does not end with.
_HANGING = re.compile(
    r"(?: (?:a|an|the|my|your|of|to|in|on|at|by|from|for|with|and|or|but|so|that|which|every|each|i|it|is|was|we|no"
    r"|not))+$",
    re.IGNORECASE,
)
#: Words in front of a sentence that say nothing of it.
_LEAD = re.compile(
    r"^(?:(?:and|but|so|well|yes|yeah|yep|no|nope|okay|ok|all right|alright|right|fine|fair|look|oh|ah|ja|honestly"
    r"|sorry|then|now|mm|hmm|ha|lord|gosh)\b(?:,|\s(?!one\b|problem\b|idea\b|is\b|was\b|way\b))\s*)+",
    re.IGNORECASE,
)
_OF_ONESELF = re.compile(r"\b(?:i|i'm|i'd|i've|i'll|me|my|mine|myself|we|we've|we'll)\b")
_BY_ONESELF = re.compile(r"\b(?:i|i'm|i'd|i've|i'll)\b")
#: An opening that only leads up to what is said.
_ECHO = re.compile(
    r"(?:i suppose|i guess|i see|i know|i dunno|i don't know|you asked|serious answer|let me think|that's a)\b"
)
#: A piece that begins so hangs on what stands before it.
_HANGS = re.compile(
    r"(?:before|after|by|with|from|until|till|when|because|at|on|in|to|for|of|without|who|which|that|than|as|not|"
    r"just|only|every|each)\b",
    re.IGNORECASE,
)
#: A sentence shorter than this tells nothing by itself.
_FEWEST_TOLD = 2
_ENDS = " .,;:!?-"
#: A breath before the first word, or a greeting: there is nothing in it to say back.
_BREATH = re.compile(
    r"(?:(?:u+h*m+|u+h+|e+r+m*|h+m+|m+h*m+|ah|oh|well|so|like"
    r"|(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: \w+)?)\W*)+",
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
    pieces = (_JOINING.sub("", cut[:end].strip(_ENDS)).strip(_ENDS) for end in ends)
    fitting = [one for one in pieces if _LEAST_WORDS <= len(one.split()) <= most and not _HANGING.search(one)]
    return max(fitting, key=len, default="")


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
    """The sentence that says most: with the speaker in it, short enough to be said back whole; never a question.

    The first of those that say as much; all of it where there is none. What was taken back in the same breath is not
    said back.
    """
    unsaid = max((match.end() for match in lexicon().expression("unsays").finditer(words.lower())), default=0)
    words = words[unsaid:].lstrip(_ENDS) or words
    fitting = [one for one in _sentences(words) if len(one.split()) >= _FEWEST_TOLD and not one.endswith("?")]
    return max(fitting, key=_tells, default=words)


def answering_sentence(words: str) -> str:
    """The sentence that answers a question: the first that neither asks back nor only leads up to the answer.

    Empty where that has no more than a word or two: they are no quotation, and what follows is not the answer.
    """
    said = (one for one in _sentences(words) if not one.endswith("?") and not _ECHO.match(one.lower()))
    first = next(said, "")
    return first if len(first.split()) > _FEWEST_TOLD else ""


def fuller(quote: str, words: str) -> str:
    """The whole sentence that a piece of it stands in, where it can be said back; what stands by itself stays."""
    if len(quote.split()) >= _FEWEST_TOLD + 1 and not _HANGS.match(quote):
        return quote
    for one in _sentences(words):
        if _flat(quote) in one:
            sentence = one.strip(_ENDS)
            return sentence if len(sentence.split()) <= _MAX_WORDS and not one.endswith("?") else quote
    return quote


def tells_most(words: str) -> bool:
    """Whether some words are worth saying back: more than one or two, and short enough to be said whole."""
    return _FEWEST_TOLD < len(words.split()) <= _MAX_WORDS


def _tells(sentence: str) -> float:
    """How much a sentence tells of who says it, and whether it can be said back whole."""
    lower = sentence.lower()
    whole = len(sentence.split()) <= _MAX_WORDS
    oneself = bool(_OF_ONESELF.search(lower)) + bool(_BY_ONESELF.search(lower)) / 2
    lead_up = bool(_ECHO.match(lower))
    return 3 * oneself + 2 * whole + (len(sentence.split()) >= _LEAST_WORDS) - 3 * lead_up


def _sentences(words: str) -> list[str]:
    """The sentences, without a "well" or an "and" in front."""
    found = (_LEAD.sub("", match.group().strip()) for match in _SENTENCE.finditer(_flat(words)))
    return [one for one in found if one]


def _flat(words: str) -> str:
    return " ".join(words.split()).replace('"', "'")
