"""Packs from strangers: whatever was made to do harm is refused in one sentence, and nothing of it is written."""

from __future__ import annotations

import io
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.errors import BadFile
from simulator.packs.pack import problems, read_pack
from simulator.packs.unpacking import MOST_BYTES, MOST_FILES, from_zip, packed, unpacked
from simulator.resources import library
from tests.packs.make import MANIFEST, files, folder, pack, persona_file, zipped

#: Processor seconds that a refusal may take.
_SECONDS = 2.0


def with_entry(name: str, content: bytes = b"x", mode: int = 0, store: bool = False) -> bytes:
    """A fine pack and one more entry."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, inside in files().items():
            archive.writestr(one, inside)
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        archive.writestr(entry, content, zipfile.ZIP_STORED if store else zipfile.ZIP_DEFLATED)
    return made.getvalue()


def in_raw(raw: bytes, before: bytes, after: bytes) -> bytes:
    """The bytes of a zip with a name written over."""
    assert before in raw
    assert len(before) == len(after)
    return raw.replace(before, after)


def locked(raw: bytes) -> bytes:
    """A zip whose first entry says that it needs a password."""
    at = raw.index(b"PK\x01\x02") + 8
    return raw[:at] + struct.pack("<H", 1) + raw[at + 2 :]


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "out of the pack": (lambda: with_entry("../../etc/canary"), "leads out of the pack"),
    "out in the middle": (lambda: with_entry("personas/../../canary.yaml"), "leads out of the pack"),
    "absolute": (lambda: with_entry("/etc/canary"), "from the root of a disk"),
    "drive": (lambda: with_entry("C:/canary.yaml"), "from the root of a disk"),
    "backslash": (lambda: in_raw(with_entry("personasXcanary.yaml"), b"personasX", b"personas\\"), "backslashes"),
    "backslash root": (lambda: in_raw(with_entry("Xserver/x"), b"Xserver", b"\\server"), "root of a disk"),
    "nul": (lambda: in_raw(with_entry("notesX.exe"), b"notesX", b"notes\0"), "cannot be shown"),
    "newline": (lambda: with_entry("a\nsimulator: all is fine"), "cannot be shown"),
    "turned round": (lambda: with_entry("a\u202elmay"), "cannot be shown"),
    "link": (lambda: with_entry("personas/x.yaml", b"/etc/passwd", stat.S_IFLNK | 0o777), "a link or a device"),
    "device": (lambda: with_entry("personas/x.yaml", b"", stat.S_IFCHR | 0o666), "a link or a device"),
    "bomb": (lambda: with_entry("personas/big.yaml", b"a" * 4_000_000), "more than 100 times its size"),
    "large": (lambda: with_entry("notes.txt", bytes(range(256)) * 20_000), f"larger than {MOST_BYTES:,} bytes"),
    "large file": (lambda: b"PK\x03\x04" + bytes(MOST_BYTES), f"larger than {MOST_BYTES:,} bytes"),
    "many": (lambda: zipped({f"n{one}.txt": b"" for one in range(MOST_FILES + 1)}), f"more than {MOST_FILES} files"),
    "twice": (lambda: with_entry("PERSONAS/Night-Lead.yaml"), "twice"),
    "locked": (lambda: locked(zipped(files())), "password"),
    "no zip": (lambda: b"hello", "no zip file"),
    "empty": (lambda: b"", "no zip file"),
    "cut": (lambda: zipped(files())[:-30], "no zip file"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_is_refused_in_one_sentence(kind: str) -> None:
    make, reason = HOSTILE[kind]
    raw = make()
    began = time.process_time()
    with pytest.raises(BadFile, match=reason) as caught:
        from_zip(raw, "nights.zip")
    assert time.process_time() - began < _SECONDS
    assert str(caught.value).startswith("nights.zip")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("persona/somebody.yaml", "lies in no known place"),
        ("personas/more/somebody.yaml", "lies in no known place"),
        ("personas/somebody.yml", "let its name end in .yaml"),
        ("pack.yml", "call it pack.yaml"),
    ],
)
def test_a_file_in_the_wrong_place_is_named_beside_whatever_else_is_wrong(name: str, reason: str) -> None:
    found = from_zip(zipped(files() | {name: b"", "personas/x.yaml": b"id: 3"}), "nights.zip")
    first, second = read_pack(found).broken
    assert str(first).startswith(f"nights.zip/{name}: ")
    assert reason in str(first)
    assert second.file == "nights.zip/personas/x.yaml"
    assert name not in found.left_out


def test_what_a_zip_claims_of_its_sizes_is_not_believed() -> None:
    """An entry that says it is small and is not cannot get more into memory than it said."""
    raw = bytearray(with_entry("notes.txt", b"a" * 1_000_000))
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 10)
    with pytest.raises(BadFile, match="no zip file"):
        from_zip(bytes(raw), "nights.zip")


@given(
    st.one_of(
        st.binary(max_size=200),
        st.tuples(st.integers(0, 700), st.integers(0, 20), st.binary(max_size=20)),
    )
)
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_pack_or_one_sentence(given_bytes: bytes | tuple[int, int, bytes]) -> None:
    raw = given_bytes
    if not isinstance(raw, bytes):
        whole = zipped({"pack.yaml": MANIFEST, "personas/x.yaml": b"id: x\n", "README.md": b"hello"})
        at, cut, put = raw
        raw = whole[:at] + put + whole[at + cut :]
    with suppress(BadFile):
        read_pack(from_zip(raw, "any.zip"))


def test_a_zip_of_a_folder_is_the_folder() -> None:
    inside = {f"nights-main/{name}": content for name, content in files().items()}
    assert pack(inside).entry == pack().entry


def test_a_folder_and_its_zip_are_the_same_pack(tmp_path: Path) -> None:
    read = read_pack(unpacked(folder(tmp_path / "nights")))
    assert read.entry == pack().entry
    assert read_pack(from_zip(read.zipped(), "x")).entry == read.entry
    assert read.zipped() == packed(reversed(files().items()))


def test_pictures_and_readmes_are_left_out_and_named(tmp_path: Path) -> None:
    more = {"README.md": b"hello", "__MACOSX/personas/._x.yaml": b"x", "personas/.x.yaml": b"x", "face.png": b"x"}
    found = unpacked(folder(tmp_path / "nights", files() | more))
    assert set(found.left_out) == set(more)
    assert found.files.keys() == files().keys()


def test_a_folder_with_a_link_is_refused(tmp_path: Path) -> None:
    at = folder(tmp_path / "nights")
    (at / "personas" / "linked.yaml").symlink_to("/etc/passwd")
    with pytest.raises(BadFile, match=r'nights: holds "linked\.yaml", which is a link'):
        unpacked(at)


def test_a_folder_without_end_is_refused(tmp_path: Path) -> None:
    at = folder(tmp_path / "nights")
    for number in range(MOST_FILES):
        (at / f"{number}.txt").touch()
    with pytest.raises(BadFile, match="more than 200 files"):
        unpacked(at)


def test_what_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be read: No such file"):
        unpacked(tmp_path / "nowhere.zip")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("personas/x.yaml", b"a: &a [1]\nb: [*a]", "nights.zip/personas/x.yaml: uses a YAML alias"),
        ("personas/x.yaml", b"a: " + b"[" * 9_000, "nights.zip/personas/x.yaml: is nested more than 20 levels deep"),
        ("personas/x.yaml", b"id: !!python/name:os.system\n", "nights.zip/personas/x.yaml: line 1 is not valid YAML"),
        ("personas/x.yaml", persona_file("y"), 'nights.zip/personas/x.yaml: id is "y" but the file is called "x"'),
        ("personas/x.yaml", persona_file("x", mood="grim"), "nights.zip/personas/x.yaml: mood is not a known key"),
        ("personas/x.yaml", persona_file("x", name="**Bo**"), "nights.zip/personas/x.yaml: name "),
        ("personas/x.yaml", persona_file("x", name="![](http://a.b/c)"), "nights.zip/personas/x.yaml: name "),
        ("personas/x.yaml", persona_file("x", name="www.a.example"), "nights.zip/personas/x.yaml: name "),
        ("personas/teacher.yaml", persona_file("teacher"), "id is taken by the program itself; choose another."),
        ("scenarios/x.yaml", b"id: x", "nights.zip/scenarios/x.yaml: title is missing"),
        ("pack.yaml", MANIFEST.replace(b"nights", b"own"), 'name may not be "own"'),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_key(name: str, content: bytes, said: str) -> None:
    (wrong, *_) = problems(pack(files() | {name: content}), library())
    assert said in str(wrong)
    assert str(wrong).isprintable()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"personas/x.yaml": persona_file("x")}, "pack.yaml is missing; add it"),
        (
            {"pack.yaml": b"schema: pack/1\nname: Nights!\ntitle: x"},
            "pack.yaml: name must be small letters",
        ),
        ({"pack.yaml": MANIFEST + b"price: 5\n"}, "price is not a known key"),
    ],
)
def test_a_pack_needs_a_manifest(content: dict[str, bytes], said: str) -> None:
    with pytest.raises(BadFile) as caught:
        pack(content)
    assert said in str(caught.value)


def test_an_empty_pack_says_what_to_put_there() -> None:
    (wrong,) = problems(pack({"pack.yaml": MANIFEST}), library())
    assert "holds no supervisor and no situation" in str(wrong)


@pytest.mark.parametrize("name", ["O’Brien", "Anne-Marie", "Dr. Müller", "李雷", "J.R.", "Unit 7"])
def test_names_as_people_have_them_are_fine(name: str) -> None:
    assert pack(files() | {"personas/x.yaml": persona_file("x", name=name)}).personas["x"].name == name
