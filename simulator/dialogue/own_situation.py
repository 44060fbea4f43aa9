"""Somebody's own situation, from a short form: their words become a scenario that supervisors can speak of.

A form is filled in about the supervisor, in notes; a talk is held with her, in sentences. Words are turned round only
where that is safe, and left as the general ones otherwise.
"""

from __future__ import annotations

import re
from itertools import takewhile

from ..domain.scenario import Scenario
from ..domain.text import NormalText
from ..resources import own_situation

#: Words too common to tell one thing from another.
_SHORTEST_CUE = 5
_HER = r"(?:(?:my|our|the) )(?:line manager|team lead(?:er)?|boss|manager|supervisor|superior)"
_HERS = re.compile(rf"\b{_HER}'s\b", re.IGNORECASE)
_SHE = re.compile(rf"\b{_HER}\b(?!')(?: (?P<verb>was|has|is|does|\w+s)\b)?", re.IGNORECASE)
_VERBS = {"was": "were", "has": "have", "is": "are", "does": "do"}
_ABOUT_HER = re.compile(r"\b(?:she|he|her|him|his|hers|herself|himself)\b", re.IGNORECASE)
#: What a note begins with that leaves the "I" out.
_DID = re.compile(
    r"(?:never|did(?:n't| not)|forgot|missed|sent|lost|let|made|told|left|gave|was|had|got|put|broke|said|kept|took"
    r"|went|could(?:n't| not)|hid|read|wrote|paid|[\w-]{3,}ed)\b",
    re.IGNORECASE,
)
#: What a whole sentence begins with; anything else is a note of something to do.
_SENTENCE = re.compile(
    r"(?:i|i'll|i'm|i'd|i've|we|you|you'll|it|they|there|the|every|each|from|by|on|at|no|nothing|all|starting|before|as"
    r"|if|when|my|our|until|any|next|tomorrow|monday|tuesday|wednesday|thursday|friday)\b",
    re.IGNORECASE,
)
#: Something to do, as a note begins.
_DO = re.compile(
    r"(?:to |not )?(?:answer|ask|be|book|bring|call|check|clean|close|come|confirm|count|deliver|do|double-check|email"
    r"|file|finish|flag|follow|get|give|go|hand|inform|keep|learn|leave|let|log|mail|make|meet|note|pay|phone|plan|post"
    r"|prepare|put|raise|read|reply|ring|run|say|send|set|share|show|sign|speak|stay|stop|start|submit|take|talk|tell"
    r"|test|use|warn|write)\b",
    re.IGNORECASE,
)
#: Looked at from every article on: "my boss the audit" holds two.
_THING = re.compile(r"\b(?=(?:the|a|an|my|our|that|this) (?P<thing>[\w'&/-]+(?: [\w'&/-]+){0,4}))", re.IGNORECASE)
#: Where the name of a thing is over.
_OVER = re.compile(
    r"^(?:to|for|from|on|at|by|in|into|of|with|without|about|over|until|till|when|because|that|which|who|and|or|but|so|as"
    r"|before|after|since|during|twice|once|again|too|late|early|out|off|up|down|back|away|was|were|is|are|had|has|have"
    r"|did|do|does|the|a|an|my|our|your|their|two|three|four|got|went|came|ran|fell|slipped|i|we|he|she|it|they|not|never|wrong|wrongly|unfinished|open)$",
    re.IGNORECASE,
)
#: Heads that are no thing that could be left undone: people, times, and words for any fault.
_NO_THING = re.compile(
    r"^(?:boss|manager|supervisor|leader?|colleagues?|team|clients?|customers?|patients?|parents?|child|children|kids?"
    r"|pupils?|students?|people|guests?|mother|father|director|owner|doctor|nurse|staff|man|woman|guy|user|users|others?"
    r"|day|days|week|weeks|month|months|morning|afternoon|evening|night|time|hour|year|moment|way|fact|lot|bit|mistakes?"
    r"|errors?|problem|lie|truth|chance|job|work|mess|fault|rules?|thing|things|stuff|one|ones|same|next|last|first|wrong|whole|trainees?|nurses?)$",
    re.IGNORECASE,
)
#: Before these words stands where something went, not what.
_PLACE = re.compile(r"\b(?:to|into|from|in|on|at|by|for|than|as)\s+$", re.IGNORECASE)
_WRONG = re.compile(r"^wrong ", re.IGNORECASE)
_MOST_WORDS, _MOST_PEOPLE = 4, 7
_PAID = re.compile(
    r"^(?:the|my|our|two|three|four|five|several|some|all|a|an|both|everyone|everybody)\b", re.IGNORECASE
)
_PEOPLE = re.compile(r"(?<!s)s$|^(?:people|children|staff|parents)$", re.IGNORECASE)


def own_scenario(what: str, when: str, hurt: str, promise: str, stake: str) -> Scenario:
    """The user's own situation; fields left empty keep the defaults."""
    base = own_situation()
    knows = base.facts_user_knows
    one, people = thing(what), paid(hurt)
    written = {key: words for key, words in (("what", what), ("when", when), ("hurt", hurt)) if words}
    error = knows.errors[0].model_copy(update=written | _turned_round(what, one, people))
    told = knows.model_copy(
        update={
            "errors": (error,),
            "plan_words": promised(promise) or knows.plan_words,
            "capacity": _ended(promise) if promise else knows.capacity,
        }
    )
    slots = base.slots.model_copy(update=_slots(one, people))
    return base.model_copy(update={"facts_user_knows": told, "at_stake": stake or base.at_stake, "slots": slots})


def _turned_round(what: str, one: str | None, people: str | None) -> dict[str, object]:
    """What follows from what was written about the error; where nothing does, the general words stay."""
    found: dict[str, object] = {}
    if words := tuple(dict.fromkeys(word for word in NormalText(what).words if len(word) >= _SHORTEST_CUE)):
        found["cues"] = (words,)
    if own := spoken(what):
        found["own_words"] = own
    elif one:
        found["own_words"] = f"I did not do {one} as it should have been done. It was my job."
    if people:
        found["impact_words"] = _impact(people, one)
    return found


def _impact(people: str, one: str | None) -> str:
    return f"{people[0].upper()}{people[1:]} had to deal with {one or 'that'} because of me."


def _slots(one: str | None, people: str | None) -> dict[str, str]:
    plural = people.split(" who ")[0].split(" that ")[0] if people else ""
    found = {"one": one, "known": one} if one else {}
    if plural and _PEOPLE.search(plural.split()[-1]) and not plural.lower().startswith(("a ", "an ")):
        found["hurt"] = re.sub(r"^(?:my|our|two|three|four|five|several|some|all|both)\b", "the", plural, flags=re.I)
    return found


def thing(what: str) -> str | None:
    """What was left undone or done wrong, as a singular noun phrase that anybody can say; None where none is safe."""
    for match in _THING.finditer(what):
        kept = list(takewhile(lambda word: not _OVER.match(word), _WRONG.sub("", match["thing"]).split()))
        place = _PLACE.search(what[: match.start()]) is not None
        if kept and len(kept) <= _MOST_WORDS and not place and not any(map(_NO_THING.match, kept)):
            phrase = " ".join(kept).rstrip("'-/&")
            plural = re.search(r"(?<![su])s$", phrase)
            return f"the work on the {phrase}" if plural else f"the {phrase}"
    return None


def spoken(what: str) -> str | None:
    """What went wrong, as it is said to her in the first person; None where the words cannot be turned round safely."""
    words = _to_her(what)
    if words is None:
        return None
    if _DID.match(words):
        words = f"I {words[0].lower()}{words[1:]}"
    elif not re.match(r"i\b", words, re.IGNORECASE):
        return None
    return _ended(f"I{words[1:]}")


def promised(promise: str) -> str | None:
    """A promise as it is said to her; None where the words cannot be turned round safely."""
    words = _to_her(promise)
    if words is None:
        return None
    if _DO.match(words):
        words = re.sub(r"^to ", "", words, flags=re.IGNORECASE)
        words = f"I will {words[0].lower()}{words[1:]}"
    elif not _SENTENCE.match(words):
        words = f"What I can promise is this: {words}"
    return _ended(f"{words[0].upper()}{words[1:]}")


def paid(hurt: str) -> str | None:
    """Those who paid for it, as part of a sentence; None where that is no name for people."""
    words = _to_her(hurt.strip().rstrip(".!"))
    if not words:
        return None
    if words.lower() == "you":
        return "you"
    head = re.split(r",| who | that | because ", words)[0]
    return words[0].lower() + words[1:] if _PAID.match(words) and len(head.split()) <= _MOST_PEOPLE else None


def _to_her(words: str) -> str | None:
    """Words about her as words to her; None where somebody else is meant too, or a verb would not fit."""
    turned = _HERS.sub("your", words.strip())
    for match in _SHE.finditer(turned):
        verb = (match["verb"] or "").lower()
        if verb.endswith("s") and verb not in _VERBS:
            return None
    found = _SHE.search(turned) is not None or turned != words.strip()
    turned = _SHE.sub(lambda match: f"you {_VERBS[match['verb'].lower()]}" if match["verb"] else "you", turned)
    return None if not turned or (found and _ABOUT_HER.search(turned)) else turned


def _ended(words: str) -> str:
    words = words.strip()
    return words if re.search(r"[.!?]$", words) else f"{words}."
