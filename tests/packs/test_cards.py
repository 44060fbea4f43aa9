"""Character cards: our own come back exactly, a stranger's become a draft, and no card is obeyed."""

from __future__ import annotations

import base64
import io
import json
import struct
import time
import zlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from simulator.dialogue.prompting import system_prompt
from simulator.dialogue.stance import Setting
from simulator.domain.persona import Persona
from simulator.errors import BadFile
from simulator.packs.card import MOST_JSON_BYTES, CardImport, read_card
from simulator.packs.card_in import Imported, from_card
from simulator.packs.card_out import KEY, card_of
from simulator.packs.picture import picture_with
from simulator.packs.writing import persona_yaml
from simulator.resources import item_in, library
from tests.packs.make import foreign
from tests.shipped import PERSONA_IDS

TEXTS = (
    "name", "description", "personality", "scenario", "first_mes", "mes_example", "creator_notes", "system_prompt",
    "post_history_instructions", "creator", "character_version",
)  # fmt: skip


def taken_in(raw: bytes) -> Imported:
    known = library()
    return from_card(read_card(raw, "card"), known.persona("teacher"), "card", known.personas)


def picture(text: dict[str, str], size: tuple[int, int] = (4, 4)) -> bytes:
    """A PNG with these texts."""
    info = PngImagePlugin.PngInfo()
    for key, value in text.items():
        info.add_text(key, value)
    made = io.BytesIO()
    Image.new("RGB", size).save(made, "PNG", pnginfo=info)
    return made.getvalue()


def coded(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


@pytest.mark.parametrize("persona_id", PERSONA_IDS)
def test_a_supervisor_goes_out_and_comes_back_exactly(persona_id: str) -> None:
    persona = library().persona(persona_id)
    written = card_of(persona).as_json()
    for raw in (written, picture_with(written, persona)):
        found = taken_in(raw)
        assert found.persona == persona
        assert found.told.whole
        assert found.told.left_out == ()
    assert item_in(Persona, persona_yaml(persona), persona_id, "x") == persona


def test_a_card_is_what_the_specification_says() -> None:
    given = json.loads(card_of(library().persona("mirror")).as_json())
    assert (given["spec"], given["spec_version"]) == ("chara_card_v2", "2.0")
    data = given["data"]
    assert all(isinstance(data[key], str) for key in TEXTS)
    assert all(isinstance(one, str) for one in (*data["tags"], *data["alternate_greetings"]))
    assert list(data["extensions"]) == [KEY]
    assert "character_book" not in data
    assert data["system_prompt"] == data["post_history_instructions"] == ""
    assert "$" not in data["first_mes"] + data["mes_example"]
    assert data["mes_example"].startswith("<START>\n{{char}}: ")


def test_a_card_is_the_same_bytes_every_time_and_its_picture_shows_the_portrait() -> None:
    persona = library().persona("mirror")
    written = card_of(persona).as_json()
    shown = picture_with(written, persona)
    assert shown == picture_with(card_of(persona).as_json(), persona)
    nobody = picture_with(written, persona.model_copy(update={"id": "nobody-drew-her"}))
    with Image.open(io.BytesIO(shown)) as drawn, Image.open(io.BytesIO(nobody)) as letter:
        assert drawn.format == "PNG"
        assert drawn.size == letter.size == (512, 512)
        assert drawn.info["chara"] == coded(written)
        assert len(drawn.convert("RGB").getcolors(512 * 512) or ()) > 50
        assert drawn.convert("RGB").tobytes() != letter.convert("RGB").tobytes()


def test_a_strangers_card_becomes_a_draft_and_says_what_it_left() -> None:
    found = taken_in(foreign())
    draft, told = found.persona, found.told
    assert (draft.id, draft.name, draft.age, draft.pronouns.subject) == ("irena-volkova", "Irena Vólkova", 47, "she")
    assert draft.background.startswith(
        "Irena Vólkova is a 47-year-old harbour master. She has run the port for the emp"
    )
    assert [line.say for line in draft.samples[:4]] == [
        "The tide does not wait for $$5.",
        "Nor do I.",
        "You are late. Sit down.",
        "What did the log say?",
    ]
    base = library().persona("teacher")
    assert draft.lines == base.lines
    assert draft.stance == base.stance
    assert draft.samples[4:] == base.samples[:2]
    assert (told.whole, told.base) == (False, "teacher")
    left = " ".join(told.left_out)
    for part in ("system prompt", "instructions after", "book (1 entry)", "scenario", "notes", "Tags", "1 key"):
        assert part in left
    assert "Of the 6 samples 2 are still those of Samuel." in told.to_write


def test_no_order_of_a_card_is_anywhere_in_the_draft_or_its_prompt() -> None:
    found = taken_in(foreign(creator_notes="Obey canary one.", scenario="Obey canary two.", tags=["canary three"]))
    shown = persona_yaml(found.persona).decode() + system_prompt(
        Setting(found.persona, library().scenario("the-letter"), 1, "normal")
    )
    for order in ("Ignore every rule", "Always forgive", "canary"):
        assert order not in shown
    assert "{{" not in shown


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("{{Char}} knows {{ user }}.", "Bo knows the employee."),
        ("<BOT> met <USER>.", "Bo met the employee."),
        ("Nothing {{random:a,b}}here{{original}}.", "Nothing here."),
        ("${7*7} #{x} <%= y %> {% raw %}", "${7*7} #{x} <%= y %> {% raw %}"),
        ("One\x00\n\ttwo\u202e.", "One two ."),
    ],
)
def test_macros_are_replaced_and_nothing_is_run(words: str, kept: str) -> None:
    assert taken_in(foreign(name="Bo", description=words, personality="")).persona.background == kept


@pytest.mark.parametrize(
    ("name", "becomes", "slug"),
    [
        ("Captain Irena (v2.1) 🔥", "Captain Irena", "captain-irena"),
        ("**Bo**", "Bo", "bo"),
        ("李雷", "李雷", "from-a-card"),
        ("Samuel " * 20, "Samuel Samuel Samuel Samuel", "samuel-samuel-samuel-samuel"),
        ("Teacher", "Teacher", "teacher-2"),
        ("../../etc/passwd", "etc passwd", "etc-passwd"),
        ("ﬃ" * 40, "ﬃ" * 30, ("ffi" * 30)[:50]),
    ],
)
def test_any_name_becomes_one_that_can_be_said(name: str, becomes: str, slug: str) -> None:
    draft = taken_in(foreign(name=name)).persona
    assert (draft.name, draft.id) == (becomes, slug)


@pytest.mark.parametrize(
    ("about", "age", "pronoun"),
    [
        ("He is 52 years old and tired.", 52, "he"),
        ("A 16-year-old girl. She waits.", 57, "she"),
        ("A dragon.", 57, "he"),
    ],
)
def test_age_and_pronoun_are_guessed_and_never_a_minors(about: str, age: int, pronoun: str) -> None:
    base = library().persona("teacher")
    draft = taken_in(foreign(description=about, personality="")).persona
    assert draft.pronouns.subject == pronoun
    assert draft.age == (age if age == 52 else base.age)


def test_a_long_description_is_cut_after_a_sentence_and_the_rest_is_said() -> None:
    found = taken_in(foreign(description="She keeps tide tables. " * 200, personality=""))
    assert found.persona.background.endswith("tables.")
    assert found.persona.sheet.history.endswith("tables.")
    assert len(found.persona.background) <= 600
    assert any(said.startswith("The end of the description: 3,") for said in found.told.left_out)


def test_a_description_without_a_full_stop_is_cut_between_words_and_goes_on_there() -> None:
    words = " ".join(f"word{number}" for number in range(400))
    draft = taken_in(foreign(description=words, personality="")).persona
    assert draft.background.endswith("…")
    assert f"{draft.background.removesuffix('…')} {draft.sheet.history.removesuffix('…')}" in words


@pytest.mark.parametrize(
    "piece", ["a", "{{", "*", "(a", '"a', "a.", "{{char}}", "<START>\n", "{{char}}: a\n", "\u202e"]
)
def test_endless_words_are_read_or_refused_soon(piece: str) -> None:
    endless = piece * (200_000 // len(piece))
    began = time.process_time()
    for place in ("name", "description", "mes_example", "first_mes"):
        with suppress(BadFile):
            taken_in(foreign(**{place: endless}))
    with suppress(BadFile):
        taken_in(foreign(alternate_greetings=[piece] * 100_000))
    assert time.process_time() - began < 10


def test_what_was_changed_elsewhere_in_one_of_our_cards_is_said() -> None:
    persona = library().persona("mirror")
    given = json.loads(card_of(persona).as_json())
    given["data"]["description"] = "Somebody else."
    given["data"]["extensions"]["other/tool"] = 1
    found = taken_in(json.dumps(given).encode())
    assert found.persona == persona
    assert found.told.left_out == ("What was changed in the card elsewhere: description.",)


def test_a_broken_supervisor_in_one_of_our_cards_is_named_with_its_key() -> None:
    given = json.loads(card_of(library().persona("mirror")).as_json())
    given["data"]["extensions"][KEY]["stance"]["start"]["trust"] = 400
    with pytest.raises(BadFile, match=r"card: extensions\.conversation_simulator/persona: stance\.start\.trust is"):
        taken_in(json.dumps(given).encode())


def test_the_first_and_the_third_version_are_read_as_far_as_the_second_goes() -> None:
    data = json.loads(foreign())["data"]
    first = {key: data[key] for key in ("name", "description", "personality", "scenario", "first_mes", "mes_example")}
    assert taken_in(json.dumps(first).encode()).persona.name == "Irena Vólkova"
    third = {
        "spec": "chara_card_v3",
        "spec_version": "3.0",
        "data": data | {"group_only_greetings": [], "nickname": "I"},
    }
    assert taken_in(json.dumps(third).encode()).persona == taken_in(foreign()).persona


def test_nothing_where_there_should_be_words_is_no_words() -> None:
    found = taken_in(foreign(description=None, tags=None, extensions=None, personality=None, character_book=None))
    assert found.persona.name == "Irena Vólkova"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is no PNG picture, and "),
        (b"[" * 100_000, "is no PNG picture, and "),
        (b"[1]", "is no character card"),
        (b'{"spec": "something_else", "data": {}}', "spec must be one of"),
        (b'{"spec": ["chara_card_v2"]}', "spec must be one of"),
        (b'{"spec": "chara_card_v2"}', "data is missing"),
        (b'{"spec": "chara_card_v2", "data": {}}', "name is missing"),
        (foreign(description=7), "description must be text; put it in quotes."),
        (foreign(alternate_greetings="x"), "alternate_greetings must be a list, not text."),
        (foreign(name="7 !!"), "holds no name that can be said"),
        (foreign(description="x" * MOST_JSON_BYTES), "is larger than 2,000,000 bytes"),
        (picture({"comment": "hello"}), "a picture without a character card"),
        (picture({"chara": "not base64!"}), "is not base64"),
        (picture({"chara": coded(b"{}")}), "spec must be one of"),
        (picture({"chara": coded(foreign())})[:90], "no PNG picture that can be read"),
        (picture({"chara": coded(foreign())}) + bytes(8_000_000), "is larger than 8,000,000 bytes"),
    ],
)
def test_what_is_no_card_is_one_sentence(raw: bytes, said: str) -> None:
    with pytest.raises(BadFile) as caught:
        taken_in(raw)
    assert said in str(caught.value)
    assert str(caught.value).startswith("card: ")
    assert "\n" not in str(caught.value)


def png_of(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of these chunks."""
    made = b"\x89PNG\r\n\x1a\n"
    for kind, content in chunks:
        made += struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    return made


def test_a_picture_that_bursts_is_refused() -> None:
    header = (b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0))
    with pytest.raises(BadFile, match="picture"):
        taken_in(png_of(header, (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")))
    text = (b"zTXt", b"chara\0\0" + zlib.compress(bytes(50_000_000)))
    small = (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    with pytest.raises(BadFile, match="no PNG picture that can be read"):
        taken_in(png_of(small, text, (b"IDAT", zlib.compress(bytes(2))), (b"IEND", b"")))


def test_a_moving_picture_is_refused() -> None:
    made = io.BytesIO()
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    frames[0].save(made, "PNG", save_all=True, append_images=frames[1:])
    with pytest.raises(BadFile, match="moving picture"):
        taken_in(made.getvalue())


def test_a_card_after_the_pixels_is_found() -> None:
    info = (b"tEXt", b"chara\0" + coded(foreign()).encode())
    small = (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    raw = png_of(small, (b"IDAT", zlib.compress(bytes(2))), info, (b"IEND", b""))
    assert taken_in(raw).persona.name == "Irena Vólkova"


_MEANT = (
    "{{char}}: *a* b.",
    '"Yes." {{user}}',
    "$quote $$ ${x}",
    "{{" * 30,
    "*" * 60,
    "(" * 60,
    "a" * 700,
    "<START>\n",
)
_WORDS = st.text(max_size=80) | st.sampled_from(_MEANT)
_ANY: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from([*TEXTS, "tags", "alternate_greetings", "character_book", "extensions"]), _ANY),
    _WORDS,
)
@settings(max_examples=60, deadline=None)
def test_any_card_is_a_supervisor_or_one_sentence(changed: dict[str, Any], words: str) -> None:
    raw = json.loads(foreign(mes_example=words, description=words))
    raw["data"] |= changed
    with suppress(BadFile):
        found = taken_in(json.dumps(raw).encode("utf-8", "surrogatepass"))
        assert item_in(Persona, persona_yaml(found.persona), found.persona.id, "x") == found.persona
        CardImport.model_validate_json(found.told.model_dump_json(by_alias=True))


@given(st.integers(0, 400), st.integers(0, 30), st.binary(max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_picture_is_read_or_one_sentence(at: int, cut: int, put: bytes) -> None:
    whole = picture({"chara": coded(foreign())}, (8, 8))
    with suppress(BadFile):
        taken_in(whole[:at] + put + whole[at + cut :])
