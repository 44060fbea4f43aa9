"""A character card as a supervisor: our own comes back whole, a stranger's becomes a draft.

Orders to a model, such as a system prompt, are named in the account and not followed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from ..domain.persona import Line, Persona, Sheet
from ..errors import BadFile
from ..files import fingerprint, validated
from .card import Card, CardData, CardImport
from .card_out import KEY, card_of
from .card_words import macros_left, plain, spoken_lines, up_to
from .writing import as_data

_EMPLOYEE = "the employee"
_SAMPLES, _LONGEST_NAME, _LONGEST_ID, _LONGEST_TEXT = 6, 30, 50, 600
#: So many greetings are looked at for samples.
_GREETINGS = 20
_SUMMARY = (20, 160)
_AGE = re.compile(r"\b(\d{2})[- ]years?[- ]old\b|\bage[d:]?\s{0,3}(\d{2})\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NO_NAME = re.compile(r"[^\w .'’-]|_")
_PRONOUNS = re.compile(r"\b(?:(she|her|hers|herself)|(he|him|his|himself))\b", re.IGNORECASE)
#: Parts of a file that no card has.
_THE_REST = "Moods, weights, thresholds, questions, lines, answers, endings, evening and quarrel"


@dataclass(frozen=True)
class Imported:
    """The supervisor of a card, and what became of the card."""

    persona: Persona
    told: CardImport


def from_card(card: Card, base: Persona, source: str, taken: Container[str] = ()) -> Imported:
    """The supervisor in a card.

    Args:
        card: the card.
        base: whose parts fill what a stranger's card does not have.
        source: the card's file, for messages.
        taken: ids that a draft may not get.

    Raises:
        BadFile: the supervisor carried in one of our own cards is broken, or a stranger's has no name to be said.
    """
    held = card.data.extensions.get(KEY)
    return _draft(card.data, base, source, taken) if held is None else _own(card.data, held, source)


def _own(data: CardData, held: Any, source: str) -> Imported:
    persona = validated(Persona, held, f"{source}: extensions.{KEY}")
    ours = card_of(persona).data
    other = [
        name for name in CardData.model_fields if name != "extensions" and getattr(ours, name) != getattr(data, name)
    ]
    told = CardImport(
        persona=persona.id,
        name=persona.name,
        whole=True,
        carried=("The whole supervisor: the card was made here.",),
        left_out=(f"What was changed in the card elsewhere: {', '.join(other)}.",) if other else (),
    )
    return Imported(persona, told)


def _draft(data: CardData, base: Persona, source: str, taken: Container[str]) -> Imported:
    name = _name(data, source)
    about = plain(f"{data.description} {data.personality}", name, _EMPLOYEE)
    background = up_to(about, _LONGEST_TEXT) or base.background
    history = up_to(about[len(background.removesuffix("…")) :].strip(), _LONGEST_TEXT) if about else ""
    samples = _samples(data, name)
    age, pronoun = _age(about), _pronoun(about)
    summary = up_to(about, _SUMMARY[1])
    made = as_data(base) | {
        "id": free_id(name, taken),
        "name": name,
        "background": background,
        "source": up_to(plain(f"character card by {data.creator or 'somebody unknown'}", name, _EMPLOYEE), 200),
        "summary": summary if len(summary) >= _SUMMARY[0] else f"You sit opposite {name}, whom a card describes.",
        "hue": int(fingerprint(name), 16) % 360,
        "samples": [line.say for line in (*samples, *base.samples)[:_SAMPLES]],
        "pronouns": pronoun or base.pronouns.subject,
        "age": age or base.age,
    }
    if history:
        made["sheet"] = made["sheet"] | {"history": history}
    persona = validated(Persona, made, source)
    told = CardImport(
        persona=persona.id,
        name=name,
        whole=False,
        base=base.id,
        carried=tuple(_carried(persona, about, samples, history)),
        left_out=tuple(_left_out(data, about, background, history)),
        to_write=tuple(_to_write(base, samples, history, guessed=pronoun is not None, aged=age is not None)),
    )
    return Imported(persona, told)


def _name(data: CardData, source: str) -> str:
    said = " ".join(_NO_NAME.sub(" ", _BRACKETED.sub(" ", plain(data.name, "", ""))).split()).lstrip("0123456789 .'’-")
    short = said if len(said) <= _LONGEST_NAME else said[: _LONGEST_NAME + 1].rpartition(" ")[0] or said[:_LONGEST_NAME]
    name = unicodedata.normalize("NFC", short).strip()
    if len(name) < 2:
        raise BadFile(source, "name", "holds no name that can be said; write one of 2 to 30 letters into the card.")
    return name


def free_id(name: str, taken: Container[str]) -> str:
    """An id for a supervisor of that name, none of ``taken``."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters)[:_LONGEST_ID].strip("-") or "from-a-card"
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _samples(data: CardData, name: str) -> tuple[Line, ...]:
    """What the character says on the card, sample dialogue first."""
    texts = (data.mes_example, data.first_mes, *data.alternate_greetings[:_GREETINGS])
    return tuple(dict.fromkeys(chain.from_iterable(spoken_lines(text, data.name, name) for text in texts)))[:_SAMPLES]


def _age(about: str) -> int | None:
    """The age that is told, where a supervisor can be of that age."""
    found = _AGE.search(about)
    age = int(found[1] or found[2]) if found else 0
    return age if 18 <= age <= 80 else None


def _pronoun(about: str) -> Literal["she", "he"] | None:
    """The pronoun that is met most; None where neither is."""
    counted = Counter("she" if hers else "he" for hers, _ in _PRONOUNS.findall(about))
    return "she" if counted["she"] > counted["he"] else "he" if counted["he"] > counted["she"] else None


def _carried(persona: Persona, about: str, samples: tuple[Line, ...], history: str) -> Iterator[str]:
    yield f'The name, as "{persona.name}".'
    if about:
        yield f"Description and personality, as background{', history' if history else ''} and summary."
    if samples:
        yield f"{_counted(len(samples), 'spoken line', 'spoken lines')}, as samples of the voice."


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _left_out(data: CardData, about: str, background: str, history: str) -> Iterator[str]:
    rest = len(about) - len(background) - len(history)
    book = (data.character_book or {}).get("entries", ())
    entries = _counted(len(book) if isinstance(book, list | dict) else 0, "entry", "entries")
    told = (data.description, data.personality, data.mes_example, data.first_mes)
    for there, sentence in (
        (about and rest > _SUMMARY[0], f"The end of the description: {rest:,} letters more than there is room for."),
        (data.system_prompt, "The system prompt: orders to a model, and no order from a card is followed here."),
        (data.post_history_instructions, "The instructions after the talk: orders to a model, too."),
        (data.character_book, f"The character book ({entries}): nothing is looked up while somebody speaks."),
        (data.scenario, "The scenario: a situation is a file of its own here, with errors, facts and evidence."),
        (data.first_mes, "The greetings as greetings: a talk here opens by naming why you sit there."),
        (data.creator_notes, "The maker's notes: they are for people, so read them in the card."),
        (data.tags or data.character_version, "Tags and version."),
        (data.extensions, f"What other programs keep in it: {_counted(len(data.extensions), 'key', 'keys')}."),
        (any(map(macros_left, told)), "Macros other than {{char}} and {{user}}."),
        (True, "A picture: a supervisor that nobody drew has a letter in a colour."),
    ):
        if there:
            yield sentence


def _to_write(base: Persona, samples: tuple[Line, ...], history: str, *, guessed: bool, aged: bool) -> Iterator[str]:
    kept = [name.replace("_", " ") for name in Sheet.model_fields if not (history and name == "history")]
    yield f"On the sheet {', '.join(kept)} are still those of {base.name}."
    yield f"{_THE_REST} are still those of {base.name}: read them aloud, then write them anew."
    if (missing := _SAMPLES - len(samples)) > 0:
        yield f"Of the {_SAMPLES} samples {missing} are still those of {base.name}."
    yield f"The pronouns are {'a guess from the description' if guessed else f'those of {base.name}'}: check them."
    if not aged:
        yield f"The age is that of {base.name}: a supervisor is 18 to 80."
    yield "Summary, background and level: see whether they fit."
