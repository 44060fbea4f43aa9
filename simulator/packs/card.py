"""Character Card V2, the form in which role-play tools share characters: read from JSON or PNG, written as both.

Only its texts are taken. What a card orders a model to do is not followed, and nothing in it is run.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import from_json

from ..domain.base import Value
from ..domain.scenario import Id
from ..errors import BadFile
from ..files import validated
from ..mistakes import unreadable_json

#: Most cards have a few thousand letters; a picture beside them may be large.
MOST_JSON_BYTES = 2_000_000
MOST_PNG_BYTES = 8_000_000
PNG_BEGINS = b"\x89PNG\r\n\x1a\n"
_SPECS = {"chara_card_v2": "2", "chara_card_v3": "3"}

#: Many tools write null where there is nothing.
Words = Annotated[str, BeforeValidator(lambda given: "" if given is None else given)]
Listed = Annotated[tuple[Words, ...], BeforeValidator(lambda given: () if given is None else given)]


class CardData(BaseModel):
    """The ``data`` of a card; keys that the second version does not know are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    description: Words = ""
    personality: Words = ""
    scenario: Words = ""
    first_mes: Words = ""
    mes_example: Words = ""
    creator_notes: Words = ""
    system_prompt: Words = ""
    post_history_instructions: Words = ""
    alternate_greetings: Listed = ()
    character_book: dict[str, Any] | None = None
    tags: Listed = ()
    creator: Words = ""
    character_version: Words = ""
    extensions: Annotated[dict[str, Any], BeforeValidator(lambda given: {} if given is None else given)] = Field(
        default={}
    )


class Card(BaseModel):
    """A whole card, version 2."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    spec: Literal["chara_card_v2"] = "chara_card_v2"
    spec_version: Literal["2.0"] = "2.0"
    data: CardData

    def as_json(self) -> bytes:
        """The card as a file; the same bytes for the same card."""
        return self.model_dump_json(indent=2, exclude_none=True).encode("utf-8") + b"\n"


class CardImport(Value):
    """What became of a card, in plain sentences. ``whole``: it was one of ours, and nothing was lost.

    ``base`` is the supervisor whose parts fill what the card does not have; ``file`` is where the supervisor was
    written to, where it was.
    """

    schema_: Literal["card-import/1"] = Field("card-import/1", alias="schema", serialization_alias="schema")
    persona: Id
    name: str
    whole: bool
    base: Id | None = None
    carried: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    to_write: tuple[str, ...] = ()
    file: str | None = None


def read_card(raw: bytes, source: str) -> Card:
    """The card in a JSON or PNG file. A card of version 3 is read as far as version 2 goes.

    Raises:
        BadFile: it is no card, is broken, or is too large.
    """
    if raw.startswith(PNG_BEGINS):
        raw = _inside_picture(raw, source)
    if len(raw) > MOST_JSON_BYTES:
        raise BadFile(source, "", f"is larger than {MOST_JSON_BYTES:,} bytes, more than a card can be.")
    try:
        given = from_json(raw)
    except ValueError as error:
        raise BadFile(source, "", f"is no PNG picture, and {unreadable_json(error)}") from error
    if not isinstance(given, dict):
        raise BadFile(source, "", "is no character card; a card is a JSON object with spec and data.")
    spec = given.get("spec")
    if spec is None and "data" not in given and "first_mes" in given:
        given = {"data": given}  # the first version has no spec, and its keys are those of the second one's data
    elif not isinstance(spec, str) or spec not in _SPECS:
        raise BadFile(source, "spec", f"must be one of {', '.join(_SPECS)}; this is no character card.")
    if given.get("data") is None:
        raise BadFile(source, "data", "is missing; a card has its texts in it.")
    return Card(data=validated(CardData, given["data"], source))


def _inside_picture(raw: bytes, source: str) -> bytes:
    from .picture import words_in

    if len(raw) > MOST_PNG_BYTES:
        raise BadFile(source, "", f"is larger than {MOST_PNG_BYTES:,} bytes; make the picture smaller.")
    held = words_in(raw, source)
    try:
        return base64.b64decode(held, validate=True)
    except binascii.Error as error:
        raise BadFile(source, "chara", "is not base64; the card in this picture is broken.") from error
