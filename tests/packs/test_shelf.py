"""Packs on the shelf: installed whole or not at all, known everywhere at once, removed without a trace."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.app import App
from simulator.config import Settings
from simulator.errors import BadFile, InputError, UnknownName
from simulator.packs.pack import OWN
from simulator.packs.shelf import Shelf
from simulator.packs.unpacking import from_zip
from simulator.resources import library
from tests.packs.make import files, pack, pack_called, persona_file, zipped


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "data")


def names(shelf: Shelf) -> list[str]:
    return [one.name for one in shelf.listed().packs]


def there(shelf: Shelf) -> set[str]:
    """The files of the data folder."""
    return {path.relative_to(shelf.data_folder).as_posix() for path in shelf.data_folder.rglob("*")}


def test_without_packs_the_library_is_the_shipped_one(shelf: Shelf) -> None:
    assert shelf.library() is library()
    assert not shelf.data_folder.exists()


def test_an_installed_pack_is_known_with_its_origin(shelf: Shelf) -> None:
    shelf.install(pack())
    known = shelf.library()
    orla, ward = known.persona("night-lead"), known.scenario("night-ward")
    assert list(known.personas)[:13] == list(library().personas)
    assert (known.origin(orla), known.origin(ward)) == ("Night shift", "Night shift")
    assert known.origin(known.persona("teacher")) is None
    assert known.shipped == library().personas
    assert there(shelf) == {"packs", "packs/nights.zip"}
    assert shelf.library() is known


def test_a_removed_pack_is_gone(shelf: Shelf) -> None:
    shelf.install(pack())
    shelf.remove("nights")
    assert shelf.library() is library()
    with pytest.raises(InputError, match="none is installed"):
        shelf.remove("nights")
    shelf.install(pack())
    with pytest.raises(UnknownName, match=r'There is no pack "\.\./conversations"; choose one of: nights\.'):
        shelf.remove("../conversations")


def test_a_pack_is_replaced_only_where_that_is_asked_for(shelf: Shelf) -> None:
    shelf.install(pack())
    again = pack(files() | {"personas/second.yaml": persona_file("second", name="Bo")})
    with pytest.raises(InputError, match="installed already"):
        shelf.install(again)
    assert "second" not in shelf.library().personas
    shelf.install(again, replace=True)
    assert "second" in shelf.library().personas


def test_ids_of_other_packs_are_taken(shelf: Shelf) -> None:
    shelf.install(pack_called("first", "somebody"))
    with pytest.raises(BadFile, match=r'personas/somebody\.yaml: id is taken by the pack "The first"'):
        shelf.install(pack_called("second", "somebody"))
    assert names(shelf) == ["first"]


def test_nothing_of_a_broken_pack_is_installed(shelf: Shelf) -> None:
    broken = pack(files() | {"personas/x.yaml": b"id: x", "personas/y.yaml": b"id: y"})
    with pytest.raises(BadFile, match=r"x\.yaml: name is missing; add it\. And 33 more: `simulator pack check`"):
        shelf.install(broken)
    assert not shelf.data_folder.exists()


def test_a_disk_that_takes_nothing_leaves_nothing_behind(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:100])
        raise OSError(28, "No space left on device")

    shelf.install(pack_called("first", "somebody"))
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match=r'"nights" cannot be written to .*: No space left on device\.'):
        shelf.install(pack())
    assert there(shelf) == {"packs", "packs/first.zip"}


def test_a_file_that_was_put_there_and_cannot_be_used_hurts_no_other(shelf: Shelf) -> None:
    shelf.install(pack())
    at = shelf.data_folder / "packs"
    (at / "broken.zip").write_bytes(b"nothing")
    (at / "other.zip").write_bytes(pack_called("first", "somebody").zipped())
    (at / "copied.zip").write_bytes(zipped(files() | {"pack.yaml": b"schema: pack/1\nname: copied\ntitle: Copy\n"}))
    known = shelf.library()
    said = [str(error) for error in known.broken]
    assert [one.split(":")[0] for one in said] == [
        "broken.zip",
        "other.zip",
        "nights.zip/personas/night-lead.yaml",
        "nights.zip/scenarios/night-ward.yaml",
    ]
    assert known.origin(known.persona("night-lead")) == "Copy"
    assert len(known.personas) == 14
    assert len(shelf.listed().broken) == 2


def test_a_hundred_packs_are_enough(shelf: Shelf) -> None:
    at = shelf.data_folder / "packs"
    at.mkdir(parents=True)
    for number in range(100):
        (at / f"p{number}.zip").write_bytes(b"")
    with pytest.raises(InputError, match="100 packs already"):
        shelf.install(pack())


def test_installing_from_many_threads_ends_with_whole_packs(shelf: Shelf) -> None:
    packs = [pack_called(f"p{number}", f"somebody-{number}") for number in range(5)]
    threads = [threading.Thread(target=shelf.install, args=(one,)) for one in packs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(shelf) == [f"p{number}" for number in range(5)]
    assert shelf.library().broken == []


def test_what_is_written_here_has_a_pack_of_its_own_that_stands_first(shelf: Shelf) -> None:
    teacher = library().persona("teacher")
    shelf.install(pack_called("a", "somebody"))
    for name in ("mine", "ours", "ours"):
        shelf.keep_own(teacher.model_copy(update={"id": name}))
    assert names(shelf) == [OWN, "a"]
    assert list(shelf.library().personas)[13:] == ["mine", "ours", "somebody"]
    for taken in ("teacher", "somebody"):
        with pytest.raises(BadFile, match="id is taken"):
            shelf.keep_own(teacher.model_copy(update={"id": taken}))
    shelf.forget_own("mine")
    with pytest.raises(InputError, match='No supervisor "mine"'):
        shelf.forget_own("mine")
    shelf.forget_own("ours")
    assert names(shelf) == ["a"]


def test_what_many_windows_keep_at_once_is_all_there(shelf: Shelf) -> None:
    teacher = library().persona("teacher")
    names = [f"mine-{number}" for number in range(4)]
    threads = [
        threading.Thread(target=shelf.keep_own, args=(teacher.model_copy(update={"id": name}),)) for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(shelf.library().personas.keys() - library().personas.keys()) == names


def test_a_shelf_that_only_the_administrator_may_change_is_read_by_all(tmp_path: Path) -> None:
    Shelf(tmp_path).install(pack())
    closed = Shelf(tmp_path, open_to_change=False)
    changes: list[Callable[[], None]] = [
        lambda: closed.install(pack_called("a", "somebody")),
        lambda: closed.remove("nights"),
        lambda: closed.keep_own(library().persona("teacher")),
        lambda: closed.forget_own("teacher"),
    ]
    for change in changes:
        with pytest.raises(InputError, match="its administrator alone"):
            change()
    assert "night-lead" in closed.library().personas


@pytest.mark.parametrize(
    ("shared", "page_packs", "may"),
    [(False, None, True), (True, None, False), (True, True, True), (False, False, False)],
)
def test_the_page_changes_packs_where_the_settings_allow_it(
    tmp_path: Path, shared: bool, page_packs: bool | None, may: bool
) -> None:
    app = App(Settings(data_folder=tmp_path, shared=shared, page_packs=page_packs))
    assert app.packs.open_to_change is may


def test_a_talk_is_held_in_a_packs_situation_and_outlives_the_pack(tmp_path: Path) -> None:
    app = App(Settings(data_folder=tmp_path / "data", words_per_second=0))
    app.packs.install(pack())
    run = app.start("local", "night-lead", app.library.scenario("night-ward"), seed=3)
    app.packs.remove("nights")
    session = app.session("local", run)
    for _ in app.say("local", run, session, "I did not send the report. That was mine.", "u1"):
        pass
    assert app.session("local", run).setting.persona.name == "Orla"
    with pytest.raises(UnknownName):
        app.start("local", "night-lead", app.library.scenario("the-letter"))
    app.store.close()


def test_a_zip_on_the_shelf_is_what_make_makes(shelf: Shelf) -> None:
    shelf.install(pack())
    on_disk = (shelf.data_folder / "packs" / "nights.zip").read_bytes()
    assert on_disk == pack().zipped()
    assert from_zip(on_disk, "x").files == files()
